//! The queries of the import of resellers. [`super::resellers`] makes the decisions.

use crate::audit::Tx;
use crate::db::schema::{partners, partnerships};
use crate::db::{DbConnection, ID_BATCH_SIZE};
use crate::domain::{Cloud, PartnerId, PartnerKind};
use crate::error::Result;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use std::collections::HashMap;

/// A row of the file.
#[derive(Debug, Clone, PartialEq, Eq, Insertable)]
#[diesel(table_name = partners)]
pub struct NewReseller {
    /// MPN ID.
    pub mpn_id: String,
    /// Company name.
    pub name: String,
    /// Primary domain name.
    #[diesel(column_name = primary_domain)]
    pub domain: String,
    /// ISO 3166 code.
    pub country: String,
}

/// A partner that has one of the MPN IDs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Row id.
    pub id: PartnerId,
    /// The type of partner.
    pub kind: PartnerKind,
    /// Its cloud.
    pub cloud: Cloud,
    /// Its name.
    pub name: String,
    /// Whether its partnership with the provider is current; `None` if there never was one.
    pub linked: Option<bool>,
}

/// Returns the partners with these MPN IDs.
pub fn load_known(
    c: &mut DbConnection,
    provider: PartnerId,
    mpn_ids: &[&str],
) -> Result<HashMap<String, Known>> {
    let mut found = HashMap::new();
    let links = partnerships::table.filter(partnerships::provider_id.eq(provider));
    let links: Vec<(PartnerId, Option<NaiveDateTime>)> =
        links.select((partnerships::reseller_id, partnerships::ended_at)).load(c)?;
    let links: HashMap<PartnerId, bool> =
        links.into_iter().map(|(id, ended_at)| (id, ended_at.is_none())).collect();
    for ids in mpn_ids.chunks(ID_BATCH_SIZE) {
        let rows = partners::table
            .filter(partners::mpn_id.eq_any(ids))
            .select((partners::mpn_id, partners::id, partners::kind, partners::cloud, partners::name))
            .load::<(String, PartnerId, PartnerKind, Cloud, String)>(c)?;
        for (mpn_id, id, kind, cloud, name) in rows {
            let linked = links.get(&id).copied();
            found.insert(mpn_id, Known { id, kind, cloud, name, linked });
        }
    }
    Ok(found)
}

/// Inserts an indirect reseller; returns its row id.
pub fn insert(tx: &mut Tx<'_>, cloud: Cloud, new: &NewReseller) -> Result<PartnerId> {
    let row = (
        new,
        partners::kind.eq(PartnerKind::IndirectReseller),
        partners::cloud.eq(cloud),
        partners::created_at.eq(tx.at),
    );
    diesel::insert_into(partners::table).values(row).execute(tx.c)?;
    let made = partners::table.filter(partners::mpn_id.eq(&new.mpn_id));
    let id: PartnerId = made.select(partners::id).first(tx.c)?;
    tx.begin_log(id)?;
    Ok(id)
}

/// Inserts the partnership.
pub fn link(tx: &mut Tx<'_>, provider: PartnerId, reseller: PartnerId) -> Result<()> {
    let row = (
        partnerships::provider_id.eq(provider),
        partnerships::reseller_id.eq(reseller),
        partnerships::created_at.eq(tx.at),
    );
    diesel::insert_into(partnerships::table).values(row).execute(tx.c)?;
    Ok(())
}
