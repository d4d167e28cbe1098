//! `POST /v1/customers/{id}/carts/{cart}/checkout`: places the orders of a cart, all or none, or for an indirect reseller asks its
//! provider for them. A cart is checked out once; a request that is sent again with the same `MS-RequestId` within a day gets the
//! same orders.

use crate::audit::{Activity, Tx};
use crate::auth::Scope;
use crate::auth::scope::Order;
use crate::db::DbConnection;
use crate::domain::{CartId, MicrosoftId, OrderId, SubscriptionId};
use crate::error::{Error, Fault, Result};
use crate::features::orders::queries::order;
use crate::features::rest_api::carts::check::{CheckedLine, check_lines};
use crate::features::rest_api::carts::handlers::already_ordered;
use crate::features::rest_api::carts::model::{CartLine, PlacedLine, numbered};
use crate::features::rest_api::carts::order_groups::{GroupParent, order_groups};
use crate::features::rest_api::carts::queries;
use crate::features::rest_api::carts::resource::CheckoutResource;
use crate::features::rest_api::orders::placing::{NumberedRequest, place_order};
use crate::features::rest_api::orders::resource::OrderResource;
use crate::i18n::Locale;
use crate::state::AppState;
use crate::urls;
use crate::web::api_fault;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::Value;
use std::collections::HashMap;

/// Checks out the cart. The body is empty; what a client sends in it is ignored.
pub async fn create(
    request: HttpRequest,
    scope: Scope<Order>,
    portal: Data<AppState>,
    path: Path<(MicrosoftId, CartId)>,
) -> Result<HttpResponse> {
    let (key, locale) = (path.into_inner(), api_fault::locale(&request));
    let sent = NumberedRequest::new(&request, &urls::api_checkout(key.0, key.1), &Value::Null);
    let (asker, known) = (scope.clone(), sent.clone());
    let ordered = portal.log.record(scope.author(), move |tx| check_out(tx, &asker, key, &known, locale));
    let ordered = ordered.await.map(|()| key.1.0);
    sent.settle(&portal, &scope, locale, ordered).await?;
    let orders = portal.db.read(move |c| load_orders(&scope, key, c)).await?;
    Ok(api_fault::json(StatusCode::CREATED, &CheckoutResource::new(orders)))
}

fn load_orders(
    scope: &Scope<Order>,
    key: (MicrosoftId, CartId),
    c: &mut DbConnection,
) -> Result<Vec<OrderResource>> {
    let cart = queries::find(scope, key, c)?;
    let orders =
        cart.orders.into_iter().map(|id| order(scope, id, c).map(|order| OrderResource::from(&order)));
    orders.collect()
}

fn check_out(
    tx: &mut Tx<'_>,
    scope: &Scope<Order>,
    key: (MicrosoftId, CartId),
    sent: &NumberedRequest,
    locale: Locale,
) -> Result<((), Vec<Activity>)> {
    queries::find(scope, key, tx.c)?;
    let is_open = queries::lock_open(tx, scope, key.1)?;
    if sent.find_made(scope, locale, tx.c)?.is_some() {
        return Ok(((), Vec::new()));
    }
    if !is_open {
        return Err(already_ordered(locale).into());
    }
    let cart = queries::find(scope, key, tx.c)?;
    let checked = check_lines(scope, key.0, &cart.lines, locale, tx.c)?;
    if let Some(fault) = line_faults(&numbered(&cart.lines), &checked) {
        return Err(fault.into());
    }
    let (orders, entries) = place_orders(tx, scope, (key.0, &cart.lines), locale)?;
    queries::set_orders(tx, scope, key.1, &orders)?;
    sent.remember(tx, scope, key.1.0)?;
    Ok(((), entries))
}

/// Returns the fault that names the lines that cannot be ordered.
fn line_faults(all: &[PlacedLine<'_>], checked: &[CheckedLine]) -> Option<Fault> {
    let wrong = all.iter().zip(checked).filter_map(|(line, known)| Some((line, known.error.as_ref()?)));
    let fields: Vec<(String, String)> =
        wrong.map(|(line, error)| (line.path(), error.description.clone())).collect();
    let (_, first) = fields.first()?;
    Some(Fault { fields: fields.clone(), ..Fault::new(400, "3000", first.clone()) })
}

fn place_orders(
    tx: &mut Tx<'_>,
    scope: &Scope<Order>,
    (id, lines): (MicrosoftId, &[CartLine]),
    locale: Locale,
) -> Result<(Vec<OrderId>, Vec<Activity>)> {
    let all = numbered(lines);
    let (mut orders, mut entries) = (Vec::new(), Vec::new());
    // The subscriptions that lines have made, for their add-ons.
    let mut made: HashMap<usize, SubscriptionId> = HashMap::new();
    for group in order_groups(&all) {
        let parent = match &group.parent {
            GroupParent::None => None,
            GroupParent::Stored(id) => Some(id.clone()),
            GroupParent::Line(base) => Some(made.get(base).cloned().ok_or(Error::NotFound)?),
        };
        let (sent, numbers) = group.order(&all, parent.as_ref());
        let (order, told) = place_order(tx, scope, (id, &sent), locale)?;
        let subscriptions = queries::made_subscriptions(tx, order)?;
        made.extend(numbers.into_iter().zip(subscriptions).filter_map(|(line, id)| Some((line, id?))));
        orders.push(order);
        entries.extend(told);
    }
    Ok((orders, entries))
}
