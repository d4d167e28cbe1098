//! Places an order that a program sent, or for an indirect reseller asks its provider for it, and remembers the request, so that
//! it is carried out once. Carts are checked out with it too.

use crate::audit::{Activity, Tx};
use crate::auth::Scope;
use crate::auth::scope::Order;
use crate::db::DbConnection;
use crate::domain::{MicrosoftId, OrderId};
use crate::error::{Error, Fault, Result};
use crate::features::orders::cart::build::{build_order, is_reseller};
use crate::features::orders::cart::queries::{CartPageData, load_cart_page};
use crate::features::orders::model::NewOrder;
use crate::features::orders::problem::Problem;
use crate::features::orders::{order_requests, place};
use crate::features::rest_api::offers::resource::cycle_word;
use crate::features::rest_api::orders::answered;
use crate::features::rest_api::orders::answered::AnsweredRequest;
use crate::features::rest_api::orders::sent_order::SentOrder;
use crate::i18n::Locale;
use crate::state::AppState;
use actix_web::HttpRequest;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The header with the number that the program gives the request.
const NUMBER: &str = "MS-RequestId";

/// A request that is carried out once, even if the program sends it again.
#[derive(Debug, Clone)]
pub struct NumberedRequest {
    number: Option<String>,
    hash: String,
}

impl NumberedRequest {
    /// Returns the number of the request, if the program gave it one, and the hash of what it asks for.
    pub fn new(request: &HttpRequest, subject: &str, body: &Value) -> Self {
        let number = request.headers().get(NUMBER).and_then(|text| Uuid::try_parse(text.to_str().ok()?).ok());
        NumberedRequest {
            number: number.map(|number| number.to_string()),
            hash: URL_SAFE_NO_PAD.encode(Sha256::digest(format!("{subject} {body}"))),
        }
    }

    /// Returns what this request has made in the last day.
    ///
    /// # Errors
    /// A fault if the number belongs to another request.
    pub fn find_made(
        &self,
        scope: &Scope<Order>,
        locale: Locale,
        c: &mut DbConnection,
    ) -> Result<Option<Uuid>> {
        let Some(number) = &self.number else { return Ok(None) };
        let Some(known) = answered::find(scope, number, c)? else { return Ok(None) };
        if known.hash != self.hash {
            let said = locale.texts().api_fault_repeated();
            let fields = vec![(NUMBER.to_owned(), said.clone())];
            return Err(Fault { fields, ..Fault::new(400, "800002", said) }.into());
        }
        Ok(Some(known.made))
    }

    /// Returns what was made. If the same request was carried out at the same time, that is what the other one has made.
    ///
    /// # Errors
    /// Those of the attempt.
    pub async fn settle(
        &self,
        portal: &AppState,
        scope: &Scope<Order>,
        locale: Locale,
        made: Result<Uuid>,
    ) -> Result<Uuid> {
        match made {
            Err(error) if error.is_repeated() => {
                let (sent, asker) = (self.clone(), scope.clone());
                let other = portal.db.read(move |c| sent.find_made(&asker, locale, c)).await?;
                other.ok_or(error)
            }
            made => made,
        }
    }

    /// Remembers what the request has made. A unique number makes the second of two concurrent ones fail.
    pub fn remember(&self, tx: &mut Tx<'_>, scope: &Scope<Order>, made: Uuid) -> Result<()> {
        let Some(number) = &self.number else { return Ok(()) };
        let answered = AnsweredRequest { hash: self.hash.clone(), made };
        answered::remember(tx, scope.actor().user, number, &answered)
    }
}

/// Places the order.
///
/// # Errors
/// A fault that says what prevents it.
pub fn place_order(
    tx: &mut Tx<'_>,
    scope: &Scope<Order>,
    (id, sent): (MicrosoftId, &SentOrder),
    locale: Locale,
) -> Result<(OrderId, Vec<Activity>)> {
    let (shop, new) = load_order(scope, (id, sent), tx.c).map_err(|error| no_seller(error, locale))?;
    if (0..sent.lines.len()).any(|line| has_other_cycle(&shop, sent, line)) {
        return Err(Fault::new(400, "2054", locale.texts().api_fault_cycle()).into());
    }
    let problems = match is_reseller(scope) {
        true => order_requests::problems(scope, &new, tx.c)?,
        false => place::problems(scope, &new, tx.c)?,
    };
    if !problems.is_empty() {
        return Err(prevented(&problems, locale));
    }
    let entries =
        if is_reseller(scope) { order_requests::request(tx, &new, "")? } else { place::place(tx, &new)? };
    Ok((new.id, entries))
}

/// Returns the order that a program sent, and the seller's catalog.
///
/// # Errors
/// [`Error::NotFound`] if there is no seller, or the parent or the reseller of record is unknown.
pub fn load_order(
    scope: &Scope<Order>,
    (id, sent): (MicrosoftId, &SentOrder),
    c: &mut DbConnection,
) -> Result<(CartPageData, NewOrder)> {
    let shop = load_cart_page(scope, id, "", sent.parent(), c)?;
    let of_parent = shop.parent.as_ref().and_then(|parent| parent.reseller.clone());
    let new = build_order(scope, id, OrderId::random(), &sent.empty_cart(of_parent), c)?;
    Ok((shop, NewOrder { lines: sent.lines.clone(), ..new }))
}

/// Whether this line asks for another billing cycle than that of its offer.
pub fn has_other_cycle(shop: &CartPageData, sent: &SentOrder, line: usize) -> bool {
    let cycle = sent.cycles.get(line).and_then(Option::as_ref);
    let offer = sent.lines.get(line).and_then(|line| shop.offers.iter().find(|offer| offer.id == line.offer));
    let (Some(offer), Some(cycle)) = (offer, cycle) else { return false };
    cycle.replace('_', "") != cycle_word(offer.billing_cycle).replace('_', "")
}

/// The customer was found, so what is unknown is the seller, the parent or the reseller of record.
fn no_seller(error: Error, locale: Locale) -> Error {
    match error {
        Error::NotFound => Fault::new(400, "3000", locale.texts().api_fault_order()).into(),
        error => error,
    }
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
