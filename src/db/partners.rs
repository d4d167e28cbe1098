//! Finding, adding and linking partners. People name them by MPN ID.

use crate::db::DbConnection;
use crate::db::columns::columns;
use crate::db::schema::partners;
use crate::db::stored::stored;
use crate::domain::{Partner, PartnerId};
use crate::error::Result;
use diesel::prelude::*;

type PartnerTuple = (i32, String, String, String, String, String);

columns! {
    COLUMNS = (partners::id, partners::mpn_id, partners::kind, partners::cloud, partners::name, partners::country)
}

fn partner(row: PartnerTuple) -> Result<Partner> {
    let (id, mpn_id, kind, cloud, name, country) = row;
    let (kind, cloud) = (stored(&kind, "partners.kind", id)?, stored(&cloud, "partners.cloud", id)?);
    Ok(Partner { id: PartnerId(id), mpn_id, kind, cloud, name, country })
}

/// The partner of this MPN ID.
pub fn by_mpn_id(c: &mut DbConnection, mpn_id: &str) -> Result<Option<Partner>> {
    let row = partners::table.filter(partners::mpn_id.eq(mpn_id)).select(COLUMNS).first(c).optional()?;
    row.map(partner).transpose()
}

/// Every partner, by name; for the operator.
pub fn all(c: &mut DbConnection) -> Result<Vec<Partner>> {
    let rows: Vec<PartnerTuple> =
        partners::table.order((partners::name, partners::id)).select(COLUMNS).load(c)?;
    rows.into_iter().map(partner).collect()
}

/// Whether anybody has set the portal up.
pub fn is_set_up(c: &mut DbConnection) -> Result<bool> {
    Ok(partners::table.select(partners::id).first::<i32>(c).optional()?.is_some())
}
