//! `POST /v1/customers/{id}/orders`: places an order, or for an indirect reseller asks its provider for it. A request that is sent
//! again with the same `MS-RequestId` within a day gets the same order.

use crate::audit::{Activity, Tx};
use crate::auth::Scope;
use crate::auth::scope::Order;
use crate::domain::{MicrosoftId, OrderId};
use crate::error::Result;
use crate::features::customers::lookup::customer;
use crate::features::orders::queries;
use crate::features::rest_api::fields::Fields;
use crate::features::rest_api::json::JsonBody;
use crate::features::rest_api::orders::placing::{NumberedRequest, place_order};
use crate::features::rest_api::orders::resource::OrderResource;
use crate::features::rest_api::orders::sent_order::SentOrder;
use crate::features::rest_api::resource::created;
use crate::i18n::Locale;
use crate::state::AppState;
use crate::urls;
use crate::web::api_fault;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

/// Places the order.
pub async fn create(
    request: HttpRequest,
    scope: Scope<Order>,
    portal: Data<AppState>,
    path: Path<MicrosoftId>,
    body: JsonBody,
) -> Result<HttpResponse> {
    let (id, locale) = (path.into_inner(), api_fault::locale(&request));
    let mut fields = Fields::new(&body.0);
    let sent = SentOrder::read(&mut fields);
    let sent = fields.done(sent, locale)?;
    let numbered = NumberedRequest::new(&request, &id.to_string(), &body.0);
    let (asker, known) = (scope.clone(), numbered.clone());
    let placed =
        portal.log.record(scope.author(), move |tx| place_once(tx, &asker, (id, &sent), &known, locale));
    let placed = placed.await.map(|order| order.0);
    let order = OrderId(numbered.settle(&portal, &scope, locale, placed).await?);
    let asker = scope.clone();
    let stored = portal.db.read(move |c| queries::order(&asker, order, c)).await?;
    Ok(created(&OrderResource::from(&stored), &urls::api_order(id, order)))
}

fn place_once(
    tx: &mut Tx<'_>,
    scope: &Scope<Order>,
    (id, sent): (MicrosoftId, &SentOrder),
    numbered: &NumberedRequest,
    locale: Locale,
) -> Result<(OrderId, Vec<Activity>)> {
    customer(scope, id, tx.c)?;
    if let Some(made) = numbered.find_made(scope, locale, tx.c)? {
        return Ok((OrderId(made), Vec::new()));
    }
    let (order, entries) = place_order(tx, scope, (id, sent), locale)?;
    numbered.remember(tx, scope, order.0)?;
    Ok((order, entries))
}
