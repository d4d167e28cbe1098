//! Each entry is chained to the one before it by HMAC-SHA256, by partner. The keys come from the secret file, so that
//! nobody with the database alone can forge an entry, take one out or cut the end off. docs/activity-log.md has it all.
//!
//! Two things come of each entry: a state, of which only the newest is kept (`partners.log_mac`), and a value that
//! stands beside the entry (`activity_log.mac`). A value does not tell its state: whoever cuts the end off cannot make
//! the state that would have to stand in `partners`.

use crate::secrets::{Key, Secrets};
use chrono::NaiveDateTime;
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// The way of chaining; it stands before every state and value.
pub const VERSION: u8 = 1;

/// The version and 32 bytes: a state of the chain, or the value that an entry carries.
pub type Link = Vec<u8>;

/// Makes states and values. Clones are cheap.
#[derive(Clone)]
pub struct Chain {
    beginnings: Hmac<Sha256>,
    states: Hmac<Sha256>,
    values: Hmac<Sha256>,
}

/// Replaces a missing state. No log starts with it, so a chain that continues from it never verifies.
const LOST: &[u8] = b"lost";

/// The fields of an entry as they are chained and stored.
#[derive(Debug, Clone, PartialEq, Eq, diesel::Queryable)]
pub struct Entry {
    /// Row id of the partner whose log it is.
    pub partner_id: i32,
    /// 1, 2, 3 … in this partner's log: what people know as the Entry ID.
    pub seq: i64,
    /// When, UTC.
    pub at: NaiveDateTime,
    /// `change` or `access`.
    pub kind: String,
    /// Operation name.
    pub action: String,
    /// What it was done to.
    pub resource: String,
    /// The customer's id.
    pub microsoft_id: Option<String>,
    /// What the list called the customer then.
    pub customer_name: Option<String>,
    /// `user`, `operator`, `system` or `customer`.
    pub actor_kind: String,
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

impl Chain {
    /// With the keys from these secrets.
    pub fn new(secrets: &Secrets) -> Self {
        Chain {
            beginnings: prepared(&secrets.key("activity-beginning-v1")),
            states: prepared(&secrets.key("activity-chain-v1")),
            values: prepared(&secrets.key("activity-value-v1")),
        }
    }

    /// Returns the state before the first entry of this partner's log. It needs the key, so a wiped log cannot be started
    /// again.
    pub fn beginning(&self, partner: i32) -> Link {
        let mut mac = self.beginnings.clone();
        mac.update(partner.to_string().as_bytes());
        link(mac)
    }

    /// The state to go on from, when a partner's row has this one.
    pub fn going_on<'a>(&self, stored: &'a [u8]) -> &'a [u8] {
        if stored.is_empty() { LOST } else { stored }
    }

    /// The state after this entry, when `before` is the state before it.
    pub fn state(&self, before: &[u8], entry: &Entry) -> Link {
        let mut mac = self.states.clone();
        let mut part = |bytes: &[u8]| {
            mac.update(&(bytes.len() as u64).to_le_bytes());
            mac.update(bytes);
        };
        part(before);
        part(entry.partner_id.to_string().as_bytes());
        part(entry.seq.to_string().as_bytes());
        part(entry.at.format("%Y-%m-%dT%H:%M:%S%.9fZ").to_string().as_bytes());
        for text in [&entry.kind, &entry.action, &entry.resource] {
            part(text.as_bytes());
        }
        part(&present(entry.microsoft_id.as_deref()));
        part(&present(entry.customer_name.as_deref()));
        part(entry.actor_kind.as_bytes());
        part(&present(entry.actor_id.map(|id| id.to_string()).as_deref()));
        for text in [&entry.actor_name, &entry.details, &entry.request_id, &entry.address] {
            part(text.as_bytes());
        }
        link(mac)
    }

    /// The value that the entry carries, which leads to this state.
    pub fn value(&self, state: &[u8]) -> Link {
        let mut mac = self.values.clone();
        mac.update(state);
        link(mac)
    }
}

/// HMAC with this key, a block of 64 bytes as the hash takes it.
fn prepared(key: &Key) -> Hmac<Sha256> {
    let mut block = [0; 64];
    block[..key.len()].copy_from_slice(key);
    Hmac::new(&block.into())
}

/// A value that may be missing: `=` and the value, or nothing; so that an empty one is not a missing one.
fn present(value: Option<&str>) -> Vec<u8> {
    value.map(|value| [b"=", value.as_bytes()].concat()).unwrap_or_default()
}

fn link(mac: Hmac<Sha256>) -> Link {
    let mut link = Vec::with_capacity(33);
    link.push(VERSION);
    link.extend_from_slice(&mac.finalize().into_bytes());
    link
}

/// A value as exports and people write it.
pub fn hex(link: &[u8]) -> String {
    link.iter().map(|byte| format!("{byte:02x}")).collect()
}
