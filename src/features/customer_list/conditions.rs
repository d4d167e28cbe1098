//! Turns the filter of the customer list into conditions of the search: resellers into their ids, days into times of the
//! partner's time zone.

use crate::db::DbConnection;
use crate::db::former_ids::current;
use crate::db::schema::{customers, partners, partnerships};
use crate::domain::{IdPrefix, MicrosoftId, Partner, PartnerId, TagId};
use crate::error::Result;
use crate::features::customer_list::filter::{Filter, ResellerFilter, Since, SubscriptionFilter};
use crate::features::tags::assignments::by_key;

use crate::i18n::time_zone::{partner_zone, today};
use crate::search::{Conditions, CustomerSearch, ResellerCondition, Sort, SubscriptionCondition};
use crate::text::{SearchTerms, fold};
use crate::web::day_range::day_start;
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, TimeDelta};
use chrono_tz::Tz;
use diesel::prelude::*;
use std::ops::RangeInclusive;

/// The days within which a subscription ends soon.
const SOON: Days = Days::new(30);

/// Customers with an id that begins with the searched digits, at most.
const MAX_IDS: i64 = 1_000;

/// Returns the conditions of a filter. If the search text is the beginning of Microsoft IDs of customers, they are these
/// customers; the caller then ignores the search terms.
///
/// # Errors
/// The database failed.
pub fn conditions(partner: &Partner, filter: &Filter, c: &mut DbConnection) -> Result<Conditions> {
    let zone = partner_zone(partner);
    let today = today(zone);
    Ok(Conditions {
        ids: filter.id.map(|prefix| ids(partner.id, prefix, c)).transpose()?.filter(|ids| !ids.is_empty()),
        name: filter.name.clone(),
        relationship: filter.relationship,
        resellers: filter.reseller.as_ref().map(|reseller| resellers(partner.id, reseller, c)).transpose()?,
        tags: filter.tag.as_ref().map(|name| tags(partner.id, name, c)).transpose()?,
        since: since(filter, zone, today),
        country: filter.country,
        subscriptions: filter.subscriptions.map(|subscriptions| match subscriptions {
            SubscriptionFilter::NoSubscription => SubscriptionCondition::NoSubscription,
            SubscriptionFilter::Any => SubscriptionCondition::AtLeastOne,
            SubscriptionFilter::Suspended => SubscriptionCondition::Suspended,
            SubscriptionFilter::Ending => SubscriptionCondition::Ending { from: today, to: today + SOON },
        }),
        renews: filter.renews.map(|days| days.days(today)),
    })
}

/// Returns all customers that match, in the order of the filter; `None` if these are all customers by name.
pub fn selected(
    partner: &Partner,
    lists: &CustomerSearch,
    filter: &Filter,
    c: &mut DbConnection,
) -> Result<Option<Vec<MicrosoftId>>> {
    if filter.is_all() && filter.sort == Sort::Name {
        return Ok(None);
    }
    let conditions = conditions(partner, filter, c)?;
    let words = words(filter, &conditions);
    lists.search.all(c, partner.id, words, &conditions, filter.sort).map(Some)
}

/// Returns all customers that match, in the order of the filter, also if these are all.
pub fn selected_ids(
    partner: &Partner,
    lists: &CustomerSearch,
    filter: &Filter,
    c: &mut DbConnection,
) -> Result<Vec<MicrosoftId>> {
    match selected(partner, lists, filter, c)? {
        Some(ids) => Ok(ids),
        None => lists.search.all(c, partner.id, &SearchTerms::NONE, &Conditions::default(), Sort::Name),
    }
}

/// Returns those of these customers that are in the partner's list, in this order.
pub fn these(
    partner: &Partner,
    lists: &CustomerSearch,
    ids: &[MicrosoftId],
    sort: Sort,
    c: &mut DbConnection,
) -> Result<Vec<MicrosoftId>> {
    let ids = ids.iter().map(|id| current(c, partner.id, *id)).collect::<Result<_>>()?;
    let conditions = Conditions { ids: Some(ids), ..Conditions::default() };
    lists.search.all(c, partner.id, &SearchTerms::NONE, &conditions, sort)
}

/// Returns the words that a customer must match: none if the search text is the beginning of its Microsoft ID.
pub(super) fn words<'a>(filter: &'a Filter, conditions: &Conditions) -> &'a SearchTerms {
    static NONE: SearchTerms = SearchTerms::NONE;
    if conditions.ids.is_some() { &NONE } else { &filter.words }
}

fn ids(partner: PartnerId, prefix: IdPrefix, c: &mut DbConnection) -> Result<Vec<MicrosoftId>> {
    if let Some(id) = prefix.whole() {
        return Ok(vec![current(c, partner, MicrosoftId(id))?]);
    }
    let rows = customers::table
        .filter(customers::partner_id.eq(partner).and(customers::ended_at.is_null()))
        .filter(customers::microsoft_id.between(MicrosoftId(prefix.first), MicrosoftId(prefix.last)))
        .order(customers::microsoft_id)
        .limit(MAX_IDS)
        .select(customers::microsoft_id);
    Ok(rows.load(c)?)
}

fn resellers(
    provider: PartnerId,
    reseller: &ResellerFilter,
    c: &mut DbConnection,
) -> Result<ResellerCondition> {
    let of_provider = partners::table
        .inner_join(partnerships::table.on(partnerships::reseller_id.eq(partners::id)))
        .filter(partnerships::provider_id.eq(provider))
        .select(partners::id);
    Ok(match reseller {
        ResellerFilter::NoReseller => ResellerCondition::NoReseller,
        ResellerFilter::Former => ResellerCondition::FormerOrAnyOf(
            of_provider.filter(partnerships::ended_at.is_not_null()).load(c)?,
        ),
        ResellerFilter::MpnId(mpn_id) => {
            ResellerCondition::AnyOf(of_provider.filter(partners::mpn_id.eq(mpn_id)).load(c)?)
        }
    })
}

/// Returns the tag with this name, in any spelling that folds to the same.
fn tags(partner: PartnerId, name: &str, c: &mut DbConnection) -> Result<Vec<TagId>> {
    Ok(by_key(c, partner, [fold(name)])?.into_values().collect())
}

/// Returns the first and the last instant at which they became customers.
fn since(filter: &Filter, zone: Tz, today: NaiveDate) -> Option<RangeInclusive<NaiveDateTime>> {
    if filter.since.is_none() && filter.until.is_none() {
        return None;
    }
    let first = filter.since.map(|since| match since {
        Since::Day(day) => day,
        Since::ThisMonth => today.with_day(1).unwrap_or(today),
        Since::ThisYear => today.with_ordinal(1).unwrap_or(today),
    });
    let from = first.map_or(NaiveDateTime::MIN, |day| day_start(day, zone));
    let to = filter
        .until
        .map_or(NaiveDateTime::MAX, |last| day_start(last + Days::new(1), zone) - TimeDelta::seconds(1));
    Some(from..=to)
}
