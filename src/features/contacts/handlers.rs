//! `GET` and `POST /customers/{id}/contact` and below: the contacts of a customer.

use crate::auth::Scope;
use crate::auth::scope::EditContacts;
use crate::domain::{ContactId, MicrosoftId};
use crate::error::{Error, Result};
use crate::features::contacts::changes::{add_contact, change_contact, remove_contact};
use crate::features::contacts::form::ContactForm;
use crate::features::contacts::model::{Contact, MAX_CONTACTS};
use crate::features::contacts::queries::{contacts_of, find_contact};
use crate::features::customers::head::{CustomerHead, CustomerView};
use crate::features::customers::lookup::customer;
use crate::state::AppState;
use crate::urls;
use crate::urls::PortalUrl;
use crate::web::flash::Message;
use crate::web::form_fields::FieldErrors;
use crate::web::nav::Nav;
use crate::web::request::{locale, shell};
use crate::web::response;
use crate::web::response::see_other;
use crate::web::shell::Shell;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

#[derive(Template)]
#[template(path = "contacts/edit.html")]
struct ContactPage<'a> {
    shell: &'a Shell,
    id: MicrosoftId,
    list_name: &'a str,
    /// The country of the customer, to format phone numbers.
    country: &'a str,
    /// The stored contact; `None` for a new one.
    contact: Option<&'a Contact>,
    /// The other contacts.
    others: &'a [Contact],
    form: &'a ContactForm,
    faults: &'a FieldErrors,
}

impl ContactPage<'_> {
    fn title(&self) -> String {
        let texts = self.shell.texts;
        if self.contact.is_some() { texts.contact_edit() } else { texts.contacts() }
    }

    fn address(&self) -> PortalUrl {
        address(self.id, self.contact)
    }

    /// Whether the customer can have another contact, or the form says why not.
    fn has_room(&self) -> bool {
        self.contact.is_some() || self.others.len() < MAX_CONTACTS || !self.faults.is_empty()
    }

    fn limit(&self) -> String {
        self.shell.texts.contacts_full(self.shell.locale.number(MAX_CONTACTS as u64))
    }
}

fn address(id: MicrosoftId, contact: Option<&Contact>) -> PortalUrl {
    contact.map_or_else(|| urls::customer_contacts(id), |contact| urls::customer_contact(id, contact.id))
}

/// `GET /customers/{id}/contact`.
pub async fn index(
    request: HttpRequest,
    scope: Scope<EditContacts>,
    portal: Data<AppState>,
    path: Path<MicrosoftId>,
) -> Result<HttpResponse> {
    page(&request, &scope, &portal, (path.into_inner(), None), None).await
}

/// `POST /customers/{id}/contact`: adds a contact.
pub async fn add(
    request: HttpRequest,
    scope: Scope<EditContacts>,
    portal: Data<AppState>,
    path: Path<MicrosoftId>,
    form: Form<ContactForm>,
) -> Result<HttpResponse> {
    let (id, form, author) = (path.into_inner(), form.into_inner(), scope.clone());
    let locale = locale(&request, &portal, Some(scope.actor()));
    let new = match form.parse(locale) {
        Ok(new) => new,
        Err(faults) => return page(&request, &scope, &portal, (id, None), Some((form, faults))).await,
    };
    if !portal.log.record(scope.author(), move |tx| add_contact(tx, &author, id, &new)).await? {
        let mut faults = FieldErrors::default();
        faults.add("name", locale.texts().contacts_full(locale.number(MAX_CONTACTS as u64)));
        return page(&request, &scope, &portal, (id, None), Some((form, faults))).await;
    }
    Ok(see_other(&portal, &urls::customer_account(id), Some(Message::ContactSaved.into())))
}

/// `GET /customers/{id}/contact/{contact}`.
pub async fn show(
    request: HttpRequest,
    scope: Scope<EditContacts>,
    portal: Data<AppState>,
    path: Path<(MicrosoftId, ContactId)>,
) -> Result<HttpResponse> {
    let (id, contact) = path.into_inner();
    page(&request, &scope, &portal, (id, Some(contact)), None).await
}

/// `POST /customers/{id}/contact/{contact}`: changes a contact.
pub async fn save(
    request: HttpRequest,
    scope: Scope<EditContacts>,
    portal: Data<AppState>,
    path: Path<(MicrosoftId, ContactId)>,
    form: Form<ContactForm>,
) -> Result<HttpResponse> {
    let (which, form, author) = (path.into_inner(), form.into_inner(), scope.clone());
    let shown = (which.0, Some(which.1));
    let locale = locale(&request, &portal, Some(scope.actor()));
    let new = match form.parse(locale) {
        Ok(new) => new,
        Err(faults) => return page(&request, &scope, &portal, shown, Some((form, faults))).await,
    };
    let version = form.version.trim().parse().unwrap_or_default();
    let saved =
        portal.log.record(scope.author(), move |tx| change_contact(tx, &author, which, version, &new)).await;
    let message = match saved {
        Ok(true) => Message::ContactSaved,
        Ok(false) => Message::NothingChanged,
        Err(Error::Stale) => {
            let mut faults = FieldErrors::default();
            faults.add("name", locale.texts().contact_stale());
            return page(&request, &scope, &portal, shown, Some((form, faults)))
                .await
                .map(response::conflict);
        }
        Err(error) => return Err(error),
    };
    Ok(see_other(&portal, &urls::customer_account(which.0), Some(message.into())))
}

/// `POST /customers/{id}/contact/{contact}/removal`: removes a contact.
pub async fn remove(
    scope: Scope<EditContacts>,
    portal: Data<AppState>,
    path: Path<(MicrosoftId, ContactId)>,
) -> Result<HttpResponse> {
    let (which, author) = (path.into_inner(), scope.clone());
    portal.log.record(scope.author(), move |tx| remove_contact(tx, &author, which)).await?;
    Ok(see_other(&portal, &urls::customer_contacts(which.0), Some(Message::ContactRemoved.into())))
}

/// Shows the form; with what was submitted and its errors, with status 422. The version is always the stored one, so that a
/// form that is sent again replaces what is stored now.
async fn page(
    request: &HttpRequest,
    scope: &Scope<EditContacts>,
    portal: &AppState,
    (id, which): (MicrosoftId, Option<ContactId>),
    submitted: Option<(ContactForm, FieldErrors)>,
) -> Result<HttpResponse> {
    let reader = scope.clone();
    let read = portal.db.read(move |c| {
        let contact = which.map(|which| find_contact(&reader, id, which, c)).transpose()?;
        let head = CustomerHead::load(&reader, id, CustomerView::Account, c)?;
        Ok((customer(&reader, id, c)?.list_name, head.country, contact, contacts_of(&reader, id, c)?))
    });
    let (list_name, country, contact, mut others) = read.await?;
    others.retain(|other| Some(other.id) != which);
    let mut shell = shell(request, Some(scope.actor()), Some(Nav::Customers))?;
    shell.return_to = address(id, contact.as_ref()).to_string();
    let status = if submitted.is_none() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let stored = contact.as_ref().map(|contact| ContactForm::of_stored(&contact.details, contact.version));
    let stored = stored.unwrap_or_default();
    let (form, faults) = match submitted {
        Some((form, faults)) => (ContactForm { version: stored.version, ..form }, faults),
        None => (stored, FieldErrors::default()),
    };
    let page = ContactPage {
        shell: &shell,
        id,
        list_name: &list_name,
        country: &country,
        contact: contact.as_ref(),
        others: &others,
        form: &form,
        faults: &faults,
    };
    response::page_as(status, &page)
}
