//! Whether a log is whole: every entry is there, in its place, as it was written, and the last one too.
//! [`verify`] reads one from its beginning; [`ChainChecks`] remembers how far a log was found whole and goes on from there.

use crate::audit::chain::{Chain, MacBytes};
use crate::audit::entry::Entry;
use crate::audit::verify_queries::Head;
use crate::audit::{ActivityLog, verify_queries};
use crate::clock;
use crate::db::{Db, DbConnection, partners};
use crate::domain::PartnerId;
use crate::error::Result;
use chrono::NaiveDateTime;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// So many entries are read at once.
const BATCH_SIZE: i64 = 2_000;

/// So many are checked in one snapshot by the job,
const CHECKED_BY_A_JOB: i64 = 50_000;

/// which leaves off after this long until the next minute.
const MAX_RUN: Duration = Duration::from_secs(5);

/// How far a log was found whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainCheck {
    /// Up to and with this entry.
    pub up_to: i64,
    /// The chain's state there.
    state: MacBytes,
    /// The version 1 state, followed up to the first erased value.
    old: Option<MacBytes>,
    /// How many of them had erased values when they were checked.
    pub erased: i64,
    /// The first entry that is not as it was written, or is missing, or should not be there.
    pub broken: Option<i64>,
}

impl ChainCheck {
    /// Nothing was read yet.
    fn start(chain: &Chain, partner: PartnerId) -> Self {
        let (state, old) = (chain.initial_state(partner.0), Some(chain.old().initial_state(partner.0)));
        ChainCheck { up_to: 0, state, old, erased: 0, broken: None }
    }

    /// Takes in the next entry; answers whether it is the one that was written.
    fn accept(&mut self, chain: &Chain, entry: &Entry, value: &[u8]) -> bool {
        let state = chain.state(&self.state, entry);
        let is_next = entry.seq == self.up_to + 1 && chain.value(&state) == value;
        if !is_next || !entry.values_match() || !self.accept_old(chain, entry) {
            self.broken = Some(entry.seq.min(self.up_to + 1));
            return false;
        }
        self.erased += i64::from(entry.has_erased());
        (self.up_to, self.state) = (entry.seq, state);
        true
    }

    /// Follows version 1, which covered the values themselves, so heads and exports from that time still prove them. It
    /// cannot be followed past an erased value.
    fn accept_old(&mut self, chain: &Chain, entry: &Entry) -> bool {
        let old = self.old.take();
        let (Some(state), Some(value)) = (old, &entry.old_value) else { return true };
        if entry.has_erased() {
            return true;
        }
        self.old = chain.old().advance(&state, entry, value);
        self.old.is_some()
    }

    /// Compares the end with what the partner's row says the end is. A partner's log begins together with the partner,
    /// so that an empty one was wiped.
    fn finish(&mut self, head: &Head) {
        if head.seq != self.up_to || head.seq == 0 {
            self.broken = Some(head.seq.min(self.up_to) + 1);
        } else if head.state != self.state {
            self.broken = Some(self.up_to + 1);
        }
    }
}

/// Goes on from `checked` for at most `most` entries. `c` has to be in one snapshot.
///
/// # Errors
/// The database failed; a log that is not whole is no error.
pub fn continue_check(
    c: &mut DbConnection,
    chain: &Chain,
    partner: PartnerId,
    mut checked: ChainCheck,
    most: i64,
) -> Result<ChainCheck> {
    let stop = checked.up_to.saturating_add(most);
    while checked.broken.is_none() {
        let limit = BATCH_SIZE.min(stop - checked.up_to);
        if limit == 0 {
            return Ok(checked);
        }
        let rows = verify_queries::after(c, partner, checked.up_to, limit)?;
        for (entry, value) in &rows.entries {
            if !checked.accept(chain, entry, value) {
                return Ok(checked);
            }
        }
        if rows.unreadable {
            checked.broken = Some(checked.up_to + 1);
        } else if (rows.entries.len() as i64) < limit {
            checked.finish(&verify_queries::head(c, partner)?);
            return Ok(checked);
        }
    }
    Ok(checked)
}

/// Reads a whole log. `c` has to be in one snapshot.
///
/// # Errors
/// As for [`ChainChecks::continue_check`].
pub fn verify(c: &mut DbConnection, chain: &Chain, partner: PartnerId) -> Result<ChainCheck> {
    continue_check(c, chain, partner, ChainCheck::start(chain, partner), i64::MAX)
}

/// Continues to verify every partner's log where this process stopped, for a limited time, so that other jobs do not
/// wait. A broken log is reported once a run.
///
/// # Errors
/// The database failed.
pub fn verify_all(db: &Db, log: &ActivityLog, proofs: &ChainChecks) -> Result<()> {
    let began = Instant::now();
    for partner in db.read_now(partners::all)? {
        let mut before = -1;
        while began.elapsed() < MAX_RUN {
            let known = proofs.verified_so_far(partner.id);
            let go_on = |c: &mut DbConnection| {
                proofs.continue_check(c, log.chain(), partner.id, known, CHECKED_BY_A_JOB)
            };
            let (checked, _) = db.read_now(go_on)?;
            if let Some(entry) = checked.broken {
                tracing::error!(mpn_id = partner.mpn_id, entry, "the activity log is not as it was written");
            }
            if checked.broken.is_some() || checked.up_to == before {
                break;
            }
            before = checked.up_to;
        }
    }
    Ok(())
}

/// What this process has found out about each partner's log, and when.
#[derive(Default)]
pub struct ChainChecks(Mutex<HashMap<PartnerId, (ChainCheck, NaiveDateTime)>>);

impl ChainChecks {
    /// How far this process has found a log whole. To be asked before the snapshot begins in which it goes on.
    pub fn verified_so_far(&self, partner: PartnerId) -> Option<ChainCheck> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(&partner).map(|(checked, _)| checked.clone())
    }

    /// Goes on where this process stopped, for at most `most` entries; answers how far it is now, and since when. As
    /// `known` is older than the snapshot, a log that is shorter than what was known has lost its end: it is broken.
    ///
    /// # Errors
    /// As for [`ChainChecks::continue_check`].
    pub fn continue_check(
        &self,
        c: &mut DbConnection,
        chain: &Chain,
        partner: PartnerId,
        known: Option<ChainCheck>,
        most: i64,
    ) -> Result<(ChainCheck, NaiveDateTime)> {
        let known = known.unwrap_or_else(|| ChainCheck::start(chain, partner));
        let found = (continue_check(c, chain, partner, known, most)?, clock::now());
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_news = all.get(&partner).is_none_or(|(kept, _)| {
            kept.broken.is_none() && (found.0.broken.is_some() || kept.up_to <= found.0.up_to)
        });
        if is_news {
            all.insert(partner, found.clone());
        }
        Ok(found)
    }
}
