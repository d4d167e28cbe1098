//! Exports the personal data of a person or a customer as one JSON document.

use crate::db::{DbConnection, partners};
use crate::domain::PartnerId;
use crate::error::Result;
use crate::features::personal_data::erase::{Finding, Subject, SubjectName};
use crate::features::personal_data::queries;
use crate::features::personal_data::table_rules::TextMatch;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Boolean columns; SQLite returns them as numbers.
const FLAGS: [&str; 2] = ["active", "delegated_admin"];

/// Returns all rows, table by table, each with the MPN ID of its partner. SQLite and PostgreSQL give the same rows in
/// the same order.
pub fn write(c: &mut DbConnection, named: &SubjectName<'_>) -> Result<Value> {
    let subject = named.subject(c)?;
    let mpn_ids: BTreeMap<PartnerId, String> =
        partners::all(c)?.into_iter().map(|partner| (partner.id, partner.mpn_id)).collect();
    let mut tables: Map<String, Value> = Map::new();
    for finding in queries::collect_findings(c, &subject)? {
        let row = row(&finding, mpn_ids.get(&finding.partner).map(String::as_str).unwrap_or_default());
        let rows = tables.entry(finding.place.name).or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(rows) = rows {
            rows.push(row);
        }
    }
    Ok(match subject {
        Subject::Customers(ids) => {
            let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
            json!({ "customer": ids.join(", "), "data": tables })
        }
        Subject::Person { traces, .. } => json!({ "person": traces.key, "data": tables }),
        Subject::Requests(ids) => json!({ "requests": ids, "data": tables }),
        Subject::Referrals(ids) => json!({ "referrals": ids, "data": tables }),
    })
}

fn row(finding: &Finding, mpn_id: &str) -> Value {
    let mut row: Map<String, Value> = finding
        .place
        .columns
        .iter()
        .filter_map(|column| Some(((*column).to_owned(), value(finding, column)?)))
        .collect();
    row.insert("partner".to_owned(), json!(mpn_id));
    Value::Object(row)
}

/// Converts a value for the export: JSON text to JSON, times to ISO 8601.
fn value(finding: &Finding, column: &str) -> Option<Value> {
    let value = finding.row.get(column)?;
    let Value::String(text) = value else {
        return Some(match value.as_i64() {
            Some(flag) if FLAGS.contains(&column) => Value::Bool(flag != 0),
            _ => value.clone(),
        });
    };
    if is_json(finding, column) {
        return Some(serde_json::from_str(text).unwrap_or_else(|_| value.clone()));
    }
    let is_moment = column == "at" || column.ends_with("_at") || column == "customer_since";
    Some(if is_moment {
        let text = text.replacen(' ', "T", 1);
        let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
        Value::String(format!("{text}Z"))
    } else {
        value.clone()
    })
}

/// Whether the column contains JSON.
fn is_json(finding: &Finding, column: &str) -> bool {
    use crate::features::personal_data::table_rules::Match::Mentioned;
    let mut mentioned = finding.place.rules.iter().filter_map(|rule| match rule.found {
        Mentioned(texts) => Some(texts),
        _ => None,
    });
    mentioned.any(|texts| texts.iter().any(|words| matches!(words, TextMatch::Json(name) if *name == column)))
}
