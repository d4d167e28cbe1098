//! Queries for partners by MPN ID.

use crate::db::DbConnection;
use crate::db::connection::MultiBackend;
use crate::db::schema::partners;
use crate::domain::{Cloud, Partner, PartnerId, PartnerKind};
use crate::error::{Error, Result};
use crate::i18n::time_zone::{LocalTime, zone as zone_of};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use std::collections::{HashMap, HashSet};

/// The columns of a [`Partner`].
#[derive(Queryable, Selectable)]
#[diesel(table_name = partners, check_for_backend(MultiBackend))]
struct PartnerRow {
    id: PartnerId,
    mpn_id: String,
    kind: PartnerKind,
    cloud: Cloud,
    name: String,
    country: String,
    time_zone: Option<String>,
}

impl From<PartnerRow> for Partner {
    fn from(row: PartnerRow) -> Self {
        let PartnerRow { id, mpn_id, kind, cloud, name, country, time_zone } = row;
        Partner { id, mpn_id, kind, cloud, name, country, time_zone }
    }
}

/// Returns the partner with this MPN ID.
pub fn by_mpn_id(c: &mut DbConnection, mpn_id: &str) -> Result<Option<Partner>> {
    let row = partners::table.filter(partners::mpn_id.eq(mpn_id)).select(PartnerRow::as_select());
    Ok(row.first(c).optional()?.map(Partner::from))
}

/// Returns the partner with this id.
///
/// # Errors
/// [`Error::NotFound`] if there is no such partner.
pub fn by_id(c: &mut DbConnection, id: PartnerId) -> Result<Partner> {
    let row = partners::table.find(id).select(PartnerRow::as_select());
    row.first(c).optional()?.map(Partner::from).ok_or(Error::NotFound)
}

/// Returns the id of another partner than `own` with this MPN ID. Without one, returns the id 0, which no partner has: a filter
/// by it finds nothing, as one by a partner without rows does.
pub fn id_to_filter_by(c: &mut DbConnection, own: PartnerId, mpn_id: &str) -> Result<PartnerId> {
    let row =
        partners::table.filter(partners::mpn_id.eq(mpn_id).and(partners::id.ne(own))).select(partners::id);
    Ok(row.first(c).optional()?.unwrap_or(PartnerId(0)))
}

/// Returns the names of these partners.
pub fn names(
    c: &mut DbConnection,
    ids: impl IntoIterator<Item = PartnerId>,
) -> Result<HashMap<PartnerId, String>> {
    let ids: HashSet<PartnerId> = ids.into_iter().collect();
    let rows = partners::table.filter(partners::id.eq_any(ids)).select((partners::id, partners::name));
    Ok(rows.load::<(PartnerId, String)>(c)?.into_iter().collect())
}

/// Returns a time in the time zone of this partner.
///
/// # Errors
/// [`Error::NotFound`] if there is no such partner.
pub fn local_time(c: &mut DbConnection, partner: PartnerId, at: NaiveDateTime) -> Result<LocalTime> {
    let zone = partners::table.find(partner).select((partners::time_zone, partners::country));
    let (chosen, country): (Option<String>, String) = zone.first(c).optional()?.ok_or(Error::NotFound)?;
    Ok(LocalTime::new(at, zone_of(chosen.as_deref(), &country)))
}

/// Returns all partners by name, for the operator.
pub fn all(c: &mut DbConnection) -> Result<Vec<Partner>> {
    let rows = partners::table.order((partners::name, partners::id)).select(PartnerRow::as_select());
    Ok(rows.load(c)?.into_iter().map(Partner::from).collect())
}

/// Whether the portal was set up.
pub fn is_set_up(c: &mut DbConnection) -> Result<bool> {
    Ok(partners::table.select(partners::id).first::<PartnerId>(c).optional()?.is_some())
}
