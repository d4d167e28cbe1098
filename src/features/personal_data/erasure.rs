//! Erasing: everything is found in a snapshot; the transaction reads only those rows again, and what the logs said since.
//! A second pass looks for rows that somebody wrote meanwhile.

use crate::audit::erase::{Person, SearchedUpTo};
use crate::audit::{Action, Activity, ActivityLog, Author, Tx, erase as log_values};
use crate::db::{DbConnection, partners};
use crate::domain::PartnerId;
use crate::error::{Error, Result};
use crate::features::personal_data::erase::{Erased, Finding, Subject, SubjectName, add_counts};
use crate::features::personal_data::queries;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Maximum number of passes: others may keep writing what is being erased.
const PASSES: usize = 5;

/// An erasure of one person or customer.
pub struct Erasure<'a> {
    /// Who erases.
    pub author: Author,
    /// Whose data.
    pub named: &'a SubjectName<'a>,
    /// Whether they are to be erased still, asked inside the transaction.
    pub is_still_due: &'a dyn Fn(&mut DbConnection) -> Result<bool>,
    /// What the entry says besides the counts: a JSON object.
    pub told: Value,
}

impl Erasure<'_> {
    /// Runs it, or only counts.
    ///
    /// # Errors
    /// As [`super::erase`].
    pub fn run(&self, log: &ActivityLog, only_count: bool) -> Result<Erased> {
        let (mut all, mut ends) = (None::<Erased>, SearchedUpTo::new());
        for _ in 0..PASSES {
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

    /// One entry in each log concerned, which says how much was erased of which kind, and none of it.
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

/// What an erasure will change.
pub struct FoundData {
    subject: Subject,
    rows: Vec<Finding>,
    values: Vec<(log_values::FoundValues, log_values::Subject)>,
}

/// Finds everything of a subject; in the logs, from these ends on. It reads whole tables and logs: `c` has to be in one
/// snapshot that blocks nobody.
///
/// # Errors
/// The database failed.
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
    pub fn is_nothing(&self) -> bool {
        !self.rows.iter().any(Finding::is_changed) && self.entries_per_log().next().is_none()
    }

    /// What would be erased.
    pub fn would(&self) -> Erased {
        Erased::new(&self.rows, self.entries_per_log(), &self.subject)
    }

    /// Entries of each log of which something is erased.
    fn entries_per_log(&self) -> impl Iterator<Item = (PartnerId, u64)> {
        self.values.iter().flat_map(|(found, _)| found.entries())
    }

    fn ends(&self) -> SearchedUpTo {
        self.values.iter().flat_map(|(found, _)| found.ends()).collect()
    }
}

/// Erases what was found, as far as it is still there. The caller has locked all partners, and writes the entries.
///
/// # Errors
/// The database failed.
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

/// The same one, as the logs know them. A name alone means this person only where they work: elsewhere it is another's.
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

/// Everybody's rows may change.
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
