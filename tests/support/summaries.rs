//! Compares the summary in each customer's row with the tables that it repeats.

use super::TestApp;
use chrono::NaiveDate;
use diesel::prelude::*;
use partner_portal::db::schema::{bill_to, customer_resellers, customer_tags, customers, subscriptions};
use partner_portal::domain::SubscriptionStatus;
use std::collections::{BTreeMap, BTreeSet};

/// What the row of a customer repeats.
#[derive(Debug, Default, PartialEq, Eq)]
struct Summary {
    subscriptions: i32,
    licenses: i64,
    has_suspended: bool,
    renews_on: Option<NaiveDate>,
    ends_on: Option<NaiveDate>,
    resellers: BTreeSet<i32>,
    has_former_reseller: bool,
    tags: BTreeSet<i32>,
    country: String,
}

/// Reseller and customer of an association that ended.
type Ended = BTreeSet<((i32, String), i32)>;

/// A subscription.
struct Sold {
    quantity: i32,
    status: String,
    reseller_id: Option<i32>,
    auto_renew: bool,
    renews_on: Option<NaiveDate>,
    cancels_on: Option<NaiveDate>,
    deletes_on: Option<NaiveDate>,
}

impl Summary {
    fn add(&mut self, sold: &Sold, has_ended: bool) {
        self.resellers.extend(sold.reseller_id.filter(|_| sold.status != "deleted" || !has_ended));
        let (next, end) = match sold.status.parse::<SubscriptionStatus>().unwrap() {
            SubscriptionStatus::Active => {
                let ends = sold.cancels_on.or(sold.renews_on.filter(|_| !sold.auto_renew));
                (sold.cancels_on.or(sold.renews_on), ends)
            }
            SubscriptionStatus::Suspended => {
                let cancels =
                    sold.cancels_on.filter(|day| sold.deletes_on.is_none_or(|deletes| *day < deletes));
                let day = cancels.or(sold.deletes_on);
                self.has_suspended = true;
                (day, day)
            }
            SubscriptionStatus::Pending => (sold.renews_on, None),
            _ => return,
        };
        self.subscriptions += 1;
        self.licenses += i64::from(sold.quantity);
        let earliest = |one: Option<NaiveDate>, other: Option<NaiveDate>| one.into_iter().chain(other).min();
        self.renews_on = earliest(self.renews_on, next);
        self.ends_on = earliest(self.ends_on, end);
    }
}

/// Asserts that every customer's summary is right.
pub fn assert_right(app: &TestApp) {
    let read = app.portal.db.read_now(|c| {
        let mut expected: BTreeMap<(i32, String), Summary> = BTreeMap::new();
        let mut ended = Ended::new();
        let columns = (
            customer_resellers::partner_id,
            customer_resellers::microsoft_id,
            customer_resellers::reseller_id,
            customer_resellers::ended_at.is_not_null(),
        );
        for (partner, id, reseller, has_ended) in
            customer_resellers::table.select(columns).load::<(i32, String, i32, bool)>(c)?
        {
            if has_ended {
                ended.insert(((partner, id), reseller));
            } else {
                expected.entry((partner, id)).or_default().resellers.insert(reseller);
            }
        }
        let columns = (
            (subscriptions::partner_id, subscriptions::microsoft_id, subscriptions::quantity),
            (subscriptions::status, subscriptions::reseller_id, subscriptions::auto_renew),
            (subscriptions::renews_on, subscriptions::cancels_on, subscriptions::deletes_on),
        );
        type Row = (
            (i32, String, i32),
            (String, Option<i32>, bool),
            (Option<NaiveDate>, Option<NaiveDate>, Option<NaiveDate>),
        );
        for ((partner, id, quantity), (status, reseller_id, auto_renew), days) in
            subscriptions::table.select(columns).load::<Row>(c)?
        {
            let (renews_on, cancels_on, deletes_on) = days;
            let sold = Sold { quantity, status, reseller_id, auto_renew, renews_on, cancels_on, deletes_on };
            let key = (partner, id);
            let has_ended = reseller_id.is_some_and(|reseller| ended.contains(&(key.clone(), reseller)));
            expected.entry(key).or_default().add(&sold, has_ended);
        }
        for (key, reseller) in ended {
            let summary = expected.entry(key).or_default();
            summary.has_former_reseller |= !summary.resellers.contains(&reseller);
        }
        let columns = (customer_tags::partner_id, customer_tags::microsoft_id, customer_tags::tag_id);
        for (partner, id, tag) in customer_tags::table.select(columns).load::<(i32, String, i32)>(c)? {
            expected.entry((partner, id)).or_default().tags.insert(tag);
        }
        let columns = (bill_to::partner_id, bill_to::microsoft_id, bill_to::country);
        for (partner, id, country) in bill_to::table.select(columns).load::<(i32, String, String)>(c)? {
            expected.entry((partner, id)).or_default().country = country;
        }
        let columns = (
            (customers::partner_id, customers::microsoft_id),
            (customers::subscription_count, customers::licenses, customers::has_suspended),
            (customers::renews_on, customers::ends_on, customers::country),
            (customers::reseller_ids, customers::has_former_reseller, customers::tag_ids),
        );
        type Stored = (
            (i32, String),
            (i32, i64, bool),
            (Option<NaiveDate>, Option<NaiveDate>, String),
            (String, bool, String),
        );
        Ok((expected, customers::table.select(columns).load::<Stored>(c)?))
    });
    let (mut expected, stored) = read.unwrap();
    for (key, (subscriptions, licenses, has_suspended), (renews_on, ends_on, country), last) in stored {
        let (resellers, has_former_reseller, tags) = last;
        let ids = |text: &str| text.split_whitespace().map(|id| id.parse().unwrap()).collect();
        let stored = Summary {
            subscriptions,
            licenses,
            has_suspended,
            renews_on,
            ends_on,
            resellers: ids(&resellers),
            has_former_reseller,
            tags: ids(&tags),
            country,
        };
        assert_eq!(stored, expected.remove(&key).unwrap_or_default(), "the customer {key:?}");
    }
}
