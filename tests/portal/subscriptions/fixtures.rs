//! Helpers for subscriptions: set and read columns directly, and send forms with the version that the page shows.

use crate::support::{Browser, Reply, TestApp};
use chrono::{Days, NaiveDate, NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use partner_portal::clock;
use partner_portal::db::schema::{activity_entries, offers, partnerships, subscriptions};
use partner_portal::domain::{Partner, PartnerId};
use serde_json::Value;
use std::ops::RangeInclusive;

/// Every form of a subscription's page.
pub const FORMS: [&str; 10] = [
    "quantity",
    "nickname",
    "renewal",
    "suspension",
    "reactivation",
    "cancellation",
    "cancellation/withdrawal",
    "support-contact",
    "at-renewal",
    "at-renewal/withdrawal",
];

/// The day this many days from today, as text.
pub fn day(days: i64) -> String {
    (crate::support::cast::today() + TimeDelta::days(days)).to_string()
}

/// The time this many days from now, as text.
pub fn moment(days: i64) -> String {
    (clock::now() + TimeDelta::days(days)).format("%Y-%m-%dT%H:%M:%S").to_string()
}

/// Sends a form of this page with the version that the page shows.
pub async fn form(browser: &Browser, page: &str, what: &str, fields: &[(&str, &str)]) -> Reply {
    let version = browser.get(page).await.attributes("[data-version]", "data-version").concat();
    let mut fields = fields.to_vec();
    fields.push(("version", &version));
    browser.submit(page, &format!("{page}/{what}"), &fields).await
}

/// Sets a column, as an import or time would.
pub fn set(app: &TestApp, id: &str, column: &str, value: &str) {
    use subscriptions::dsl as s;
    let row = subscriptions::table.filter(s::subscription_id.eq(id.to_owned()));
    let date = || value.parse::<NaiveDate>().unwrap();
    let done = app.portal.db.write_now(|c| {
        Ok(match column {
            "status" => diesel::update(row).set(s::status.eq(value)).execute(c)?,
            "parent_id" => diesel::update(row).set(s::parent_id.eq(value)).execute(c)?,
            "quantity" => {
                diesel::update(row).set(s::quantity.eq(value.parse::<i32>().unwrap())).execute(c)?
            }
            "offer_id" => diesel::update(row).set(s::offer_id.eq(value)).execute(c)?,
            "billing_cycle" => diesel::update(row).set(s::billing_cycle.eq(value)).execute(c)?,
            "renews_on" => diesel::update(row).set(s::renews_on.eq(date())).execute(c)?,
            "cancels_on" => diesel::update(row).set(s::cancels_on.eq(date())).execute(c)?,
            "deletes_on" => diesel::update(row).set(s::deletes_on.eq(date())).execute(c)?,
            "created_at" => diesel::update(row)
                .set(s::created_at.eq(value.parse::<NaiveDateTime>().unwrap()))
                .execute(c)?,
            other => panic!("no column {other}"),
        })
    });
    assert_eq!(done.unwrap(), 1);
}

/// Reads a column as text; empty for null.
pub fn get(app: &TestApp, id: &str, column: &str) -> String {
    use subscriptions::dsl as s;
    let row = subscriptions::table.filter(s::subscription_id.eq(id.to_owned()));
    let read = app.portal.db.read_now(|c| {
        Ok(match column {
            "status" => row.select(s::status).first::<String>(c)?,
            "name" => row.select(s::name).first(c)?,
            "offer_id" => row.select(s::offer_id).first::<Option<String>>(c)?.unwrap_or_default(),
            "billing_cycle" => row.select(s::billing_cycle).first::<Option<String>>(c)?.unwrap_or_default(),
            "auto_renew" => row.select(s::auto_renew).first::<bool>(c)?.to_string(),
            "plan" => {
                plan(row.select((s::renewal_quantity, s::renewal_offer_id, s::renewal_cycle)).first(c)?)
            }
            "quantity" => row.select(s::quantity).first::<i32>(c)?.to_string(),
            "version" => row.select(s::version).first::<i32>(c)?.to_string(),
            "suspended_with" => row.select(s::suspended_with).first::<Option<String>>(c)?.unwrap_or_default(),
            "renews_on" => date(row.select(s::renews_on).first(c)?),
            "deletes_on" => date(row.select(s::deletes_on).first(c)?),
            other => panic!("no column {other}"),
        })
    });
    read.unwrap()
}

/// What is planned for the renewal: quantity, offer and cycle.
fn plan((quantity, offer, cycle): (Option<i32>, Option<String>, Option<String>)) -> String {
    let quantity = quantity.map(|quantity| quantity.to_string());
    [quantity, offer, cycle].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn date(date: Option<NaiveDate>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

/// Switches auto-renewal off.
pub fn no_renewal(app: &TestApp, id: &str) {
    use subscriptions::dsl as s;
    let row = subscriptions::table.filter(s::subscription_id.eq(id.to_owned()));
    app.portal.db.write_now(|c| Ok(diesel::update(row).set(s::auto_renew.eq(false)).execute(c)?)).unwrap();
}

/// Gives the subscription an offer with these terms.
pub fn offer(
    app: &TestApp,
    seller: &Partner,
    id: &str,
    quantity: RangeInclusive<i32>,
    cancellable: bool,
    cycle: &str,
) {
    let values = (
        offers::partner_id.eq(seller.id.0),
        offers::offer_id.eq(format!("offer-of-{id}")),
        offers::name.eq("Offer"),
        offers::publisher.eq("Publisher"),
        offers::category.eq("Category"),
        offers::billing_type.eq("license"),
        offers::billing_cycle.eq(cycle),
        offers::minimum_quantity.eq(*quantity.start()),
        offers::maximum_quantity.eq(*quantity.end()),
        offers::cancellable.eq(cancellable),
    );
    let row = subscriptions::table.filter(subscriptions::subscription_id.eq(id.to_owned()));
    let done = app.portal.db.write_now(|c| {
        diesel::insert_into(offers::table).values(values).execute(c)?;
        Ok(diesel::update(row).set(subscriptions::offer_id.eq(format!("offer-of-{id}"))).execute(c)?)
    });
    assert_eq!(done.unwrap(), 1);
}

/// Adds an offer with this id, name, cycle and quantity to a seller's catalog.
pub fn catalog_offer(
    app: &TestApp,
    seller: &Partner,
    (id, name, cycle): (&str, &str, &str),
    quantity: RangeInclusive<i32>,
) {
    let values = (
        offers::partner_id.eq(seller.id.0),
        offers::offer_id.eq(id),
        offers::name.eq(name),
        offers::publisher.eq("Publisher"),
        offers::category.eq("Category"),
        offers::billing_type.eq("license"),
        offers::billing_cycle.eq(cycle),
        offers::minimum_quantity.eq(*quantity.start()),
        offers::maximum_quantity.eq(*quantity.end()),
        offers::cancellable.eq(false),
    );
    app.portal.db.write_now(|c| Ok(diesel::insert_into(offers::table).values(values).execute(c)?)).unwrap();
}

/// Ends a partnership.
pub fn end_partnership(app: &TestApp, provider: &Partner, reseller: &Partner) {
    let row = partnerships::table.find((provider.id.0, reseller.id.0));
    let ended = partnerships::ended_at.eq(clock::now() - Days::new(1));
    app.portal.db.write_now(|c| Ok(diesel::update(row).set(ended).execute(c)?)).unwrap();
}

/// An entry of a log.
pub struct Logged {
    pub kind: String,
    pub action: String,
    pub actor: String,
    pub customer: Option<String>,
    pub details: Value,
}

/// A partner's log entries except sign-ins, newest first.
pub fn entries(app: &TestApp, partner: PartnerId) -> Vec<Logged> {
    use activity_entries::dsl as log;
    let rows = activity_entries::table
        .filter(log::partner_id.eq(partner.0).and(log::action.ne("portal_sign_in")))
        .order(log::seq.desc())
        .select((log::kind, log::action, log::actor_name, log::customer_name, log::details));
    let rows: Vec<(String, String, String, Option<String>, String)> =
        app.portal.db.read_now(|c| Ok(rows.load(c)?)).unwrap();
    let entry = |(kind, action, actor, customer, details): (_, _, _, _, String)| Logged {
        kind,
        action,
        actor,
        customer,
        details: serde_json::from_str(&details).unwrap(),
    };
    rows.into_iter().map(entry).collect()
}
