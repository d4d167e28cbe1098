//! Reads subscriptions: `GET /v1/customers/{id}/subscriptions…`.

use crate::auth::Scope;
use crate::auth::scope::ViewSubscriptions;
use crate::domain::{MicrosoftId, SubscriptionId};
use crate::error::{Error, Result};
use crate::features::rest_api::resource::{Collection, ok, with_code};
use crate::features::rest_api::subscriptions::queries::{CustomerSubscriptions, subscriptions_of};
use crate::features::rest_api::subscriptions::resource::SubscriptionResource;
use crate::state::AppState;
use crate::urls;
use crate::web::api_fault;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

/// The code of the fault for an unknown subscription.
pub const UNKNOWN: &str = "20003";

/// The query parameters of the list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SubscriptionQuery {
    /// Only subscriptions of this order.
    pub order_id: String,
    /// Only subscriptions with this reseller of record.
    pub mpn_id: String,
}

/// `GET /v1/customers/{id}/subscriptions`.
pub async fn index(
    scope: Scope<ViewSubscriptions>,
    portal: Data<AppState>,
    path: Path<MicrosoftId>,
    query: Query<SubscriptionQuery>,
) -> Result<HttpResponse> {
    let id = path.into_inner();
    let found = load(&scope, &portal, id).await?;
    let country = &scope.actor().partner.country;
    let matching = found.views().filter(|view| {
        let order = view.order.map(|order| order.to_string()).unwrap_or_default();
        (query.order_id.is_empty() || query.order_id.eq_ignore_ascii_case(&order))
            && (query.mpn_id.is_empty() || view.reseller == Some(query.mpn_id.as_str()))
    });
    let items = matching.map(|view| SubscriptionResource::new(id, view, country)).collect();
    let parameters = [("order_id", query.order_id.as_str()), ("mpn_id", query.mpn_id.as_str())];
    let address = urls::api_subscriptions(id).with_parameters(parameters);
    Ok(ok(&Collection::<SubscriptionResource>::new(items, &address)))
}

/// `GET /v1/customers/{id}/subscriptions/{sid}`.
pub async fn show(
    request: HttpRequest,
    scope: Scope<ViewSubscriptions>,
    portal: Data<AppState>,
    path: Path<(MicrosoftId, String)>,
) -> Result<HttpResponse> {
    let (id, text) = path.into_inner();
    Ok(ok(&one(&request, &scope, &portal, (id, &text)).await?))
}

/// Returns a subscription as it is now.
///
/// # Errors
/// [`Error::NotFound`] for an unknown customer; a fault with the code [`UNKNOWN`] for an unknown subscription.
pub async fn one<P: 'static>(
    request: &HttpRequest,
    scope: &Scope<P>,
    portal: &AppState,
    (id, text): (MicrosoftId, &str),
) -> Result<SubscriptionResource> {
    let found = load(scope, portal, id).await?;
    let sid = text.parse::<SubscriptionId>().map_err(|_| Error::NotFound);
    let view = sid.and_then(|sid| found.find(scope, &sid)).map_err(|error| unknown(request, error))?;
    Ok(SubscriptionResource::new(id, view, &scope.actor().partner.country))
}

/// `GET /v1/customers/{id}/subscriptions/{sid}/addons`.
pub async fn add_ons(
    request: HttpRequest,
    scope: Scope<ViewSubscriptions>,
    portal: Data<AppState>,
    path: Path<(MicrosoftId, String)>,
) -> Result<HttpResponse> {
    let (id, text) = path.into_inner();
    let found = load(&scope, &portal, id).await?;
    let sid = text.parse::<SubscriptionId>().map_err(|_| Error::NotFound);
    let sid = sid.and_then(|sid| found.find(&scope, &sid).map(|_| sid));
    let sid = sid.map_err(|error| unknown(&request, error))?;
    let theirs = found.views().filter(|view| view.this.parent.as_ref() == Some(&sid));
    let country = &scope.actor().partner.country;
    let items = theirs.map(|view| SubscriptionResource::new(id, view, country)).collect();
    Ok(ok(&Collection::<SubscriptionResource>::new(items, &urls::api_add_ons(id, &sid))))
}

/// Gives the error for an unknown subscription its code.
pub fn unknown(request: &HttpRequest, error: Error) -> Error {
    with_code(error, UNKNOWN, api_fault::locale(request).texts().api_fault_not_found())
}

async fn load<P: 'static>(
    scope: &Scope<P>,
    portal: &AppState,
    id: MicrosoftId,
) -> Result<CustomerSubscriptions> {
    let asker = scope.clone();
    portal.db.read(move |c| subscriptions_of(&asker, id, c)).await
}
