//! Gives out or erases what the logs say of a person or a customer. The entries stay, with their time, their kind, the
//! ids of person and customer, and the hashes of the erased values, so the log still verifies.
//!
//! The caller records the erasure in each log of [`Erased::logs`], in the same transaction, and the entry does not repeat
//! erased values.

mod mentions;
pub mod queries;

use super::chain::Entry;
use super::model::{Action, ActorKind};
use super::proof::queries::{after, next};
use super::seals::Field;
use super::{Tx, proof};
use crate::customers::former::queries::all_names;
use crate::customers::model::MicrosoftId;
use crate::db::{DbConnection, portable};
use crate::domain::EmailAddress;
use crate::error::Result;
use crate::partners::model::PartnerId;
use crate::users::model::UserId;
use chrono::NaiveDateTime;
use mentions::Mentions;
use std::collections::{BTreeMap, BTreeSet};

/// Entries that one query reads.
const AT_ONCE: i64 = 4_000;

/// Whom it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A person.
    Person(Person),
    /// A customer, by the Microsoft ID that it has or had: its names, the details of all entries about it or in which its Microsoft ID
    /// stands, and who answered in its name.
    Customer(MicrosoftId),
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
pub struct Said {
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

/// Erases the personal values of a person or customer from these logs. Nothing that was erased can be brought back.
///
/// # Errors
/// The database failed.
pub fn erase_values(tx: &mut Tx<'_>, logs: &[PartnerId], subject: &Subject) -> Result<Erased> {
    let logs: BTreeSet<PartnerId> = logs.iter().copied().collect();
    // The same order as when logs are written, so there is no deadlock.
    for partner in &logs {
        portable::lock_partner(tx.c, partner.0)?;
    }
    let mut erased = Erased::default();
    for partner in logs {
        let (mut meant, mut names) = (BTreeMap::<Field, Vec<i64>>::new(), BTreeSet::new());
        let mut entries = 0;
        each(tx.c, partner, subject, &mut |entry, fields| {
            entries += 1;
            for field in fields {
                meant.entry(*field).or_default().push(entry.seq);
                if let (Field::CustomerName, Some(id)) = (field, &entry.microsoft_id) {
                    names.extend(entry.customer_name.clone().map(|name| (id.clone(), name)));
                }
            }
            Ok(())
        })?;
        for (field, seqs) in &meant {
            erased.values += queries::erase(tx, partner, *field, seqs)?;
        }
        let mut forgotten = queries::forget_names(tx, partner, &names)?;
        for id in ids_of(tx.c, partner, subject)? {
            forgotten += queries::forget_customer(tx, partner, id)?;
        }
        if forgotten > 0 {
            queries::names_were_erased(tx, partner)?;
        }
        erased.names += forgotten;
        if entries > 0 {
            erased.logs.insert(partner, entries);
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
    write: &mut dyn FnMut(Said) -> Result<()>,
) -> Result<()> {
    for partner in logs.iter().copied().collect::<BTreeSet<_>>() {
        each(c, partner, subject, &mut |entry, fields| {
            let value = |field: &Field| Some((*field, entry.personal(*field)?.to_owned()));
            write(Said {
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

/// Goes through the entries of a log that have values which are meant.
fn each(
    c: &mut DbConnection,
    partner: PartnerId,
    subject: &Subject,
    take: &mut dyn FnMut(&Entry, &[Field]) -> Result<()>,
) -> Result<()> {
    let ids = ids_of(c, partner, subject)?;
    let sought = Mentions::of(subject, &ids);
    let mut seq = 0;
    loop {
        let proof::queries::Rows { entries, unreadable } = after(c, partner, seq, AT_ONCE)?;
        for (entry, _) in &entries {
            let fields: Vec<Field> = meant(entry, subject, &ids, &sought);
            if !fields.is_empty() {
                take(entry, &fields)?;
            }
        }
        seq = entries.last().map_or(seq, |(entry, _)| entry.seq);
        if unreadable {
            let Some(unreadable) = next(c, partner, seq)? else { return Ok(()) };
            tracing::warn!(
                partner = partner.0,
                entry = unreadable,
                "an entry of the activity log cannot be read"
            );
            seq = unreadable;
        } else if (entries.len() as i64) < AT_ONCE {
            return Ok(());
        }
    }
}

/// The ids under which a partner knows the customer, or knew it.
fn ids_of(c: &mut DbConnection, partner: PartnerId, subject: &Subject) -> Result<Vec<MicrosoftId>> {
    match subject {
        Subject::Customer(id) => all_names(c, partner, vec![*id]),
        Subject::Person(_) => Ok(Vec::new()),
    }
}

/// The values of an entry that are meant and still there.
fn meant(entry: &Entry, subject: &Subject, ids: &[MicrosoftId], sought: &Mentions) -> Vec<Field> {
    // It holds no personal data, and its counts would match again.
    if entry.action == Action::ErasePersonalData.word() {
        return Vec::new();
    }
    let (is_about_them, is_done_by_them) = match subject {
        Subject::Person(person) => (false, is_done_by(entry, person, sought)),
        Subject::Customer(_) => {
            let is_about_them = is_about(entry, ids);
            (is_about_them, is_about_them && entry.actor_kind == ActorKind::Customer.word())
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

fn is_about(entry: &Entry, ids: &[MicrosoftId]) -> bool {
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
