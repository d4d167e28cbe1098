//! Gives out or erases what the logs say of a person or a customer. The entries stay, with their time, their kind, the
//! ids of person and customer, and the hashes of the erased values, so the log still verifies.
//!
//! The caller records the erasure in each log of [`Erased::logs`], in the same transaction, and the entry does not repeat
//! erased values.

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

/// Entries that one query reads.
const BATCH_SIZE: i64 = 4_000;

/// Who is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A person.
    Person(Person),
    /// Customers, by the Microsoft IDs that they have or had: their names, the details of all entries about them or in
    /// which such an ID occurs, and who answered in their name.
    Customers(Vec<MicrosoftId>),
}

/// What a person is known by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// The person's rows in `users`: of everything that they did, name and address are meant.
    pub users: Vec<UserId>,
    /// Their e-mail addresses: an entry is meant whose details, customer or author name one of them, in any spelling,
    /// by itself or in a longer text.
    pub emails: Vec<EmailAddress>,
    /// Their names: an entry is meant whose details, customer or author have one of them as a whole value.
    pub names: Vec<String>,
}

/// What was erased.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Erased {
    /// Entries that lost at least one value, by log.
    pub logs: BTreeMap<PartnerId, u64>,
    /// Values.
    pub values: u64,
    /// Names by which people searched a log.
    pub names: u64,
}

impl Erased {
    /// Entries that lost at least one value.
    pub fn entries(&self) -> u64 {
        self.logs.values().sum()
    }
}

/// What an entry says of the person or customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryParts {
    /// In whose log.
    pub partner: PartnerId,
    /// The Entry ID.
    pub seq: i64,
    /// When, UTC.
    pub at: NaiveDateTime,
    /// What was done: a word of `Action`.
    pub action: String,
    /// The values that are meant, and not erased yet.
    pub values: Vec<(Field, String)>,
}

/// The end of each log up to which it was looked through.
pub type SearchedUpTo = BTreeMap<PartnerId, i64>;

/// The values that are to be erased, found in a snapshot.
#[derive(Debug, Clone, Default)]
pub struct FoundValues(BTreeMap<PartnerId, FoundInLog>);

/// Those of one log.
#[derive(Debug, Clone, Default)]
pub(super) struct FoundInLog {
    /// The log was looked through up to this entry.
    pub(super) end: i64,
    /// Entries that have such a value.
    pub(super) entries: u64,
    /// Which.
    pub(super) fields: BTreeMap<Field, Vec<i64>>,
    /// The names of customers among them: Microsoft ID and name.
    pub(super) names: BTreeSet<(String, String)>,
}

impl FoundValues {
    /// Entries of which something would be erased, by log.
    pub fn entries(&self) -> impl Iterator<Item = (PartnerId, u64)> {
        self.0.iter().map(|(partner, found)| (*partner, found.entries)).filter(|(_, entries)| *entries > 0)
    }

    /// How far each log was looked through.
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

    /// Looks through the rest of the log.
    fn continue_search(&mut self, c: &mut DbConnection, partner: PartnerId, subject: &Subject) -> Result<()> {
        let from = self.end;
        self.end = head(c, partner)?.seq;
        for_each_entry(c, partner, from, subject, &mut |entry, fields| {
            self.add(entry, fields);
            Ok(())
        })
    }
}

/// Finds what [`erase_values`] erases, in each log from its end in `from` on, or from its beginning. It reads whole
/// logs: `c` has to be in one snapshot that blocks nobody.
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

/// Erases what was found, and what was written since: entries are only appended, so that the others need no second
/// look. Nothing that was erased can be brought back.
///
/// # Errors
/// The database failed.
pub fn erase_values(tx: &mut Tx<'_>, found: &mut FoundValues, subject: &Subject) -> Result<Erased> {
    // The same order as when logs are written, so there is no deadlock.
    for partner in found.0.keys() {
        portable::lock_partner(tx.c, partner.0)?;
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

/// Hands over what [`erase_values`] would erase, log by log, the oldest first. `c` has to be in one snapshot.
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

/// Goes through the entries of a log after this one that have values which are meant.
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
                partner = partner.0,
                entry = unreadable,
                "an entry of the activity log cannot be read"
            );
            seq = unreadable;
        } else if (entries.len() as i64) < BATCH_SIZE {
            return Ok(());
        }
    }
}

/// The ids under which a partner knows the customer, or knew it.
fn customer_ids(c: &mut DbConnection, partner: PartnerId, subject: &Subject) -> Result<HashSet<MicrosoftId>> {
    match subject {
        Subject::Customers(ids) => Ok(all_names(c, partner, ids.clone())?.into_iter().collect()),
        Subject::Person(_) => Ok(HashSet::new()),
    }
}

/// The values of an entry that are meant and still there.
fn fields_about(
    entry: &Entry,
    subject: &Subject,
    ids: &HashSet<MicrosoftId>,
    sought: &Mentions,
) -> Vec<Field> {
    // It holds no personal data, and its counts would match again.
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

/// Whether the person did it: by user id if the entry has one, else by name or address.
fn is_done_by(entry: &Entry, person: &Person, sought: &Mentions) -> bool {
    match (entry.actor_kind.parse(), entry.actor_id) {
        (Ok(ActorKind::User), Some(id)) => person.users.contains(&UserId(id)),
        (Ok(ActorKind::User | ActorKind::Customer), None) => sought.in_text(&entry.actor_name),
        _ => false,
    }
}
