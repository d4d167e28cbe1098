//! Applies the retention periods of customers, requests and referrals: sets of ids that are erased in batches.

use crate::audit::erase::SearchedUpTo;
use crate::audit::{Author, Tx};
use crate::config::retention_periods::Days;
use crate::db::{DbConnection, partners};
use crate::error::Result;
use crate::features::personal_data::erase::{Erased, Subject};
use crate::features::personal_data::erasure::{FoundData, erase_found, find};
use crate::features::personal_data::queries as personal_data_queries;
use crate::features::retention::queries;
use crate::features::retention::run::{Kind, Report, Retention};
use chrono::NaiveDateTime;

/// Returns the ids whose period is over; with a list of ids, only those in it.
type DueQuery = fn(&mut DbConnection, NaiveDateTime, Option<&[String]>) -> Result<Vec<String>>;

/// A set of ended records.
struct RetentionSet {
    kind: Kind,
    due: DueQuery,
    subject: fn(Vec<String>) -> Subject,
    /// The number of ids per transaction.
    at_once: usize,
}

const CUSTOMERS: RetentionSet = RetentionSet {
    kind: Kind::Customers,
    due: queries::customers,
    subject: |ids| Subject::Customers(ids.iter().filter_map(|id| id.parse().ok()).collect()),
    at_once: 50,
};

const REQUESTS: RetentionSet =
    RetentionSet { kind: Kind::Requests, due: queries::requests, subject: Subject::Requests, at_once: 100 };

const REFERRALS: RetentionSet =
    RetentionSet { kind: Kind::Requests, due: queries::referrals, subject: Subject::Referrals, at_once: 100 };

impl Retention<'_> {
    pub(super) fn customers(&self, report: &mut Report) -> Result<()> {
        if let Some(days) = self.periods.customers {
            self.set(report, &CUSTOMERS, days)?;
        }
        self.write_entries(Kind::Customers)
    }

    pub(super) fn requests(&self, report: &mut Report) -> Result<()> {
        if let Some(days) = self.periods.requests {
            self.set(report, &REQUESTS, days)?;
            self.set(report, &REFERRALS, days)?;
        }
        self.write_entries(Kind::Requests)
    }

    fn set(&self, report: &mut Report, set: &RetentionSet, days: Days) -> Result<()> {
        let before = days.before(self.now);
        let due = self.db.read_now(|c| (set.due)(c, before, None))?;
        for ids in due.chunks(set.at_once) {
            let mut ids = ids.to_vec();
            while !ids.is_empty() {
                let subject = (set.subject)(ids.clone());
                let mut found = self.db.read_now(|c| find(c, subject, &SearchedUpTo::new()))?;
                if self.only_count {
                    report.add_all(&found.would().changed);
                    break;
                }
                if !report.takes_a_batch() {
                    return Ok(());
                }
                match self.erase_set(set, days, &ids, &mut found)? {
                    Ok(erased) => {
                        report.add_all(&erased.changed);
                        break;
                    }
                    Err(fewer) => ids = fewer,
                }
            }
        }
        Ok(())
    }

    /// Erases the found data of all these ids. If some are no longer due, erases nothing and returns those that still
    /// are.
    fn erase_set(
        &self,
        set: &RetentionSet,
        days: Days,
        ids: &[String],
        found: &mut FoundData,
    ) -> Result<std::result::Result<Erased, Vec<String>>> {
        let change = |tx: &mut Tx<'_>| {
            let everybody = partners::all(tx.c)?.into_iter().map(|partner| partner.id).collect();
            personal_data_queries::lock(tx, &everybody)?;
            let still = (set.due)(tx.c, days.before(self.now), Some(ids))?;
            if still.len() < ids.len() {
                return Ok((Err(still), Vec::new()));
            }
            let erased = erase_found(tx, found)?;
            for (partner, counts) in &erased.changed {
                self.count(tx, (*partner, set.kind), days, counts)?;
            }
            Ok((Ok(erased), Vec::new()))
        };
        self.activity.record_now(&Author::system(None), change)
    }
}
