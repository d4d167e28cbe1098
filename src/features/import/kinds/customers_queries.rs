//! The queries of the import of customers. [`super::customers`] makes the decisions; a row is only written if it has
//! not changed since.

use crate::audit::Tx;
use crate::db::schema::{customers, partners};
use crate::db::stored::stored;
use crate::db::{DbConnection, bulk_insert, former_ids as former};
use crate::domain::{MicrosoftId, Origin, PartnerId, Relationship};
use crate::error::{Error, Result};
use crate::features::import::engine::importer::ID_BATCH_SIZE;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use std::collections::HashMap;

/// A customer as stored for this partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Its current Microsoft ID.
    pub id: MicrosoftId,
    /// Its sort key in the list.
    pub sort_key: Vec<u8>,
    /// Its name in the list.
    pub list_name: String,
    /// Primary domain name.
    pub domain: String,
    /// Kind of relationship.
    pub relationship: Relationship,
    /// Whether the relationship was ended.
    pub ended: bool,
    /// The last imported name, if the name was edited in the portal.
    pub imported_name: Option<String>,
    /// The version of the row.
    pub version: i32,
}

/// The new values of a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // same as in `Held`
pub struct Update {
    pub sort_key: Vec<u8>,
    pub list_name: String,
    pub domain: String,
    pub relationship: Relationship,
    pub imported_name: Option<String>,
}

/// A customer that is new to this partner.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // same as in `Held`
pub struct NewCustomer {
    pub id: MicrosoftId,
    pub sort_key: Vec<u8>,
    pub name: String,
    pub domain: String,
    pub relationship: Relationship,
    pub delegated_admin: bool,
}

/// Returns the sequence number of the last change of this partner's list.
pub fn list_seq(c: &mut DbConnection, partner: PartnerId) -> Result<i64> {
    Ok(partners::table.find(partner.0).select(partners::list_seq).first(c)?)
}

type HeldColumns = (String, Vec<u8>, String, String, String, Option<NaiveDateTime>, Option<String>, i32);

/// Returns those of the wanted customers that this partner has, active or ended. `wanted` must be in list order: one
/// range scan finds most of them, the others (renamed, or with a former id) are found by id.
pub fn load_held(
    c: &mut DbConnection,
    partner: PartnerId,
    wanted: &[(MicrosoftId, &[u8])],
) -> Result<HashMap<MicrosoftId, Held>> {
    let mut found = HashMap::with_capacity(wanted.len());
    let (Some((_, first)), Some((_, last))) = (wanted.first(), wanted.last()) else { return Ok(found) };
    let near = columns(partner)
        .filter(customers::sort_key.ge(*first).and(customers::sort_key.le(*last)))
        .limit(2 * wanted.len() as i64 + 100)
        .load::<HeldColumns>(c)?;
    collect(near, &mut found)?;
    let missing: Vec<String> =
        wanted.iter().filter(|(id, _)| !found.contains_key(id)).map(|(id, _)| id.to_string()).collect();
    for ids in missing.chunks(ID_BATCH_SIZE) {
        let by_id = columns(partner).filter(customers::microsoft_id.eq_any(ids)).load::<HeldColumns>(c)?;
        collect(by_id, &mut found)?;
    }
    let missing: Vec<String> =
        missing.into_iter().filter(|id| id.parse().is_ok_and(|id| !found.contains_key(&id))).collect();
    for (former, now) in former::all_current(c, partner, &missing)? {
        let row =
            columns(partner).filter(customers::microsoft_id.eq(now.to_string())).load::<HeldColumns>(c)?;
        collect(row, &mut found)?;
        if let Some(held) = found.get(&now).cloned() {
            found.insert(former, held);
        }
    }
    Ok(found)
}

#[diesel::dsl::auto_type(no_type_alias)]
fn columns(partner: PartnerId) -> _ {
    let id: i32 = partner.0;
    customers::table.filter(customers::partner_id.eq(id)).select((
        customers::microsoft_id,
        customers::sort_key,
        customers::list_name,
        customers::domain,
        customers::relationship,
        customers::ended_at,
        customers::imported_name,
        customers::version,
    ))
}

fn collect(rows: Vec<HeldColumns>, found: &mut HashMap<MicrosoftId, Held>) -> Result<()> {
    for (id, sort_key, list_name, domain, relationship, ended_at, imported_name, version) in rows {
        let id: MicrosoftId = stored(&id, "customers.microsoft_id", &id)?;
        let relationship = stored(&relationship, "customers.relationship", id)?;
        let ended = ended_at.is_some();
        found.insert(
            id,
            Held { id, sort_key, list_name, domain, relationship, ended, imported_name, version },
        );
    }
    Ok(())
}

/// Updates a customer.
///
/// # Errors
/// `Unavailable` if it changed since `before`.
pub fn update(tx: &mut Tx<'_>, partner: PartnerId, before: &Held, after: &Update) -> Result<()> {
    let row = customers::table
        .filter(customers::partner_id.eq(partner.0))
        .filter(customers::sort_key.eq(&before.sort_key))
        .filter(customers::microsoft_id.eq(before.id.to_string()))
        .filter(customers::version.eq(before.version));
    let hit = diesel::update(row)
        .set((
            customers::sort_key.eq(&after.sort_key),
            customers::list_name.eq(&after.list_name),
            customers::domain.eq(&after.domain),
            customers::relationship.eq(after.relationship.as_str()),
            customers::imported_name.eq(after.imported_name.as_deref()),
            customers::version.eq(customers::version + 1),
        ))
        .execute(tx.c)?;
    if hit == 1 {
        Ok(())
    } else {
        Err(Error::Unavailable("a customer was changed in the meantime".to_owned()))
    }
}

/// Inserts customers; the name in the file becomes the name in the list and in the company profile.
pub fn insert(tx: &mut Tx<'_>, partner: PartnerId, new: &[&NewCustomer]) -> Result<()> {
    let now = tx.at;
    let rows: Vec<bulk_insert::CustomerInsert<'_>> = new
        .iter()
        .map(|customer| bulk_insert::CustomerInsert {
            partner_id: partner.0,
            sort_key: &customer.sort_key,
            microsoft_id: customer.id.to_string(),
            list_name: &customer.name,
            domain: &customer.domain,
            relationship: customer.relationship.as_str(),
            company_name: &customer.name,
            delegated_admin: customer.delegated_admin,
            origin: Origin::OtherPortal.as_str(),
            id_invented: false,
            customer_since: now,
        })
        .collect();
    bulk_insert::insert_customers(tx.c, &rows)
}
