//! Inserts rows about a person or customer into every table, and searches the whole database for a word.
#![allow(dead_code)]

use crate::support::TestApp;
use crate::support::cast::{Cast, id};
use partner_portal::db::DbConnection;
use partner_portal::db::rows::{Bind, Row, execute, select};
use serde_json::Value;
use uuid::Uuid;

/// A word in every value that must be erased.
pub const CANARY: &str = "canary";

/// Returns every text column of the database in use.
pub fn text_columns(app: &TestApp) -> Vec<(String, String)> {
    let found = app.portal.db.read_now(|c| {
        let names = ["found_table = t", "found_column = n"].map(str::to_owned);
        let from = match c {
            DbConnection::Sqlite(_) => {
                "(SELECT m.name AS t, p.name AS n, p.type AS k FROM sqlite_master m JOIN pragma_table_info(m.name) p \
                 WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%') AS x"
            }
            DbConnection::Postgres(_) => {
                "(SELECT table_name AS t, column_name AS n, upper(data_type) AS k FROM information_schema.columns \
                 WHERE table_schema = 'public') AS x"
            }
        };
        select(c, from, &names, "k = 'TEXT' AND t <> '__diesel_schema_migrations'", &[])
    });
    let text = |row: &Row, name: &str| row[name].as_str().unwrap().to_owned();
    found.unwrap().iter().map(|row| (text(row, "found_table"), text(row, "found_column"))).collect()
}

/// Returns table, column and value wherever this word occurs, ignoring case.
pub fn holding(app: &TestApp, word: &str) -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    for (table, column) in text_columns(app) {
        let rows = app
            .portal
            .db
            .read_now(|c| select(c, &table, std::slice::from_ref(&column), "1 = 1", &[]))
            .unwrap();
        let values = rows.into_iter().filter_map(|row| row[&column].as_str().map(str::to_owned));
        let values = values.filter(|value| value.to_lowercase().contains(&word.to_lowercase()));
        found.extend(values.map(|value| (table.clone(), column.clone(), value)));
    }
    found.sort();
    found
}

/// Returns the id of a user.
pub fn user_id(app: &TestApp, email: &str) -> i64 {
    find_user(app, email).expect("there is such a person")
}

fn find_user(app: &TestApp, email: &str) -> Option<i64> {
    let text = [Bind::Text(email.to_owned())];
    let rows =
        app.portal.db.read_now(|c| select(c, "users", &["id".to_owned()], "email = ?", &text)).unwrap();
    rows.first().and_then(|row| row["id"].as_i64())
}

/// Returns a request created by this user.
pub fn request_of(app: &TestApp, user: i64) -> String {
    let found = app.portal.db.read_now(|c| {
        let condition = "created_by = ? ORDER BY id";
        select(c, "relationship_requests", &["id".to_owned()], condition, &[Bind::Number(user)])
    });
    found.unwrap()[0]["id"].as_str().unwrap().to_owned()
}

/// Renames users.
pub fn rename(app: &TestApp, emails: &[&str], name: &str) {
    for email in emails {
        run(app, "UPDATE users SET name = ? WHERE email = ?", &[name.into(), (*email).into()]);
    }
}

/// Sets a user's language.
pub fn speak(app: &TestApp, email: &str, language: &str) {
    run(app, "UPDATE users SET language = ? WHERE email = ?", &[language.into(), email.into()]);
}

/// Runs SQL.
pub fn run(app: &TestApp, sql: &str, values: &[Value]) {
    let binds: Vec<Bind> = values
        .iter()
        .map(|value| match value {
            Value::Number(number) => Bind::Number(number.as_i64().unwrap()),
            other => Bind::Text(other.as_str().unwrap().to_owned()),
        })
        .collect();
    app.portal.db.write_now(|c| execute(c, sql, &binds)).unwrap_or_else(|error| panic!("{sql}: {error}"));
}

fn insert(app: &TestApp, table: &str, fields: &[(&str, Value)]) {
    let names: Vec<&str> = fields.iter().map(|(name, _)| *name).collect();
    let is_flag = |value: &Value| value.is_boolean();
    let literal = |value: &Value| match value {
        Value::Bool(flag) => flag.to_string().to_uppercase(),
        Value::String(text) if text.starts_with("2026-") => format!("'{text}'"),
        _ => "?".to_owned(),
    };
    let places: Vec<String> = fields.iter().map(|(_, value)| literal(value)).collect();
    let bound =
        fields.iter().map(|(_, value)| value).filter(|value| !is_flag(value) && literal(value) == "?");
    let bound: Vec<Value> = bound.cloned().collect();
    let sql = format!("INSERT INTO {table} ({}) VALUES ({})", names.join(", "), places.join(", "));
    run(app, &sql, &bound);
}

/// The time of all rows inserted here.
pub const THEN: &str = "2026-11-01 08:00:00";

fn new_id() -> Value {
    Uuid::new_v4().to_string().into()
}

/// Inserts this email address, and a canary name and number, into every table of the provider.
pub fn fill(app: &TestApp, cast: &Cast, email: &str) {
    let word = if email.contains(CANARY) { CANARY } else { "somebody" };
    let own = find_user(app, email);
    let user = own.unwrap_or_else(|| user_id(app, "um@1000.example"));
    let name = if own.is_some() { email } else { "somebody" };
    let partner = cast.provider.id.0;
    let number = u128::from(Uuid::new_v4().as_u128() as u32);
    let customer = app.customer(&cast.provider, number, "Rowan", "rowan.example").to_string();
    let (first, last) = (format!("{word}first"), format!("{word}last"));
    let mention = format!("Write to {email}. Or to bystander@x.example");
    let json = serde_json::json!([{ "deep": mention }]).to_string();
    let contact: Vec<(&str, Value)> = vec![
        ("partner_id", partner.into()),
        ("microsoft_id", customer.as_str().into()),
        ("first_name", first.clone().into()),
        ("last_name", last.clone().into()),
        ("email", email.into()),
        ("phone", format!("{word}phone").into()),
    ];
    let with = |more: &[(&'static str, Value)]| [contact.as_slice(), more].concat();
    let nothing = ["country", "address_line1", "address_line2", "city", "state", "postal_code"];
    insert(app, "bill_to", &with(&nothing.map(|column| (column, "".into()))));
    insert(
        app,
        "agreements",
        &with(&[
            ("agreed_on", "2026-11-01".into()),
            ("attested_by", name.into()),
            ("attested_at", THEN.into()),
        ]),
    );
    insert(
        app,
        "customer_permissions",
        &[
            ("partner_id", partner.into()),
            ("microsoft_id", customer.as_str().into()),
            ("permission", "azure-reservations".into()),
            ("granted_by", name.into()),
            ("granted_at", THEN.into()),
        ],
    );
    run(
        app,
        "UPDATE customers SET ended_by = ?, end_reason = ? WHERE partner_id = ? AND microsoft_id = ?",
        &[name.into(), mention.clone().into(), partner.into(), customer.as_str().into()],
    );
    insert(
        app,
        "notes",
        &[
            ("partner_id", partner.into()),
            ("microsoft_id", customer.as_str().into()),
            ("body", mention.clone().into()),
            ("created_by", user.into()),
            ("created_name", name.into()),
            ("created_at", THEN.into()),
        ],
    );
    insert(
        app,
        "customer_contacts",
        &[
            ("partner_id", partner.into()),
            ("microsoft_id", customer.as_str().into()),
            ("name", format!("{first} {last}").into()),
            ("email", email.into()),
            ("phone", format!("{word}phone").into()),
            ("job_title", "CIO".into()),
        ],
    );
    insert(
        app,
        "notices",
        &[
            ("partner_id", partner.into()),
            ("at", THEN.into()),
            ("event", "mail-failed".into()),
            ("user_id", user.into()),
            ("microsoft_id", customer.as_str().into()),
            ("details", serde_json::json!({ "recipient": email }).to_string().into()),
        ],
    );
    let tag = format!("{email} {number}");
    insert(
        app,
        "tags",
        &[
            ("partner_id", partner.into()),
            ("name", tag.as_str().into()),
            ("name_key", tag.as_str().into()),
            ("hue", "teal".into()),
        ],
    );
    run(
        app,
        "INSERT INTO customer_tags (partner_id, microsoft_id, tag_id) SELECT partner_id, ?, id FROM tags WHERE name = ?",
        &[customer.as_str().into(), tag.as_str().into()],
    );
    order(app, cast, &customer, name, &mention);
    referral(app, cast, (&first, &last, email, word), name, &mention);
    if let Some(user) = own {
        of_person(app, partner, user, email);
    }
    insert(
        app,
        "drafts",
        &[
            ("id", new_id()),
            ("partner_id", partner.into()),
            ("user_id", user_id(app, "ba@1000.example").into()),
            ("kind", "customer".into()),
            ("content", json.clone().into()),
            ("updated_at", THEN.into()),
        ],
    );
    insert(
        app,
        "carts",
        &[
            ("id", new_id()),
            ("partner_id", partner.into()),
            ("microsoft_id", customer.as_str().into()),
            ("user_id", user.into()),
            ("content", json.clone().into()),
            ("created_at", THEN.into()),
            ("changed_at", THEN.into()),
            ("expires_at", THEN.into()),
        ],
    );
    insert(
        app,
        "kept_forms",
        &[
            ("id", new_id()),
            ("partner_id", partner.into()),
            ("user_id", user_id(app, "ba@1000.example").into()),
            ("content", json.clone().into()),
            ("created_at", THEN.into()),
        ],
    );
    for (recipient, status) in [(email, "sent"), (email, "draft"), ("other@x.example", "sent")] {
        let id = request(app, partner, user, (recipient, status), (email, name, &mention), own.is_some());
        letter(app, partner, Some(&id), (recipient, email), &json, own.is_some());
    }
    letter(app, partner, None, (email, ""), &json, false);
    let organization = [
        "legal_name",
        "address_line1",
        "address_line2",
        "city",
        "state",
        "postal_code",
        "tax_id",
        "industries",
        "languages",
        "web_page",
        "privacy_notice",
        "support_phone",
    ];
    if word == CANARY {
        run(app, "DELETE FROM organizations WHERE partner_id = ?", &[partner.into()]);
        let mut fields = organization.map(|column| (column, Value::from(""))).to_vec();
        fields.extend([
            ("partner_id", partner.into()),
            ("contact_name", first.into()),
            ("contact_email", email.into()),
            ("contact_phone", format!("{word}phone").into()),
            ("support_email", email.into()),
            ("about", mention.into()),
        ]);
        insert(app, "organizations", &fields);
    }
}

fn order(app: &TestApp, cast: &Cast, customer: &str, name: &str, mention: &str) -> String {
    let id = Uuid::new_v4().to_string();
    insert(
        app,
        "orders",
        &[
            ("id", id.as_str().into()),
            ("partner_id", cast.provider.id.0.into()),
            ("microsoft_id", customer.into()),
            ("status", "declined".into()),
            ("is_request", true.into()),
            ("made_by", name.into()),
            ("made_at", THEN.into()),
            ("decided_by", name.into()),
            ("decided_at", THEN.into()),
            ("decline_reason", mention.into()),
            ("note", mention.into()),
        ],
    );
    insert(
        app,
        "order_lines",
        &[
            ("order_id", id.as_str().into()),
            ("line", 1.into()),
            ("offer_id", "offer".into()),
            ("offer_name", "Offer".into()),
            ("billing_cycle", "annual".into()),
            ("quantity", 1.into()),
        ],
    );
    id
}

fn referral(app: &TestApp, cast: &Cast, contact: (&str, &str, &str, &str), name: &str, mention: &str) {
    let (first, last, email, word) = contact;
    insert(
        app,
        "referrals",
        &[
            ("id", new_id()),
            ("partner_id", cast.provider.id.0.into()),
            ("status", "won".into()),
            ("company_name", "Bystander Foods".into()),
            ("first_name", first.into()),
            ("last_name", last.into()),
            ("email", email.into()),
            ("phone", format!("{word}phone").into()),
            ("need", format!("{first} {last} wants mail").into()),
            ("note", mention.into()),
            ("created_name", name.into()),
            ("created_at", THEN.into()),
            ("answer_until", "2026-11-20".into()),
            ("answered_by", name.into()),
            ("closed_by", name.into()),
            ("changed_at", THEN.into()),
        ],
    );
}

fn of_person(app: &TestApp, partner: i32, user: i64, email: &str) {
    let (whose, hidden) =
        (("user_id", Value::from(user)), |what: &str| format!("hidden-{what}-{email}").into());
    insert(
        app,
        "user_identities",
        &[
            ("issuer", "https://issuer.example".into()),
            ("subject", email.into()),
            whose.clone(),
            ("linked_at", THEN.into()),
        ],
    );
    insert(app, "recovery_codes", &[whose.clone(), ("code_hash", hidden("code"))]);
    insert(
        app,
        "password_tokens",
        &[
            ("token_hash", hidden("token")),
            whose.clone(),
            ("purpose", "reset".into()),
            ("expires_at", THEN.into()),
        ],
    );
    insert(
        app,
        "sessions",
        &[
            ("token_hash", hidden("session")),
            ("partner_id", partner.into()),
            whose.clone(),
            ("user_epoch", 0.into()),
            ("created_at", THEN.into()),
            ("last_seen_at", THEN.into()),
            ("expires_at", THEN.into()),
            ("address", "192.0.2.1".into()),
            ("user_agent", email.into()),
        ],
    );
    insert(
        app,
        "api_tokens",
        &[
            ("partner_id", partner.into()),
            whose.clone(),
            ("user_epoch", 0.into()),
            ("token_hash", hidden("api-token")),
            ("beginning", hidden("pp_")),
            ("name", email.into()),
            ("access", "read".into()),
            ("created_at", THEN.into()),
            ("expires_at", THEN.into()),
        ],
    );
    insert(
        app,
        "api_requests",
        &[
            whose.clone(),
            ("request_id", format!("request-{user}").into()),
            ("body_hash", "x".into()),
            ("made_id", "x".into()),
            ("at", THEN.into()),
        ],
    );
    insert(
        app,
        "imports",
        &[
            ("id", new_id()),
            ("partner_id", partner.into()),
            whose,
            ("state", "done".into()),
            ("content", format!("\"{email}\"").into()),
            ("is_kept", false.into()),
            ("progress", "{}".into()),
            ("created_at", THEN.into()),
            ("updated_at", THEN.into()),
        ],
    );
}

fn request(
    app: &TestApp,
    partner: i32,
    user: i64,
    (recipient, status): (&str, &str),
    (email, name, mention): (&str, &str, &str),
    is_own: bool,
) -> String {
    let id = Uuid::new_v4().to_string();
    let created = if is_own { email } else { "um@1000.example" };
    insert(
        app,
        "relationship_requests",
        &[
            ("id", id.as_str().into()),
            ("partner_id", partner.into()),
            ("kind", "customer".into()),
            ("language", "en".into()),
            ("delegated_admin", false.into()),
            ("recipient", recipient.into()),
            ("subject", mention.into()),
            ("body", format!("{mention} {{link}} {{valid_until}} {name}").into()),
            ("status", status.into()),
            ("link_seq", 1.into()),
            ("valid_until", "2026-12-20".into()),
            ("created_by", user.into()),
            ("created_name", name.into()),
            ("created_email", created.into()),
            ("created_at", THEN.into()),
            ("changed_by", name.into()),
            ("changed_at", THEN.into()),
            ("decline_reason", mention.into()),
            ("company_name", "Bystander Foods".into()),
            ("person_name", name.into()),
            ("email", email.into()),
        ],
    );
    id
}

fn letter(
    app: &TestApp,
    partner: i32,
    request: Option<&str>,
    people: (&str, &str),
    json: &str,
    is_own: bool,
) {
    let (recipient, reply_to) = people;
    let reply_to = if is_own { reply_to } else { "" };
    for sent in [false, true] {
        let mut fields: Vec<(&str, Value)> = vec![
            ("id", new_id()),
            ("partner_id", partner.into()),
            ("recipient", recipient.into()),
            ("reply_to", reply_to.into()),
            ("language", "en".into()),
            ("subject", format!("For {recipient}").into()),
            ("text", json.into()),
            ("created_at", THEN.into()),
            ("not_before", THEN.into()),
            ("last_error", format!("550 <{recipient}>").into()),
        ];
        fields.extend(request.map(|id| ("request_id", Value::from(id))));
        fields.extend(sent.then(|| ("sent_at", Value::from(THEN))));
        insert(app, "outbox", &fields);
    }
}

/// Inserts a request of the provider with this status, and messages for it; last changed at [`THEN`].
pub fn insert_request(app: &TestApp, cast: &Cast, status: &str) -> String {
    let (partner, user) = (cast.provider.id.0, user_id(app, "ba@1000.example"));
    let whom = format!("{CANARY}.{status}@x.example");
    let id = request(app, partner, user, (&whom, status), (&whom, "somebody", &whom), false);
    letter(app, partner, Some(&id), (&whom, ""), "[\"x\"]", false);
    id
}

/// Inserts a customer of the provider with a row in every table.
pub fn insert_customer(app: &TestApp, cast: &Cast, number: u128) {
    let customer = app.customer(&cast.provider, number, "Canary Foods", "canary.example").to_string();
    let partner = cast.provider.id.0;
    let user = user_id(app, "ba@1000.example");
    let key: Vec<(&str, Value)> =
        vec![("partner_id", partner.into()), ("microsoft_id", customer.as_str().into())];
    let with = |more: &[(&'static str, Value)]| [key.as_slice(), more].concat();
    let bill_to = [
        "first_name",
        "last_name",
        "email",
        "phone",
        "country",
        "address_line1",
        "address_line2",
        "city",
        "state",
        "postal_code",
    ];
    insert(app, "bill_to", &with(&bill_to.map(|column| (column, CANARY.into()))));
    let signer =
        ["first_name", "last_name", "email", "phone", "attested_by"].map(|column| (column, CANARY.into()));
    let dates = [("agreed_on", "2026-11-01".into()), ("attested_at", THEN.into())];
    insert(app, "agreements", &with(&[signer.as_slice(), &dates].concat()));
    insert(
        app,
        "customer_permissions",
        &with(&[
            ("permission", "azure-reservations".into()),
            ("granted_by", "".into()),
            ("granted_at", THEN.into()),
        ]),
    );
    app.associate(&cast.provider, &cast.reseller, id(number));
    insert(
        app,
        "subscriptions",
        &with(&[
            ("subscription_id", new_id()),
            ("name", "Product".into()),
            ("nickname", CANARY.into()),
            ("quantity", 1.into()),
            ("status", "active".into()),
            ("created_at", THEN.into()),
        ]),
    );
    order(app, cast, &customer, "somebody", CANARY);
    referral(app, cast, (CANARY, CANARY, "canary@canary.example", CANARY), "somebody", CANARY);
    run(app, "UPDATE referrals SET company_name = ?", &["Canary Foods".into()]);
    for (table, more) in [("drafts", ("kind", "order")), ("kept_forms", ("content", ""))] {
        let content = format!("{{\"customer\":\"{}\",\"x\":\"{CANARY}\"}}", customer.to_uppercase());
        let mut fields: Vec<(&str, Value)> = vec![
            ("id", new_id()),
            ("partner_id", partner.into()),
            ("user_id", user.into()),
            ("content", content.into()),
            (if table == "drafts" { "updated_at" } else { "created_at" }, THEN.into()),
        ];
        fields.extend((table == "drafts").then(|| (more.0, Value::from(more.1))));
        insert(app, table, &fields);
    }
    let request = request(
        app,
        partner,
        user,
        ("a@canary.example", "sent"),
        ("b@canary.example", "somebody", CANARY),
        false,
    );
    run(
        app,
        "UPDATE relationship_requests SET microsoft_id = ?, company_name = ?, domain = ?, person_name = ? WHERE id = ?",
        &[customer.as_str().into(), CANARY.into(), CANARY.into(), CANARY.into(), request.as_str().into()],
    );
    letter(app, partner, Some(&request), ("a@canary.example", ""), "[\"canary\"]", false);
    insert(
        app,
        "request_outcomes",
        &[
            ("request_id", request.as_str().into()),
            ("partner_id", partner.into()),
            ("outcome", "added".into()),
            ("microsoft_id", customer.as_str().into()),
        ],
    );
    run(
        app,
        "UPDATE customers SET imported_name = ?, end_reason = ? WHERE microsoft_id = ?",
        &[CANARY.into(), CANARY.into(), customer.as_str().into()],
    );
}
