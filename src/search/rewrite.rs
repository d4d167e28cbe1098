//! Recomputes columns of customers after an upgrade that changes how they are derived: the sort keys and
//! the spelling of domains. [`crate::commands::context`] runs it before the first query; the stored version
//! is only updated when it is complete.

use crate::db::connection::MultiBackend;
use crate::db::migrations::Rewritten;
use crate::db::schema::{customers, partners};
use crate::db::{Db, DbConnection};
use crate::domain::{DomainName, PartnerId};
use crate::error::Result;
use crate::search::list_changed;
use crate::text::sort_key;
use diesel::prelude::*;

/// Number of rows in one transaction, which limits how long others wait for the lock.
const BATCH: i64 = 2_000;

/// The columns of a customer that are read.
#[derive(Queryable, Selectable)]
#[diesel(table_name = customers, check_for_backend(MultiBackend))]
struct Row {
    microsoft_id: String, // also one that cannot be read
    list_name: String,
    domain: String,
    sort_key: Vec<u8>,
}

/// Recomputes all sort keys, because keys from two versions of the collation data are not comparable.
pub fn recompute_sort_keys(db: &Db) -> Result<Rewritten> {
    rewrite_rows(db, |c, partner, row| {
        let key = sort_key(&row.list_name);
        if key == row.sort_key {
            return Ok(Rewritten::default());
        }
        let own = customers::table.filter(customers::partner_id.eq(partner));
        diesel::update(own.filter(customers::microsoft_id.eq(&row.microsoft_id)))
            .set(customers::sort_key.eq(key))
            .execute(c)?;
        Ok(Rewritten::CHANGED)
    })
}

/// Converts domains to their canonical spelling: Unicode, lower case, no final dot. Keeps invalid domains
/// and logs a warning.
pub fn respell_domains(db: &Db) -> Result<Rewritten> {
    rewrite_rows(db, |c, partner, row| {
        let domain = match row.domain.parse::<DomainName>() {
            Ok(domain) if domain.as_str() == row.domain => return Ok(Rewritten::default()),
            Ok(domain) => domain,
            Err(_) => {
                tracing::warn!(%partner, customer = row.microsoft_id, domain = ?row.domain, "this is not a domain; it was left unchanged");
                return Ok(Rewritten::LEFT);
            }
        };
        let own = customers::table.filter(customers::partner_id.eq(partner));
        diesel::update(own.filter(customers::microsoft_id.eq(&row.microsoft_id)))
            .set(customers::domain.eq(domain.as_str()))
            .execute(c)?;
        Ok(Rewritten::CHANGED)
    })
}

/// Calls `one` for every row of all lists, in small transactions. It starts again from the beginning if it
/// was interrupted.
fn rewrite_rows(
    db: &Db,
    one: impl Fn(&mut DbConnection, PartnerId, &Row) -> Result<Rewritten>,
) -> Result<Rewritten> {
    let partners: Vec<PartnerId> = db.read_now(|c| Ok(partners::table.select(partners::id).load(c)?))?;
    let mut all = Rewritten::default();
    for partner in partners {
        let (mut after, before) = (Some(String::new()), all.changed);
        while let Some(id) = after {
            after = db.write_now(|c| {
                let rows = batch(c, partner, &id)?;
                for row in &rows {
                    all += one(c, partner, row)?;
                }
                let is_full = rows.len() as i64 == BATCH;
                Ok(rows.into_iter().next_back().map(|row| row.microsoft_id).filter(|_| is_full))
            })?;
        }
        if all.changed > before {
            let everything = (Vec::new(), vec![0xFF; 16]);
            db.write_now(|c| list_changed(c, partner, &[everything]))?;
        }
    }
    Ok(all)
}

/// Returns the next rows after this Microsoft ID.
fn batch(c: &mut DbConnection, partner: PartnerId, after: &str) -> Result<Vec<Row>> {
    let rows = customers::table
        .filter(customers::partner_id.eq(partner).and(customers::microsoft_id.gt(after)))
        .order(customers::microsoft_id)
        .limit(BATCH)
        .select(Row::as_select());
    Ok(rows.load(c)?)
}
