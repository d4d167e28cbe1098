//! Finds and changes the rows of a person or a customer in all tables.

use crate::audit::{ActorKind, Tx};
use crate::auth::accounts::email_key;
use crate::db::rows::{Bind, Row};
use crate::db::schema::{activity_entries, customers, former_microsoft_ids, partners, users};
use crate::db::{DbConnection, portable, rows};
use crate::domain::{AdminRole, MicrosoftId, PartnerId, UserId, full_names};
use crate::error::{Error, Result};
use crate::features::personal_data::address_traces::AddressTraces;
use crate::features::personal_data::erase::{Finding, Subject};
use crate::features::personal_data::table_rules::{Match, PersonalDataTable, Replacement, Rule, TextMatch};
use crate::features::personal_data::tables::list::tables;
use crate::text::sort_key;
use diesel::prelude::*;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Returns the person with this address: a user, or only a contact. Names that a colleague has too are ambiguous and
/// left out.
pub fn find_person(c: &mut DbConnection, email: &str) -> Result<Subject> {
    let key = email_key(email);
    let columns = (users::id, users::partner_id, users::name);
    let found = users::table.filter(users::email_key.eq(&key)).select(columns);
    let Some((id, partner, name)) = found.first::<(UserId, PartnerId, String)>(c).optional()? else {
        return Ok(Subject::Person {
            traces: AddressTraces { key, names: Vec::new() },
            user: None,
            shared: Vec::new(),
        });
    };
    let called = activity_entries::table
        .filter(
            activity_entries::partner_id.eq(partner).and(activity_entries::actor_kind.eq(ActorKind::User)),
        )
        .filter(activity_entries::actor_id.eq(id));
    let mut names: BTreeSet<String> =
        called.select(activity_entries::actor_name).distinct().load::<String>(c)?.into_iter().collect();
    names.insert(name);
    names.remove("");
    let others = users::table.filter(users::partner_id.eq(partner).and(users::id.ne(id)));
    let shared: Vec<String> =
        others.filter(users::name.eq_any(&names)).select(users::name).distinct().load(c)?;
    let names = names.into_iter().filter(|name| !shared.contains(name)).collect();
    let user = Some((id, partner));
    Ok(Subject::Person { traces: AddressTraces { key, names }, user, shared })
}

/// Returns the customer's current Microsoft ID, if `id` was corrected; otherwise `id`.
pub fn present_id(c: &mut DbConnection, id: MicrosoftId) -> Result<MicrosoftId> {
    let corrected = former_microsoft_ids::table
        .filter(former_microsoft_ids::former_id.eq(id))
        .order(former_microsoft_ids::partner_id)
        .select(former_microsoft_ids::microsoft_id);
    Ok(corrected.first(c).optional()?.unwrap_or(id))
}

/// Returns the MPN ID of the user's partner, if the user is a Global admin and the partner has no other active one.
pub fn only_global_admin(c: &mut DbConnection, (id, partner): (UserId, PartnerId)) -> Result<Option<String>> {
    let admins = users::table
        .filter(users::partner_id.eq(partner))
        .filter(users::admin_role.eq(AdminRole::GlobalAdmin))
        .select((users::id, users::active));
    let admins: Vec<(UserId, bool)> = admins.load(c)?;
    let is_one = admins.iter().any(|(admin, _)| *admin == id);
    let has_other = admins.iter().any(|(admin, active)| *active && *admin != id);
    if !is_one || has_other {
        return Ok(None);
    }
    Ok(Some(partners::table.find(partner).select(partners::mpn_id).first(c)?))
}

/// Returns the MPN IDs of the partners that still have a relationship with this customer.
pub fn related(c: &mut DbConnection, customer: MicrosoftId) -> Result<Vec<String>> {
    let active = customers::table
        .filter(customers::microsoft_id.eq(customer).and(customers::ended_at.is_null()))
        .select(customers::partner_id);
    let active: Vec<PartnerId> = active.load(c)?;
    let named = partners::table.filter(partners::id.eq_any(active));
    Ok(named.order(partners::mpn_id).select(partners::mpn_id).load(c)?)
}

/// Returns all rows with data of the subject, each once, table by table.
pub fn collect_findings(c: &mut DbConnection, subject: &Subject) -> Result<Vec<Finding>> {
    let mut all = Vec::new();
    for place in tables() {
        let mut found: BTreeMap<String, Finding> = BTreeMap::new();
        for rule in place.rules {
            let Some((condition, binds)) = rule_condition(c, rule, subject) else { continue };
            for row in rows::select(c, place.table, &columns(place), &condition, &binds)? {
                if !matches_row(rule, subject, &row) {
                    continue;
                }
                let key =
                    place.key.iter().map(|column| bind(row.get(*column))).collect::<Result<Vec<_>>>()?;
                let finding = found.entry(format!("{key:?}")).or_insert_with(|| {
                    let partner = row.get("_partner").and_then(Value::as_i64).unwrap_or_default();
                    let partner = PartnerId(i32::try_from(partner).unwrap_or_default());
                    Finding { place, partner, key, row, rules: Vec::new() }
                });
                finding.rules.push(rule);
            }
        }
        all.extend(found.into_values());
    }
    Ok(all)
}

/// Reads the rows again by their keys; leaves out those that no longer contain data of the subject.
pub fn find_again(tx: &mut Tx<'_>, findings: Vec<Finding>, subject: &Subject) -> Result<Vec<Finding>> {
    let mut all = Vec::new();
    for mut finding in findings {
        let (table, one) = (finding.place.table, by_key(finding.place));
        let mut rules = Vec::new();
        for rule in std::mem::take(&mut finding.rules) {
            let Some((condition, mut binds)) = rule_condition(tx.c, rule, subject) else { continue };
            binds.extend(finding.key.iter().cloned());
            let condition = format!("({condition}) AND {one}");
            let now = rows::select(tx.c, table, &columns(finding.place), &condition, &binds)?;
            if let Some(row) = now.into_iter().next().filter(|row| matches_row(rule, subject, row)) {
                finding.row = row;
                rules.push(rule);
            }
        }
        if !rules.is_empty() {
            all.push(Finding { rules, ..finding });
        }
    }
    Ok(all)
}

/// Returns the condition for one row.
fn by_key(place: &PersonalDataTable) -> String {
    let one: Vec<String> = place.key.iter().map(|column| format!("{column} = ?")).collect();
    one.join(" AND ")
}

/// Locks these partners, in the order that all changes use.
pub fn lock(tx: &mut Tx<'_>, partners: &BTreeSet<PartnerId>) -> Result<()> {
    partners.iter().try_for_each(|partner| portable::lock_partner(tx.c, *partner))
}

/// Applies the rules to each row in this order: redact texts, run statements for referring rows, set columns, delete
/// rows.
pub fn apply(tx: &mut Tx<'_>, findings: &[Finding], subject: &Subject) -> Result<()> {
    let order: [fn(&Replacement) -> bool; 4] = [
        |becomes| matches!(becomes, Replacement::Redacted(_)),
        |becomes| matches!(becomes, Replacement::Also(_)),
        |becomes| matches!(becomes, Replacement::Set(_)),
        |becomes| matches!(becomes, Replacement::Gone),
    ];
    for is_its_turn in order {
        for finding in findings {
            for rule in finding.rules.iter().filter(|rule| is_its_turn(&rule.becomes)) {
                apply_rule(tx, finding, rule, subject)?;
            }
        }
    }
    Ok(())
}

fn apply_rule(tx: &mut Tx<'_>, finding: &Finding, rule: &Rule, subject: &Subject) -> Result<()> {
    let (table, key) = (finding.place.table, &finding.key);
    let one = by_key(finding.place);
    match rule.becomes {
        Replacement::Stays => {}
        Replacement::Gone => {
            rows::execute(tx.c, &format!("DELETE FROM {table} WHERE {one}"), key)?;
        }
        Replacement::Also(statement) => {
            rows::execute(tx.c, statement, key)?;
        }
        Replacement::Set(values) => {
            let now = rows::timestamp_literal(tx.at);
            let values =
                values.replace("{now}", &now).replace("{unnamed}", &rows::bytes(tx.c, &sort_key("")));
            rows::execute(tx.c, &format!("UPDATE {table} SET {values} WHERE {one}"), key)?;
        }
        Replacement::Redacted(texts) => {
            for (column, text) in redacted(texts, subject, &finding.row) {
                let binds = [&[Bind::Text(text)], key.as_slice()].concat();
                rows::execute(tx.c, &format!("UPDATE {table} SET {column} = ? WHERE {one}"), &binds)?;
            }
        }
    }
    Ok(())
}

/// Returns the columns of a row whose text changes without address and names, and the new texts.
fn redacted(texts: &[TextMatch], subject: &Subject, row: &Row) -> Vec<(&'static str, String)> {
    let Subject::Person { traces, .. } = subject else { return Vec::new() };
    let mut traces = traces.clone();
    let part = |column| row.get(column).and_then(Value::as_str).unwrap_or_default();
    let (first, last) = (part("first_name"), part("last_name"));
    if !first.is_empty() && !last.is_empty() {
        traces.names.extend(full_names(first, last));
    }
    let new = texts.iter().filter_map(|words| {
        let old = row.get(words.column()).and_then(Value::as_str)?;
        let new = match words {
            TextMatch::Text(_) => traces.redacted(old),
            TextMatch::Json(_) => traces.redacted_json(&serde_json::from_str(old).ok()?).to_string(),
        };
        (new != old).then_some((words.column(), new))
    });
    new.collect()
}

/// Returns the SQL condition of a rule and its values; `None` if the rule is for another kind of subject.
fn rule_condition(c: &DbConnection, rule: &Rule, subject: &Subject) -> Option<(String, Vec<Bind>)> {
    let (condition, binds) = match (rule.found, subject) {
        (Match::Person(column), Subject::Person { user: Some((id, _)), .. }) => {
            (format!("{column} = ?"), vec![Bind::Number(id.0.into())])
        }
        (Match::Address(column), Subject::Person { traces, .. }) => narrowing_condition(c, traces, column),
        (Match::Mentioned(texts), Subject::Person { traces, .. }) => {
            let all: Vec<_> =
                texts.iter().map(|words| narrowing_condition(c, traces, words.column())).collect();
            let conditions: Vec<&str> = all.iter().map(|(condition, _)| condition.as_str()).collect();
            let condition = format!("({})", conditions.join(" OR "));
            (condition, all.into_iter().flat_map(|(_, binds)| binds).collect())
        }
        (Match::Named(column, partners), Subject::Person { traces, user: Some((_, partner)), .. })
            if !traces.names.is_empty() =>
        {
            let places = vec!["?"; traces.names.len()].join(", ");
            let of: Vec<String> = partners.iter().map(|partner| format!("{partner} = ?")).collect();
            let names = traces.names.iter().cloned().map(Bind::Text);
            let ids = partners.iter().map(|_| Bind::Number(partner.0.into()));
            (format!("{column} IN ({places}) AND ({})", of.join(" OR ")), names.chain(ids).collect())
        }
        (Match::Customer(condition), Subject::Customers(ids)) => among(condition, ids)?,
        (Match::CustomerIn(column), Subject::Customers(ids)) if !ids.is_empty() => {
            let contains = vec![format!("lower({column}) LIKE ?"); ids.len()];
            let binds = ids.iter().map(|id| Bind::Text(format!("%{id}%")));
            (format!("({})", contains.join(" OR ")), binds.collect())
        }
        (Match::Request(condition), Subject::Requests(ids))
        | (Match::Referral(condition), Subject::Referrals(ids)) => among(condition, ids)?,
        _ => return None,
    };
    Some(if rule.only.is_empty() {
        (condition, binds)
    } else {
        (format!("({condition}) AND ({})", rule.only), binds)
    })
}

/// Replaces `{ids}` with placeholders and returns the values; `None` without ids.
fn among(condition: &str, ids: &[impl ToString]) -> Option<(String, Vec<Bind>)> {
    let times = condition.matches("{ids}").count();
    let all: Vec<Bind> = ids.iter().map(|id| Bind::Text(id.to_string())).collect();
    let places = vec!["?"; ids.len()].join(", ");
    (!all.is_empty()).then(|| (condition.replace("{ids}", &places), vec![all; times].concat()))
}

/// Returns a condition for rows that may contain the address: those with the longest ASCII part of its local part, or
/// with non-ASCII letters, which databases compare differently.
fn narrowing_condition(c: &DbConnection, traces: &AddressTraces, column: &str) -> (String, Vec<Bind>) {
    let local = traces.key.rsplit_once('@').map_or(traces.key.as_str(), |(local, _)| local);
    let pieces = local.split(|c: char| !c.is_ascii_alphanumeric());
    let piece = pieces.max_by_key(|piece| piece.len()).unwrap_or_default();
    let other = rows::has_other_letters(c, column);
    (format!("(lower({column}) LIKE ? OR {other})"), vec![Bind::Text(format!("%{piece}%"))])
}

/// Whether the row really matches; the database condition may match more rows.
fn matches_row(rule: &Rule, subject: &Subject, row: &Row) -> bool {
    let Subject::Person { traces, .. } = subject else { return true };
    let text = |column| row.get(column).and_then(Value::as_str).unwrap_or_default();
    match rule.found {
        Match::Address(column) => traces.is_address(text(column)),
        Match::Mentioned(texts) => texts.iter().any(|words| match words {
            TextMatch::Text(column) => traces.is_in(text(column)),
            TextMatch::Json(column) => {
                serde_json::from_str(text(column)).is_ok_and(|json| traces.is_in_json(&json))
            }
        }),
        _ => true,
    }
}

/// Returns the columns to read: the exported ones, the key and the partner.
fn columns(place: &PersonalDataTable) -> Vec<String> {
    let key = place.key.iter().filter(|column| !place.columns.contains(column));
    let mut columns: Vec<String> = place.columns.iter().chain(key).map(ToString::to_string).collect();
    columns.push(format!("_partner = {}", place.partner));
    columns
}

fn bind(value: Option<&Value>) -> Result<Bind> {
    match value {
        Some(Value::Number(number)) => Ok(Bind::Number(number.as_i64().unwrap_or_default())),
        Some(Value::String(text)) => Ok(Bind::Text(text.clone())),
        _ => Err(Error::NotFound),
    }
}
