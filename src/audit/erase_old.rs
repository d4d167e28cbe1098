//! Values of entries that are older than a moment, stretch by stretch: the retention periods of the log.

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

/// Which values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OldData {
    /// The network addresses.
    Addresses,
    /// Names, network addresses and details.
    All,
}

impl OldData {
    /// The values of an entry that are erased. What names nobody stays, so that a page says “erased” only where
    /// something was; and what the log says of erasures stays, because it accounts for what is gone.
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

/// A stretch of a log.
#[derive(Debug, Clone)]
pub struct OldEntries {
    partner: PartnerId,
    found: FoundInLog,
    /// Its last entry; the stretch is empty if that is the one before it.
    pub up_to: i64,
}

impl OldEntries {
    /// Entries of which something is erased.
    pub fn entries(&self) -> u64 {
        self.found.entries
    }
}

/// Finds the next entries after `seq` that were written before a moment. The stretch ends at the first entry that is
/// not older, because entries are in the order in which they were written. `c` has to be in one snapshot.
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
            partner = partner.0,
            entry = stretch.up_to,
            "an entry of the activity log cannot be read"
        );
    }
    let names = std::mem::take(&mut stretch.found.names);
    stretch.found.names = erase_queries::names_without_later(c, partner, stretch.up_to, names)?;
    Ok(stretch)
}

/// Warns of an entry from the future: a clock that was wrong once would keep it and all later entries forever.
fn warn_of_future(entry: &Entry) {
    if entry.at > clock::now() + TimeDelta::days(1) {
        let (partner, entry, at) = (entry.partner_id, entry.seq, entry.at);
        tracing::warn!(partner, entry, %at, "an entry of the activity log is from the future; what follows it is kept");
    }
}

/// Erases what was found in a stretch. A name by which people search the log goes only when no later entry has it.
///
/// # Errors
/// The database failed.
pub fn erase_old_values(tx: &mut Tx<'_>, stretch: &OldEntries) -> Result<()> {
    let OldEntries { partner, found, .. } = stretch;
    portable::lock_partner(tx.c, partner.0)?;
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
