//! The queries of the import of customers. [`super::customers`] makes the decisions; a row is only written if it has
//! not changed since.

use crate::audit::Tx;
use crate::db::connection::MultiBackend;
use crate::db::schema::{customers, partners};
use crate::db::{DbConnection, ID_BATCH_SIZE, bulk_insert, former_ids as former};
use crate::domain::{MicrosoftId, Origin, PartnerId, Relationship};
use crate::error::{Error, Result};
use diesel::prelude::*;
use std::collections::HashMap;

/// A customer as stored for this partner.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = customers, check_for_backend(MultiBackend))]
pub struct Held {
    /// Its current Microsoft ID.
    #[diesel(column_name = microsoft_id)]
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
    #[diesel(select_expression = customers::ended_at.is_not_null())]
    pub ended: bool,
    /// The last imported name, if the name was edited in the portal.
    pub imported_name: Option<String>,
    /// Its aliases and former names.
    pub other_names: Option<String>,
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
    pub other_names: Option<String>,
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
    Ok(partners::table.find(partner).select(partners::list_seq).first(c)?)
}

/// Returns those of the wanted customers that this partner has, active or ended. `wanted` must be in list order: one
/// range scan finds most of them, the others (renamed, or with a former id) are found by id.
pub fn load_held(
    c: &mut DbConnection,
    partner: PartnerId,
    wanted: &[(MicrosoftId, &[u8])],
) -> Result<HashMap<MicrosoftId, Held>> {
    let mut found = HashMap::with_capacity(wanted.len());
    let (Some((_, first)), Some((_, last))) = (wanted.first(), wanted.last()) else { return Ok(found) };
    let near = all_held(partner)
        .filter(customers::sort_key.ge(*first).and(customers::sort_key.le(*last)))
        .limit(2 * wanted.len() as i64 + 100)
        .load::<Held>(c)?;
    let by_id = |held: Held| (held.id, held);
    found.extend(near.into_iter().map(by_id));
    let missing: Vec<MicrosoftId> =
        wanted.iter().map(|(id, _)| *id).filter(|id| !found.contains_key(id)).collect();
    for ids in missing.chunks(ID_BATCH_SIZE) {
        let rows = all_held(partner).filter(customers::microsoft_id.eq_any(ids)).load::<Held>(c)?;
        found.extend(rows.into_iter().map(by_id));
    }
    let missing: Vec<MicrosoftId> = missing.into_iter().filter(|id| !found.contains_key(id)).collect();
    for (former, now) in former::all_current(c, partner, &missing)? {
        let row = all_held(partner).filter(customers::microsoft_id.eq(now)).load::<Held>(c)?;
        found.extend(row.into_iter().map(by_id));
        if let Some(held) = found.get(&now).cloned() {
            found.insert(former, held);
        }
    }
    Ok(found)
}

#[diesel::dsl::auto_type(no_type_alias)]
fn all_held(partner: PartnerId) -> _ {
    let columns: diesel::dsl::AsSelect<Held, MultiBackend> = Held::as_select();
    customers::table.filter(customers::partner_id.eq(partner)).select(columns)
}

/// Updates a customer.
///
/// # Errors
/// `Unavailable` if it changed since `before`.
pub fn update(tx: &mut Tx<'_>, partner: PartnerId, before: &Held, after: &Update) -> Result<()> {
    let row = customers::table
        .filter(customers::partner_id.eq(partner))
        .filter(customers::sort_key.eq(&before.sort_key))
        .filter(customers::microsoft_id.eq(before.id))
        .filter(customers::version.eq(before.version));
    let hit = diesel::update(row)
        .set((
            customers::sort_key.eq(&after.sort_key),
            customers::list_name.eq(&after.list_name),
            customers::domain.eq(&after.domain),
            customers::relationship.eq(after.relationship),
            customers::imported_name.eq(after.imported_name.as_deref()),
            customers::other_names.eq(after.other_names.as_deref()),
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
            partner_id: partner,
            sort_key: &customer.sort_key,
            microsoft_id: customer.id,
            list_name: &customer.name,
            domain: &customer.domain,
            relationship: customer.relationship,
            company_name: &customer.name,
            delegated_admin: customer.delegated_admin,
            origin: Origin::OtherPortal,
            id_invented: false,
            customer_since: now,
        })
        .collect();
    bulk_insert::insert_customers(tx.c, &rows)
}
