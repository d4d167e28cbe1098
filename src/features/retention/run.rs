//! Applies the retention periods: each day, erases data that is older than the operator's settings say. Without a
//! setting, nothing is erased. docs/personal-data.md explains it to operators. [`super::log`], [`super::people`] and
//! [`super::sets`] erase; [`super::account`] writes the log entries.
//!
//! Due data is found in snapshots and erased in small transactions, so that other writers never wait long. After a
//! crash, the next run continues where this one stopped, and its log entries include both counts.

use crate::audit::ActivityLog;
use crate::clock;
use crate::config::retention_periods::Periods;
use crate::db::Db;
use crate::db::column_types::text_column;
use crate::domain::PartnerId;
use crate::domain::text_enum::text_enum;
use crate::error::Result;
use crate::features::personal_data::erase;
use crate::features::personal_data::erase::Counts;
use crate::secrets::Secrets;
use crate::state::AppState;
use chrono::NaiveDateTime;

/// The kinds of data that are erased and logged together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Names, network addresses and details in the log.
    Log,
    /// Network addresses in the log.
    LogAddresses,
    /// Requests and referrals.
    Requests,
    /// Customers.
    Customers,
}

text_enum!(Kind, "kind", {
    Log = "log", LogAddresses = "log_addresses", Requests = "requests", Customers = "customers",
});

text_column!(Kind);

/// A run.
pub struct Retention<'a> {
    /// The database.
    pub db: &'a Db,
    /// The activity logs.
    pub activity: &'a ActivityLog,
    /// The keys.
    pub secrets: &'a Secrets,
    /// The settings.
    pub periods: &'a Periods,
    /// The time from which the periods count back.
    pub now: NaiveDateTime,
    /// Whether to count only.
    pub only_count: bool,
    /// The maximum number of transactions that erase; the next run continues.
    pub batches: usize,
}

/// The result of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The number of erased rows by partner and kind.
    pub counts: Counts,
    /// The number of transactions that are still allowed.
    batches: usize,
}

impl Report {
    /// Returns the total number of erased rows.
    pub fn total(&self) -> usize {
        self.counts.values().flat_map(|counts| counts.values()).sum()
    }

    /// Uses one of the allowed transactions; returns whether there was one.
    pub(super) fn takes_a_batch(&mut self) -> bool {
        let is_left = self.batches > 0;
        self.batches = self.batches.saturating_sub(1);
        is_left
    }

    pub(super) fn add(&mut self, partner: PartnerId, name: &'static str, count: usize) {
        if count > 0 {
            *self.counts.entry(partner).or_default().entry(name).or_default() += count;
        }
    }

    pub(super) fn add_all(&mut self, counts: &Counts) {
        erase::add_counts(&mut self.counts, counts);
    }
}

/// The daily job; returns the total number of erased rows.
///
/// # Errors
/// If the database fails. Data erased before the error stays erased.
pub fn run(portal: &AppState) -> Result<usize> {
    let retention = Retention {
        db: &portal.db,
        activity: &portal.log,
        secrets: &portal.secrets,
        periods: &portal.settings.retention,
        now: clock::now(),
        only_count: false,
        batches: usize::MAX,
    };
    Ok(retention.run()?.total())
}

impl Retention<'_> {
    /// Erases all data whose period is over, or only counts it.
    ///
    /// # Errors
    /// If the database fails. Data erased before the error stays erased.
    pub fn run(&self) -> Result<Report> {
        let mut report = Report { counts: Counts::new(), batches: self.batches };
        self.people(&mut report)?;
        self.customers(&mut report)?;
        self.requests(&mut report)?;
        self.log(&mut report)?;
        if !self.only_count && report.total() > 0 {
            erase::checkpoint(self.db)?;
        }
        Ok(report)
    }
}
