//! Resolves former Microsoft IDs. A row belongs to one partner, as the customer does.

use crate::db::schema::{customers, former_microsoft_ids as former};
use crate::db::{DbConnection, ID_BATCH_SIZE};
use crate::domain::{MicrosoftId, PartnerId};
use crate::error::Result;
use diesel::prelude::*;
use std::collections::HashMap;

/// Returns the current id of a customer of this partner; unchanged if it is not a former id.
pub fn current(c: &mut DbConnection, partner: PartnerId, id: MicrosoftId) -> Result<MicrosoftId> {
    let row = former::table.find((partner, id)).select(former::microsoft_id);
    Ok(row.first(c).optional()?.unwrap_or(id))
}

/// Returns the former ids among these, with their current ids.
pub fn all_current(
    c: &mut DbConnection,
    partner: PartnerId,
    ids: &[MicrosoftId],
) -> Result<HashMap<MicrosoftId, MicrosoftId>> {
    let mut found = HashMap::new();
    for ids in ids.chunks(ID_BATCH_SIZE) {
        let rows = former::table.filter(former::partner_id.eq(partner).and(former::former_id.eq_any(ids)));
        let rows = rows.select((former::former_id, former::microsoft_id));
        found.extend(rows.load::<(MicrosoftId, MicrosoftId)>(c)?);
    }
    Ok(found)
}

/// Returns all ids of these customers: the given, the current and the former ones.
pub fn all_names(
    c: &mut DbConnection,
    partner: PartnerId,
    mut ids: Vec<MicrosoftId>,
) -> Result<Vec<MicrosoftId>> {
    let now = all_current(c, partner, &ids)?;
    ids.extend(now.into_values());
    ids.sort_unstable();
    ids.dedup();
    let mut former = Vec::new();
    for now in ids.chunks(ID_BATCH_SIZE) {
        let rows = former::table.filter(former::partner_id.eq(partner));
        let rows = rows.filter(former::microsoft_id.eq_any(now)).select(former::former_id);
        former.extend(rows.load::<MicrosoftId>(c)?);
    }
    ids.extend(former);
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

/// Returns the current id if `id` is a former id of an active customer of this partner.
pub fn current_if_active(
    c: &mut DbConnection,
    partner: PartnerId,
    id: MicrosoftId,
) -> Result<Option<MicrosoftId>> {
    let same =
        customers::partner_id.eq(former::partner_id).and(customers::microsoft_id.eq(former::microsoft_id));
    let row = former::table
        .inner_join(customers::table.on(same))
        .filter(former::partner_id.eq(partner).and(former::former_id.eq(id)))
        .filter(customers::ended_at.is_null());
    Ok(row.select(former::microsoft_id).first(c).optional()?)
}
