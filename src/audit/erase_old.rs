//! Erases personal values of entries that are older than the retention periods, range by range.

use crate::audit::entry::Entry;
use crate::audit::erase::FoundInLog;
use crate::audit::seals::Field;
use crate::audit::verify_queries::{after, head, next_seq};
use crate::audit::{Action, ActorKind, Tx, erase_queries};
use crate::clock;
use crate::db::{BATCH, DbConnection, portable};
use crate::domain::PartnerId;
use crate::error::Result;
use chrono::{NaiveDateTime, TimeDelta};

/// Which values are erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OldData {
    /// Network addresses.
    Addresses,
    /// Names, network addresses and details.
    All,
}

impl OldData {
    /// Returns the fields of an entry to erase. Values without personal data are kept, so that pages say
    /// “erased” only where something was. Entries about erasures keep their details, which account for what
    /// was erased.
    fn fields_of(self, entry: &Entry) -> Vec<Field> {
        let is_person =
            [ActorKind::User, ActorKind::Customer].iter().any(|kind| kind.as_str() == entry.actor_kind);
        let is_meant = |field: &Field| match field {
            Field::Address => !entry.address.is_empty(),
            Field::ActorName => self == OldData::All && is_person,
            Field::CustomerName => self == OldData::All,
            Field::Details => {
                let is_account = entry.action == Action::ErasePersonalData.as_str();
                self == OldData::All && !is_account && !["null", "{}"].contains(&entry.details.as_str())
            }
        };
        let there = Field::ALL.into_iter().filter(|field| entry.personal(*field).is_some());
        there.filter(is_meant).collect()
    }
}

/// A range of entries of a log.
#[derive(Debug, Clone)]
pub struct OldEntries {
    partner: PartnerId,
    found: FoundInLog,
    /// The last entry of the range. The range is empty if this is the entry before it.
    pub up_to: i64,
}

impl OldEntries {
    /// Returns the number of entries that lose values.
    pub fn entries(&self) -> u64 {
        self.found.entries
    }
}

/// Finds old values in the next range of entries after `seq`. The range ends at the first entry that is not
/// older than `before`, because entries are in order of time. `c` must be in one snapshot.
///
/// # Errors
/// The database failed.
pub fn find_old_values(
    c: &mut DbConnection,
    partner: PartnerId,
    seq: i64,
    before: NaiveDateTime,
    which: OldData,
) -> Result<OldEntries> {
    let mut stretch = OldEntries { partner, found: FoundInLog::default(), up_to: seq };
    stretch.found.end = head(c, partner)?.seq;
    let rows = after(c, partner, seq, BATCH)?;
    for (entry, _) in &rows.entries {
        if entry.at > before {
            warn_of_future(entry);
            break;
        }
        stretch.up_to = entry.seq;
        let fields = which.fields_of(entry);
        if !fields.is_empty() {
            stretch.found.add(entry, &fields);
        }
    }
    let is_all = rows.entries.last().is_none_or(|(last, _)| last.seq == stretch.up_to);
    if rows.unreadable && is_all {
        stretch.up_to = next_seq(c, partner, stretch.up_to)?.unwrap_or(stretch.up_to);
        tracing::warn!(
            %partner,
            entry = stretch.up_to,
            "an entry of the activity log cannot be read"
        );
    }
    let names = std::mem::take(&mut stretch.found.names);
    stretch.found.names = erase_queries::names_without_later(c, partner, stretch.up_to, names)?;
    Ok(stretch)
}

/// Logs a warning about an entry from the future: after a wrong clock, it and all later entries would never be erased.
fn warn_of_future(entry: &Entry) {
    if entry.at > clock::now() + TimeDelta::days(1) {
        let (partner, entry, at) = (entry.partner_id, entry.seq, entry.at);
        tracing::warn!(%partner, entry, %at, "an entry of the activity log has a future date; the entries after it are kept");
    }
}

/// Erases the values of a range. A name by which the log can be searched is deleted only if no later entry has it.
///
/// # Errors
/// The database failed.
pub fn erase_old_values(tx: &mut Tx<'_>, stretch: &OldEntries) -> Result<()> {
    let OldEntries { partner, found, .. } = stretch;
    portable::lock_partner(tx.c, *partner)?;
    for (field, seqs) in &found.fields {
        erase_queries::erase(tx, *partner, *field, seqs)?;
    }
    let mut names = found.names.clone();
    for named in erase_queries::names_since(tx, *partner, found.end)? {
        names.remove(&named);
    }
    if erase_queries::delete_names(tx, *partner, &names)? > 0 {
        erase_queries::bump_names_version(tx, *partner)?;
    }
    Ok(())
}
