//! Retention periods: erases what is older than the operator's settings say, each day. Nothing is erased without a setting.
//! docs/personal-data.md explains it to operators. [`super::log`], [`super::people`] and [`super::sets`] erase;
//! [`super::account`] writes the log entries.
//!
//! What is due is found in snapshots and erased in small transactions, so that other writers never wait long. After a
//! crash the next run continues where this one stopped, and its entries count both.

use crate::audit::ActivityLog;
use crate::clock;
use crate::config::retention_periods::Periods;
use crate::db::Db;
use crate::domain::PartnerId;
use crate::domain::text_enum::text_enum;
use crate::error::Result;
use crate::features::personal_data::erase;
use crate::features::personal_data::erase::Counts;
use crate::secrets::Secrets;
use crate::state::AppState;
use chrono::NaiveDateTime;

/// What is erased together, and told in one entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Names, network addresses and details of the log.
    Log,
    /// Network addresses of the log.
    LogAddresses,
    /// Requests and referrals.
    Requests,
    /// Customers.
    Customers,
}

text_enum!(Kind, "kind", {
    Log = "log", LogAddresses = "log_addresses", Requests = "requests", Customers = "customers",
});

/// A run.
pub struct Retention<'a> {
    /// The database.
    pub db: &'a Db,
    /// The logs.
    pub activity: &'a ActivityLog,
    /// Keys.
    pub secrets: &'a Secrets,
    /// The settings.
    pub periods: &'a Periods,
    /// The moment from which the periods count back.
    pub now: NaiveDateTime,
    /// Whether only to count.
    pub only_count: bool,
    /// Maximum number of transactions that erase; the next run continues.
    pub batches: usize,
}

/// What a run erased, or would erase.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// How much of which kind, by partner.
    pub counts: Counts,
    /// Transactions that are left of those allowed.
    batches: usize,
}

impl Report {
    /// How much it is in all.
    pub fn total(&self) -> usize {
        self.counts.values().flat_map(|counts| counts.values()).sum()
    }

    /// Takes one of the transactions that are allowed; answers whether there was one.
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

/// The job.
///
/// # Errors
/// The database failed; what was erased before stays erased.
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
    /// Erases everything whose period is over, or only counts it.
    ///
    /// # Errors
    /// The database failed; what was erased before stays erased.
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
