//! `GET` and `POST /customers/{id}/orders/new`: searches for offers and changes the cart.

use crate::auth::Scope;
use crate::auth::scope::Order;
use crate::domain::{DraftId, MicrosoftId, PartnerKind};
use crate::error::Result;
use crate::features::drafts;
use crate::features::drafts::DraftKind;
use crate::features::offers::catalog::CatalogFilter;
use crate::features::offers::form::PickerForm;
use crate::features::offers::picker::row_fragment;
use crate::features::orders::cart::context::{CartContext, CartQuery, counter};
use crate::features::orders::cart::form::{CartAction, CartForm};
use crate::features::orders::cart::page::{CartErrors, CartPage, address, picker};
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
    render(&request, &scope, &counter, &wanted, &CartErrors::default())
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
    let form = CartForm(PickerForm(form.into_inner()));
    let mut counter = counter(&scope, &portal, id, form.cart_query()).await?;
    let wanted = form.0.filter();
    let locale = shell(&request, Some(scope.actor()), None)?.locale;
    let errors = form.apply(&mut counter, locale);
    let action = form.action();
    if !errors.is_empty() && action != CartAction::Remove {
        return render(&request, &scope, &counter, &wanted, &errors);
    }
    if counter.cart_id.is_none() && counter.cart.is_empty() && errors.is_empty() {
        return Ok(see_other(&portal, &address(&counter.shop, None, &counter.cart, &wanted), None));
    }
    let cart_id = counter.cart_id.unwrap_or_else(DraftId::random);
    let (asker, cart) = (scope.clone(), counter.cart.clone());
    portal.db.write(move |c| drafts::save(&asker, DraftKind::Order, cart_id, &cart, c)).await?;
    counter.cart_id = Some(cart_id);
    if !errors.is_empty() {
        // The line is removed; what is wrong in the others is still to be corrected.
        return render(&request, &scope, &counter, &wanted, &errors);
    }
    let to = match action {
        CartAction::Review => urls::order_review(id).with_query(format_args!("cart={cart_id}")),
        _ => address(&counter.shop, Some(cart_id), &counter.cart, &wanted) + &row_fragment(form.offer()),
    };
    Ok(see_other(&portal, &to, None))
}

fn render(
    request: &HttpRequest,
    scope: &Scope<Order>,
    counter: &CartContext,
    wanted: &CatalogFilter,
    errors: &CartErrors,
) -> Result<HttpResponse> {
    let CartContext { shop, cart, cart_id } = counter;
    let mut shell = shell(request, Some(scope.actor()), Some(Nav::Customers))?;
    if !errors.is_empty() {
        // The form was sent to an address without cart and filter.
        shell.return_to = address(shop, *cart_id, cart, wanted);
    }
    let picker = picker(&shell, counter, wanted, errors);
    let bad = picker.found.bad.is_some() || !errors.is_empty();
    let status = if bad { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = CartPage {
        shell: &shell,
        shop,
        cart,
        cart_id: *cart_id,
        picker,
        errors,
        is_reseller: scope.actor().partner.kind == PartnerKind::IndirectReseller,
    };
    response::page_as(status, &page)
}
