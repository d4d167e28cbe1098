//! Version 1 of the hash chain, used by portals before November 2026: it covered the personal values
//! themselves. Such logs are resealed once ([`super::sealing`]). Their old values are kept and verified up
//! to the first erased value.

use crate::audit::chain::{MacBytes, first_parts, keyed_hmac, link, optional_bytes, update_with_length};
use crate::audit::entry::Entry;
use crate::domain::PartnerId;
use crate::secrets::Secrets;
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// The version: the first byte of states and values.
const VERSION: u8 = 1;

/// Computes the states and values of version 1.
#[derive(Clone)]
pub struct OldChain {
    beginnings: Hmac<Sha256>,
    states: Hmac<Sha256>,
    values: Hmac<Sha256>,
}

impl OldChain {
    /// Creates a chain with keys from these secrets.
    pub fn new(secrets: &Secrets) -> Self {
        OldChain {
            beginnings: keyed_hmac(&secrets.key("activity-beginning-v1")),
            states: keyed_hmac(&secrets.key("activity-chain-v1")),
            values: keyed_hmac(&secrets.key("activity-value-v1")),
        }
    }

    /// Returns the state before the first entry of this partner's log.
    pub fn initial_state(&self, partner: PartnerId) -> MacBytes {
        let mut mac = self.beginnings.clone();
        mac.update(partner.to_string().as_bytes());
        link(VERSION, mac)
    }

    /// Returns the state after this entry, given the state before it.
    pub fn state(&self, before: &[u8], entry: &Entry) -> MacBytes {
        let mut mac = self.states.clone();
        first_parts(&mut mac, before, entry);
        let mut part = |bytes: &[u8]| update_with_length(&mut mac, bytes);
        part(&optional_bytes(entry.customer_name.as_deref()));
        part(entry.actor_kind.as_bytes());
        part(&optional_bytes(entry.actor_id.map(|id| id.to_string()).as_deref()));
        for text in [&entry.actor_name, &entry.details, &entry.request_id, &entry.address] {
            part(text.as_bytes());
        }
        link(VERSION, mac)
    }

    /// Returns the value that was stored with the entry that led to this state.
    pub fn value(&self, state: &[u8]) -> MacBytes {
        let mut mac = self.values.clone();
        mac.update(state);
        link(VERSION, mac)
    }

    /// Returns the state after this entry, if `value` is its chain value.
    pub fn advance(&self, before: &[u8], entry: &Entry, value: &[u8]) -> Option<MacBytes> {
        let state = self.state(before, entry);
        if self.value(&state) == value {
            return Some(state);
        }
        // The chains of the first portals began with an empty state. Entries are no longer chained to an empty state.
        let state = self.state(&[], entry);
        (entry.seq == 1 && self.value(&state) == value).then_some(state)
    }
}
