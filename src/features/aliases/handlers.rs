//! `GET` and `POST /customers/{id}/aliases`: the other names of a customer.

use crate::auth::Scope;
use crate::auth::scope::AnnotateCustomers;
use crate::domain::MicrosoftId;
use crate::error::{Error, Result};
use crate::features::aliases::changes::{load_names, remove_former_name, save_aliases};
use crate::features::customers::other_names::{MAX_ALIAS, MAX_ALIASES, OtherNames};
use crate::state::AppState;
use crate::text::fold;
use crate::urls;
use crate::web::flash::Message;
use crate::web::form_fields::{FieldErrors, FormReader};
use crate::web::nav::Nav;
use crate::web::request::{locale, shell};
use crate::web::response;
use crate::web::response::see_other;
use crate::web::shell::Shell;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

/// The submitted form: either the aliases or a former name to remove.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AliasesForm {
    /// One alias on each line.
    aliases: String,
    /// The aliases that the page showed.
    seen: String,
    /// A former name to remove; then the other fields do not count.
    remove_former: String,
}

#[derive(Template)]
#[template(path = "aliases/edit.html")]
struct AliasesPage<'a> {
    shell: &'a Shell,
    id: MicrosoftId,
    list_name: &'a str,
    stored: &'a OtherNames,
    form: &'a AliasesForm,
    faults: &'a FieldErrors,
}

impl AliasesPage<'_> {
    fn hint(&self) -> String {
        let number = |number: usize| self.shell.locale.number(number as u64);
        self.shell.texts.aliases_hint(number(MAX_ALIASES), number(MAX_ALIAS))
    }
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

impl AliasesForm {
    fn new(stored: &OtherNames) -> Self {
        let text = stored.aliases.join("\n");
        AliasesForm { aliases: text.clone(), seen: text, remove_former: String::new() }
    }

    /// Parses the aliases; of several that are equal, only the first one counts.
    fn parse(&self, fields: &mut FormReader) -> Vec<String> {
        let texts = fields.texts();
        let mut names = OtherNames::default();
        for line in lines(&self.aliases) {
            let alias = fields.text("aliases", &texts.alias(), &line, 1..=MAX_ALIAS);
            if fold(&alias).is_empty() {
                fields.add_error("aliases", texts.fault_invisible(texts.alias()));
            }
            names.add_alias(&alias);
        }
        if names.aliases.len() > MAX_ALIASES {
            let (most, count) = (MAX_ALIASES.to_string(), names.aliases.len().to_string());
            fields.add_error("aliases", texts.aliases_too_many(most, count));
        }
        names.aliases
    }
}

/// `GET /customers/{id}/aliases`.
pub async fn show(
    request: HttpRequest,
    scope: Scope<AnnotateCustomers>,
    portal: Data<AppState>,
    path: Path<MicrosoftId>,
) -> Result<HttpResponse> {
    page(&request, &scope, &portal, path.into_inner(), None).await
}

/// `POST /customers/{id}/aliases`.
pub async fn submit(
    request: HttpRequest,
    scope: Scope<AnnotateCustomers>,
    portal: Data<AppState>,
    path: Path<MicrosoftId>,
    form: Form<AliasesForm>,
) -> Result<HttpResponse> {
    let (id, form, author) = (path.into_inner(), form.into_inner(), scope.clone());
    if !form.remove_former.is_empty() {
        let former = form.remove_former;
        let removed =
            portal.log.record(scope.author(), move |tx| remove_former_name(tx, &author, id, &former)).await?;
        let message = if removed { Message::FormerNameRemoved } else { Message::NothingChanged };
        return Ok(see_other(&portal, &urls::customer_aliases(id), Some(message.into())));
    }
    let locale = locale(&request, &portal, Some(scope.actor()));
    let mut fields = FormReader::new(locale);
    let new = form.parse(&mut fields);
    let new = match fields.done(new) {
        Ok(new) => new,
        Err(faults) => return page(&request, &scope, &portal, id, Some((form, faults))).await,
    };
    let seen = lines(&form.seen);
    match portal.log.record(scope.author(), move |tx| save_aliases(tx, &author, id, &seen, new)).await {
        Ok(true) => Ok(see_other(&portal, &urls::customer_account(id), Some(Message::AliasesSaved.into()))),
        Ok(false) => {
            Ok(see_other(&portal, &urls::customer_account(id), Some(Message::NothingChanged.into())))
        }
        Err(Error::Stale) => {
            let mut faults = FieldErrors::default();
            faults.add("aliases", locale.texts().aliases_stale());
            page(&request, &scope, &portal, id, Some((form, faults))).await.map(response::conflict)
        }
        Err(error) => Err(error),
    }
}

/// Shows the form; with what was submitted and its errors, with status 422. A form that is sent again replaces what the page
/// shows now.
async fn page(
    request: &HttpRequest,
    scope: &Scope<AnnotateCustomers>,
    portal: &AppState,
    id: MicrosoftId,
    submitted: Option<(AliasesForm, FieldErrors)>,
) -> Result<HttpResponse> {
    let asker = scope.clone();
    let (list_name, stored) = portal.db.read(move |c| load_names(&asker, id, c)).await?;
    let mut shell = shell(request, Some(scope.actor()), Some(Nav::Customers))?;
    shell.return_to = urls::customer_aliases(id).to_string();
    let status = if submitted.is_none() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let current = AliasesForm::new(&stored);
    let (form, faults) = match submitted {
        Some((form, faults)) => (AliasesForm { seen: current.seen, ..form }, faults),
        None => (current, FieldErrors::default()),
    };
    let page = AliasesPage {
        shell: &shell,
        id,
        list_name: &list_name,
        stored: &stored,
        form: &form,
        faults: &faults,
    };
    response::page_as(status, &page)
}
