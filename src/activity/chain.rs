//! Each entry carries HMAC-SHA256(key, value of the entry before, canonical bytes of this one), by partner.
//! The key is derived from the secret file, so that nobody with the database alone can forge an entry.
//!
//! Canonical bytes: every field below as text, in this order, each preceded by its length (u64, little endian);
//! a missing value is the empty text. Times are RFC 3339 with milliseconds, in UTC.

use crate::secrets::{Key, mac};
use chrono::NaiveDateTime;

/// The fields of an entry as they are chained and stored.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Row id of the partner whose log it is.
    pub partner_id: i32,
    /// 1, 2, 3 … in this partner's log.
    pub seq: i64,
    /// When, UTC.
    pub at: NaiveDateTime,
    /// `change` or `access`.
    pub kind: &'static str,
    /// Operation name.
    pub action: &'static str,
    /// What it was done to.
    pub resource: &'static str,
    /// The customer's id.
    pub microsoft_id: Option<String>,
    /// What the list called the customer then.
    pub customer_name: Option<String>,
    /// `user`, `operator`, `system` or `customer`.
    pub actor_kind: &'static str,
    /// Row id of the person.
    pub actor_id: Option<i32>,
    /// What the person was called then.
    pub actor_name: String,
    /// JSON.
    pub details: String,
    /// The request's id.
    pub request_id: String,
    /// The peer's address.
    pub address: String,
}

impl Entry {
    /// The value that this entry carries when `before` is the value of the one before (empty for the first).
    pub fn value(&self, key: &Key, before: &[u8]) -> Key {
        let at = self.at.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string();
        let actor_id = self.actor_id.map(|id| id.to_string()).unwrap_or_default();
        mac(
            key,
            &[
                before,
                self.partner_id.to_string().as_bytes(),
                self.seq.to_string().as_bytes(),
                at.as_bytes(),
                self.kind.as_bytes(),
                self.action.as_bytes(),
                self.resource.as_bytes(),
                self.microsoft_id.as_deref().unwrap_or_default().as_bytes(),
                self.customer_name.as_deref().unwrap_or_default().as_bytes(),
                self.actor_kind.as_bytes(),
                actor_id.as_bytes(),
                self.actor_name.as_bytes(),
                self.details.as_bytes(),
                self.request_id.as_bytes(),
                self.address.as_bytes(),
            ],
        )
    }
}
