//! Handlers of a new request to a customer.

use crate::auth::Scope;
use crate::auth::scope::RequestRelationship;
use crate::domain::{Cloud, MicrosoftId, PartnerId, Permission, ReferralId, RelationshipRequestId};
use crate::error::{Error, Result};
use crate::features::organization::queries::business_profile;
use crate::features::referrals::queries as referrals;
use crate::features::relationship_requests::form::NewForm;
use crate::features::relationship_requests::manage_rights::ManageRights;
use crate::features::relationship_requests::message::{MessageContext, draft_message};
use crate::features::relationship_requests::model::RequestKind;
use crate::features::relationship_requests::new_page::{Administration, NewPage};
use crate::features::relationship_requests::{change, queries};
use crate::i18n::time_zone::{partner_zone, today};
use crate::state::AppState;
use crate::urls;
use crate::web::form_fields::FieldErrors;
use crate::web::nav::Nav;
use crate::web::request::{parse_id, shell};
use crate::web::response;
use crate::web::response::see_other;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

/// The query parameters of a new request: a former customer to invite again, an indirect provider to include, an
/// earlier request to copy, or an accepted referral.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct NewParams {
    customer: String,
    provider: String,
    request: String,
    referral: String,
}

/// `GET /relationship-requests/new`.
pub async fn new(
    request: HttpRequest,
    scope: Scope<RequestRelationship>,
    portal: Data<AppState>,
    params: Query<NewParams>,
) -> Result<HttpResponse> {
    let shell = shell(&request, Some(scope.actor()), Some(Nav::Requests))?;
    let NewParams { customer, provider, request, referral } = params.into_inner();
    let mut form = NewForm {
        customer,
        provider,
        ..NewForm::empty(shell.locale, today(partner_zone(&scope.actor().partner)))
    };
    if let Ok(id) = request.parse::<RelationshipRequestId>() {
        let asker = scope.clone();
        let (former, ..) = portal.db.read(move |c| queries::request(&asker, id, c)).await?;
        form.recipient = former.recipient;
        form.language = former.language.tag().to_owned();
    }
    if let Ok(id) = referral.parse::<ReferralId>() {
        let asker = scope.clone();
        form.recipient = portal.db.read(move |c| referrals::accepted(&asker, id, c)).await?.email;
    }
    page(&shell, &scope, &portal, &form, &FieldErrors::default()).await
}

/// `POST /relationship-requests`: drafts the request and shows its message.
pub async fn create(
    request: HttpRequest,
    scope: Scope<RequestRelationship>,
    portal: Data<AppState>,
    form: Form<NewForm>,
) -> Result<HttpResponse> {
    let shell = shell(&request, Some(scope.actor()), Some(Nav::Requests))?;
    let wanted = match form.read(shell.locale, today(partner_zone(&scope.actor().partner))) {
        Ok(wanted) => wanted,
        Err(faults) => return page(&shell, &scope, &portal, &form, &faults).await,
    };
    let found = find(&scope, &portal, &form).await?;
    let delegated_admin = match administration(&scope)? {
        Administration::Included => true,
        Administration::Choice => wanted.delegated_admin,
        Administration::Needs(_) | Administration::None => false,
    };
    let (actor, partner) = (scope.actor(), &scope.actor().partner.name);
    let kind =
        if found.provider.is_some() { RequestKind::CustomerWithProvider } else { RequestKind::Customer };
    let asking = MessageContext {
        kind,
        partner,
        provider: found.provider.as_ref().map_or("", |(_, name)| name.as_str()),
        person: &actor.name,
        email: &actor.email,
        until: wanted.valid_until,
        privacy_notice: &found.privacy_notice,
    };
    let (subject, body) = draft_message(wanted.language, &asking);
    let new = change::NewRequest {
        id: form.id(),
        provider: found.provider.map(|(id, _)| id),
        kind,
        language: wanted.language.tag(),
        delegated_admin,
        recipient: wanted.recipient,
        subject,
        body,
        valid_until: wanted.valid_until,
        created_email: actor.email.clone(),
        again_for: found.again.map(|(id, _)| id),
    };
    create_and_redirect(&portal, &scope, new).await
}

/// Drafts a request and redirects to it. Submitting the form twice leads to the same request.
pub async fn create_and_redirect<P>(
    portal: &AppState,
    scope: &Scope<P>,
    new: change::NewRequest,
) -> Result<HttpResponse> {
    let there = urls::relationship_request(new.id).to_string();
    let (by, secrets) = (ManageRights::new(scope), portal.secrets.clone());
    let drafted = portal.log.record(scope.author(), move |tx| {
        let activity = change::create(tx, &by, &secrets, &new)?;
        Ok(((), vec![activity]))
    });
    match drafted.await {
        Err(error) if !error.is_repeated() => Err(error),
        _ => Ok(see_other(portal, &there, None)),
    }
}

/// Returns whether the user may request delegated administration.
///
/// # Errors
/// [`Error::Forbidden`] in a national cloud if they may not: requests there always include it.
fn administration(scope: &Scope<RequestRelationship>) -> Result<Administration> {
    let permission = Permission::RequestDelegatedAdmin;
    match (scope.actor().partner.cloud, scope.allows(permission)) {
        (Cloud::Global, true) => Ok(Administration::Choice),
        (Cloud::Global, false) => Ok(Administration::Needs(scope.roles_for(permission))),
        (_, true) => Ok(Administration::Included),
        (_, false) => Err(Error::Forbidden(permission)),
    }
}

/// The records to which the form refers.
struct NewRequestData {
    again: Option<(MicrosoftId, String)>,
    provider: Option<(PartnerId, String)>,
    providers: Vec<(PartnerId, String, String)>,
    /// The address of the partner's privacy notice; may be empty.
    privacy_notice: String,
}

/// Reads the records to which the form refers. Those of other partners give [`Error::NotFound`].
async fn find(
    scope: &Scope<RequestRelationship>,
    portal: &AppState,
    form: &NewForm,
) -> Result<NewRequestData> {
    let may = scope.allows(Permission::InviteWithProvider);
    if !may && !form.provider.is_empty() {
        return Err(Error::Forbidden(Permission::InviteWithProvider));
    }
    let (asker, customer, mpn_id) = (scope.clone(), form.customer.clone(), form.provider.clone());
    let found = portal.db.read(move |c| {
        let providers = if may { queries::providers(&asker, c)? } else { Vec::new() };
        let again = match customer.as_str() {
            "" => None,
            text => {
                let id: MicrosoftId = parse_id(text)?;
                let (name, _) = queries::ended_customer(&asker, id, c)?.ok_or(Error::NotFound)?;
                Some((id, name))
            }
        };
        let provider = match mpn_id.as_str() {
            "" => None,
            text => {
                let named = providers.iter().find(|(_, mpn_id, _)| mpn_id == text);
                Some(named.map(|(id, _, name)| (*id, name.clone())).ok_or(Error::NotFound)?)
            }
        };
        let privacy_notice = business_profile(c, asker.partner())?.privacy_notice;
        Ok(NewRequestData { again, provider, providers, privacy_notice })
    });
    found.await
}

pub(super) async fn page(
    shell: &crate::web::shell::Shell,
    scope: &Scope<RequestRelationship>,
    portal: &AppState,
    form: &NewForm,
    faults: &FieldErrors,
) -> Result<HttpResponse> {
    let found = find(scope, portal, form).await?;
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = NewPage {
        shell,
        faults,
        form,
        administration: administration(scope)?,
        again: found.again.as_ref().map(|(_, name)| name.as_str()),
        providers: &found.providers,
    };
    response::page_as(status, &page)
}
