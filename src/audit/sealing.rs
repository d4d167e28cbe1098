//! Reseals version 1 logs once, at the first start after the upgrade: each entry gets the hashes of its
//! personal values, and a version 2 value that also covers the old one. A log that was already broken stays
//! broken at the same entry: from there on it is chained to [`LOST`].

use crate::audit::chain::{Chain, LOST, MacBytes};
use crate::audit::entry::Entry;
use crate::audit::verify_queries::{after, head, next_seq};
use crate::db::schema::{activity_log as log, partners};
use crate::db::{Db, DbConnection, partners as all_partners, portable};
use crate::domain::PartnerId;
use crate::error::Result;
use diesel::prelude::*;

/// Number of entries that one query reads.
const BATCH_SIZE: i64 = 2_000;

/// Reseals every version 1 log; returns the number of resealed entries. Each log is one transaction, so an
/// interrupted start continues with the next log.
///
/// # Errors
/// The database failed.
pub fn seal_old_logs(db: &Db, chain: &Chain) -> Result<u64> {
    let mut all = 0;
    for partner in db.read_now(all_partners::all)? {
        if Chain::is_sealed(&db.read_now(|c| head(c, partner.id))?.state) {
            continue;
        }
        let entries = db.write_now(|c| seal(c, chain, partner.id))?.unwrap_or(0);
        if entries > 0 {
            tracing::info!(
                mpn_id = partner.mpn_id,
                entries,
                "the activity log was sealed with the new version"
            );
            all += entries;
        }
    }
    Ok(all)
}

/// Reseals one log; returns `None` if another process already did, or the log has the new chain.
fn seal(c: &mut DbConnection, chain: &Chain, partner: PartnerId) -> Result<Option<u64>> {
    let (seq, state) = portable::lock_log(c, partner)?;
    let own = log::partner_id.eq(partner).and(log::actor_name_hash.is_not_null());
    let is_begun = log::table.filter(own).select(log::id).first::<i32>(c).optional()?.is_some();
    if Chain::is_sealed(&state) || is_begun {
        return Ok(None);
    }
    let mut sealing = Sealing::new(chain, partner);
    let mut entries = 0;
    loop {
        let rows = after(c, partner, sealing.up_to, BATCH_SIZE)?;
        let is_last = !rows.unreadable && (rows.entries.len() as i64) < BATCH_SIZE;
        for (entry, value) in rows.entries {
            if let Some((entry, value)) = sealing.accept(entry, value) {
                write(c, &entry, value)?;
                entries += 1;
            }
        }
        if rows.unreadable {
            match next_seq(c, partner, sealing.up_to)? {
                Some(seq) => sealing.mark_broken(seq),
                None => break,
            }
        }
        if is_last {
            break;
        }
    }
    let end = sealing.finish(seq, &state);
    diesel::update(partners::table.find(partner)).set(partners::log_mac.eq(end)).execute(c)?;
    Ok(Some(entries))
}

/// The progress of resealing a log.
struct Sealing<'a> {
    chain: &'a Chain,
    /// The last entry that was resealed.
    up_to: i64,
    /// The state of the old chain there; `None` after an entry that was changed.
    old: Option<MacBytes>,
    /// The state of the new chain there.
    state: MacBytes,
}

impl<'a> Sealing<'a> {
    fn new(chain: &'a Chain, partner: PartnerId) -> Self {
        let (old, state) = (Some(chain.old().initial_state(partner)), chain.initial_state(partner));
        Sealing { chain, up_to: 0, old, state }
    }

    /// Adds the next entry to both chains. Returns the entry with its new value, or `None` if its personal
    /// values are missing.
    fn accept(&mut self, entry: Entry, value: MacBytes) -> Option<(Entry, MacBytes)> {
        let is_next = entry.seq == self.up_to + 1;
        let before = self.old.take().filter(|_| is_next);
        match before.and_then(|before| self.chain.old().advance(&before, &entry, &value)) {
            Some(state) => (self.up_to, self.old) = (entry.seq, Some(state)),
            None => self.mark_broken(entry.seq),
        }
        let entry = Entry { old_value: Some(value), ..entry }.sealed();
        entry.seals.actor_name.hash.as_ref()?;
        self.state = self.chain.state(&self.state, &entry);
        let value = self.chain.value(&self.state);
        Some((entry, value))
    }

    /// Marks the chain as broken at this entry, which was changed or cannot be read.
    fn mark_broken(&mut self, seq: i64) {
        self.old = None;
        (self.up_to, self.state) = (seq, LOST.to_vec());
    }

    /// Returns the state at the end of the log, or [`LOST`] if the old chain does not end as the partner's row says.
    fn finish(self, seq: i64, old: &[u8]) -> MacBytes {
        let is_whole = seq > 0 && seq == self.up_to && self.old.as_deref() == Some(old);
        if is_whole { self.state } else { LOST.to_vec() }
    }
}

fn write(c: &mut DbConnection, entry: &Entry, value: MacBytes) -> Result<()> {
    let row = log::table.filter(log::partner_id.eq(entry.partner_id).and(log::seq.eq(entry.seq)));
    let seals = &entry.seals;
    let sealed = (
        log::customer_name_hash.eq(seals.customer_name.hash.as_deref()),
        log::actor_name_hash.eq(seals.actor_name.hash.as_deref()),
        log::details_hash.eq(seals.details.hash.as_deref()),
        log::address_hash.eq(seals.address.hash.as_deref()),
        log::old_mac.eq(entry.old_value.as_deref()),
        log::mac.eq(value),
    );
    diesel::update(row).set(sealed).execute(c)?;
    Ok(())
}
