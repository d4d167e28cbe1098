//! `PATCH /v1/customers/{id}`: ends the relationship with the customer.

use crate::auth::Scope;
use crate::auth::scope::RemoveRelationship;
use crate::domain::MicrosoftId;
use crate::error::{Fault, Result};
use crate::features::customer_removal::model::Confirmation;
use crate::features::customer_removal::queries::end_relationship;
use crate::features::rest_api::customers::queries::whole_customer;
use crate::features::rest_api::customers::resource::CustomerResource;
use crate::features::rest_api::etag::SeenEtag;
use crate::features::rest_api::fields::Fields;
use crate::features::rest_api::json::JsonBody;
use crate::features::rest_api::resource::ok;
use crate::state::AppState;
use crate::web::api_fault;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

/// The header in which clients say what they are.
const APPLICATION: &str = "MS-PartnerCenter-Application";

/// Maximum length of the reason, in characters.
const MAX_REASON: usize = 500;

/// Ends the relationship, if the body says `"relationshipToPartner": "none"`. Nothing else can be changed this way.
pub async fn end(
    request: HttpRequest,
    scope: Scope<RemoveRelationship>,
    portal: Data<AppState>,
    path: Path<MicrosoftId>,
    body: JsonBody,
) -> Result<HttpResponse> {
    let (id, locale) = (path.into_inner(), api_fault::locale(&request));
    let mut fields = Fields::new(&body.0);
    let seen = SeenEtag::read(&request, &mut fields, &id.to_string());
    match fields.text("relationshipToPartner") {
        Some(word) if word.eq_ignore_ascii_case("none") => {}
        _ => fields.add("relationshipToPartner", "only “none” can be set"),
    }
    fields.done((), locale)?;
    let said = Confirmation {
        reason: reason(&request, &locale.texts().api_removal_reason()),
        confirmation: String::new(),
        language: locale.tag(),
    };
    let asker = scope.clone();
    let ended = portal.log.record(scope.author(), move |tx| {
        let before = whole_customer(&asker, id, tx.c)?;
        seen.check(before.stored.version)?;
        let (in_the_way, entries) = end_relationship(tx, &asker, id, &said)?;
        Ok(((before, in_the_way.is_empty()), entries))
    });
    let (before, is_ended) = ended.await?;
    if !is_ended {
        return Err(Fault::new(400, "3000", locale.texts().removal_blocked()).into());
    }
    Ok(ok(&CustomerResource::whole(&before, &scope.actor().partner.country).without_relationship()))
}

/// Returns the reason for the log entry: what the program says it is.
fn reason(request: &HttpRequest, usual: &str) -> String {
    let named = request.headers().get(APPLICATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let named: String = named.trim().chars().take(MAX_REASON).collect();
    if named.is_empty() { usual.to_owned() } else { named }
}
