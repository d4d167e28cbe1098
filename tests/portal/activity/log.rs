//! Inserts log entries as handlers do, and many customers into a list.

use diesel::prelude::*;
use partner_portal::audit::{Action, Activity, ActorKind, Author};
use partner_portal::db::bulk_insert;
use partner_portal::db::bulk_insert::CustomerInsert;
use partner_portal::db::schema::users;
use partner_portal::domain::MicrosoftId;
use partner_portal::domain::UserId;
use partner_portal::domain::{Origin, Partner, PartnerId, Relationship};
use partner_portal::search::list_changed;
use partner_portal::text::sort_key;
use serde_json::Value;

use crate::support::TestApp;
use crate::support::cast::id;

/// Logs an action by a user.
pub fn noted(
    app: &TestApp,
    email: &str,
    action: Action,
    customer: Option<(MicrosoftId, &str)>,
    details: Value,
) {
    let author = author(app, email);
    let activity = match customer {
        Some((id, name)) => Activity::for_customer(action, id, name, details),
        None => Activity::new(action, "customer", details),
    };
    app.portal.log.record_now(&author, |_| Ok(((), vec![activity]))).unwrap();
}

/// Returns a user as the author of entries.
pub fn author(app: &TestApp, email: &str) -> Author {
    let row = users::table.filter(users::email.eq(email)).select((users::id, users::partner_id, users::name));
    let (user, partner, name): (i32, i32, String) = app.portal.db.read_now(|c| Ok(row.first(c)?)).unwrap();
    Author {
        kind: ActorKind::User,
        partner: Some(PartnerId(partner)),
        user: Some(UserId(user)),
        name,
        request_id: "7f3ac1d0".to_owned(),
        program: None,
        address: "203.0.113.24".to_owned(),
    }
}

/// Adds customers named `Bulk 00000`, `Bulk 00001` and so on.
pub fn many_customers(app: &TestApp, partner: &Partner, count: u128) {
    let names: Vec<(u128, String)> = (0..count).map(|number| (number, format!("Bulk {number:05}"))).collect();
    let keys: Vec<Vec<u8>> = names.iter().map(|(_, name)| sort_key(name)).collect();
    let rows: Vec<CustomerInsert<'_>> = names
        .iter()
        .zip(&keys)
        .map(|((number, name), key)| CustomerInsert {
            partner_id: partner.id,
            sort_key: key,
            microsoft_id: id(1_000_000 + number),
            list_name: name,
            domain: "bulk.example",
            relationship: Relationship::Reseller,
            company_name: name,
            delegated_admin: false,
            origin: Origin::Added,
            id_invented: false,
            customer_since: partner_portal::clock::now(),
        })
        .collect();
    let range = (keys[0].clone(), keys[keys.len() - 1].clone());
    let added = app.portal.db.write_now(|c| {
        bulk_insert::insert_customers(c, &rows)?;
        list_changed(c, partner.id, &[range])
    });
    added.unwrap();
}

/// Percent-encodes a value for a query string.
pub fn encoded(text: &str) -> String {
    serde_urlencoded::to_string([("q", text)]).unwrap().split_off(2)
}
