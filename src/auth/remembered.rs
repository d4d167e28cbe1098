//! Remembers the users of recent sessions and tokens, so that the next request of the same one need not query them. An entry
//! is used only if nothing in the database has changed since it was read. So a removed role, an ended session and a
//! deactivated account take effect with the next request.

use crate::clock;
use crate::db::versioned::VersionedValues;
use crate::db::{Db, DbConnection};
use crate::error::Result;
use chrono::NaiveDateTime;

/// How many are remembered at most.
const MANY: usize = 10_000;

/// A value with the times between which it is valid, UTC. The first is exclusive, as is the last.
#[derive(Debug, Clone)]
pub struct Valid<T> {
    /// What was found.
    pub value: T,
    /// It is not valid at this time and before.
    pub after: NaiveDateTime,
    /// It is not valid at this time and later.
    pub before: NaiveDateTime,
}

/// What was found by the hash of a secret, in the memory of this process.
#[derive(Debug)]
pub struct Remembered<T>(VersionedValues<String, Valid<T>>);

impl<T: Clone> Default for Remembered<T> {
    fn default() -> Self {
        Remembered(VersionedValues::new(MANY))
    }
}

impl<T: Clone + Send + 'static> Remembered<T> {
    /// Returns what `find` returned for this key before, if it is valid now and nothing in the database has changed since.
    /// Otherwise asks again.
    ///
    /// # Errors
    /// Those of `find`.
    pub async fn find(
        &self,
        db: &Db,
        key: &str,
        find: impl FnOnce(&mut DbConnection) -> Result<Option<Valid<T>>> + Send + 'static,
    ) -> Result<Option<T>> {
        let version = db.data_version();
        let now = clock::now();
        let known = version.and_then(|version| self.0.get(key, version));
        if let Some(known) = known.filter(|found| found.after < now && now < found.before) {
            return Ok(Some(known.value));
        }
        let Some(found) = db.read_one(find).await? else { return Ok(None) };
        let value = found.value.clone();
        if let Some(version) = version {
            self.0.insert(key.to_owned(), version, found);
        }
        Ok(Some(value))
    }
}
