//! The stories of the sample channel agree with each other: what the activity log says last is what the pages show.

use crate::on_both_databases;
use crate::support::{TestApp, summaries};
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use partner_portal::audit::ActorKind;
use partner_portal::clock;
use partner_portal::db::schema::{
    activity_entries as log, agreements, bill_to, orders, subscriptions, users,
};
use partner_portal::demo;
use partner_portal::domain::{MicrosoftId, PartnerId};
use serde_json::Value;
use std::collections::HashMap;

on_both_databases! {
    the_log_is_in_the_order_of_time_and_ends_today
    the_log_ends_with_the_values_that_pages_show
}

struct Entry {
    partner: PartnerId,
    at: NaiveDateTime,
    action: String,
    actor: ActorKind,
    customer: Option<MicrosoftId>,
    details: Value,
}

/// Returns the logs of all partners, each in its order.
fn entries(app: &TestApp) -> Vec<Entry> {
    demo::seed::seed(&app.portal.db, &app.portal.log, &app.portal.secrets, 400).unwrap();
    summaries::assert_right(app);
    type Row = (PartnerId, NaiveDateTime, String, ActorKind, Option<MicrosoftId>, String);
    let columns = (log::partner_id, log::at, log::action, log::actor_kind, log::microsoft_id, log::details);
    let rows: Vec<Row> = app
        .portal
        .db
        .read_now(|c| Ok(log::table.order((log::partner_id, log::seq)).select(columns).load(c)?))
        .unwrap();
    rows.into_iter()
        .map(|(partner, at, action, actor, customer, details)| Entry {
            partner,
            at,
            action,
            actor,
            customer,
            details: serde_json::from_str(&details).unwrap(),
        })
        .collect()
}

async fn the_log_is_in_the_order_of_time_and_ends_today(app: TestApp) {
    let entries = entries(&app);
    let now = clock::now();
    for pair in entries.windows(2).filter(|pair| pair[0].partner == pair[1].partner) {
        let [one, next] = pair else { unreachable!() };
        assert!(
            one.at <= next.at,
            "{} at {} stands before {} at {}",
            one.action,
            one.at,
            next.action,
            next.at
        );
        let are_people = one.actor == ActorKind::User && next.actor == ActorKind::User;
        assert!(!are_people || next.at - one.at >= TimeDelta::minutes(1), "two people at {}", one.at);
    }
    let newest = entries.iter().map(|entry| entry.at).max().unwrap();
    assert!(newest <= now && now - newest < TimeDelta::hours(1), "the newest entry is of {newest}");
    assert!(entries.iter().any(|entry| entry.actor == ActorKind::Customer), "customers answer too");
}

/// Returns the last value of a field that the log has for each of these objects.
fn last_values<K: std::hash::Hash + Eq>(
    entries: &[Entry],
    field: &str,
    key: impl Fn(&Entry) -> Option<K>,
) -> HashMap<K, Value> {
    let values =
        entries.iter().filter_map(|entry| Some((key(entry)?, entry.details["after"].get(field)?.clone())));
    values.collect()
}

async fn the_log_ends_with_the_values_that_pages_show(app: TestApp) {
    let entries = entries(&app);
    let of_subscription = |entry: &Entry| {
        let id = entry.details["subscription_id"].as_str().map(str::to_owned)?;
        (entry.action == "update_subscription").then_some((entry.partner, id))
    };
    let quantities = last_values(&entries, "quantity", of_subscription);
    let statuses = last_values(&entries, "status", of_subscription);
    let phones = last_values(&entries, "phone", |entry| {
        let is_bill_to = entry.action == "update_customer_billing_profile";
        entry.customer.filter(|_| is_bill_to).map(|customer| (entry.partner, customer))
    });
    assert!(quantities.len() > 20 && statuses.len() > 5 && phones.len() > 5);
    app.portal
        .db
        .read_now(|c| {
            let columns = (
                (subscriptions::partner_id, subscriptions::subscription_id),
                subscriptions::quantity,
                subscriptions::status,
            );
            let stored: Vec<((PartnerId, String), i32, String)> =
                subscriptions::table.select(columns).load(c)?;
            let stored: HashMap<_, _> =
                stored.into_iter().map(|(id, quantity, status)| (id, (quantity, status))).collect();
            for (id, quantity) in &quantities {
                assert_eq!(*quantity, stored[id].0, "the quantity of {id:?}");
            }
            for (id, status) in &statuses {
                assert_eq!(*status, stored[id].1, "the status of {id:?}");
            }
            let stored: Vec<((PartnerId, MicrosoftId), String)> = bill_to::table
                .select(((bill_to::partner_id, bill_to::microsoft_id), bill_to::phone))
                .load(c)?;
            let stored: HashMap<_, _> = stored.into_iter().collect();
            for (id, phone) in &phones {
                assert_eq!(phone.as_str(), Some(stored[id].as_str()), "the telephone number of {id:?}");
            }
            let known: Vec<String> = orders::table.select(orders::id).load(c)?;
            let ordered: Vec<_> =
                entries.iter().filter(|entry| entry.details.get("order_id").is_some()).collect();
            assert!(ordered.len() > 20, "{} orders in the log", ordered.len());
            for entry in ordered {
                let id = entry.details["order_id"].as_str().unwrap_or_default();
                assert!(known.iter().any(|known| known == id), "{} of an unknown order", entry.action);
            }
            let accepted: Vec<_> =
                entries.iter().filter(|entry| entry.action == "create_agreement").collect();
            assert!(accepted.len() > 5, "{} agreements in the log", accepted.len());
            for entry in accepted {
                let key = (entry.partner, entry.customer.unwrap());
                let agreed: String = agreements::table
                    .find(key)
                    .select(agreements::agreed_on)
                    .first::<chrono::NaiveDate>(c)?
                    .to_string();
                assert_eq!(entry.details["after"]["agreed_on"], agreed);
            }
            let signed_in: i64 =
                users::table.filter(users::last_sign_in_at.is_not_null()).count().get_result(c)?;
            assert!(signed_in > 10);
            Ok(())
        })
        .unwrap();
}
