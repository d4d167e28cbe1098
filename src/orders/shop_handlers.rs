//! `GET` and `POST /customers/{id}/orders/new`: looking for offers, and what goes into the cart.

use super::cart::Cart;
use super::cart::queries::{self, Shop};
use super::catalogue::Wanted;
use super::shop_form::ShopForm;
use super::shop_page::{CartFault, ShopPage, address};
use crate::app::Portal;
use crate::auth::Scope;
use crate::auth::scope::Order;
use crate::customers::model::MicrosoftId;
use crate::drafts::model::{DraftId, DraftKind};
use crate::drafts::queries as drafts;
use crate::error::{Error, Result};
use crate::partners::model::PartnerKind;
use crate::web::answer;
use crate::web::page::Nav;
use crate::web::reader::{see_other, shell};
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

/// The address of the page, besides what is looked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Which {
    cart: String,
    parent: String,
    provider: String,
}

impl Which {
    /// That of a cart that was begun.
    pub(super) fn of_cart(id: DraftId) -> Self {
        Which { cart: id.to_string(), ..Which::default() }
    }
}

/// A cart with everything around it.
pub(super) struct Counter {
    pub shop: Shop,
    pub cart: Cart,
    /// None while nothing was put into it.
    pub cart_id: Option<DraftId>,
}

/// `GET /customers/{id}/orders/new`.
pub async fn show(
    request: HttpRequest,
    scope: Scope<Order>,
    portal: Data<Portal>,
    path: Path<String>,
    which: Query<Which>,
    wanted: Query<Wanted>,
) -> Result<HttpResponse> {
    let id: MicrosoftId = path.parse().map_err(|_| Error::NotFound)?;
    let counter = counter(&scope, &portal, id, which.into_inner()).await?;
    render(&request, &scope, &counter, &wanted, &[])
}

/// `POST /customers/{id}/orders/new`: one change of the cart; the button says which.
pub async fn change(
    request: HttpRequest,
    scope: Scope<Order>,
    portal: Data<Portal>,
    path: Path<String>,
    form: Form<Vec<(String, String)>>,
) -> Result<HttpResponse> {
    let id: MicrosoftId = path.parse().map_err(|_| Error::NotFound)?;
    let form = ShopForm(form.into_inner());
    let which = Which {
        cart: form.of("cart").into(),
        parent: form.of("parent").into(),
        provider: form.of("provider").into(),
    };
    let mut counter = counter(&scope, &portal, id, which).await?;
    let wanted = form.wanted();
    let locale = shell(&request, Some(scope.actor()), None)?.locale;
    let faults = form.apply(&mut counter, locale);
    if !faults.is_empty() {
        return render(&request, &scope, &counter, &wanted, &faults);
    }
    let cart_id = counter.cart_id.unwrap_or_default();
    let (asker, cart) = (scope.clone(), counter.cart.clone());
    portal.db.write(move |c| drafts::save(&asker, DraftKind::Order, cart_id, &cart, c)).await?;
    let to = match form.of("do") {
        "review" => format!("/customers/{id}/orders/review?cart={cart_id}"),
        _ => address(&counter.shop, Some(cart_id), &counter.cart, &wanted),
    };
    Ok(see_other(&portal, &to, None))
}

/// Reads the cart and what is around it. A cart that nobody knows is an empty one.
pub(super) async fn counter(
    scope: &Scope<Order>,
    portal: &Portal,
    customer: MicrosoftId,
    which: Which,
) -> Result<Counter> {
    let asker = scope.clone();
    let read = move |c: &mut crate::db::DbConnection| {
        let id: Option<DraftId> = which.cart.parse().ok();
        let kept = id.map(|id| queries::cart(&asker, customer, id, c)).transpose()?.flatten();
        let parent = Some(which.parent).filter(|parent| !parent.is_empty());
        let (cart_id, mut cart) = match kept {
            Some(cart) => (id, cart),
            None => (None, Cart { seller: which.provider, parent, ..Cart::default() }),
        };
        let shop = queries::shop(&asker, customer, &cart.seller, cart.parent.as_deref(), c)?;
        if cart_id.is_none() {
            cart.customer = customer.to_string();
            cart.seller = shop.seller.as_ref().map(|seller| seller.mpn_id.clone()).unwrap_or_default();
            let of_parent = shop.parent.as_ref().map(|parent| parent.reseller.clone());
            cart.reseller = of_parent.unwrap_or(shop.usual_reseller.clone()).unwrap_or_default();
        }
        Ok(Counter { shop, cart, cart_id })
    };
    portal.db.read(read).await
}

pub(super) fn render(
    request: &HttpRequest,
    scope: &Scope<Order>,
    counter: &Counter,
    wanted: &Wanted,
    faults: &[CartFault],
) -> Result<HttpResponse> {
    let Counter { shop, cart, cart_id } = counter;
    let parent = shop.parent.as_ref();
    let nothing = [];
    let offers =
        if parent.is_some_and(|parent| parent.offer.is_none()) { &nothing[..] } else { &shop.offers };
    let found = wanted.among(offers, parent.and_then(|parent| parent.offer.as_ref()));
    let bad = found.bad.is_some() || !faults.is_empty();
    let status = if bad { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = ShopPage {
        shell: &shell(request, Some(scope.actor()), Some(Nav::Customers))?,
        shop,
        cart,
        cart_id: *cart_id,
        wanted,
        found,
        faults,
        is_reseller: scope.actor().partner.kind == PartnerKind::IndirectReseller,
    };
    answer::page_as(status, &page)
}
