//! The naive definition of the list: all rows of the tables, filtered and sorted one by one.

use diesel::prelude::*;
use partner_portal::db::DbConnection;
use partner_portal::db::schema::{customers, offers, partnerships, subscriptions as s};
use partner_portal::domain::{
    BillingCycle, MicrosoftId, PartnerId, SubscriptionDates, SubscriptionStatus, TextEnum,
};
use partner_portal::error::Result;
use partner_portal::search::subscriptions::{Column, ResellerOfRecord, SubscriptionFilter, SubscriptionKey};
use partner_portal::text::{fold, sort_key};
use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// A subscription with its customer, as one partner sees it.
#[derive(Debug, Clone)]
pub struct Visible {
    pub key: SubscriptionKey,
    pub name: String,
    pub quantity: i32,
    dates: SubscriptionDates,
    reseller: Option<PartnerId>,
    offer: Option<String>,
    cycle: Option<BillingCycle>,
    is_planned: bool,
    customer: (Vec<u8>, String),
    publishers: BTreeSet<String>,
    /// Own subscriptions and those of each provider, in the order of row ids after the own ones.
    source: (bool, PartnerId),
}

/// Returns everything that the partner sees.
pub fn visible(c: &mut DbConnection, partner: PartnerId) -> Result<Vec<Visible>> {
    let list: Vec<(MicrosoftId, Vec<u8>, String, String)> = customers::table
        .filter(customers::partner_id.eq(partner).and(customers::ended_at.is_null()))
        .select((customers::microsoft_id, customers::sort_key, customers::list_name, customers::domain))
        .load(c)?;
    let list: HashMap<MicrosoftId, (Vec<u8>, String)> =
        list.into_iter().map(|(id, key, name, domain)| (id, (key, format!("{name}\n{domain}")))).collect();
    let sellers: Vec<PartnerId> = partnerships::table
        .filter(partnerships::reseller_id.eq(partner))
        .select(partnerships::provider_id)
        .load(c)?;
    let catalog: Vec<(PartnerId, String, String, String)> = offers::table
        .select((offers::partner_id, offers::offer_id, offers::name, offers::publisher))
        .load(c)?;
    let columns = (
        (s::partner_id, s::microsoft_id, s::subscription_id, s::name, s::quantity),
        (s::status, s::reseller_id, s::offer_id, s::billing_cycle, s::auto_renew),
        (s::renews_on, s::cancels_on, s::deletes_on),
        (s::renewal_quantity, s::renewal_offer_id),
    );
    type Stored = (
        (PartnerId, MicrosoftId, String, String, i32),
        (SubscriptionStatus, Option<PartnerId>, Option<String>, Option<BillingCycle>, bool),
        (Option<chrono::NaiveDate>, Option<chrono::NaiveDate>, Option<chrono::NaiveDate>),
        (Option<i32>, Option<String>),
    );
    let rows: Vec<Stored> = s::table.select(columns).load(c)?;
    let seen = rows.into_iter().filter_map(|(first, second, third, plan)| {
        let (seller, customer, id, name, quantity) = first;
        let (status, reseller, offer, cycle, auto_renew) = second;
        let (renews_on, cancels_on, deletes_on) = third;
        let is_own = seller == partner;
        if !is_own && (reseller != Some(partner) || !sellers.contains(&seller)) {
            return None;
        }
        let publishers = catalog.iter().filter(|(of, offer_id, offer_name, _)| {
            *of == seller && offer.as_ref().map_or(*offer_name == name, |offer| offer_id == offer)
        });
        let publishers = publishers.map(|(.., publisher)| publisher.clone()).collect();
        Some(Visible {
            key: SubscriptionKey { seller, customer, id: id.parse().unwrap() },
            customer: list.get(&customer)?.clone(),
            dates: SubscriptionDates { status, auto_renew, renews_on, cancels_on, deletes_on },
            source: (!is_own, seller),
            name,
            quantity,
            reseller,
            offer,
            cycle,
            is_planned: plan != (None, None),
            publishers,
        })
    });
    Ok(seen.collect())
}

/// Whether a subscription meets all conditions.
pub fn matches(one: &Visible, filter: &SubscriptionFilter) -> bool {
    let next = one.dates.next().and_then(|(_, day)| day);
    let has_word = |word: &str| fold(&one.name).contains(word) || has_in_customer(one, word);
    let in_range = |id: Uuid| filter.id.is_some_and(|prefix| (prefix.first..=prefix.last).contains(&id));
    let found = filter.words.is_empty()
        || filter.words.iter().all(has_word)
        || in_range(one.key.id)
        || in_range(one.key.customer.0)
        || filter.customer == Some(one.key.customer);
    found
        && filter.status.is_none_or(|status| status == one.dates.status)
        && filter.cycle.is_none_or(|cycle| Some(cycle) == one.cycle)
        && (!filter.is_planned || one.is_planned)
        && filter.event.is_none_or(|event| one.dates.next().is_some_and(|(next, _)| next.coming() == event))
        && filter.auto_renew.is_none_or(|auto_renew| auto_renew == one.dates.auto_renew)
        && filter.days.as_ref().is_none_or(|days| next.is_some_and(|day| days.contains(&day)))
        && filter.product.as_ref().is_none_or(|name| *name == one.name || Some(name) == one.offer.as_ref())
        && filter.publisher.as_ref().is_none_or(|publisher| one.publishers.contains(publisher))
        && match filter.reseller {
            ResellerOfRecord::Any => true,
            ResellerOfRecord::NoReseller => one.reseller.is_none(),
            ResellerOfRecord::One(reseller) => one.reseller == Some(reseller),
        }
}

fn has_in_customer(one: &Visible, word: &str) -> bool {
    one.customer.1.split('\n').any(|text| fold(text).contains(word))
}

/// Compares two subscriptions in the order of the list.
pub fn compare(a: &Visible, b: &Visible, column: Column, descending: bool) -> Ordering {
    let turned = |order: Ordering| if descending { order.reverse() } else { order };
    let next = |one: &Visible| one.dates.next().and_then(|(_, day)| day);
    let status =
        |one: &Visible| SubscriptionStatus::ALL.iter().position(|(known, _)| *known == one.dates.status);
    let by_column = match column {
        Column::NextDate => match (next(a), next(b)) {
            (Some(a), Some(b)) => turned(a.cmp(&b)),
            (a, b) => a.is_none().cmp(&b.is_none()),
        },
        Column::Customer => turned((&a.customer.0, a.key.customer).cmp(&(&b.customer.0, b.key.customer))),
        Column::Product => turned((sort_key(&a.name), &a.name).cmp(&(sort_key(&b.name), &b.name))),
        Column::Quantity => turned(a.quantity.cmp(&b.quantity)),
        Column::Status => turned(status(a).cmp(&status(b))),
    };
    let key = |one: &Visible| (one.key.customer, one.key.id, one.source);
    by_column.then_with(|| key(a).cmp(&key(b)))
}
