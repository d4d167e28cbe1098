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

/// The version of the chain: the lower half of the first byte of every state and value. The upper half is the number of the
/// secret.
pub const VERSION: u8 = 2;

/// The version byte and 32 bytes of HMAC: a state of the chain or the value of an entry.
pub type MacBytes = Vec<u8>;

/// Computes states and values. Clones are cheap.
#[derive(Clone)]
pub struct Chain {
    /// The keys of each secret, the oldest first.
    generations: Vec<ChainKeys>,
    old: OldChain,
}

/// The keys that are derived from one secret.
#[derive(Clone)]
struct ChainKeys {
    beginnings: Hmac<Sha256>,
    states: Hmac<Sha256>,
    values: Hmac<Sha256>,
}

impl ChainKeys {
    fn new(secrets: &Secrets) -> Self {
        ChainKeys {
            beginnings: keyed_hmac(&secrets.key("activity-beginning-v2")),
            states: keyed_hmac(&secrets.key("activity-chain-v2")),
            values: keyed_hmac(&secrets.key("activity-value-v2")),
        }
    }
}

/// Returns the number of the secret with which a state or a value was computed, from its first byte; 0 is the first secret
/// of the portal.
pub fn generation(link: &[u8]) -> usize {
    link.first().map_or(0, |byte| usize::from(byte >> 4))
}

/// Replaces a missing state. No log starts with it, so a chain that continues from it never verifies.
pub const LOST: &[u8] = b"lost";

impl Chain {
    /// Creates a chain with keys from these secrets.
    pub fn new(secrets: &Secrets) -> Self {
        let former: Vec<Secrets> = secrets.former().collect();
        let oldest_first = former.iter().rev().chain([secrets]);
        Chain {
            generations: oldest_first.map(ChainKeys::new).collect(),
            old: OldChain::new(former.last().unwrap_or(secrets)),
        }
    }

    /// Returns the number of the newest secret, with which entries are written.
    pub fn newest(&self) -> usize {
        self.generations.len() - 1
    }

    /// Returns the state before the first entry of this partner's log. It needs the key, so a deleted log
    /// cannot be started again.
    pub fn initial_state(&self, partner: PartnerId) -> MacBytes {
        self.initial_state_of(self.newest(), partner)
    }

    /// Returns the state before the first entry of a log that began with this secret; [`LOST`] for an unknown one.
    pub fn initial_state_of(&self, generation: usize, partner: PartnerId) -> MacBytes {
        let Some(keys) = self.generations.get(generation) else { return LOST.to_vec() };
        let mut mac = keys.beginnings.clone();
        mac.update(partner.to_string().as_bytes());
        link(version_of(generation), mac)
    }

    /// Returns the state to continue from: the stored one, or [`LOST`] if it is missing.
    pub fn resume_state<'a>(&self, stored: &'a [u8]) -> &'a [u8] {
        if stored.is_empty() { LOST } else { stored }
    }

    /// Returns the state after a new entry, given the state before it.
    pub fn state(&self, before: &[u8], entry: &Entry) -> MacBytes {
        self.state_of(self.newest(), before, entry)
    }

    /// Returns the state after an entry that was written with this secret; [`LOST`] for an unknown one.
    pub fn state_of(&self, generation: usize, before: &[u8], entry: &Entry) -> MacBytes {
        let Some(keys) = self.generations.get(generation) else { return LOST.to_vec() };
        let mut mac = keys.states.clone();
        first_parts(&mut mac, before, entry);
        let mut part = |bytes: &[u8]| update_with_length(&mut mac, bytes);
        part(entry.actor_kind.as_bytes());
        part(&optional_bytes(entry.actor_id.map(|id| id.to_string()).as_deref()));
        part(entry.request_id.as_bytes());
        for field in Field::ALL {
            part(entry.seals.get(field).hash.as_deref().unwrap_or_default());
        }
        part(entry.old_value.as_deref().unwrap_or_default());
        link(version_of(generation), mac)
    }

    /// Returns the value to store with the entry that led to this state.
    pub fn value(&self, state: &[u8]) -> MacBytes {
        let generation = if state == LOST { self.newest() } else { generation(state) };
        let Some(keys) = self.generations.get(generation) else { return LOST.to_vec() };
        let mut mac = keys.values.clone();
        mac.update(state);
        link(version_of(generation), mac)
    }

    /// Returns version 1 of the chain, for entries that were resealed.
    pub fn old(&self) -> &OldChain {
        &self.old
    }

    /// Whether a log that ends in this state uses this version, or is broken in every version.
    pub fn is_sealed(state: &[u8]) -> bool {
        state.first().is_some_and(|byte| byte & 0x0f == VERSION) || state == LOST
    }
}

/// Returns the first byte of states and values of a secret. There are at most 16 ([`crate::secrets::MAX_ROOTS`]).
fn version_of(generation: usize) -> u8 {
    VERSION | (generation as u8) << 4
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
