//! `GET` and `POST /customers/{id}/orders/new`: searches for offers and changes the cart.

use crate::auth::Scope;
use crate::auth::scope::Order;
use crate::domain::{DraftId, MicrosoftId, PartnerKind};
use crate::error::Result;
use crate::features::drafts;
use crate::features::drafts::DraftKind;
use crate::features::orders::cart::catalog::CatalogFilter;
use crate::features::orders::cart::context::{CartContext, CartQuery, counter};
use crate::features::orders::cart::form::CartForm;
use crate::features::orders::cart::page::{CartError, CartPage, address};
use crate::state::AppState;
use crate::urls;
use crate::web::nav::Nav;
use crate::web::request::shell;
use crate::web::response;
use crate::web::response::see_other;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path, Query};
use actix_web::{HttpRequest, HttpResponse};

/// `GET /customers/{id}/orders/new`.
pub async fn show(
    request: HttpRequest,
    scope: Scope<Order>,
    portal: Data<AppState>,
    path: Path<MicrosoftId>,
    which: Query<CartQuery>,
    wanted: Query<CatalogFilter>,
) -> Result<HttpResponse> {
    let id = path.into_inner();
    let counter = counter(&scope, &portal, id, which.into_inner()).await?;
    render(&request, &scope, &counter, &wanted, &[])
}

/// `POST /customers/{id}/orders/new`: changes the cart as the pressed button says.
pub async fn change(
    request: HttpRequest,
    scope: Scope<Order>,
    portal: Data<AppState>,
    path: Path<MicrosoftId>,
    form: Form<Vec<(String, String)>>,
) -> Result<HttpResponse> {
    let id = path.into_inner();
    let form = CartForm(form.into_inner());
    let which = CartQuery {
        cart: form.value("cart").into(),
        parent: form.value("parent").into(),
        provider: form.value("provider").into(),
    };
    let mut counter = counter(&scope, &portal, id, which).await?;
    let wanted = form.catalog_filter();
    let locale = shell(&request, Some(scope.actor()), None)?.locale;
    let faults = form.apply(&mut counter, locale);
    if !faults.is_empty() {
        return render(&request, &scope, &counter, &wanted, &faults);
    }
    let cart_id = counter.cart_id.unwrap_or_else(DraftId::random);
    let (asker, cart) = (scope.clone(), counter.cart.clone());
    portal.db.write(move |c| drafts::save(&asker, DraftKind::Order, cart_id, &cart, c)).await?;
    let to = match form.value("do") {
        "review" => urls::order_review(id).with_query(format_args!("cart={cart_id}")),
        _ => address(&counter.shop, Some(cart_id), &counter.cart, &wanted),
    };
    Ok(see_other(&portal, &to, None))
}

pub(super) fn render(
    request: &HttpRequest,
    scope: &Scope<Order>,
    counter: &CartContext,
    wanted: &CatalogFilter,
    faults: &[CartError],
) -> Result<HttpResponse> {
    let CartContext { shop, cart, cart_id } = counter;
    let parent = shop.parent.as_ref();
    let nothing = [];
    let offers =
        if parent.is_some_and(|parent| parent.offer.is_none()) { &nothing[..] } else { &shop.offers };
    let found = wanted.among(offers, parent.and_then(|parent| parent.offer.as_ref()));
    let bad = found.bad.is_some() || !faults.is_empty();
    let status = if bad { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = CartPage {
        shell: &shell(request, Some(scope.actor()), Some(Nav::Customers))?,
        shop,
        cart,
        cart_id: *cart_id,
        wanted,
        found,
        faults,
        is_reseller: scope.actor().partner.kind == PartnerKind::IndirectReseller,
    };
    response::page_as(status, &page)
}
