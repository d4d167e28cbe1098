//! Log entries about retention runs: how much was erased, and up to which date. Each batch adds to the count in its own
//! transaction. The entry is written at the end of the run, or of the next run after a crash.

use crate::audit::{Action, Activity, Author, Tx};
use crate::config::retention_periods::Days;
use crate::db::portable;
use crate::domain::PartnerId;
use crate::error::Result;
use crate::features::retention::queries;
use crate::features::retention::run::{Kind, Retention};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

impl Kind {
    /// Returns the resource of the log entry, as a text of `Resource`.
    const fn resource(self) -> &'static str {
        match self {
            Kind::Log | Kind::LogAddresses => "activity",
            Kind::Requests => "relationship_request",
            Kind::Customers => "customer",
        }
    }
}

impl Retention<'_> {
    /// Returns the details about the period.
    pub(super) fn period_details(&self, days: Days) -> Map<String, Value> {
        let until = days.before(self.now).date();
        Map::from_iter([
            ("until".to_owned(), json!(until)),
            ("retention_days".to_owned(), json!(days.count())),
        ])
    }

    /// Adds the rows that a batch erased for this partner to the count.
    pub(super) fn count(
        &self,
        tx: &mut Tx<'_>,
        (partner, kind): (PartnerId, Kind),
        days: Days,
        counts: &BTreeMap<&'static str, usize>,
    ) -> Result<()> {
        if counts.values().all(|count| *count == 0) {
            return Ok(());
        }
        let mut untold = queries::pending_report(tx, partner, kind)?;
        for (name, count) in counts {
            let before = untold.get(*name).and_then(Value::as_u64).unwrap_or_default();
            untold.insert((*name).to_owned(), json!(before + *count as u64));
        }
        untold.extend(self.period_details(days));
        queries::set_pending_report(tx, partner, kind, untold)
    }

    /// Writes the log entries for the counts and resets them.
    pub(super) fn write_entries(&self, kind: Kind) -> Result<()> {
        if self.only_count {
            return Ok(());
        }
        for partner in self.db.read_now(|c| queries::partners_with_pending_report(c, kind))? {
            self.activity.record_now(&Author::system(partner), |tx| {
                portable::lock_partner(tx.c, partner)?;
                let untold = queries::pending_report(tx, partner, kind)?;
                if untold.is_empty() {
                    return Ok(((), Vec::new()));
                }
                queries::set_pending_report(tx, partner, kind, Map::new())?;
                let details = Value::Object(untold);
                Ok(((), vec![Activity::new(Action::ErasePersonalData, kind.resource(), details)]))
            })?;
        }
        Ok(())
    }
}
