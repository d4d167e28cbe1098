//! Exports and erases the personal data of one person or one customer. [`places`] lists where it is stored;
//! docs/personal-data.md explains it to operators.
//!
//! The rows of all partners change in one transaction, so an erasure is complete or did not happen.

pub mod copy;
pub mod place;
pub mod places;
pub mod queries;
pub mod traces;

use crate::activity::erase::{self as log_values, Person};
use crate::activity::{Action, Activity, ActivityLog, Author, Tx};
use crate::customers::model::MicrosoftId;
use crate::db::rows::{Bind, Row};
use crate::db::{Db, portable};
use crate::error::{Error, Result};
use crate::partners::model::PartnerId;
use crate::partners::queries as partners;
use crate::users::model::UserId;
use place::{Becomes, Place, Rule};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use traces::Traces;

/// Whose data.
#[derive(Debug, Clone)]
pub enum Subject {
    /// A person with an email address.
    Person {
        /// Address and names.
        traces: Traces,
        /// Their user account, if they work or worked for a partner.
        user: Option<(UserId, PartnerId)>,
        /// Names that colleagues have too; a row with only such a name is ambiguous and is not changed.
        shared: Vec<String>,
    },
    /// A customer.
    Customer(MicrosoftId),
}

/// A row with personal data of the subject.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The table.
    pub place: &'static Place,
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
    pub fn changes(&self) -> bool {
        self.rules.iter().any(|rule| !matches!(rule.becomes, Becomes::Stays))
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
    fn of(findings: &[Finding], said: &BTreeMap<PartnerId, u64>, subject: &Subject) -> Self {
        let mut erased = Erased::default();
        // Entries of the log stay as rows; how many lost a value is counted below.
        for finding in findings.iter().filter(|finding| finding.place.name != "log") {
            let counts = if finding.changes() { &mut erased.changed } else { &mut erased.stayed };
            *counts.entry(finding.partner).or_default().entry(finding.place.name).or_default() += 1;
        }
        for (partner, entries) in said {
            let entries = usize::try_from(*entries).unwrap_or(usize::MAX);
            erased.changed.entry(*partner).or_default().insert("log_entries", entries);
        }
        if let Subject::Person { shared, .. } = subject {
            erased.shared.clone_from(shared);
        }
        erased
    }
}

/// How the subject is named on the command line.
#[derive(Debug, Clone)]
pub enum Named<'a> {
    /// By an address, in whatever spelling.
    Person(&'a str),
    /// By Microsoft ID.
    Customer(MicrosoftId),
}

impl Named<'_> {
    /// Who that is.
    pub fn subject(&self, c: &mut crate::db::DbConnection) -> Result<Subject> {
        match self {
            Named::Person(email) => queries::person(c, email),
            Named::Customer(id) => Ok(Subject::Customer(queries::present_id(c, *id)?)),
        }
    }
}

/// Erases the personal data of a subject, with one entry in the log of each partner whose rows change; or only
/// counts it. Asked again, it finds nothing more to do and writes nothing.
///
/// # Errors
/// The last Global admin of a partner, and a customer with an active relationship, are not erased: the
/// error says what to do first.
pub fn erase(log: &ActivityLog, named: &Named<'_>, only_count: bool) -> Result<Erased> {
    log.record_now(&Author::operator(None), |tx| {
        let subject = named.subject(tx.c)?;
        may_be_erased(tx, &subject)?;
        let found = queries::gather(tx.c, &subject)?;
        let logs: BTreeSet<PartnerId> = partners::all(tx.c)?.into_iter().map(|partner| partner.id).collect();
        let said = in_logs(tx, &logs, &subject)?;
        if only_count || said.is_empty() && !found.iter().any(Finding::changes) {
            return Ok((Erased::of(&found, &said, &subject), Vec::new()));
        }
        queries::lock(tx, &logs)?;
        let found = queries::gather(tx.c, &subject)?;
        let mut said = BTreeMap::new();
        for (logs, who) in of_logs(&logs, &subject) {
            said.extend(log_values::erase_values(tx, &logs, &who)?.logs);
        }
        queries::apply(tx, &found, &subject)?;
        let erased = Erased::of(&found, &said, &subject);
        let entries = vec![entry(&subject, &erased)];
        Ok((erased, entries))
    })
}

/// The same one, as the logs know them. A name alone means this person only where they work: elsewhere it is another's.
fn of_logs(logs: &BTreeSet<PartnerId>, subject: &Subject) -> Vec<(Vec<PartnerId>, log_values::Subject)> {
    match subject {
        Subject::Customer(id) => vec![(logs.iter().copied().collect(), log_values::Subject::Customer(*id))],
        Subject::Person { traces, user, .. } => {
            let own = user.map(|(_, partner)| partner);
            let (at_home, elsewhere) = logs.iter().copied().partition(|log| Some(*log) == own);
            let person = |names: &[String]| {
                log_values::Subject::Person(Person {
                    users: user.iter().map(|(id, _)| *id).collect(),
                    emails: traces.key.parse().into_iter().collect(),
                    names: names.to_vec(),
                })
            };
            vec![(at_home, person(&traces.names)), (elsewhere, person(&[]))]
        }
    }
}

/// Entries of each log of which something would be erased.
fn in_logs(
    tx: &mut Tx<'_>,
    logs: &BTreeSet<PartnerId>,
    subject: &Subject,
) -> Result<BTreeMap<PartnerId, u64>> {
    let mut found = BTreeMap::new();
    for (logs, who) in of_logs(logs, subject) {
        log_values::export_values(tx.c, &logs, &who, &mut |said| {
            *found.entry(said.partner).or_default() += 1;
            Ok(())
        })?;
    }
    Ok(found)
}

/// Removes erased data from the write-ahead log too.
///
/// # Errors
/// The database failed.
pub fn settle(db: &Db) -> Result<()> {
    db.maintain(portable::checkpoint_whole)
}

fn may_be_erased(tx: &mut Tx<'_>, subject: &Subject) -> Result<()> {
    match subject {
        Subject::Person { user: Some(user), .. } => match queries::only_global_admin(tx, *user)? {
            None => Ok(()),
            Some(mpn_id) => Err(Error::operator(format!(
                "this is the last Global admin of partner {mpn_id}; make another one first, such as by \
                 `partner-portal user add --partner {mpn_id} --roles global-admin`"
            ))),
        },
        Subject::Person { .. } => Ok(()),
        Subject::Customer(id) => match queries::related(tx, *id)?.as_slice() {
            [] => Ok(()),
            partners => Err(Error::operator(format!(
                "{id} is still a customer of partner {}; its relationship has to be ended first, on the customer's \
                 page there",
                partners.join(", ")
            ))),
        },
    }
}

/// One entry in each log concerned, which says how much was erased of which kind, and none of it.
fn entry(subject: &Subject, erased: &Erased) -> Activity {
    let told = erased.changed.iter().map(|(partner, counts)| {
        let mut details = json!(counts);
        if let (Subject::Person { user: Some((id, own)), .. }, Value::Object(fields)) =
            (subject, &mut details)
            && own == partner
        {
            fields.insert("user".to_owned(), json!(id.0));
        }
        (*partner, details)
    });
    let told: Vec<_> = told.collect();
    let (resource, customer) = match subject {
        Subject::Person { .. } => ("person", None),
        Subject::Customer(id) => ("customer", Some((*id, String::new()))),
    };
    Activity { customer, told, ..Activity::of(Action::ErasePersonalData, resource, Value::Null) }
}
