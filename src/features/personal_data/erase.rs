//! Exports and erases the personal data of one person or one customer. [`super::tables`] lists where it is stored;
//! docs/personal-data.md explains it to operators.
//!
//! The rows of all partners change in one transaction, so an erasure is complete or did not happen. The search for them
//! runs before, in a snapshot, so that other requests do not wait while it reads whole tables and logs.

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

/// The person, customers, requests or referrals whose data is exported or erased.
#[derive(Debug, Clone)]
pub enum Subject {
    /// A person with an email address.
    Person {
        /// The address and the names.
        traces: AddressTraces,
        /// The user account, if the person is or was a user of a partner.
        user: Option<(UserId, PartnerId)>,
        /// Names that colleagues have too. A row with only such a name is ambiguous and does not change.
        shared: Vec<String>,
    },
    /// Customers.
    Customers(Vec<MicrosoftId>),
    /// The ids of relationship requests. Log entries about them are not included.
    Requests(Vec<String>),
    /// The ids of referrals. Log entries about them are not included.
    Referrals(Vec<String>),
}

/// A row with personal data of the subject.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The table.
    pub place: &'static PersonalDataTable,
    /// The partner to which the row belongs.
    pub partner: PartnerId,
    /// The values of the key columns.
    pub key: Vec<Bind>,
    /// The columns that were read.
    pub row: Row,
    /// The rules that found it.
    pub rules: Vec<&'static Rule>,
}

impl Finding {
    /// Whether an erasure changes it.
    pub fn is_changed(&self) -> bool {
        self.rules.iter().any(|rule| !matches!(rule.becomes, Replacement::Stays))
    }
}

/// The number of rows of each kind, by partner.
pub type Counts = BTreeMap<PartnerId, BTreeMap<&'static str, usize>>;

/// The result of an erasure, or of counting.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Erased {
    /// Rows that were changed or deleted.
    pub changed: Counts,
    /// Rows that are kept, because the log and the accounting need them.
    pub stayed: Counts,
    /// Names that colleagues have too; records with these names keep them.
    pub shared: Vec<String>,
}

impl Erased {
    pub(super) fn new(
        findings: &[Finding],
        said: impl Iterator<Item = (PartnerId, u64)>,
        subject: &Subject,
    ) -> Self {
        let mut erased = Erased::default();
        // Log entries are kept as rows; those that lost a value are counted below.
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

/// Adds the counts `more` to `all`.
pub fn add_counts(all: &mut Counts, more: &Counts) {
    for (partner, counts) in more {
        for (name, count) in counts {
            *all.entry(*partner).or_default().entry(name).or_default() += count;
        }
    }
}

/// How an operator or a job names the subject.
#[derive(Debug, Clone)]
pub enum SubjectName<'a> {
    /// By email address, in any spelling.
    Person(&'a str),
    /// By Microsoft ID.
    Customer(MicrosoftId),
}

impl SubjectName<'_> {
    /// Returns the subject.
    pub fn subject(&self, c: &mut DbConnection) -> Result<Subject> {
        match self {
            SubjectName::Person(email) => queries::find_person(c, email),
            SubjectName::Customer(id) => Ok(Subject::Customers(vec![queries::present_id(c, *id)?])),
        }
    }
}

/// Erases the personal data of a subject, and adds an entry to the log of each partner whose rows change; with
/// `only_count`, only counts the rows. Running it again changes and logs nothing.
///
/// # Errors
/// If the subject is the last Global admin of a partner, or a customer with an active relationship. The error says what
/// to do first.
pub fn erase(log: &ActivityLog, named: &SubjectName<'_>, only_count: bool) -> Result<Erased> {
    let asked =
        Erasure { author: Author::operator(None), named, is_still_due: &|_| Ok(true), told: json!({}) };
    asked.run(log, only_count)
}

/// Deletes the counter of failed sign-ins of this address.
///
/// # Errors
/// If the database fails.
pub fn delete_attempts(db: &Db, secrets: &Secrets, email: &str) -> Result<()> {
    let bucket = account_bucket(secrets, email);
    db.write_now(|c| throttle::reset(c, &bucket.key))
}

/// Removes erased data from the write-ahead log too.
///
/// # Errors
/// If the database fails.
pub fn checkpoint(db: &Db) -> Result<()> {
    db.maintain(portable::checkpoint_whole)
}
