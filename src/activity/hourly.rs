//! So many deeds of one kind a person may do in an hour. They are counted where the next one is recorded, in the same
//! transaction and under the partner's lock, so that of many at once no more come to pass than one after the other.

use super::queries::entries_since;
use super::{Action, Tx};
use crate::auth::Scope;
use crate::config::Settings;
use crate::db::{DbConnection, portable};
use crate::error::{Error, Result};
use chrono::{NaiveDateTime, TimeDelta};

/// A limit by the hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hourly {
    action: Action,
    most: i64,
    wait: u64,
}

impl Hourly {
    /// This action so many times; whoever has done it too often may try again after `wait` seconds.
    pub const fn new(action: Action, most: i64, wait: u64) -> Self {
        Hourly { action, most, wait }
    }

    /// The exports that the setting allows.
    pub fn exports(settings: &Settings) -> Self {
        Self::new(Action::Export, i64::from(settings.portal_exports_per_hour), 3600)
    }

    /// Refuses whoever has nothing left before any work is done for them. It decides nothing: [`Hourly::take`] does.
    ///
    /// # Errors
    /// [`Error::TooMany`].
    pub fn look<P>(self, scope: &Scope<P>, now: NaiveDateTime, c: &mut DbConnection) -> Result<()> {
        let done = entries_since(scope, self.action, now - TimeDelta::hours(1), c)?;
        if done < self.most { Ok(()) } else { Err(Error::TooMany(self.wait)) }
    }

    /// Takes one of them: the transaction has to record it.
    ///
    /// # Errors
    /// [`Error::TooMany`]; nothing is to be recorded then.
    pub fn take<P>(self, scope: &Scope<P>, tx: &mut Tx<'_>) -> Result<()> {
        portable::lock_partner(tx.c, scope.partner().0)?;
        self.look(scope, tx.at, tx.c)
    }
}
