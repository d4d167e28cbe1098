//! `POST /v1/customers/{id}/orders`: places an order, or for an indirect reseller asks its provider for it. A request that is sent
//! again with the same `MS-RequestId` within a day gets the same order.

use crate::audit::{Activity, Tx};
use crate::auth::Scope;
use crate::auth::scope::Order;
use crate::domain::{MicrosoftId, OrderId};
use crate::error::{Error, Fault, Result};
use crate::features::customers::lookup::customer;
use crate::features::orders::cart::build::{build_order, is_reseller};
use crate::features::orders::cart::queries::{CartPageData, load_cart_page};
use crate::features::orders::model::NewOrder;
use crate::features::orders::problem::Problem;
use crate::features::orders::{order_requests, place, queries};
use crate::features::rest_api::fields::Fields;
use crate::features::rest_api::json::JsonBody;
use crate::features::rest_api::offers::resource::cycle_word;
use crate::features::rest_api::orders::answered;
use crate::features::rest_api::orders::answered::AnsweredRequest;
use crate::features::rest_api::orders::resource::OrderResource;
use crate::features::rest_api::orders::sent_order::SentOrder;
use crate::features::rest_api::resource::created;
use crate::i18n::Locale;
use crate::state::AppState;
use crate::urls;
use crate::web::api_fault;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The header with the number that the program gives the request.
const NUMBER: &str = "MS-RequestId";

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
    let hash = URL_SAFE_NO_PAD.encode(Sha256::digest(format!("{id} {}", body.0)));
    let number = number(&request);
    let (asker, known) = (scope.clone(), (number.clone(), hash));
    let placed = portal.log.record(scope.author(), move |tx| {
        place_once(tx, &asker, (id, &sent), (known.0.as_deref(), &known.1), locale)
    });
    let order = match placed.await {
        // The same request at the same time: the other one has placed the order.
        Err(error) if error.is_repeated() => {
            let (asker, number) = (scope.clone(), number.unwrap_or_default());
            let other = portal.db.read(move |c| answered::find(&asker, &number, c)).await?;
            other.ok_or(error)?.order
        }
        placed => placed?,
    };
    let asker = scope.clone();
    let stored = portal.db.read(move |c| queries::order(&asker, order, c)).await?;
    Ok(created(&OrderResource::from(&stored), &urls::api_order(id, order)))
}

/// Returns the number of the request, if the program gave it one.
fn number(request: &HttpRequest) -> Option<String> {
    let text = request.headers().get(NUMBER)?.to_str().ok()?;
    Uuid::try_parse(text).ok().map(|number| number.to_string())
}

fn place_once(
    tx: &mut Tx<'_>,
    scope: &Scope<Order>,
    (id, sent): (MicrosoftId, &SentOrder),
    (number, hash): (Option<&str>, &str),
    locale: Locale,
) -> Result<(OrderId, Vec<Activity>)> {
    customer(scope, id, tx.c)?;
    if let Some(number) = number
        && let Some(known) = answered::find(scope, number, tx.c)?
    {
        if known.hash != hash {
            let said = locale.texts().api_fault_repeated();
            let fields = vec![(NUMBER.to_owned(), said.clone())];
            return Err(Fault { fields, ..Fault::new(400, "800002", said) }.into());
        }
        return Ok((known.order, Vec::new()));
    }
    let new = read_order(tx, scope, (id, sent), locale)?;
    let problems = match is_reseller(scope) {
        true => order_requests::problems(scope, &new, tx.c)?,
        false => place::problems(scope, &new, tx.c)?,
    };
    if !problems.is_empty() {
        return Err(prevented(&problems, locale));
    }
    let entries =
        if is_reseller(scope) { order_requests::request(tx, &new, "")? } else { place::place(tx, &new)? };
    if let Some(number) = number {
        let answered = AnsweredRequest { hash: hash.to_owned(), order: new.id };
        answered::remember(tx, scope.actor().user, number, &answered)?;
    }
    Ok((new.id, entries))
}

fn read_order(
    tx: &mut Tx<'_>,
    scope: &Scope<Order>,
    (id, sent): (MicrosoftId, &SentOrder),
    locale: Locale,
) -> Result<NewOrder> {
    let shop = load_cart_page(scope, id, "", sent.parent(), tx.c);
    let shop = shop.map_err(|error| no_seller(error, locale))?;
    check_cycles(&shop, sent, locale)?;
    let of_parent = shop.parent.as_ref().and_then(|parent| parent.reseller.clone());
    let new = build_order(scope, id, OrderId(Uuid::new_v4()), &sent.empty_cart(of_parent), tx.c);
    let new = new.map_err(|error| no_seller(error, locale))?;
    Ok(NewOrder { lines: sent.lines.clone(), ..new })
}

/// The customer was found, so what is unknown is the seller, the parent or the reseller of record.
fn no_seller(error: Error, locale: Locale) -> Error {
    match error {
        Error::NotFound => Fault::new(400, "3000", locale.texts().api_fault_order()).into(),
        error => error,
    }
}

/// Rejects an order for another billing cycle than that of the offer, instead of placing it with that of the offer.
fn check_cycles(shop: &CartPageData, sent: &SentOrder, locale: Locale) -> Result<()> {
    for (line, cycle) in sent.lines.iter().zip(&sent.cycles) {
        let offer = shop.offers.iter().find(|offer| offer.id == line.offer);
        let (Some(offer), Some(cycle)) = (offer, cycle) else { continue };
        if cycle.replace('_', "") != cycle_word(offer.billing_cycle).replace('_', "") {
            return Err(Fault::new(400, "2054", locale.texts().api_fault_cycle()).into());
        }
    }
    Ok(())
}

fn prevented(problems: &[Problem], locale: Locale) -> Error {
    let (status, code) = match problems.first() {
        Some(Problem::Quantity { .. }) => (400, "2002"),
        Some(Problem::NoActiveParent(_)) => (409, "27009"),
        _ => (400, "3000"),
    };
    let sentences: Vec<String> = problems.iter().map(|problem| problem.sentence(locale)).collect();
    let description = sentences.first().cloned().unwrap_or_default();
    let fields = sentences.into_iter().map(|sentence| ("lineItems".to_owned(), sentence)).collect();
    Fault { fields, ..Fault::new(status, code, description) }.into()
}
