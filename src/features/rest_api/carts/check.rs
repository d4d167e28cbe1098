//! What is wrong with the lines of a cart now, by the rules of orders.

use crate::auth::Scope;
use crate::auth::scope::Order;
use crate::db::DbConnection;
use crate::domain::{MicrosoftId, Offer};
use crate::error::{Error, Result};
use crate::features::orders::cart::build::is_reseller;
use crate::features::orders::place::line_problems;
use crate::features::orders::problem::Problem;
use crate::features::orders::rules::ParentOfLines;
use crate::features::rest_api::carts::model::{CartLine, PlacedLine, numbered};
use crate::features::rest_api::carts::order_groups::{GroupParent, OrderGroup, order_groups};
use crate::features::rest_api::offers::resource::term;
use crate::features::rest_api::orders::placing::{has_other_cycle, load_order};
use crate::features::rest_api::products::catalog_item::offer_of;
use crate::i18n::Locale;

/// Why a line cannot be ordered, with the vendor's word for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineError {
    /// The vendor's word.
    pub code: &'static str,
    /// What is wrong, in the language of the request.
    pub description: String,
}

/// What the portal knows of a line.
#[derive(Debug, Clone, Default)]
pub struct CheckedLine {
    /// The number of its order in the cart.
    pub group: usize,
    /// Its offer, if a seller has it.
    pub offer: Option<Offer>,
    /// Why it cannot be ordered.
    pub error: Option<LineError>,
}

/// Checks the lines of a cart for a customer that the partner has; returns them in the order of their numbers.
///
/// # Errors
/// The database failed.
pub fn check_lines(
    scope: &Scope<Order>,
    customer: MicrosoftId,
    lines: &[CartLine],
    locale: Locale,
    c: &mut DbConnection,
) -> Result<Vec<CheckedLine>> {
    let all = numbered(lines);
    let mut checked = vec![CheckedLine::default(); all.len()];
    for (number, group) in order_groups(&all).iter().enumerate() {
        let base = match group.parent {
            GroupParent::Line(base) => checked.get(base).and_then(|base| base.offer.clone()),
            _ => None,
        };
        for (line, found) in check_group(scope, customer, (group, &all, base.as_ref()), locale, c)? {
            if let Some(line) = checked.get_mut(line) {
                *line = CheckedLine { group: number, ..found };
            }
        }
    }
    Ok(checked)
}

fn check_group(
    scope: &Scope<Order>,
    customer: MicrosoftId,
    (group, all, base): (&OrderGroup, &[PlacedLine<'_>], Option<&Offer>),
    locale: Locale,
    c: &mut DbConnection,
) -> Result<Vec<(usize, CheckedLine)>> {
    let stored = match &group.parent {
        GroupParent::Stored(id) => Some(id),
        _ => None,
    };
    let (sent, numbers) = group.order(all, stored);
    let wrong = |error: LineError| CheckedLine { error: Some(error), ..CheckedLine::default() };
    let unknown = |number: &usize| {
        let item = all.get(*number).map(|placed| placed.line.item.as_str()).unwrap_or_default();
        offer_of(item).is_none().then(|| (*number, wrong(unknown_item(item, locale))))
    };
    let mut checked: Vec<(usize, CheckedLine)> = group.lines.iter().filter_map(unknown).collect();
    let is_other = group.reseller.as_ref().is_some_and(|mpn_id| *mpn_id != scope.actor().partner.mpn_id);
    let loaded = match load_order(scope, (customer, &sent), c) {
        Ok(_) if is_reseller(scope) && is_other => Err(Problem::NoReseller),
        Ok(loaded) => Ok(loaded),
        Err(Error::NotFound) if group.reseller.is_some() => Err(Problem::NoReseller),
        Err(Error::NotFound) if stored.is_some() => Err(Problem::NoActiveParent(String::new())),
        Err(Error::NotFound) => Err(Problem::NoSeller),
        Err(error) => return Err(error),
    };
    let (shop, new) = match loaded {
        Ok(loaded) => loaded,
        Err(problem) => {
            let error = LineError { code: code(&problem), description: locale.texts().api_fault_order() };
            checked.extend(numbers.into_iter().map(|number| (number, wrong(error.clone()))));
            return Ok(checked);
        }
    };
    let parent = match (&group.parent, base) {
        (GroupParent::Line(_), Some(base)) => ParentOfLines::Ordered(&base.id),
        _ => ParentOfLines::Stored,
    };
    let problems = line_problems(scope, &new, parent, c)?;
    let is_requested_with_base = is_reseller(scope) && matches!(group.parent, GroupParent::Line(_));
    for (at, (number, problem)) in numbers.into_iter().zip(problems).enumerate() {
        let ordered = new.lines.get(at);
        let offer = ordered.and_then(|line| shop.offers.iter().find(|offer| offer.id == line.offer));
        // A request makes no subscription yet.
        let no_base = || offer.filter(|_| is_requested_with_base).map(no_parent);
        let of_rule = problem
            .or_else(no_base)
            .map(|problem| LineError { code: code(&problem), description: problem.sentence(locale) });
        let line = all.get(number).map(|placed| placed.line);
        let has_other_term = has_other_cycle(&shop, &sent, at)
            || line.zip(offer).is_some_and(|(line, offer)| {
                line.term.as_deref().is_some_and(|sent| Some(sent) != term(offer.billing_cycle))
            });
        let of_cycle = has_other_term
            .then(|| LineError { code: "invalid_input", description: locale.texts().api_fault_cycle() });
        let error = of_rule.or(of_cycle);
        checked.push((number, CheckedLine { group: 0, offer: offer.cloned(), error }));
    }
    Ok(checked)
}

fn no_parent(offer: &Offer) -> Problem {
    Problem::NoActiveParent(offer.name.clone())
}

fn unknown_item(item: &str, locale: Locale) -> LineError {
    LineError { code: "catalog_item_id_is_not_valid", description: locale.texts().order_unknown_offer(item) }
}

/// Returns the vendor's word for a problem.
fn code(problem: &Problem) -> &'static str {
    match problem {
        Problem::UnknownOffer(_) => "catalog_item_id_is_not_valid",
        Problem::Quantity { .. } => "invalid_input",
        Problem::NoActiveParent(_) => "subscription_is_not_valid",
        Problem::NoReseller => "participants_is_not_supported_for_partner",
        _ => "unable_to_process_cart_line_item",
    }
}
