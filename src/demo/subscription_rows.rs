//! The rows of sample subscriptions. Converts numbers of days to dates relative to the start of the demo.
//! The subscriptions themselves are in [`super::subscriptions`].

use crate::clock;
use crate::db::bulk_insert::{SubscriptionInsert, WholeSubscriptionInsert};
use crate::demo::channel::resellers;
use crate::demo::holdings::Holding;
use crate::demo::names::company::company;
use crate::demo::offers::find;
use crate::demo::subscriptions::{SampleSubscription, bought};
use crate::domain::SubscriptionStatus::{Active, Suspended};
use crate::domain::{Partner, PartnerId};
use crate::features::subscriptions::lifecycle::calendar;
use chrono::{NaiveDateTime, TimeDelta};
use std::collections::HashMap;
use uuid::Uuid;

/// A product that some customers plan to replace at the renewal.
const LARGE_PLAN: &str = "Microsoft 365 E5";

/// Its replacement.
const SMALLER_PLAN: &str = "Microsoft 365 E3";

/// Returns the rows of the subscriptions that a seller sold to these customers, sorted by the clustering
/// key of the table.
pub(super) fn subscription_row(
    seller: &Partner,
    partners: &HashMap<&str, Partner>,
    batch: &[Holding],
) -> Vec<WholeSubscriptionInsert<'static>> {
    let resellers: Vec<PartnerId> = resellers().map(|sample| partners[sample.mpn_id].id).collect();
    let now = clock::now();
    let of = |holding: &Holding| {
        let microsoft_id = company(holding.index).microsoft_id;
        let resellers = &resellers;
        let list = bought(holding);
        let began = |one: &SampleSubscription| one.terms.begun.moment(holding.index, holding.days_ago, now);
        let of_one = |one: &SampleSubscription| {
            let basic = SubscriptionInsert {
                partner_id: seller.id,
                microsoft_id,
                subscription_id: one.subscription_id.to_string(),
                name: one.name,
                quantity: one.quantity,
                status: one.status,
                reseller_id: one.reseller.map(|at| resellers[at]),
                created_at: began(one),
            };
            let parent = list.iter().find(|parent| one.parent == Some(parent.subscription_id));
            whole_row(basic, one, parent, began(parent.unwrap_or(one)), now)
        };
        list.iter().map(of_one).collect::<Vec<_>>()
    };
    let mut sold: Vec<WholeSubscriptionInsert<'static>> = batch.iter().flat_map(of).collect();
    sold.sort_by_key(|row| row.basic.microsoft_id);
    sold
}

/// Returns one row. The term of an add-on begins on the same day as its parent's.
fn whole_row(
    basic: SubscriptionInsert<'static>,
    one: &SampleSubscription,
    parent: Option<&SampleSubscription>,
    term_began: NaiveDateTime,
    now: NaiveDateTime,
) -> WholeSubscriptionInsert<'static> {
    let terms = &one.terms;
    let suspended_at = terms.suspended_for.map(|days| (now - TimeDelta::days(days)).max(basic.created_at));
    let with = parent.filter(|parent| parent.status == Suspended && suspended_at.is_some());
    let cycle = terms.billing_cycle.filter(|_| matches!(one.status, Active | Suspended));
    let (start, today) = (term_began.date(), now.date());
    let renews_on = cycle.and_then(|cycle| calendar::next_renewal(Some(cycle), start, start, today));
    let id = |id: Uuid| id.to_string();
    let plans = terms.plans_change && renews_on.is_some();
    let other = one.offer.filter(|_| plans && one.name == LARGE_PLAN).and_then(|_| find(SMALLER_PLAN));
    let fewest = one.offer.map_or(1, |offer| offer.quantity.0);
    let planned = (basic.quantity * 3 / 4).max(fewest);
    let renewal_quantity =
        Some(planned).filter(|planned| plans && other.is_none() && *planned != basic.quantity);
    WholeSubscriptionInsert {
        nickname: terms.nickname,
        offer_id: one.offer.map(|offer| offer.id),
        parent_id: one.parent.map(id),
        billing_cycle: terms.billing_cycle,
        auto_renew: terms.auto_renew,
        renews_on,
        cancels_on: renews_on.filter(|_| terms.cancelled),
        suspended_at,
        suspended_with: with.map(|parent| id(parent.subscription_id)),
        deletes_on: suspended_at.map(|at| calendar::deletion_day(basic.created_at.date(), at.date())),
        support_id: basic.reseller_id.filter(|_| terms.reseller_supports),
        renewal_quantity,
        renewal_offer_id: other.map(|offer| offer.id),
        renewal_cycle: other.map(|offer| offer.cycle),
        basic,
    }
}
