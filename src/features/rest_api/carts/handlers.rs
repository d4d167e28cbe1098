//! Makes, reads and replaces carts: `/v1/customers/{id}/carts…`. Checking out is in [`super::checkout`].

use crate::audit::{Activity, Tx};
use crate::auth::Scope;
use crate::auth::scope::Order;
use crate::db::DbConnection;
use crate::domain::{CartId, MicrosoftId};
use crate::error::{Fault, Result};
use crate::features::customers::lookup::customer;
use crate::features::rest_api::carts::check::check_lines;
use crate::features::rest_api::carts::model::{CartLine, MAX_CARTS};
use crate::features::rest_api::carts::queries;
use crate::features::rest_api::carts::resource::CartResource;
use crate::features::rest_api::carts::sent_cart::read_lines;
use crate::features::rest_api::fields::Fields;
use crate::features::rest_api::json::JsonBody;
use crate::features::rest_api::orders::placing::NumberedRequest;
use crate::features::rest_api::resource::{created, ok};
use crate::i18n::Locale;
use crate::state::AppState;
use crate::urls;
use crate::web::api_fault;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

/// `POST /v1/customers/{id}/carts`. A request that is sent again with the same `MS-RequestId` within a day gets the same cart.
pub async fn create(
    request: HttpRequest,
    scope: Scope<Order>,
    portal: Data<AppState>,
    path: Path<MicrosoftId>,
    body: JsonBody,
) -> Result<HttpResponse> {
    let (id, locale) = (path.into_inner(), api_fault::locale(&request));
    let lines = read_body(&body, locale)?;
    let numbered = NumberedRequest::new(&request, &format!("cart {id}"), &body.0);
    let (asker, known) = (scope.clone(), numbered.clone());
    let made =
        portal.log.record(scope.author(), move |tx| make_once(tx, &asker, (id, &lines), &known, locale));
    let made = made.await.map(|cart| cart.0);
    let cart = CartId(numbered.settle(&portal, &scope, locale, made).await?);
    let resource = portal.db.read(move |c| load(&scope, (id, cart), locale, c)).await?;
    Ok(created(&resource, &urls::api_cart(id, cart)))
}

/// `GET /v1/customers/{id}/carts/{cart}`.
pub async fn show(
    request: HttpRequest,
    scope: Scope<Order>,
    portal: Data<AppState>,
    path: Path<(MicrosoftId, CartId)>,
) -> Result<HttpResponse> {
    let (key, locale) = (path.into_inner(), api_fault::locale(&request));
    Ok(ok(&portal.db.read(move |c| load(&scope, key, locale, c)).await?))
}

/// `PUT /v1/customers/{id}/carts/{cart}`: replaces the lines.
pub async fn replace(
    request: HttpRequest,
    scope: Scope<Order>,
    portal: Data<AppState>,
    path: Path<(MicrosoftId, CartId)>,
    body: JsonBody,
) -> Result<HttpResponse> {
    let (key, locale) = (path.into_inner(), api_fault::locale(&request));
    let lines = read_body(&body, locale)?;
    let asker = scope.clone();
    let replaced = portal.log.record(scope.author(), move |tx| {
        queries::find(&asker, key, tx.c)?;
        match queries::replace(tx, &asker, key.1, &lines)? {
            true => Ok(((), Vec::new())),
            false => Err(already_ordered(locale).into()),
        }
    });
    replaced.await?;
    Ok(ok(&portal.db.read(move |c| load(&scope, key, locale, c)).await?))
}

/// Returns the fault for a cart that was checked out.
pub(super) fn already_ordered(locale: Locale) -> Fault {
    Fault::new(409, "3000", locale.texts().api_fault_cart_ordered())
}

fn read_body(body: &JsonBody, locale: Locale) -> Result<Vec<CartLine>> {
    let mut fields = Fields::new(&body.0);
    let lines = read_lines(&mut fields);
    fields.done(lines, locale)
}

fn make_once(
    tx: &mut Tx<'_>,
    scope: &Scope<Order>,
    (id, lines): (MicrosoftId, &[CartLine]),
    numbered: &NumberedRequest,
    locale: Locale,
) -> Result<(CartId, Vec<Activity>)> {
    customer(scope, id, tx.c)?;
    if let Some(made) = numbered.find_made(scope, locale, tx.c)? {
        return Ok((CartId(made), Vec::new()));
    }
    if queries::count_open(scope, id, tx.c)? >= MAX_CARTS {
        let said = locale.texts().api_fault_carts(locale.number(MAX_CARTS.unsigned_abs()));
        return Err(Fault::new(400, "3000", said).into());
    }
    let cart = CartId::random();
    queries::insert(tx, scope, (id, cart), lines)?;
    numbered.remember(tx, scope, cart.0)?;
    Ok((cart, Vec::new()))
}

fn load(
    scope: &Scope<Order>,
    (id, cart): (MicrosoftId, CartId),
    locale: Locale,
    c: &mut DbConnection,
) -> Result<CartResource> {
    let cart = queries::find(scope, (id, cart), c)?;
    let checked = check_lines(scope, id, &cart.lines, locale, c)?;
    Ok(CartResource::new(id, &cart, &checked))
}
