//! The rows of the sample subscriptions: numbers of days become days that are still to come when the demo starts.
//! What is sold to whom is in [`super::licences`].

use super::channel::resellers;
use super::names::company;
use super::sample::{Holding, SampleSubscription, subscriptions};
use crate::clock;
use crate::db::portable::{SubscriptionInsert, WholeSubscriptionInsert};
use crate::offers::model::BillingCycle;
use crate::partners::model::Partner;
use crate::subscriptions::calendar;
use crate::subscriptions::model::SubscriptionStatus;
use chrono::{NaiveDateTime, TimeDelta};
use std::collections::HashMap;
use uuid::Uuid;

/// What a provider sold to these customers, as the table is clustered.
pub(super) fn sold(
    provider: &Partner,
    partners: &HashMap<&str, Partner>,
    batch: &[Holding],
) -> Vec<WholeSubscriptionInsert<'static>> {
    let resellers: Vec<i32> = resellers().map(|sample| partners[sample.mpn_id].id.0).collect();
    let now = clock::now();
    let of = |holding: &Holding| {
        let microsoft_id = company(holding.index).microsoft_id.to_string();
        let (resellers, started) = (&resellers, now - TimeDelta::days(holding.days_ago));
        let list = subscriptions(holding.index);
        let of_one = |one: &SampleSubscription| {
            let basic = SubscriptionInsert {
                partner_id: provider.id.0,
                microsoft_id: microsoft_id.clone(),
                subscription_id: one.subscription_id.to_string(),
                name: one.name,
                quantity: one.quantity,
                status: one.status.word(),
                reseller_id: one.reseller.map(|at| resellers[at]),
                created_at: started,
            };
            let parent = list.iter().find(|parent| one.parent == Some(parent.subscription_id));
            whole(basic, one, parent, started, now)
        };
        list.iter().map(of_one).collect::<Vec<_>>()
    };
    let mut sold: Vec<WholeSubscriptionInsert<'static>> = batch.iter().flat_map(of).collect();
    sold.sort_by(|a, b| a.basic.microsoft_id.cmp(&b.basic.microsoft_id));
    sold
}

fn whole(
    basic: SubscriptionInsert<'static>,
    one: &SampleSubscription,
    parent: Option<&SampleSubscription>,
    started: NaiveDateTime,
    now: NaiveDateTime,
) -> WholeSubscriptionInsert<'static> {
    // An add-on runs as its parent does.
    let terms = parent.map_or(&one.terms, |parent| &parent.terms);
    let with = parent.filter(|parent| parent.status == SubscriptionStatus::Suspended);
    let suspended_for = with.unwrap_or(one).terms.suspended_for;
    let suspended_at = suspended_for.map(|days| (now - TimeDelta::days(days)).max(started));
    let with =
        parent.filter(|parent| suspended_at.is_some() && parent.status == SubscriptionStatus::Suspended);
    let runs = matches!(one.status, SubscriptionStatus::Active | SubscriptionStatus::Suspended);
    let cycle: Option<BillingCycle> = terms.billing_cycle.filter(|_| runs);
    let (start, today) = (started.date(), now.date());
    let id = |id: Uuid| id.to_string();
    WholeSubscriptionInsert {
        basic,
        nickname: one.terms.nickname,
        parent_id: one.parent.map(id),
        billing_cycle: terms.billing_cycle.map(BillingCycle::word),
        auto_renew: terms.auto_renew,
        renews_on: cycle.and_then(|cycle| calendar::next_renewal(Some(cycle), start, start, today)),
        suspended_at,
        suspended_with: with.filter(|_| suspended_at.is_some()).map(|parent| id(parent.subscription_id)),
        deletes_on: suspended_at.map(|at| calendar::deletes_on(started, at)),
    }
}
