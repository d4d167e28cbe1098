//! Remembers the users of recent sessions and tokens, so that the next request of the same one need not query them. An entry
//! is used only if nothing in the database has changed since it was read. So a removed role, an ended session and a
//! deactivated account take effect with the next request.

use crate::clock;
use crate::db::{DataVersion, Db, DbConnection};
use crate::error::Result;
use chrono::NaiveDateTime;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// How many are remembered at most. When there are more, all are forgotten.
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
pub struct Remembered<T>(Mutex<HashMap<String, (DataVersion, Valid<T>)>>);

impl<T> Default for Remembered<T> {
    fn default() -> Self {
        Remembered(Mutex::default())
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
        // Before the query: a change that is committed between leaves an old version, which is not used again.
        let version = db.data_version();
        if let Some(known) = version.and_then(|version| self.known(key, version)) {
            return Ok(Some(known));
        }
        let Some(found) = db.read_one(find).await? else { return Ok(None) };
        let value = found.value.clone();
        if let Some(version) = version {
            self.remember(key.to_owned(), version, found);
        }
        Ok(Some(value))
    }

    fn known(&self, key: &str, version: DataVersion) -> Option<T> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (_, found) = known.get(key).filter(|(then, _)| *then == version)?;
        let now = clock::now();
        (found.after < now && now < found.before).then(|| found.value.clone())
    }

    fn remember(&self, key: String, version: DataVersion, found: Valid<T>) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MANY {
            known.clear();
        }
        known.insert(key, (version, found));
    }
}
