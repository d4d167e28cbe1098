//! The sample catalogue, orders of the last months, and order requests of resellers to the provider: two
//! are waiting for a decision, one was approved, one declined.

use crate::audit::{Action, Activity, ActivityLog, ActorKind, Author};
use crate::clock;
use crate::demo::agenda::Agenda;
use crate::demo::channel::{DIRECT_PARTNER, PEOPLE, PROVIDER, resellers};
use crate::demo::holdings::{Holding, agreed, holdings};
use crate::demo::names::company::company;
use crate::demo::orders::Decision::{Approved, Declined, Waits};
use crate::demo::past_orders as past;
use crate::demo::past_orders::{PastLine, PastOrder};
use crate::demo::random::Random;
use crate::demo::subscriptions::bought;
use crate::demo::terms::TermStart;
use crate::domain::{Offer, OrderId, Partner, SubscriptionId};
use crate::error::Result;
use crate::features::import::kinds::offers_queries::insert as insert_offer;
use crate::features::orders::model::{NewLine, NewOrder};
use crate::features::orders::order_requests as requests;
use chrono::{NaiveDateTime, TimeDelta};
use serde_json::json;
use std::collections::HashMap;

const ORDERS: u64 = 9;

/// Maximum number of past orders of each seller.
const MAX_ORDERS: usize = 90;

/// The person at the provider who decides on requests.
const AGENT: &str = "陳美玲";

/// The decision on a request.
#[derive(Debug, Clone, Copy)]
pub(super) enum Decision {
    Waits,
    Approved,
    Declined(&'static str),
}

/// An order request: the reseller's MPN ID, the person's name, the offers with quantities, the note, and the decision.
type RequestSpec = (&'static str, &'static str, &'static [(&'static str, i32)], &'static str, Decision);

const REQUESTS: &[RequestSpec] = &[
    (
        "5120448",
        "최민재",
        &[("Microsoft 365 Business Premium", 25), ("누리미트 화상 회의", 25)],
        "다음 달 1일부터 필요합니다.",
        Waits,
    ),
    ("5120512", "黃雅婷", &[("Microsoft 365 E3", 40)], "", Waits),
    (
        "5120448",
        "최민재",
        &[("Dynamics 365 Sales, Enterprise", 8)],
        "",
        Declined("이 고객은 연간 계약을 검토 중입니다. 수량을 확인한 뒤 다시 요청해 주세요."),
    ),
    ("5120771", "Jürgen Weiß", &[("Visio Plan 2", 6)], "Für das neue Planungsbüro.", Approved),
];

/// Imports the catalogue at the time of the setup.
pub fn import_catalogue(
    log: &ActivityLog,
    partners: &HashMap<&'static str, Partner>,
    catalogue: &[Offer],
    at: impl Fn() -> NaiveDateTime + Copy,
) -> Result<()> {
    for mpn_id in [PROVIDER, DIRECT_PARTNER] {
        let Some(seller) = partners.get(mpn_id) else { continue };
        log.record_at(at, &Author::operator(seller.id), |tx| {
            for offer in catalogue {
                insert_offer(tx, seller.id, offer)?;
            }
            let details = json!({ "file": "offers", "added": catalogue.len(), "changed": 0 });
            Ok(((), vec![Activity::new(Action::Import, "offer", details)]))
        })?;
    }
    Ok(())
}

/// Adds the orders and the requests. `started` is the time of the setup: orders before it were imported then.
pub fn add_orders<'a>(
    log: &ActivityLog,
    agenda: &mut Agenda<'a>,
    partners: &'a HashMap<&'static str, Partner>,
    catalogue: &'a [Offer],
    customers: u64,
    started: NaiveDateTime,
) -> Result<()> {
    for mpn_id in [PROVIDER, DIRECT_PARTNER] {
        let Some(seller) = partners.get(mpn_id) else { continue };
        let held = holdings(customers).filter(|holding| holding.mpn_id == mpn_id);
        add_past((log, agenda), seller, partners, catalogue, held, started)?;
    }
    add_requests(agenda, partners, catalogue, customers);
    Ok(())
}

fn add_past<'a>(
    (log, agenda): (&ActivityLog, &mut Agenda<'a>),
    seller: &'a Partner,
    partners: &'a HashMap<&'static str, Partner>,
    catalogue: &'a [Offer],
    held: impl Iterator<Item = Holding>,
    started: NaiveDateTime,
) -> Result<()> {
    let agents: Vec<&'static str> = PEOPLE
        .iter()
        .filter(|person| person.mpn_id == seller.mpn_id && person.roles.contains("agent"))
        .filter(|person| !person.roles.contains("helpdesk"))
        .map(|person| person.name)
        .collect();
    let now = clock::now();
    let orders = |holding: Holding| past_orders(&holding, seller, partners, catalogue, &agents, now);
    let placed: Vec<PastOrder<'_>> = held.flat_map(orders).take(MAX_ORDERS).collect();
    let (before, since): (Vec<_>, Vec<_>) = placed.into_iter().partition(|order| order.made_at < started);
    log.record_at(
        || started,
        &Author::operator(seller.id),
        |tx| {
            before.iter().try_for_each(|order| past::insert(tx, order))?;
            let details = json!({ "file": "subscriptions", "added": before.len(), "changed": 0 });
            Ok(((), vec![Activity::new(Action::Import, "order", details)]))
        },
    )?;
    for order in since {
        agenda.add(order.made_at, person(seller, order.made_by), move |tx| {
            past::insert(tx, &order)?;
            Ok(vec![order.activity()])
        });
    }
    Ok(())
}

/// Returns the past orders of a customer's subscriptions. Subscriptions with the same start and reseller are one order.
fn past_orders<'a>(
    holding: &Holding,
    seller: &Partner,
    partners: &'a HashMap<&'static str, Partner>,
    catalogue: &'a [Offer],
    agents: &[&'static str],
    now: NaiveDateTime,
) -> Vec<PastOrder<'a>> {
    let mut orders: Vec<((TermStart, Option<usize>), PastOrder<'a>)> = Vec::new();
    for one in bought(holding) {
        let offer = one.offer.and_then(|sold| catalogue.iter().find(|offer| offer.id.as_str() == sold.id));
        let Some(offer) = offer else { continue };
        let line = PastLine {
            offer,
            quantity: one.quantity,
            subscription: SubscriptionId(one.subscription_id.to_string()),
            parent: one.parent.map(|parent| SubscriptionId(parent.to_string())),
        };
        let key = (one.terms.begun, one.reseller);
        if let Some((_, order)) = orders.iter_mut().find(|(of, _)| *of == key) {
            order.lines.push(line);
            continue;
        }
        let mut random = Random::new(ORDERS, one.subscription_id.as_u64_pair().0);
        let reseller = one.reseller.and_then(|place| partners.get(resellers().nth(place)?.mpn_id));
        let order = PastOrder {
            id: OrderId(random.uuid()),
            seller: seller.id,
            customer: company(holding.index).microsoft_id,
            customer_name: holding.list_name.clone(),
            reseller: reseller.map(|partner| (partner.id, partner.mpn_id.as_str())),
            made_by: random.pick(agents),
            made_at: one.terms.begun.moment(holding.index, holding.days_ago, now),
            lines: vec![line],
        };
        orders.push((key, order));
    }
    orders.into_iter().map(|(_, order)| order).collect()
}

fn add_requests<'a>(
    agenda: &mut Agenda<'a>,
    partners: &'a HashMap<&'static str, Partner>,
    catalogue: &[Offer],
    customers: u64,
) {
    let Some(provider) = partners.get(PROVIDER) else { return };
    for (number, (mpn_id, name, lines, note, answer)) in REQUESTS.iter().enumerate() {
        let of_both = |held: &Holding| held.mpn_id == *mpn_id && held.index < customers;
        let mut held = holdings(customers).filter(|held| of_both(held) && agreed(held.index));
        let (Some(held), Some(reseller)) = (held.nth(number), partners.get(mpn_id)) else { continue };
        let line = |(offer, quantity): &(&str, i32)| {
            let offer = catalogue.iter().find(|known| known.name == *offer)?;
            Some(NewLine { offer: offer.id.clone(), quantity: *quantity, parent: None })
        };
        let new = NewOrder {
            id: OrderId(Random::new(ORDERS, u64::MAX - number as u64).uuid()),
            seller: provider.id,
            customer: company(held.index).microsoft_id,
            reseller: Some(reseller.id),
            made_by: (*name).to_owned(),
            lines: lines.iter().filter_map(line).collect(),
        };
        let (id, asked) = (new.id, clock::now() - TimeDelta::minutes(190 + 1_130 * number as i64));
        agenda.add(asked, person(reseller, name), move |tx| requests::request(tx, &new, note));
        let (answered, by) = (asked + TimeDelta::minutes(95), person(provider, AGENT));
        match answer {
            Waits => {}
            Approved => agenda.add(answered, by, move |tx| requests::approve(tx, provider.id, id, AGENT)),
            Declined(reason) => {
                agenda.add(answered, by, move |tx| requests::decline(tx, provider.id, id, AGENT, reason))
            }
        }
    }
}

fn person(partner: &Partner, name: &str) -> Author {
    Author { kind: ActorKind::User, name: name.to_owned(), ..Author::operator(partner.id) }
}
