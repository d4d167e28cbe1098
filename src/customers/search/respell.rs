//! Writes the domains of customers anew, once after an upgrade that spells them otherwise: in small letters, without an end
//! dot, as people read them. What is no domain stays as it is, and is named.

use super::changes::list_changed;
use crate::db::schema::{customers, partners};
use crate::db::settings::Respelt;
use crate::db::{Db, DbConnection};
use crate::domain::DomainName;
use crate::error::Result;
use crate::partners::model::PartnerId;
use diesel::prelude::*;

/// Rows that one transaction looks at.
const BATCH: i64 = 2_000;

/// Goes through every list, in small transactions. Broken off, it begins again.
pub fn respell_domains(db: &Db) -> Result<Respelt> {
    let partners: Vec<i32> = db.read_now(|c| Ok(partners::table.select(partners::id).load(c)?))?;
    let mut all = Respelt::default();
    for partner in partners.into_iter().map(PartnerId) {
        let mut after = Some(String::new());
        let before = all.changed;
        while let Some(id) = after {
            let (batch, last) = db.write_now(|c| respell_batch(c, partner, &id))?;
            all += batch;
            after = last;
        }
        if all.changed > before {
            let everything = (Vec::new(), vec![0xFF; 16]);
            db.write_now(|c| list_changed(c, partner, &[everything]))?;
        }
    }
    Ok(all)
}

/// The rows after this Microsoft ID; answers the last one if there may be more.
fn respell_batch(c: &mut DbConnection, partner: PartnerId, after: &str) -> Result<(Respelt, Option<String>)> {
    let own = customers::table.filter(customers::partner_id.eq(partner.0));
    let rows: Vec<(String, String)> = own
        .filter(customers::microsoft_id.gt(after))
        .order(customers::microsoft_id)
        .limit(BATCH)
        .select((customers::microsoft_id, customers::domain))
        .load(c)?;
    let mut found = Respelt::default();
    for (id, written) in &rows {
        match written.parse::<DomainName>() {
            Ok(domain) if domain.as_str() == written => {}
            Ok(domain) => {
                let row = own.filter(customers::microsoft_id.eq(id));
                diesel::update(row).set(customers::domain.eq(domain.as_str())).execute(c)?;
                found.changed += 1;
            }
            Err(_) => {
                tracing::warn!(partner = partner.0, customer = %id, domain = ?written, "this is no domain; it stays");
                found.left += 1;
            }
        }
    }
    let last = (rows.len() as i64 == BATCH).then(|| rows.last().map(|row| row.0.clone())).flatten();
    Ok((found, last))
}
