//! Collects the renewals that come: each morning of a partner, the subscriptions that end or renew in 30 or 7 days, as the
//! notices of coming dates tell them. A monthly subscription that renews is told 7 days before only.

use crate::audit::Tx;
use crate::db::bulk_insert::insert_webhook_deliveries;
use crate::db::schema::{customers, subscriptions, webhooks};
use crate::domain::{BillingCycle, MicrosoftId, Partner, SubscriptionId, SubscriptionStatus, WebhookEvent};
use crate::error::Result;
use crate::features::webhooks::collect::delivery;
use crate::features::webhooks::event_table::ObjectEvent;
use crate::features::webhooks::model::Webhook;
use crate::i18n::time_zone::partner_zone;
use crate::urls;
use chrono::{Days, NaiveDate, NaiveDateTime, Timelike};
use diesel::dsl::exists;
use diesel::prelude::*;

/// The hour of the partner's day from which renewals are told.
const HOUR: u32 = 6;

/// How many days are made up for after nothing was collected.
const MAX_MISSED: u64 = 3;

/// How many days ahead a renewal is told.
const AHEAD: [u64; 2] = [30, 7];

/// Returns the partner's day whose renewals can be collected at this time.
pub fn day_of(partner: &Partner, now: NaiveDateTime) -> NaiveDate {
    let there = now.and_utc().with_timezone(&partner_zone(partner));
    let today = there.date_naive();
    if there.hour() >= HOUR { today } else { today.pred_opt().unwrap_or(today) }
}

/// Collects the renewals of the days since the last time.
///
/// # Errors
/// The database failed.
pub fn collect_renewals(
    tx: &mut Tx<'_>,
    partner: &Partner,
    webhook: &mut Webhook,
    now: NaiveDateTime,
) -> Result<()> {
    let last = day_of(partner, now);
    if webhook.renewals_to >= last {
        return Ok(());
    }
    if webhook.chosen_events().contains(&WebhookEvent::RenewalDue) {
        let first = webhook.renewals_to.succ_opt().unwrap_or(last).max(last - Days::new(MAX_MISSED));
        for day in first.iter_days().take_while(|day| *day <= last) {
            for ahead in AHEAD {
                insert_due(tx, webhook, day + Days::new(ahead), ahead == AHEAD[1], now)?;
            }
        }
    }
    diesel::update(webhooks::table.find(webhook.id)).set(webhooks::renewals_to.eq(last)).execute(tx.c)?;
    webhook.renewals_to = last;
    Ok(())
}

fn insert_due(
    tx: &mut Tx<'_>,
    webhook: &Webhook,
    renews_on: NaiveDate,
    with_monthly: bool,
    now: NaiveDateTime,
) -> Result<()> {
    let partner = webhook.partner_id;
    let held = exists(
        customers::table
            .filter(customers::partner_id.eq(partner))
            .filter(customers::microsoft_id.eq(subscriptions::microsoft_id))
            .filter(customers::ended_at.is_null()),
    );
    let own = subscriptions::partner_id.eq(partner);
    let mut due = subscriptions::table
        .filter(own.or(subscriptions::reseller_id.eq(partner).assume_not_null()))
        .filter(subscriptions::renews_on.eq(renews_on))
        .filter(subscriptions::status.eq(SubscriptionStatus::Active))
        .filter(held)
        .order((subscriptions::microsoft_id, subscriptions::subscription_id))
        .select((subscriptions::microsoft_id, subscriptions::subscription_id))
        .into_boxed();
    if !with_monthly {
        let annual = subscriptions::billing_cycle.eq(BillingCycle::Annual).assume_not_null();
        due = due.filter(subscriptions::auto_renew.eq(false).or(annual));
    }
    let due: Vec<(MicrosoftId, SubscriptionId)> = due.load(tx.c)?;
    let new: Vec<_> = due
        .into_iter()
        .map(|(customer, id)| {
            let object = urls::api_subscription(customer, id);
            let told = ObjectEvent { event: WebhookEvent::RenewalDue, object };
            delivery(webhook, told, Some(customer), (None, now), now)
        })
        .collect();
    insert_webhook_deliveries(tx.c, &new)
}
