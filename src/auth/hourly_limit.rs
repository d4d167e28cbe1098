//! Hourly limits for a user's actions. Actions are counted in the transaction that records the next one,
//! under the partner's lock, so concurrent requests cannot exceed the limit.

use crate::audit::history::count_since;
use crate::audit::{Action, Tx};
use crate::auth::Scope;
use crate::config::Settings;
use crate::db::{DbConnection, portable};
use crate::error::{Error, Result};
use chrono::{NaiveDateTime, TimeDelta};

/// A maximum number of actions per hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hourly {
    action: Action,
    most: i64,
    wait: u64,
}

impl Hourly {
    /// Allows this action `most` times an hour; a refusal tells the person to wait `wait` seconds.
    pub const fn new(action: Action, most: i64, wait: u64) -> Self {
        Hourly { action, most, wait }
    }

    /// Returns the limit for exports from the settings.
    pub fn exports(settings: &Settings) -> Self {
        Self::new(Action::Export, i64::from(settings.portal_exports_per_hour), 3600)
    }

    /// Refuses early, before any expensive work. Only [`Hourly::consume`] enforces the limit.
    ///
    /// # Errors
    /// [`Error::TooMany`] if the limit is reached.
    pub fn check<P>(self, scope: &Scope<P>, now: NaiveDateTime, c: &mut DbConnection) -> Result<()> {
        let done =
            count_since((scope.partner(), scope.actor().user), self.action, now - TimeDelta::hours(1), c)?;
        if done < self.most { Ok(()) } else { Err(Error::TooMany(self.wait)) }
    }

    /// Checks the limit for one more action, which the same transaction must record.
    ///
    /// # Errors
    /// [`Error::TooMany`] if the limit is reached; the action must not be recorded then.
    pub fn consume<P>(self, scope: &Scope<P>, tx: &mut Tx<'_>) -> Result<()> {
        portable::lock_partner(tx.c, scope.partner())?;
        self.check(scope, tx.at, tx.c)
    }
}
