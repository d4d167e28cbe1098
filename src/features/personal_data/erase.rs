//! Exports and erases the personal data of one person or one customer. [`super::tables`] lists where it is stored;
//! docs/personal-data.md explains it to operators.
//!
//! The rows of all partners change in one transaction, so an erasure is complete or did not happen. What changes is found
//! in a snapshot before it, so that nobody waits while whole tables and logs are read.

use crate::audit::{ActivityLog, Author};
use crate::auth::throttle;
use crate::auth::throttle::account_bucket;
use crate::db::rows::{Bind, Row};
use crate::db::{Db, DbConnection, portable};
use crate::domain::{MicrosoftId, PartnerId, UserId};
use crate::error::Result;
use crate::features::personal_data::address_traces::AddressTraces;
use crate::features::personal_data::erasure::Erasure;
use crate::features::personal_data::queries;
use crate::features::personal_data::table_rules::{PersonalDataTable, Replacement, Rule};
use crate::secrets::Secrets;
use serde_json::json;
use std::collections::BTreeMap;

/// Whose data.
#[derive(Debug, Clone)]
pub enum Subject {
    /// A person with an email address.
    Person {
        /// Address and names.
        traces: AddressTraces,
        /// Their user account, if they work or worked for a partner.
        user: Option<(UserId, PartnerId)>,
        /// Names that colleagues have too; a row with only such a name is ambiguous and is not changed.
        shared: Vec<String>,
    },
    /// Customers.
    Customers(Vec<MicrosoftId>),
    /// Relationship requests, by their ids; what the log says of them is not meant.
    Requests(Vec<String>),
    /// Referrals, likewise.
    Referrals(Vec<String>),
}

/// A row with personal data of the subject.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The table.
    pub place: &'static PersonalDataTable,
    /// Whose row it is.
    pub partner: PartnerId,
    /// Its key.
    pub key: Vec<Bind>,
    /// The columns that were read.
    pub row: Row,
    /// By which rules it was found.
    pub rules: Vec<&'static Rule>,
}

impl Finding {
    /// Whether erasing changes it.
    pub fn is_changed(&self) -> bool {
        self.rules.iter().any(|rule| !matches!(rule.becomes, Replacement::Stays))
    }
}

/// How many rows of each kind, by partner.
pub type Counts = BTreeMap<PartnerId, BTreeMap<&'static str, usize>>;

/// What an erasure did, or would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Erased {
    /// Rows that were changed or deleted.
    pub changed: Counts,
    /// Rows that stay, because the log and the books need them.
    pub stayed: Counts,
    /// Names that colleagues have too; acts under them keep the name.
    pub shared: Vec<String>,
}

impl Erased {
    pub(super) fn new(
        findings: &[Finding],
        said: impl Iterator<Item = (PartnerId, u64)>,
        subject: &Subject,
    ) -> Self {
        let mut erased = Erased::default();
        // Entries of the log stay as rows; how many lost a value is counted below.
        for finding in findings.iter().filter(|finding| finding.place.name != "log") {
            let counts = if finding.is_changed() { &mut erased.changed } else { &mut erased.stayed };
            *counts.entry(finding.partner).or_default().entry(finding.place.name).or_default() += 1;
        }
        for (partner, entries) in said {
            let entries = usize::try_from(entries).unwrap_or(usize::MAX);
            erased.changed.entry(partner).or_default().insert("log_entries", entries);
        }
        if let Subject::Person { shared, .. } = subject {
            erased.shared.clone_from(shared);
        }
        erased
    }
}

/// Adds these counts to others.
pub fn add_counts(all: &mut Counts, more: &Counts) {
    for (partner, counts) in more {
        for (name, count) in counts {
            *all.entry(*partner).or_default().entry(name).or_default() += count;
        }
    }
}

/// How the subject is named on the command line.
#[derive(Debug, Clone)]
pub enum SubjectName<'a> {
    /// By an address, in whatever spelling.
    Person(&'a str),
    /// By Microsoft ID.
    Customer(MicrosoftId),
}

impl SubjectName<'_> {
    /// Who that is.
    pub fn subject(&self, c: &mut DbConnection) -> Result<Subject> {
        match self {
            SubjectName::Person(email) => queries::find_person(c, email),
            SubjectName::Customer(id) => Ok(Subject::Customers(vec![queries::present_id(c, *id)?])),
        }
    }
}

/// Erases the personal data of a subject, with one entry in the log of each partner whose rows change; or only
/// counts it. Asked again, it finds nothing more to do and writes nothing.
///
/// # Errors
/// The last Global admin of a partner, and a customer with an active relationship, are not erased: the
/// error says what to do first.
pub fn erase(log: &ActivityLog, named: &SubjectName<'_>, only_count: bool) -> Result<Erased> {
    let asked =
        Erasure { author: Author::operator(None), named, is_still_due: &|_| Ok(true), told: json!({}) };
    asked.run(log, only_count)
}

/// Forgets the failed sign-ins that were counted under this address.
///
/// # Errors
/// The database failed.
pub fn delete_attempts(db: &Db, secrets: &Secrets, email: &str) -> Result<()> {
    let bucket = account_bucket(secrets, email);
    db.write_now(|c| throttle::reset(c, &bucket.key))
}

/// Removes erased data from the write-ahead log too.
///
/// # Errors
/// The database failed.
pub fn checkpoint(db: &Db) -> Result<()> {
    db.maintain(portable::checkpoint_whole)
}
