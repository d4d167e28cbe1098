//! The order of every list, computed anew when a portal of other collation data begins: keys of two versions do not
//! compare. `command::Office` asks for it before anything is read; until it is done the settings name the old version.

use super::changes::list_changed;
use super::sort_key::sort_key;
use crate::db::schema::{customers, partners};
use crate::db::{Db, DbConnection};
use crate::error::Result;
use crate::partners::model::PartnerId;
use diesel::prelude::*;

/// Rows a transaction; others wait so long for the lock.
const BATCH: i64 = 2_000;

/// Computes every sort key anew, in small transactions; answers how many changed. Broken off, it begins again.
pub fn rekey(db: &Db) -> Result<u64> {
    let partners: Vec<i32> = db.read_now(|c| Ok(partners::table.select(partners::id).load(c)?))?;
    let mut changed = 0;
    for partner in partners.into_iter().map(PartnerId) {
        let (mut after, mut moved) = (String::new(), 0);
        loop {
            let batch = db.write_now(|c| rekey_batch(c, partner, &after))?;
            moved += batch.changed;
            match batch.last {
                Some(last) => after = last,
                None => break,
            }
        }
        if moved > 0 {
            let everything = (Vec::new(), vec![0xFF; 16]);
            db.write_now(|c| list_changed(c, partner, &[everything]))?;
        }
        changed += moved;
    }
    Ok(changed)
}

struct Batch {
    changed: u64,
    /// The last row of a full batch: there may be more behind it.
    last: Option<String>,
}

fn rekey_batch(c: &mut DbConnection, partner: PartnerId, after: &str) -> Result<Batch> {
    let own = customers::table.filter(customers::partner_id.eq(partner.0));
    let rows: Vec<(String, String, Vec<u8>)> = own
        .filter(customers::microsoft_id.gt(after))
        .order(customers::microsoft_id)
        .limit(BATCH)
        .select((customers::microsoft_id, customers::list_name, customers::sort_key))
        .load(c)?;
    let mut changed = 0;
    for (id, name, old) in &rows {
        let key = sort_key(name);
        if key != *old {
            let row = own.filter(customers::microsoft_id.eq(id));
            changed += diesel::update(row).set(customers::sort_key.eq(key)).execute(c)? as u64;
        }
    }
    let last = (rows.len() as i64 == BATCH).then(|| rows.last().map(|row| row.0.clone())).flatten();
    Ok(Batch { changed, last })
}
