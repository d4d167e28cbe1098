//! Runs an erasure: finds the rows in a snapshot, then changes them in a transaction that reads only those rows and the
//! new log entries again. Further passes find rows that were written in the meantime.

use crate::audit::erase::{Person, SearchedUpTo};
use crate::audit::{Action, Activity, ActivityLog, Author, Tx, erase as log_values};
use crate::db::{DbConnection, partners};
use crate::domain::PartnerId;
use crate::error::{Error, Result};
use crate::features::personal_data::erase::{Erased, Finding, Subject, SubjectName, add_counts};
use crate::features::personal_data::queries;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The maximum number of passes; other users may keep writing the data that is erased.
const MAX_PASSES: usize = 5;

/// An erasure of one subject.
pub struct Erasure<'a> {
    /// The author of the log entries.
    pub author: Author,
    /// The subject.
    pub named: &'a SubjectName<'a>,
    /// Whether the erasure is still due; checked in the transaction.
    pub is_still_due: &'a dyn Fn(&mut DbConnection) -> Result<bool>,
    /// The details of the log entries besides the counts: a JSON object.
    pub told: Value,
}

impl Erasure<'_> {
    /// Runs the erasure, or only counts the rows.
    ///
    /// # Errors
    /// As [`super::erase`].
    pub fn run(&self, log: &ActivityLog, only_count: bool) -> Result<Erased> {
        let (mut all, mut ends) = (None::<Erased>, SearchedUpTo::new());
        for _ in 0..MAX_PASSES {
            let mut found = log.db().read_now(|c| {
                let subject = self.named.subject(c)?;
                may_be_erased(c, &subject)?;
                find(c, subject, &ends)
            })?;
            if only_count || found.is_nothing() {
                return Ok(all.unwrap_or_else(|| found.would()));
            }
            let erased = log.record_now(&self.author, |tx| self.erase(tx, &mut found))?;
            ends.extend(found.ends());
            if erased.changed.is_empty() {
                return Ok(all.unwrap_or(erased));
            }
            match &mut all {
                Some(all) => add_counts(&mut all.changed, &erased.changed),
                None => all = Some(erased),
            }
        }
        Ok(all.unwrap_or_default())
    }

    fn erase(&self, tx: &mut Tx<'_>, found: &mut FoundData) -> Result<(Erased, Vec<Activity>)> {
        let everybody: BTreeSet<PartnerId> = all_partners(tx.c)?.into_iter().collect();
        queries::lock(tx, &everybody)?;
        if !(self.is_still_due)(tx.c)? {
            return Ok((Erased::default(), Vec::new()));
        }
        may_be_erased(tx.c, &found.subject)?;
        let erased = erase_found(tx, found)?;
        let entries =
            if erased.changed.is_empty() { Vec::new() } else { vec![self.entry(&found.subject, &erased)] };
        Ok((erased, entries))
    }

    /// Returns an entry for each affected log. It contains the counts by kind, but no erased data.
    fn entry(&self, subject: &Subject, erased: &Erased) -> Activity {
        let told = erased.changed.iter().map(|(partner, counts)| {
            let mut details = self.told.clone();
            if let Value::Object(fields) = &mut details {
                fields.extend(counts.iter().map(|(name, count)| ((*name).to_owned(), json!(count))));
                if let Subject::Person { user: Some((id, own)), .. } = subject
                    && own == partner
                {
                    fields.insert("user".to_owned(), json!(id.0));
                }
            }
            (*partner, details)
        });
        let told: Vec<_> = told.collect();
        let (resource, customer) = match subject {
            Subject::Person { .. } => ("person", None),
            Subject::Customers(ids) => ("customer", ids.first().map(|id| (*id, String::new()))),
            Subject::Requests(_) => ("relationship_request", None),
            Subject::Referrals(_) => ("referral", None),
        };
        Activity { customer, told, ..Activity::new(Action::ErasePersonalData, resource, Value::Null) }
    }
}

/// The data that an erasure will change.
pub struct FoundData {
    subject: Subject,
    rows: Vec<Finding>,
    values: Vec<(log_values::FoundValues, log_values::Subject)>,
}

/// Finds all data of a subject; in the logs, only after the ends in `from`. It reads whole tables and logs, so `c` must
/// be a read snapshot, which blocks nobody.
///
/// # Errors
/// If the database fails.
pub fn find(c: &mut DbConnection, subject: Subject, from: &SearchedUpTo) -> Result<FoundData> {
    let rows = queries::collect_findings(c, &subject)?;
    let logs = all_partners(c)?;
    let mut values = Vec::new();
    for (logs, who) in log_subjects(&logs, &subject) {
        values.push((log_values::find_values(c, &logs, from, &who)?, who));
    }
    Ok(FoundData { subject, rows, values })
}

impl FoundData {
    /// Whether there is nothing to erase.
    fn is_nothing(&self) -> bool {
        !self.rows.iter().any(Finding::is_changed) && self.entries_per_log().next().is_none()
    }

    /// Returns what an erasure would change.
    pub fn would(&self) -> Erased {
        Erased::new(&self.rows, self.entries_per_log(), &self.subject)
    }

    /// Returns the number of affected entries per log.
    fn entries_per_log(&self) -> impl Iterator<Item = (PartnerId, u64)> {
        self.values.iter().flat_map(|(found, _)| found.entries())
    }

    fn ends(&self) -> SearchedUpTo {
        self.values.iter().flat_map(|(found, _)| found.ends()).collect()
    }
}

/// Erases the found data, as far as it still exists. The caller must have locked all partners, and writes the log
/// entries.
///
/// # Errors
/// If the database fails.
pub fn erase_found(tx: &mut Tx<'_>, found: &mut FoundData) -> Result<Erased> {
    let (changing, staying): (Vec<Finding>, _) = found.rows.drain(..).partition(Finding::is_changed);
    let mut rows = queries::find_again(tx, changing, &found.subject)?;
    let mut said = Vec::new();
    for (values, who) in &mut found.values {
        said.extend(log_values::erase_values(tx, values, who)?.logs);
    }
    queries::apply(tx, &rows, &found.subject)?;
    rows.extend(staying);
    Ok(Erased::new(&rows, said.into_iter(), &found.subject))
}

/// Returns the subject in the form that the logs need. Names identify a person only in the log of their own partner;
/// elsewhere the same name may be another person's.
fn log_subjects(logs: &[PartnerId], subject: &Subject) -> Vec<(Vec<PartnerId>, log_values::Subject)> {
    match subject {
        Subject::Customers(ids) => vec![(logs.to_vec(), log_values::Subject::Customers(ids.clone()))],
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
        Subject::Requests(_) | Subject::Referrals(_) => Vec::new(),
    }
}

/// Returns all partners, because rows of any of them may change.
fn all_partners(c: &mut DbConnection) -> Result<Vec<PartnerId>> {
    Ok(partners::all(c)?.into_iter().map(|partner| partner.id).collect())
}

fn may_be_erased(c: &mut DbConnection, subject: &Subject) -> Result<()> {
    match subject {
        Subject::Person { user: Some(user), .. } => match queries::only_global_admin(c, *user)? {
            None => Ok(()),
            Some(mpn_id) => Err(Error::operator(format!(
                "this is the last Global admin of partner {mpn_id}; make another one first, such as by \
                 `partner-portal user add --partner {mpn_id} --roles global-admin`"
            ))),
        },
        Subject::Customers(ids) => ids.iter().try_for_each(|id| match queries::related(c, *id)?.as_slice() {
            [] => Ok(()),
            partners => Err(Error::operator(format!(
                "{id} is still a customer of partner {}; its relationship has to be ended first, on the customer's \
                 page there",
                partners.join(", ")
            ))),
        }),
        Subject::Person { .. } | Subject::Requests(_) | Subject::Referrals(_) => Ok(()),
    }
}
