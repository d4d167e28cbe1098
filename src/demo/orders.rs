//! The catalogue of the sample channel, orders of the last months, and requests that resellers made of the provider:
//! two wait for an answer, one was declined.

use super::channel::{DIRECT_PARTNER, PROVIDER, resellers};
use super::names::company;
use super::offers::offers;
use super::random::Random;
use super::sample::{Holding, holdings, subscriptions};
use crate::activity::{Action, Activity, ActivityLog, ActorKind, Author};
use crate::clock;
use crate::error::{Error, Result};
use crate::import::offers::queries::insert as insert_offer;
use crate::offers::model::Offer;
use crate::orders::model::{NewLine, NewOrder, OrderId};
use crate::orders::past::queries::{self as past, PastOrder};
use crate::orders::requests::queries as requests;
use crate::partners::model::Partner;
use chrono::TimeDelta;
use serde_json::json;
use std::collections::HashMap;

const ORDERS: u64 = 9;
/// So many of the provider's first customers have an order that is known.
const MOST_ORDERS: usize = 60;
const AGENTS: &[&str] = &["陳美玲", "Lukas Brandt", "김아라"];

/// A request: who asks, by MPN ID and name, for what and how many, with which note, and why it was declined.
type Asked = (&'static str, &'static str, &'static [(&'static str, i32)], &'static str, Option<&'static str>);

const REQUESTS: &[Asked] = &[
    (
        "5120448",
        "최민재",
        &[("Microsoft 365 Business Premium", 25), ("누리미트 화상 회의", 25)],
        "12월 1일부터 필요합니다.",
        None,
    ),
    ("5120512", "黃雅婷", &[("Microsoft 365 E3", 40)], "", None),
    (
        "5120448",
        "최민재",
        &[("Dynamics 365 Sales, Enterprise", 8)],
        "",
        Some("이 고객은 연간 계약을 검토 중입니다. 수량을 확인한 뒤 다시 요청해 주세요."),
    ),
];

/// Writes all of it.
pub fn fill(log: &ActivityLog, partners: &HashMap<&'static str, Partner>, customers: u64) -> Result<()> {
    let catalogue: Vec<Offer> = offers().collect();
    for mpn_id in [PROVIDER, DIRECT_PARTNER] {
        let Some(seller) = partners.get(mpn_id) else { continue };
        log.record_now(&Author::operator(seller.id), |tx| {
            for offer in &catalogue {
                insert_offer(tx, seller.id, offer)?;
            }
            let details = json!({ "file": "offers", "added": catalogue.len(), "changed": 0 });
            Ok(((), vec![Activity::of(Action::Import, "offer", details)]))
        })?;
    }
    add_past(log, partners, &catalogue, customers)?;
    add_requests(log, partners, &catalogue, customers)
}

fn add_past(
    log: &ActivityLog,
    partners: &HashMap<&'static str, Partner>,
    catalogue: &[Offer],
    customers: u64,
) -> Result<()> {
    let Some(provider) = partners.get(PROVIDER) else { return Ok(()) };
    let of_provider = holdings(customers).take_while(|holding| holding.mpn_id == PROVIDER);
    let placed: Vec<PastOrder<'_>> = of_provider
        .filter_map(|holding| order_of(&holding, provider, partners, catalogue))
        .take(MOST_ORDERS)
        .collect();
    log.record_now(&Author::operator(provider.id), |tx| {
        for order in &placed {
            past::insert(tx, order, clock::now())?;
        }
        let details = json!({ "file": "demo", "added": placed.len(), "changed": 0 });
        Ok(((), vec![Activity::of(Action::Import, "order", details)]))
    })
}

/// The order by which a customer came to what it has, as far as the catalogue knows it.
fn order_of<'a>(
    holding: &Holding,
    provider: &Partner,
    partners: &HashMap<&'static str, Partner>,
    catalogue: &'a [Offer],
) -> Option<PastOrder<'a>> {
    let sold = subscriptions(holding.index);
    let line = |sold: &super::sample::SampleSubscription| {
        let offer = catalogue.iter().find(|offer| offer.name == sold.name)?;
        let fits = (offer.minimum..=offer.maximum).contains(&sold.quantity);
        fits.then(|| (offer, sold.quantity, sold.subscription_id.to_string()))
    };
    let same_reseller = |place| sold.iter().all(|sold| sold.reseller == place);
    let reseller = sold.first()?.reseller.filter(|place| same_reseller(Some(*place)));
    let reseller = reseller.and_then(|place| partners.get(resellers().nth(place)?.mpn_id));
    let lines: Vec<_> = sold.iter().filter_map(line).collect();
    let mut random = Random::new(ORDERS, holding.index);
    (!lines.is_empty() && (reseller.is_some() || same_reseller(None))).then(|| PastOrder {
        id: OrderId(random.uuid()),
        seller: provider.id,
        customer: company(holding.index).microsoft_id,
        reseller: reseller.map(|partner| partner.id),
        made_by: random.pick(AGENTS),
        made_at: clock::now() - TimeDelta::days(holding.days_ago)
            + TimeDelta::minutes(random.below(540) as i64),
        lines,
    })
}

fn add_requests(
    log: &ActivityLog,
    partners: &HashMap<&'static str, Partner>,
    catalogue: &[Offer],
    customers: u64,
) -> Result<()> {
    let Some(provider) = partners.get(PROVIDER) else { return Ok(()) };
    for (number, (mpn_id, name, lines, note, declined)) in REQUESTS.iter().enumerate() {
        let mut held = holdings(customers).filter(|held| held.mpn_id == *mpn_id && held.index < customers);
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
        record(log, &person(reseller, name), |tx| requests::request(tx, &new, note))?;
        if let Some(reason) = declined {
            let by = AGENTS.first().copied().ok_or_else(|| Error::internal("no agent"))?;
            record(log, &person(provider, by), |tx| requests::decline(tx, provider.id, new.id, by, reason))?;
        }
    }
    Ok(())
}

fn record(
    log: &ActivityLog,
    author: &Author,
    change: impl FnOnce(&mut crate::activity::Tx<'_>) -> Result<Vec<Activity>>,
) -> Result<()> {
    log.record_now(author, |tx| Ok(((), change(tx)?)))
}

fn person(partner: &Partner, name: &str) -> Author {
    Author { kind: ActorKind::User, name: name.to_owned(), ..Author::operator(partner.id) }
}
