//! Remembers what pages need besides their rows, such as the choices of a filter, so that the next page of the same user or
//! partner need not query it. A value is used only on the same day of the partner, and if nothing in the database has changed
//! since it was read. With PostgreSQL, which has no version of its data, everything is queried each time.

use crate::auth::Scope;
use crate::db::versioned::VersionedValues;
use crate::db::{DataVersion, Db};
use crate::domain::{PartnerId, UserId};
use crate::error::Result;
use crate::i18n::time_zone::{partner_zone, today};
use chrono::NaiveDate;
use std::any::{Any, TypeId};
use std::sync::Arc;

/// How many values are remembered at most.
const MANY: usize = 5_000;

/// Whose data a value was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Owner {
    User(UserId),
    Partner(PartnerId),
}

/// The day of the partner on which a value of the type with this id was read.
type Key = (Owner, NaiveDate, TypeId);

/// The values of all users and partners, in the memory of this process. There is one for each type of value: give it a type
/// of its own.
#[derive(Debug)]
pub struct ScopeMemory(VersionedValues<Key, Arc<dyn Any + Send + Sync>>);

impl Default for ScopeMemory {
    fn default() -> Self {
        ScopeMemory(VersionedValues::new(MANY))
    }
}

impl ScopeMemory {
    /// Returns access to the values. Call it before the transaction that reads what is not remembered.
    pub fn recall<P>(self: &Arc<Self>, scope: &Scope<P>, db: &Db) -> Recall {
        let day = today(partner_zone(&scope.actor().partner));
        let (user, partner) = (scope.actor().user, scope.partner());
        Recall { memory: self.clone(), db: db.clone(), version: db.data_version(), day, user, partner }
    }
}

/// Access to the values of one user and its partner, for one transaction.
pub struct Recall {
    memory: Arc<ScopeMemory>,
    db: Db,
    /// The version before the transaction; `None` if values can be neither used nor stored.
    version: Option<DataVersion>,
    day: NaiveDate,
    user: UserId,
    partner: PartnerId,
}

impl Recall {
    /// Whether a value of the user is remembered, and nothing has changed since.
    pub fn knows_of_user<T: Send + Sync + 'static>(&self) -> bool {
        self.known::<T>(Owner::User(self.user)).is_some()
    }

    /// Whether a value of the partner is remembered, and nothing has changed since.
    pub fn knows_of_partner<T: Send + Sync + 'static>(&self) -> bool {
        self.known::<T>(Owner::Partner(self.partner)).is_some()
    }

    /// Uses no value from before if something was committed since [`ScopeMemory::recall`]. Call it after the first query of
    /// the transaction: what is remembered is then what the transaction would read.
    pub fn check(&mut self) {
        if self.version.is_some() && self.db.data_version() != self.version {
            self.version = None;
        }
    }

    /// Returns a value that depends on the user.
    ///
    /// # Errors
    /// Those of `read`.
    pub fn of_user<T: Send + Sync + 'static>(&self, read: impl FnOnce() -> Result<T>) -> Result<Arc<T>> {
        self.get_or_read(Owner::User(self.user), read)
    }

    /// Returns a value that is the same for all users of the partner.
    ///
    /// # Errors
    /// Those of `read`.
    pub fn of_partner<T: Send + Sync + 'static>(&self, read: impl FnOnce() -> Result<T>) -> Result<Arc<T>> {
        self.get_or_read(Owner::Partner(self.partner), read)
    }

    fn get_or_read<T: Send + Sync + 'static>(
        &self,
        owner: Owner,
        read: impl FnOnce() -> Result<T>,
    ) -> Result<Arc<T>> {
        if let Some(known) = self.known(owner) {
            return Ok(known);
        }
        let value = Arc::new(read()?);
        if let Some(version) = self.version {
            self.memory.0.insert((owner, self.day, TypeId::of::<T>()), version, value.clone());
        }
        Ok(value)
    }

    fn known<T: Send + Sync + 'static>(&self, owner: Owner) -> Option<Arc<T>> {
        self.memory.0.get(&(owner, self.day, TypeId::of::<T>()), self.version?)?.downcast().ok()
    }
}
