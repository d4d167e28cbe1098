//! A small channel with something of every kind that the overview counts.

use crate::support::TestApp;
use crate::support::cast::Cast;
use chrono::{Datelike, Days, NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use partner_portal::clock;
use partner_portal::db::schema::{
    customers, orders, outbox, partners, relationship_requests as requests, request_outcomes,
    subscriptions as s,
};
use partner_portal::domain::{MicrosoftId, Partner, SubscriptionStatus, TextEnum};
use partner_portal::search::{list_changed, subscriptions_changed};
use uuid::Uuid;

/// Fills the lists of the provider, of its reseller and of the direct partner.
pub fn fill(app: &TestApp, cast: &Cast) {
    for (partner, reseller) in [(&cast.provider, Some(&cast.reseller)), (&cast.direct, None)] {
        for number in 1..=12_u64 {
            let customer = app.customer(partner, number.into(), &format!("Customer {number}"), "c.example");
            since(app, partner, customer, number * 9);
            // The reseller has three of four of the provider's customers in its own list.
            if let Some(reseller) = reseller.filter(|_| number % 4 > 0) {
                app.customer(reseller, number.into(), &format!("Customer {number}"), "c.example");
            }
            for place in 0..6 {
                subscribe(app, partner, reseller, (customer, number, place));
            }
        }
        for number in 20..=23_u64 {
            let ended = app.customer(partner, number.into(), &format!("Former {number}"), "f.example");
            app.subscription(partner, ended, "Plan of an ended customer", None);
            end(app, partner, ended, (number - 20) * 13);
        }
    }
    for (number, status) in ["requested", "requested", "placed", "declined"].into_iter().enumerate() {
        order(app, cast, number as u128, status);
    }
    request_all(app, cast);
    let now = clock::now();
    for (number, to) in [(&cast.provider, None), (&cast.reseller, Some(&cast.provider)), (&cast.direct, None)]
        .into_iter()
        .enumerate()
    {
        let status = if to.0.id == cast.direct.id { "accepted" } else { "received" };
        app.referral(Uuid::from_u128(number as u128 + 1), to, (status, "Lead"), now);
    }
}

/// Returns a time on the first day of the month.
fn month_start() -> NaiveDateTime {
    let now = clock::now();
    now - TimeDelta::days(i64::from(now.day0()))
}

fn since(app: &TestApp, partner: &Partner, customer: MicrosoftId, days: u64) {
    let at = clock::now() - Days::new(days);
    let row = customers::table
        .filter(customers::partner_id.eq(partner.id).and(customers::microsoft_id.eq(customer)));
    let change = |c: &mut _| {
        let key: Vec<u8> = row.select(customers::sort_key).first(c)?;
        diesel::update(row).set(customers::customer_since.eq(at)).execute(c)?;
        list_changed(c, partner.id, &[(key.clone(), key)])
    };
    app.portal.db.write_now(change).unwrap();
}

fn end(app: &TestApp, partner: &Partner, customer: MicrosoftId, days: u64) {
    app.end(partner, customer);
    let at = clock::now() - Days::new(days);
    let row = customers::table
        .filter(customers::partner_id.eq(partner.id).and(customers::microsoft_id.eq(customer)));
    let change = diesel::update(row)
        .set((customers::ended_at.eq(at), customers::customer_since.eq(at - TimeDelta::days(100))));
    app.portal.db.write_now(|c| Ok(change.execute(c)?)).unwrap();
}

/// Subscriptions of every status whose next dates are spread over a hundred days.
fn subscribe(
    app: &TestApp,
    seller: &Partner,
    reseller: Option<&Partner>,
    (customer, number, place): (MicrosoftId, u64, u64),
) {
    let today = clock::now().date();
    let day = today + Days::new((number * 8 + place * 5) % 101);
    let soon = today + Days::new(3 + place % 3);
    let status = match place {
        0..=2 => SubscriptionStatus::Active,
        3 => SubscriptionStatus::Suspended,
        other => SubscriptionStatus::ALL[(number + other) as usize % 6].0,
    };
    // A direct partner has no deletions here, so that nothing waits for it.
    let deletes_on = if reseller.is_some() { Some(if number == 1 { soon } else { day }) } else { None };
    let row = (
        s::partner_id.eq(seller.id),
        s::microsoft_id.eq(customer),
        s::subscription_id.eq(Uuid::from_u128(u128::from(number * 10 + place)).to_string()),
        s::name.eq(["Plan A", "Plan B", "한글 제품"][(number + place) as usize % 3]),
        s::quantity.eq((number * 7 + place) as i32),
        s::status.eq(status),
        s::reseller_id.eq(reseller.filter(|_| number % 5 > 0).map(|reseller| reseller.id)),
        s::created_at.eq(clock::now()),
        s::offer_id.eq((place % 2 == 0).then_some("offer-1")),
        s::auto_renew.eq(place != 1),
        s::renews_on.eq(Some(day)),
        s::cancels_on.eq((place == 2 && number % 3 == 0 && reseller.is_some()).then_some(day)),
        s::deletes_on.eq(deletes_on),
        s::renewal_quantity.eq((place == 0 && number % 2 == 0).then_some(1)),
    );
    let add = |c: &mut _| {
        diesel::insert_into(s::table).values(row).execute(c)?;
        subscriptions_changed(c, seller.id, [customer..=customer])
    };
    app.portal.db.write_now(add).unwrap();
}

fn order(app: &TestApp, cast: &Cast, number: u128, status: &str) {
    let row = (
        orders::id.eq(Uuid::from_u128(number + 1).to_string()),
        orders::partner_id.eq(cast.provider.id),
        orders::microsoft_id.eq(crate::support::cast::id(1)),
        orders::reseller_id.eq(Some(cast.reseller.id)),
        orders::status.eq(status),
        orders::is_request.eq(true),
        orders::made_by.eq("Somebody"),
        orders::made_at.eq(clock::now()),
    );
    let add = |c: &mut partner_portal::db::DbConnection| {
        partner_portal::db::portable::lock_partner(c, cast.provider.id)?;
        Ok(diesel::insert_into(orders::table).values(row).execute(c)?)
    };
    app.portal.db.write_now(add).unwrap();
}

/// A request of the provider: status, when it was sent, whether it was opened, and how many days it is still valid.
type Sample = (&'static str, Option<NaiveDateTime>, bool, i64);

fn request_all(app: &TestApp, cast: &Cast) {
    let now = clock::now();
    let (this, last) = (Some(month_start()), Some(month_start() - TimeDelta::days(5)));
    let samples: [Sample; 9] = [
        ("draft", None, false, 90),
        ("sent", this, false, 4),
        ("sent", this, true, 40),
        ("sent", last, false, 6),
        ("accepted", this, true, 30),
        ("accepted", last, true, 30),
        ("declined", this, true, 30),
        ("expired", Some(now - TimeDelta::days(70)), false, -10),
        ("revoked", this, false, 3),
    ];
    for (number, (status, sent_at, is_opened, valid)) in samples.into_iter().enumerate() {
        let id = Uuid::from_u128(number as u128 + 1).to_string();
        let row = (
            requests::id.eq(id.clone()),
            requests::partner_id.eq(cast.provider.id),
            requests::kind.eq("customer"),
            requests::language.eq("en"),
            requests::delegated_admin.eq(true),
            requests::recipient.eq("person@customer.example"),
            (requests::subject.eq("A subject"), requests::body.eq("{link}")),
            requests::status.eq(status),
            requests::valid_until.eq((now + TimeDelta::days(valid)).date()),
            (requests::link_seq.eq(1), requests::version.eq(1)),
            (requests::created_by.eq(1), requests::created_name.eq("Somebody")),
            (requests::created_email.eq("ga@1000.example"), requests::created_at.eq(now)),
            (requests::changed_by.eq("Somebody"), requests::changed_at.eq(now)),
            (requests::sent_at.eq(sent_at), requests::opened_at.eq(sent_at.filter(|_| is_opened))),
        );
        let letter = (
            (outbox::id.eq(id.clone()), outbox::partner_id.eq(cast.provider.id)),
            (outbox::request_id.eq(id.clone()), outbox::recipient.eq("person@customer.example")),
            (
                outbox::reply_to.eq(""),
                outbox::language.eq("en"),
                outbox::subject.eq("S"),
                outbox::text.eq("[]"),
            ),
            (outbox::created_at.eq(now), outbox::not_before.eq(now), outbox::held.eq(number % 2 == 1)),
        );
        let undecided = (
            request_outcomes::request_id.eq(id),
            request_outcomes::partner_id.eq(cast.provider.id),
            request_outcomes::outcome.eq(if sent_at == this { "undecided" } else { "added" }),
            request_outcomes::microsoft_id.eq(crate::support::cast::id(1)),
            request_outcomes::id_invented.eq(false),
        );
        let add = |c: &mut _| {
            diesel::insert_into(requests::table).values(row).execute(c)?;
            if status == "accepted" {
                diesel::insert_into(request_outcomes::table).values(undecided).execute(c)?;
            }
            Ok(diesel::insert_into(outbox::table).values(letter).execute(c)?)
        };
        app.portal.db.write_now(add).unwrap();
    }
}

/// Moves the day on which the partner was set up.
pub fn set_up(app: &TestApp, partner: &Partner, at: NaiveDateTime) {
    let change = diesel::update(partners::table.find(partner.id)).set(partners::created_at.eq(at));
    app.portal.db.write_now(|c| Ok(change.execute(c)?)).unwrap();
}
