//! Exports or erases the personal data of a person or a customer in the activity logs. The entries remain,
//! with their time, their kind, the ids of user and customer, and the hashes of the erased values, so the
//! logs still verify.
//!
//! The caller records the erasure in each log of [`Erased::logs`], in the same transaction. That entry must
//! not repeat erased values.

use crate::audit::entry::Entry;
use crate::audit::mentions::Mentions;
use crate::audit::seals::Field;
use crate::audit::verify_queries::{after, head, next_seq};
use crate::audit::{Action, ActorKind, Tx, erase_queries, verify_queries};
use crate::db::former_ids::all_names;
use crate::db::{DbConnection, portable};
use crate::domain::{EmailAddress, MicrosoftId, PartnerId, UserId};
use crate::error::Result;
use chrono::NaiveDateTime;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Number of entries that one query reads.
const BATCH_SIZE: i64 = 4_000;

/// The person or customer whose data is exported or erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A person.
    Person(Person),
    /// Customers, by the Microsoft IDs that they have or had. Covers their names, the details of all
    /// entries about them or with one of these ids, and the people who answered for them.
    Customers(Vec<MicrosoftId>),
}

/// The data that identifies a person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// Row ids in `users`. Covers the name and address in all entries of these users.
    pub users: Vec<UserId>,
    /// Email addresses. Covers entries with one of them in the details, the customer's name or the actor's
    /// name, in any spelling, alone or within a longer text.
    pub emails: Vec<EmailAddress>,
    /// Names. Covers entries with one of them as a whole value in the details, the customer's name or the actor's name.
    pub names: Vec<String>,
}

/// What was erased.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Erased {
    /// Number of entries that lost at least one value, by log.
    pub logs: BTreeMap<PartnerId, u64>,
    /// Number of erased values.
    pub values: u64,
    /// Number of deleted names, by which the log could be searched.
    pub names: u64,
}

impl Erased {
    /// Returns the number of entries that lost at least one value.
    pub fn entries(&self) -> u64 {
        self.logs.values().sum()
    }
}

/// The values of one entry about the person or customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryParts {
    /// The partner whose log it is.
    pub partner: PartnerId,
    /// The Entry ID.
    pub seq: i64,
    /// The time, UTC.
    pub at: NaiveDateTime,
    /// The operation: the text of an `Action`.
    pub action: String,
    /// The values, without those already erased.
    pub values: Vec<(Field, String)>,
}

/// The last entry that was searched, by log.
pub type SearchedUpTo = BTreeMap<PartnerId, i64>;

/// The values to be erased, found in a snapshot.
#[derive(Debug, Clone, Default)]
pub struct FoundValues(BTreeMap<PartnerId, FoundInLog>);

/// The values found in one log.
#[derive(Debug, Clone, Default)]
pub(super) struct FoundInLog {
    /// The last entry that was searched.
    pub(super) end: i64,
    /// Number of entries with such a value.
    pub(super) entries: u64,
    /// The Entry IDs by field.
    pub(super) fields: BTreeMap<Field, Vec<i64>>,
    /// The customer names among the values: Microsoft ID and name.
    pub(super) names: BTreeSet<(String, String)>,
}

impl FoundValues {
    /// Returns the number of entries that would lose values, by log.
    pub fn entries(&self) -> impl Iterator<Item = (PartnerId, u64)> {
        self.0.iter().map(|(partner, found)| (*partner, found.entries)).filter(|(_, entries)| *entries > 0)
    }

    /// Returns the last entry that was searched, by log.
    pub fn ends(&self) -> SearchedUpTo {
        self.0.iter().map(|(partner, found)| (*partner, found.end)).collect()
    }
}

impl FoundInLog {
    pub(super) fn add(&mut self, entry: &Entry, fields: &[Field]) {
        self.entries += 1;
        for field in fields {
            self.fields.entry(*field).or_default().push(entry.seq);
            if let (Field::CustomerName, Some(id)) = (field, &entry.microsoft_id) {
                self.names.extend(entry.customer_name.clone().map(|name| (id.clone(), name)));
            }
        }
    }

    /// Searches the rest of the log.
    fn continue_search(&mut self, c: &mut DbConnection, partner: PartnerId, subject: &Subject) -> Result<()> {
        let from = self.end;
        self.end = head(c, partner)?.seq;
        for_each_entry(c, partner, from, subject, &mut |entry, fields| {
            self.add(entry, fields);
            Ok(())
        })
    }
}

/// Finds the values that [`erase_values`] erases, in each log after the entry in `from`, or from its
/// beginning. It reads whole logs, so `c` must be in one snapshot that does not block writers.
///
/// # Errors
/// The database failed.
pub fn find_values(
    c: &mut DbConnection,
    logs: &[PartnerId],
    from: &SearchedUpTo,
    subject: &Subject,
) -> Result<FoundValues> {
    let mut all = FoundValues::default();
    for partner in logs {
        let end = from.get(partner).copied().unwrap_or_default();
        let found = all.0.entry(*partner).or_insert(FoundInLog { end, ..FoundInLog::default() });
        found.continue_search(c, *partner, subject)?;
    }
    Ok(all)
}

/// Erases the found values, and those written since. Entries are only appended, so earlier ones need no
/// second search. The erasure cannot be undone.
///
/// # Errors
/// The database failed.
pub fn erase_values(tx: &mut Tx<'_>, found: &mut FoundValues, subject: &Subject) -> Result<Erased> {
    // The same order as when logs are written, to avoid deadlocks.
    for partner in found.0.keys() {
        portable::lock_partner(tx.c, *partner)?;
    }
    let mut erased = Erased::default();
    for (partner, found) in &mut found.0 {
        found.continue_search(tx.c, *partner, subject)?;
        for (field, seqs) in &found.fields {
            erased.values += erase_queries::erase(tx, *partner, *field, seqs)?;
        }
        let mut forgotten = erase_queries::delete_names(tx, *partner, &found.names)?;
        for id in customer_ids(tx.c, *partner, subject)? {
            forgotten += erase_queries::delete_customer_names(tx, *partner, id)?;
        }
        if forgotten > 0 {
            erase_queries::bump_names_version(tx, *partner)?;
        }
        erased.names += forgotten;
        if found.entries > 0 {
            erased.logs.insert(*partner, found.entries);
        }
    }
    Ok(erased)
}

/// Passes the values that [`erase_values`] would erase to `write`, log by log, the oldest first. `c` must
/// be in one snapshot.
///
/// # Errors
/// The database or `write` failed.
pub fn export_values(
    c: &mut DbConnection,
    logs: &[PartnerId],
    subject: &Subject,
    write: &mut dyn FnMut(EntryParts) -> Result<()>,
) -> Result<()> {
    for partner in logs.iter().copied().collect::<BTreeSet<_>>() {
        for_each_entry(c, partner, 0, subject, &mut |entry, fields| {
            let value = |field: &Field| Some((*field, entry.personal(*field)?.to_owned()));
            write(EntryParts {
                partner,
                seq: entry.seq,
                at: entry.at,
                action: entry.action.clone(),
                values: fields.iter().filter_map(value).collect(),
            })
        })?;
    }
    Ok(())
}

/// Calls `take` for each later entry of a log that has values to be erased. Skips entries that cannot be read.
fn for_each_entry(
    c: &mut DbConnection,
    partner: PartnerId,
    mut seq: i64,
    subject: &Subject,
    take: &mut dyn FnMut(&Entry, &[Field]) -> Result<()>,
) -> Result<()> {
    let ids = customer_ids(c, partner, subject)?;
    let sought = Mentions::new(subject, &ids);
    loop {
        let verify_queries::Rows { entries, unreadable } = after(c, partner, seq, BATCH_SIZE)?;
        for (entry, _) in &entries {
            let fields: Vec<Field> = fields_about(entry, subject, &ids, &sought);
            if !fields.is_empty() {
                take(entry, &fields)?;
            }
        }
        seq = entries.last().map_or(seq, |(entry, _)| entry.seq);
        if unreadable {
            let Some(unreadable) = next_seq(c, partner, seq)? else { return Ok(()) };
            tracing::warn!(
                %partner,
                entry = unreadable,
                "an entry of the activity log cannot be read"
            );
            seq = unreadable;
        } else if (entries.len() as i64) < BATCH_SIZE {
            return Ok(());
        }
    }
}

/// Returns all Microsoft IDs that the customer has or had at this partner.
fn customer_ids(c: &mut DbConnection, partner: PartnerId, subject: &Subject) -> Result<HashSet<MicrosoftId>> {
    match subject {
        Subject::Customers(ids) => Ok(all_names(c, partner, ids.clone())?.into_iter().collect()),
        Subject::Person(_) => Ok(HashSet::new()),
    }
}

/// Returns the fields of an entry that are to be erased and are not yet.
fn fields_about(
    entry: &Entry,
    subject: &Subject,
    ids: &HashSet<MicrosoftId>,
    sought: &Mentions,
) -> Vec<Field> {
    // Such an entry contains no personal data, but its counts could match again.
    if entry.action == Action::ErasePersonalData.as_str() {
        return Vec::new();
    }
    let (is_about_them, is_done_by_them) = match subject {
        Subject::Person(person) => (false, is_done_by(entry, person, sought)),
        Subject::Customers(_) => {
            let is_about_them = is_about(entry, ids);
            (is_about_them, is_about_them && entry.actor_kind == ActorKind::Customer.as_str())
        }
    };
    let is_meant = |field: &Field| match field {
        Field::ActorName | Field::Address => is_done_by_them,
        Field::CustomerName => {
            is_about_them || entry.customer_name.as_ref().is_some_and(|name| sought.in_text(name))
        }
        Field::Details => is_about_them || sought.in_json(&entry.details),
    };
    Field::ALL.into_iter().filter(|field| entry.personal(*field).is_some()).filter(is_meant).collect()
}

fn is_about(entry: &Entry, ids: &HashSet<MicrosoftId>) -> bool {
    let id = entry.microsoft_id.as_ref().and_then(|id| id.parse().ok());
    id.is_some_and(|id: MicrosoftId| ids.contains(&id))
}

/// Whether the person is the actor: by user id if the entry has one, otherwise by name or email address.
fn is_done_by(entry: &Entry, person: &Person, sought: &Mentions) -> bool {
    match (entry.actor_kind.parse(), entry.actor_id) {
        (Ok(ActorKind::User), Some(id)) => person.users.contains(&id),
        (Ok(ActorKind::User | ActorKind::Customer), None) => sought.in_text(&entry.actor_name),
        _ => false,
    }
}
