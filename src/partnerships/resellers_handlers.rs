//! A provider's indirect resellers: the list, the request of a partnership, its removal.

use super::queries;
use super::resellers::{RemovalPage, ResellersPage};
use crate::app::Portal;
use crate::auth::Scope;
use crate::auth::permissions::Permission;
use crate::auth::scope::{RemovePartnership, RequestPartnership, ViewResellers};
use crate::error::Result;
use crate::requests::change::queries as change;
use crate::requests::draft::{Asking, written};
use crate::requests::form::NewForm;
use crate::requests::handlers::drafted;
use crate::requests::model::Kind;
use crate::requests::new::{Administration, NewPage};
use crate::web::answer;
use crate::web::fields::Faults;
use crate::web::page::{Flash, Message, Nav};
use crate::web::reader::{see_other, shell};
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse};

/// `GET /indirect-resellers`.
pub async fn index(
    request: HttpRequest,
    scope: Scope<ViewResellers>,
    portal: Data<Portal>,
) -> Result<HttpResponse> {
    let shell = shell(&request, Some(scope.actor()), Some(Nav::Resellers))?;
    let asker = scope.clone();
    let resellers = portal.db.read(move |c| queries::resellers(&asker, c)).await?;
    let needs = Permission::RequestPartnership;
    let page = ResellersPage {
        shell: &shell,
        resellers: &resellers,
        request_needs: (!scope.allows(needs)).then(|| scope.roles_for(needs)),
        may_add: scope.allows(Permission::AddCustomer),
        may_remove: scope.allows(Permission::RemovePartnership),
    };
    answer::page(&page)
}

/// `GET /indirect-resellers/new`.
pub async fn new(request: HttpRequest, scope: Scope<RequestPartnership>) -> Result<HttpResponse> {
    let shell = shell(&request, Some(scope.actor()), Some(Nav::Resellers))?;
    let form = NewForm::empty(shell.locale);
    page(&shell, &form, &Faults::default())
}

fn page(shell: &crate::web::page::Shell, form: &NewForm, faults: &Faults) -> Result<HttpResponse> {
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page =
        NewPage { shell, faults, form, administration: Administration::None, again: None, providers: &[] };
    answer::page_as(status, &page)
}

/// `POST /indirect-resellers`: drafts the request of a partnership and shows its message.
pub async fn create(
    request: HttpRequest,
    scope: Scope<RequestPartnership>,
    portal: Data<Portal>,
    form: Form<NewForm>,
) -> Result<HttpResponse> {
    let shell = shell(&request, Some(scope.actor()), Some(Nav::Resellers))?;
    let wanted = match form.read(shell.locale) {
        Ok(wanted) => wanted,
        Err(faults) => return page(&shell, &form, &faults),
    };
    let actor = scope.actor();
    let asking = Asking {
        kind: Kind::Partnership,
        partner: &actor.partner.name,
        provider: "",
        person: &actor.name,
        email: &actor.email,
        until: wanted.valid_until,
    };
    let (subject, body) = written(wanted.language, &asking);
    let new = change::NewRequest {
        id: form.id(),
        provider: None,
        kind: Kind::Partnership,
        language: wanted.language.tag(),
        delegated_admin: false,
        recipient: wanted.recipient,
        subject,
        body,
        valid_until: wanted.valid_until,
        created_email: actor.email.clone(),
        again_for: None,
    };
    drafted(&portal, &scope, new).await
}

/// `GET /indirect-resellers/{mpn_id}/removal`.
pub async fn ask_removal(
    request: HttpRequest,
    scope: Scope<RemovePartnership>,
    portal: Data<Portal>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let shell = shell(&request, Some(scope.actor()), Some(Nav::Resellers))?;
    let asker = scope.clone();
    let reseller = portal.db.read(move |c| queries::reseller(&asker, &path, c)).await?;
    answer::page(&RemovalPage { shell: &shell, reseller: &reseller })
}

/// `POST /indirect-resellers/{mpn_id}/removal`.
pub async fn remove(
    scope: Scope<RemovePartnership>,
    portal: Data<Portal>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let (partner, mpn_id) = (scope.partner(), scope.actor().partner.mpn_id.clone());
    let ended = portal
        .log
        .record(scope.author(), move |tx| Ok(((), vec![queries::end(tx, (partner, &mpn_id), &path)?])));
    ended.await?;
    Ok(see_other(&portal, "/indirect-resellers", Flash::from(Message::PartnershipRemoved)))
}
