//! Verifies a log: every entry is present, in order and unchanged, including the last one. [`verify`] reads
//! a log from its beginning; [`ChainChecks`] caches how far a log was verified and continues from there.

use crate::audit::chain::{Chain, MacBytes, generation};
use crate::audit::entry::Entry;
use crate::audit::verify_queries::Head;
use crate::audit::{Action, ActivityLog, verify_queries};
use crate::clock;
use crate::db::{Db, DbConnection, partners};
use crate::domain::PartnerId;
use crate::error::Result;
use chrono::NaiveDateTime;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Number of entries that one query reads.
const BATCH_SIZE: i64 = 2_000;

/// Maximum number of entries that the job verifies in one snapshot.
const JOB_CHECK_LIMIT: i64 = 50_000;

/// Maximum duration of one run of the job; the next run continues.
const MAX_RUN: Duration = Duration::from_secs(5);

/// The result of verifying a log up to some entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainCheck {
    /// The last verified entry.
    pub up_to: i64,
    /// The state of the chain there.
    state: MacBytes,
    /// The version 1 state there; `None` after the first erased value.
    old: Option<MacBytes>,
    /// Number of verified entries that had erased values at the time.
    pub erased: i64,
    /// The first entry that was changed, is missing, or should not exist.
    pub broken: Option<i64>,
}

impl ChainCheck {
    /// Starts before the first entry.
    fn start(chain: &Chain, partner: PartnerId) -> Self {
        let (state, old) = (chain.initial_state(partner), Some(chain.old().initial_state(partner)));
        ChainCheck { up_to: 0, state, old, erased: 0, broken: None }
    }

    /// Verifies the next entry; returns whether it is unchanged.
    fn accept(&mut self, chain: &Chain, entry: &Entry, value: &[u8]) -> bool {
        let with = generation(value);
        if self.up_to == 0 {
            self.state = chain.initial_state_of(with, entry.partner_id);
        }
        let state = chain.state_of(with, &self.state, entry);
        // Otherwise, somebody with a former secret could add entries.
        let is_of_its_time = match with.cmp(&generation(&self.state)) {
            Ordering::Less => false,
            Ordering::Equal => true,
            Ordering::Greater => entry.action == Action::ReplaceSecret.as_str(),
        };
        let is_next = entry.seq == self.up_to + 1 && is_of_its_time && chain.value(&state) == value;
        if !is_next || !entry.values_match() || !self.accept_old(chain, entry) {
            self.broken = Some(entry.seq.min(self.up_to + 1));
            return false;
        }
        self.erased += i64::from(entry.has_erased());
        (self.up_to, self.state) = (entry.seq, state);
        true
    }

    /// Verifies the version 1 value, which covered the personal values themselves, so that heads and
    /// exports from that time can still be checked. The version 1 chain cannot be computed past an erased
    /// value.
    fn accept_old(&mut self, chain: &Chain, entry: &Entry) -> bool {
        let old = self.old.take();
        let (Some(state), Some(value)) = (old, &entry.old_value) else { return true };
        if entry.has_erased() {
            return true;
        }
        self.old = chain.old().advance(&state, entry, value);
        self.old.is_some()
    }

    /// Compares the end of the log with the end in the partner's row. A log begins when its partner is
    /// created, so an empty log was deleted. Replacing the secret adds an entry to each log, so a log that ends with a
    /// former secret was cut off.
    fn finish(&mut self, chain: &Chain, head: &Head) {
        if head.seq != self.up_to || head.seq == 0 {
            self.broken = Some(head.seq.min(self.up_to) + 1);
        } else if head.state != self.state || generation(&self.state) != chain.newest() {
            self.broken = Some(self.up_to + 1);
        }
    }
}

/// Continues from `checked` for at most `most` entries. `c` must be in one snapshot.
///
/// # Errors
/// The database failed. A broken log is not an error.
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
            checked.finish(chain, &verify_queries::head(c, partner)?);
            return Ok(checked);
        }
    }
    Ok(checked)
}

/// Verifies a whole log. `c` must be in one snapshot.
///
/// # Errors
/// As for [`continue_check`].
pub fn verify(c: &mut DbConnection, chain: &Chain, partner: PartnerId) -> Result<ChainCheck> {
    continue_check(c, chain, partner, ChainCheck::start(chain, partner), i64::MAX)
}

/// Verifies every partner's log from where this process stopped, for a limited time, so that other jobs do
/// not wait. Logs an error in each run for a broken log.
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
                proofs.continue_check(c, log.chain(), partner.id, known, JOB_CHECK_LIMIT)
            };
            let (checked, _) = db.read_now(go_on)?;
            if let Some(entry) = checked.broken {
                tracing::error!(mpn_id = partner.mpn_id, entry, "the activity log was tampered with");
            }
            if checked.broken.is_some() || checked.up_to == before {
                break;
            }
            before = checked.up_to;
        }
    }
    Ok(())
}

/// How far this process has verified each partner's log, and when.
#[derive(Default)]
pub struct ChainChecks(Mutex<HashMap<PartnerId, (ChainCheck, NaiveDateTime)>>);

impl ChainChecks {
    /// Returns how far this process has verified a log. Call it before the snapshot for
    /// [`Self::continue_check`] begins.
    pub fn verified_so_far(&self, partner: PartnerId) -> Option<ChainCheck> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(&partner).map(|(checked, _)| checked.clone())
    }

    /// Returns how many logs this process has found changed.
    pub fn broken_logs(&self) -> usize {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.values().filter(|(checked, _)| checked.broken.is_some()).count()
    }

    /// Continues from `known` for at most `most` entries; returns the result and its time. `known` is older
    /// than the snapshot, so a log that is shorter than `known` was truncated and is reported as broken.
    ///
    /// # Errors
    /// As for [`continue_check`].
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
