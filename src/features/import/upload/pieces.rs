//! The queries for the chunks of uploaded files.

use crate::db::DbConnection;
use crate::db::schema::{import_pieces, imports};
use crate::domain::{ImportId, PartnerId};
use crate::error::Result;
use crate::features::import::upload::leases::{Lease, ensure_held};
use diesel::prelude::*;

/// Stores a chunk of a file. The first chunk deletes those of an earlier attempt.
pub fn store(
    lease: &Lease,
    partner: PartnerId,
    (part, seq): (&'static str, i32),
    bytes: &[u8],
    c: &mut DbConnection,
) -> Result<()> {
    let row = imports::table.filter(imports::id.eq(lease.id).and(imports::partner_id.eq(partner)));
    ensure_held(row.count().get_result::<i64>(c)? as usize)?;
    let key =
        (import_pieces::import_id.eq(lease.id), import_pieces::part.eq(part), import_pieces::seq.eq(seq));
    if seq == 0 {
        let old = import_pieces::table.filter(import_pieces::import_id.eq(lease.id));
        diesel::delete(old.filter(import_pieces::part.eq(part))).execute(c)?;
    }
    diesel::insert_into(import_pieces::table).values((key, import_pieces::bytes.eq(bytes))).execute(c)?;
    Ok(())
}

/// Returns a chunk of a file of this partner; `None` after the last one.
pub fn read(
    id: ImportId,
    partner: PartnerId,
    (part, seq): (&'static str, i32),
    c: &mut DbConnection,
) -> Result<Option<Vec<u8>>> {
    let whose = imports::table.filter(imports::id.eq(id).and(imports::partner_id.eq(partner)));
    let pieces = import_pieces::table
        .filter(import_pieces::import_id.eq_any(whose.select(imports::id)))
        .filter(import_pieces::part.eq(part).and(import_pieces::seq.eq(seq)));
    Ok(pieces.select(import_pieces::bytes).first(c).optional()?)
}

/// Deletes the chunks of an import's files, but not the import itself.
pub fn delete(id: ImportId, c: &mut DbConnection) -> Result<()> {
    diesel::delete(import_pieces::table.filter(import_pieces::import_id.eq(id))).execute(c)?;
    diesel::update(imports::table.find(id)).set(imports::is_kept.eq(false)).execute(c)?;
    Ok(())
}
