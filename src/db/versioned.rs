//! Values in memory that were read from the database, each with the version at which it was read.

use crate::db::DataVersion;
use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

/// Values by key. A value is returned only for the version at which it was read.
#[derive(Debug)]
pub struct VersionedValues<K, V> {
    limit: usize,
    values: Mutex<HashMap<K, (DataVersion, V)>>,
}

impl<K: Eq + Hash, V: Clone> VersionedValues<K, V> {
    /// Creates an empty store for at most this many values. When there are more, all are forgotten.
    pub fn new(limit: usize) -> Self {
        VersionedValues { limit, values: Mutex::default() }
    }

    /// Returns the value that was read at this version.
    pub fn get<Q>(&self, key: &Q, version: DataVersion) -> Option<V>
    where
        K: Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        let values = self.values.lock().unwrap_or_else(PoisonError::into_inner);
        values.get(key).filter(|(then, _)| *then == version).map(|(_, value)| value.clone())
    }

    /// Stores a value. `version` must have been read before the transaction that read the value began: a change that is
    /// committed between leaves an old version, which is not used again.
    pub fn insert(&self, key: K, version: DataVersion, value: V) {
        let mut values = self.values.lock().unwrap_or_else(PoisonError::into_inner);
        if values.len() >= self.limit && !values.contains_key(&key) {
            values.clear();
        }
        values.insert(key, (version, value));
    }
}
