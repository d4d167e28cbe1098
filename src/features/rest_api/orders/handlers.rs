//! Reads orders: `GET /v1/customers/{id}/orders…`.

use crate::auth::Scope;
use crate::auth::scope::ViewSubscriptions;
use crate::domain::{MicrosoftId, OrderId};
use crate::error::{Error, Result};
use crate::features::customers::lookup::customer;
use crate::features::orders::queries;
use crate::features::rest_api::orders::resource::OrderResource;
use crate::features::rest_api::resource::{Collection, ok, with_code};
use crate::state::AppState;
use crate::urls;
use crate::web::api_fault;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

/// The code of the fault for an unknown order.
const UNKNOWN: &str = "20000";

/// Larger than any number of orders: the API returns all orders of a customer in one response.
const ALL: usize = i32::MAX as usize;

/// `GET /v1/customers/{id}/orders`, the newest first.
pub async fn index(
    scope: Scope<ViewSubscriptions>,
    portal: Data<AppState>,
    path: Path<MicrosoftId>,
) -> Result<HttpResponse> {
    let id = path.into_inner();
    let found = portal.db.read(move |c| {
        customer(&scope, id, c)?;
        queries::search(&scope, &[id], None, ALL, c)
    });
    let items: Vec<OrderResource> = found.await?.iter().map(OrderResource::from).collect();
    Ok(ok(&Collection::new(items, &urls::api_orders(id))))
}

/// `GET /v1/customers/{id}/orders/{order}`.
pub async fn show(
    request: HttpRequest,
    scope: Scope<ViewSubscriptions>,
    portal: Data<AppState>,
    path: Path<(MicrosoftId, String)>,
) -> Result<HttpResponse> {
    let (id, text) = path.into_inner();
    let found = portal.db.read(move |c| {
        customer(&scope, id, c)?;
        let order = text.parse::<OrderId>().map_err(|_| Error::NotFound);
        let order = order.and_then(|order| queries::order(&scope, order, c));
        Ok(order.and_then(|order| Some(order).filter(|order| order.customer == id).ok_or(Error::NotFound)))
    });
    let text = api_fault::locale(&request).texts().api_fault_not_found();
    let order = found.await?.map_err(|error| with_code(error, UNKNOWN, text))?;
    Ok(ok(&OrderResource::from(&order)))
}
