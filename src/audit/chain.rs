//! The hash chain of a log: each entry is chained to the previous one by HMAC-SHA256, separately for each
//! partner. The keys come from the secret file, so write access to the database alone is not enough to
//! forge or remove entries or to truncate the log. For each personal value the chain covers a salted hash
//! ([`super::seals`]). Details: docs/activity-log.md.
//!
//! Each entry produces two values. The *state* is stored only for the last entry (`partners.log_mac`); the
//! *value* is stored with the entry (`activity_log.mac`). The state cannot be computed from the value. So
//! an attacker who truncates the log cannot compute the state for `partners`.

use crate::audit::entry::Entry;
use crate::audit::old_chain::OldChain;
use crate::audit::seals::Field;
use crate::domain::PartnerId;
use crate::secrets::{Key, Secrets};
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// The version of the chain; the first byte of every state and value.
pub const VERSION: u8 = 2;

/// The version byte and 32 bytes of HMAC: a state of the chain or the value of an entry.
pub type MacBytes = Vec<u8>;

/// Computes states and values. Clones are cheap.
#[derive(Clone)]
pub struct Chain {
    beginnings: Hmac<Sha256>,
    states: Hmac<Sha256>,
    values: Hmac<Sha256>,
    old: OldChain,
}

/// Replaces a missing state. No log starts with it, so a chain that continues from it never verifies.
pub const LOST: &[u8] = b"lost";

impl Chain {
    /// Creates a chain with keys from these secrets.
    pub fn new(secrets: &Secrets) -> Self {
        Chain {
            beginnings: keyed_hmac(&secrets.key("activity-beginning-v2")),
            states: keyed_hmac(&secrets.key("activity-chain-v2")),
            values: keyed_hmac(&secrets.key("activity-value-v2")),
            old: OldChain::new(secrets),
        }
    }

    /// Returns the state before the first entry of this partner's log. It needs the key, so a deleted log
    /// cannot be started again.
    pub fn initial_state(&self, partner: PartnerId) -> MacBytes {
        let mut mac = self.beginnings.clone();
        mac.update(partner.to_string().as_bytes());
        link(VERSION, mac)
    }

    /// Returns the state to continue from: the stored one, or [`LOST`] if it is missing.
    pub fn resume_state<'a>(&self, stored: &'a [u8]) -> &'a [u8] {
        if stored.is_empty() { LOST } else { stored }
    }

    /// Returns the state after this entry, given the state before it.
    pub fn state(&self, before: &[u8], entry: &Entry) -> MacBytes {
        let mut mac = self.states.clone();
        first_parts(&mut mac, before, entry);
        let mut part = |bytes: &[u8]| update_with_length(&mut mac, bytes);
        part(entry.actor_kind.as_bytes());
        part(&optional_bytes(entry.actor_id.map(|id| id.to_string()).as_deref()));
        part(entry.request_id.as_bytes());
        for field in Field::ALL {
            part(entry.seals.get(field).hash.as_deref().unwrap_or_default());
        }
        part(entry.old_value.as_deref().unwrap_or_default());
        link(VERSION, mac)
    }

    /// Returns the value to store with the entry that led to this state.
    pub fn value(&self, state: &[u8]) -> MacBytes {
        let mut mac = self.values.clone();
        mac.update(state);
        link(VERSION, mac)
    }

    /// Returns version 1 of the chain, for entries that were resealed.
    pub fn old(&self) -> &OldChain {
        &self.old
    }

    /// Whether a log that ends in this state uses this version, or is broken in every version.
    pub fn is_sealed(state: &[u8]) -> bool {
        state.first() == Some(&VERSION) || state == LOST
    }
}

/// Returns an HMAC with this key, padded to the block size of the hash (64 bytes).
pub(super) fn keyed_hmac(key: &Key) -> Hmac<Sha256> {
    let mut block = [0; 64];
    block[..key.len()].copy_from_slice(key);
    Hmac::new(&block.into())
}

/// Adds a part with its length first, so that different lists of parts never give the same bytes.
pub(super) fn update_with_length(mac: &mut Hmac<Sha256>, bytes: &[u8]) {
    mac.update(&(bytes.len() as u64).to_le_bytes());
    mac.update(bytes);
}

/// Encodes an optional value: `=` and the value, or nothing. So an empty value differs from a missing one.
pub(super) fn optional_bytes(value: Option<&str>) -> Vec<u8> {
    value.map(|value| [b"=", value.as_bytes()].concat()).unwrap_or_default()
}

/// Adds the parts with which both versions begin: the state before the entry, and its unhashed columns.
pub(super) fn first_parts(mac: &mut Hmac<Sha256>, before: &[u8], entry: &Entry) {
    let mut part = |bytes: &[u8]| update_with_length(mac, bytes);
    part(before);
    part(entry.partner_id.to_string().as_bytes());
    part(entry.seq.to_string().as_bytes());
    part(entry.at.format("%Y-%m-%dT%H:%M:%S%.9fZ").to_string().as_bytes());
    for text in [&entry.kind, &entry.action, &entry.resource] {
        part(text.as_bytes());
    }
    part(&optional_bytes(entry.microsoft_id.as_deref()));
}

pub(super) fn link(version: u8, mac: Hmac<Sha256>) -> MacBytes {
    let mut link = Vec::with_capacity(33);
    link.push(version);
    link.extend_from_slice(&mac.finalize().into_bytes());
    link
}
