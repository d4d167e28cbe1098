//! `GET /customers/{id}/orders/review` and `POST /orders`: turns the cart into an order or an order request.
//! The order gets the cart's id, so submitting the form twice creates only one order.

use crate::auth::Scope;
use crate::auth::scope::Order;
use crate::domain::{DraftId, MicrosoftId, OrderId};
use crate::error::{Error, Result};
use crate::features::drafts;
use crate::features::drafts::DraftKind;
use crate::features::orders::cart::build::{build_order, is_reseller};
use crate::features::orders::cart::context::{CartContext, CartQuery, counter};
use crate::features::orders::cart::model::Cart;
use crate::features::orders::cart::review_page::ReviewPage;
use crate::features::orders::place::REFUSED;
use crate::features::orders::problem::Problem;
use crate::features::orders::{order_requests as requests, place as orders, queries as list};
use crate::state::AppState;
use crate::urls;
use crate::web::flash::Message;
use crate::web::nav::Nav;
use crate::web::request::{parse_id, shell};
use crate::web::response;
use crate::web::response::see_other;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

/// The query parameter of the page, and its form.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReviewedCart {
    cart: String,
}

/// `GET /customers/{id}/orders/review`. If the cart was ordered in the meantime, redirects to its order.
pub async fn review(
    request: HttpRequest,
    scope: Scope<Order>,
    portal: Data<AppState>,
    path: Path<MicrosoftId>,
    chosen: Query<ReviewedCart>,
) -> Result<HttpResponse> {
    let id = path.into_inner();
    let cart_id: DraftId = parse_id(&chosen.cart)?;
    page(&request, &scope, &portal, id, cart_id, StatusCode::OK).await
}

/// `POST /orders`.
pub async fn submit(
    request: HttpRequest,
    scope: Scope<Order>,
    portal: Data<AppState>,
    chosen: Form<ReviewedCart>,
) -> Result<HttpResponse> {
    let cart_id: DraftId = chosen.cart.parse().map_err(|_| Error::bad_input("cart", chosen.cart.clone()))?;
    let asker = scope.clone();
    let is_request = is_reseller(&scope);
    let placed = portal.log.record(scope.author(), move |tx| {
        let cart = drafts::load::<_, Cart>(&asker, DraftKind::Order, cart_id, tx.c)?;
        let customer = parse_id(&cart.customer)?;
        let new = build_order(&asker, customer, OrderId(cart_id.0), &cart, tx.c)?;
        let activities =
            if is_request { requests::request(tx, &new, &cart.note)? } else { orders::place(tx, &new)? };
        drafts::delete(&asker, DraftKind::Order, cart_id, tx.c)?;
        Ok(((), activities))
    });
    // An order takes over the id of its cart.
    let url = urls::order(OrderId(cart_id.0));
    let done = |message: Message| see_other(&portal, &url, message.about(cart_id));
    match placed.await {
        Ok(()) if is_request => Ok(done(Message::OrderRequested)),
        Ok(()) => Ok(done(Message::OrderPlaced)),
        Err(Error::BadInput { field: REFUSED, .. }) => {
            let customer = cart_customer(&scope, &portal, cart_id).await?;
            page(&request, &scope, &portal, customer, cart_id, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        // The cart no longer exists: the same form was submitted before.
        Err(Error::NotFound) => redirect_if_ordered(&scope, &portal, cart_id).await,
        Err(error) if error.is_repeated() => redirect_if_ordered(&scope, &portal, cart_id).await,
        Err(error) => Err(error),
    }
}

async fn redirect_if_ordered(
    scope: &Scope<Order>,
    portal: &AppState,
    cart_id: DraftId,
) -> Result<HttpResponse> {
    let asker = scope.clone();
    let order = portal.db.read(move |c| list::order(&asker, OrderId(cart_id.0), c)).await?;
    let message = if order.is_request { Message::OrderRequested } else { Message::OrderPlaced };
    Ok(see_other(portal, &urls::order(OrderId(cart_id.0)), message.about(cart_id)))
}

async fn cart_customer(scope: &Scope<Order>, portal: &AppState, cart_id: DraftId) -> Result<MicrosoftId> {
    let asker = scope.clone();
    let cart = portal.db.read(move |c| drafts::load::<_, Cart>(&asker, DraftKind::Order, cart_id, c));
    parse_id(&cart.await?.customer)
}

async fn page(
    request: &HttpRequest,
    scope: &Scope<Order>,
    portal: &AppState,
    customer: MicrosoftId,
    cart_id: DraftId,
    status: StatusCode,
) -> Result<HttpResponse> {
    let found = counter(scope, portal, customer, CartQuery::for_cart(cart_id)).await?;
    let CartContext { shop, cart, cart_id: Some(cart_id) } = found else {
        return redirect_if_ordered(scope, portal, cart_id).await;
    };
    let is_request = is_reseller(scope);
    let (asker, asked) = (scope.clone(), cart.clone());
    let problems = portal.db.read(move |c| {
        let new = match build_order(&asker, customer, OrderId(cart_id.0), &asked, c) {
            Err(Error::NotFound) => return Ok(vec![Problem::NoSeller]),
            new => new?,
        };
        if is_request { requests::problems(&asker, &new, c) } else { orders::problems(&asker, &new, c) }
    });
    let problems = problems.await?;
    let shell = shell(request, Some(scope.actor()), Some(Nav::Customers))?;
    let page =
        ReviewPage { shell: &shell, shop: &shop, cart: &cart, cart_id, problems: &problems, is_request };
    response::page_as(status, &page)
}
