//! `PATCH /v1/customers/{id}/subscriptions/{sid}`: changes quantity, nickname, renewal and status.

use crate::auth::Scope;
use crate::auth::scope::ViewSubscriptions;
use crate::domain::{MicrosoftId, SubscriptionId};
use crate::error::{Error, Result};
use crate::features::customers::lookup::customer;
use crate::features::rest_api::etag::SeenEtag;
use crate::features::rest_api::fields::Fields;
use crate::features::rest_api::json::JsonBody;
use crate::features::rest_api::resource::ok;
use crate::features::rest_api::subscriptions::difference::{SentSubscription, refused};
use crate::features::rest_api::subscriptions::handlers::{one, unknown};
use crate::features::subscriptions::change::apply::ChangeOutcome;
use crate::features::subscriptions::change::combined::apply_operations;
use crate::state::AppState;
use crate::web::api_fault;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

/// Applies what differs from the stored subscription. Each change needs its own permission, so the scope is that of reading.
pub async fn change(
    request: HttpRequest,
    scope: Scope<ViewSubscriptions>,
    portal: Data<AppState>,
    path: Path<(MicrosoftId, String)>,
    body: JsonBody,
) -> Result<HttpResponse> {
    let ((id, text), locale) = (path.into_inner(), api_fault::locale(&request));
    let asker = scope.clone();
    portal.db.read(move |c| customer(&asker, id, c)).await?;
    let sid = text.parse::<SubscriptionId>().map_err(|_| unknown(&request, Error::NotFound))?;
    let mut fields = Fields::new(&body.0);
    let seen = SeenEtag::read(&request, &mut fields, sid.as_str());
    let sent = SentSubscription::read(&mut fields);
    let sent = fields.done(sent, locale)?;
    let asker = scope.clone();
    let wanted = move |now: &crate::features::subscriptions::model::Subscription| {
        seen.check(now.version)?;
        let operations = sent.operations(now, locale)?;
        let refused = operations.iter().find(|(_, permission)| !asker.allows(*permission));
        match refused {
            Some((_, permission)) => Err(Error::Forbidden(*permission)),
            None => Ok(operations.into_iter().map(|(operation, _)| operation).collect()),
        }
    };
    let outcome = apply_operations(&portal, scope.clone(), (id, sid), wanted).await;
    if let ChangeOutcome::Refused(refusal) = outcome.map_err(|error| unknown(&request, error))? {
        return Err(refused(&refusal, locale));
    }
    Ok(ok(&one(&request, &scope, &portal, (id, &text)).await?))
}
