//! Applies the retention periods of the activity log.

use crate::audit::Author;
use crate::audit::erase_old::{OldData, OldEntries, erase_old_values, find_old_values};
use crate::config::retention_periods::Days;
use crate::db::{partners, portable};
use crate::domain::PartnerId;
use crate::error::Result;
use crate::features::retention::queries;
use crate::features::retention::run::{Kind, Report, Retention};
use std::collections::BTreeMap;

impl Retention<'_> {
    pub(super) fn log(&self, report: &mut Report) -> Result<()> {
        for partner in self.db.read_now(partners::all)? {
            let whole = match self.periods.log {
                Some(days) => self.values(report, (partner.id, Kind::Log), days, 0)?,
                None => self.db.read_now(|c| queries::erased_up_to(c, partner.id, Kind::Log))?,
            };
            if let Some(days) = self.periods.log_addresses {
                self.values(report, (partner.id, Kind::LogAddresses), days, whole)?;
            }
        }
        self.write_entries(Kind::Log)?;
        self.write_entries(Kind::LogAddresses)
    }

    /// Continues with a log where the last run stopped, but not before `least`. Returns the Entry ID up to which it is
    /// erased.
    fn values(&self, report: &mut Report, of: (PartnerId, Kind), days: Days, least: i64) -> Result<i64> {
        let (partner, kind) = of;
        let (which, name) = match kind {
            Kind::LogAddresses => (OldData::Addresses, "log_addresses"),
            _ => (OldData::All, "log_entries"),
        };
        let before = days.before(self.now);
        let mut from = self.db.read_now(|c| queries::erased_up_to(c, partner, kind))?.max(least);
        loop {
            let stretch = self.db.read_now(|c| find_old_values(c, partner, from, before, which))?;
            let is_over = stretch.up_to == from || !self.only_count && !report.takes_a_batch();
            if is_over || !self.only_count && !self.erase(&stretch, of, days, name)? {
                return Ok(from);
            }
            report.add(partner, name, usize::try_from(stretch.entries()).unwrap_or(usize::MAX));
            from = stretch.up_to;
        }
    }

    /// Erases old entries; returns `false` if another process has already erased them.
    fn erase(
        &self,
        stretch: &OldEntries,
        of: (PartnerId, Kind),
        days: Days,
        name: &'static str,
    ) -> Result<bool> {
        let (partner, kind) = of;
        let entries = usize::try_from(stretch.entries()).unwrap_or(usize::MAX);
        self.activity.record_now(&Author::system(partner), |tx| {
            portable::lock_partner(tx.c, partner)?;
            if queries::erased_up_to(tx.c, partner, kind)? >= stretch.up_to {
                return Ok((false, Vec::new()));
            }
            erase_old_values(tx, stretch)?;
            queries::set_up_to(tx, partner, kind, stretch.up_to)?;
            self.count(tx, of, days, &BTreeMap::from([(name, entries)]))?;
            Ok((true, Vec::new()))
        })
    }
}
