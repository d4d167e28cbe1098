//! The personal values of an entry are stored beside the log, where they can be erased. The log has a salted hash of each,
//! and the chain covers the hashes, so an entry still verifies after an erasure.

use crate::audit::chain::{MacBytes, update_with_length};
use crate::audit::entry::Entry;
use crate::error::{Error, Result};
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// Bytes of a salt. Each value has its own, so the rest of an entry does not help to guess an erased value.
const SALT: usize = 16;

/// A personal value of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// What the list called the customer.
    CustomerName,
    /// What the person was called.
    ActorName,
    /// What changed: JSON.
    Details,
    /// The peer's address.
    Address,
}

impl Field {
    /// All of them, in the order in which they are chained.
    pub const ALL: [Field; 4] = [Field::CustomerName, Field::ActorName, Field::Details, Field::Address];

    /// The name of its column, which is part of its hash.
    pub const fn as_str(self) -> &'static str {
        match self {
            Field::CustomerName => "customer_name",
            Field::ActorName => "actor_name",
            Field::Details => "details",
            Field::Address => "address",
        }
    }
}

/// The hash of a value, and the salt that is stored with the value. No hash: there never was a value. A hash without
/// a salt: the value was erased.
#[derive(Debug, Clone, Default, PartialEq, Eq, diesel::Queryable)]
pub struct Seal {
    /// `HMAC-SHA256(salt, part(name of the field) ‖ part(value))`.
    pub hash: Option<Vec<u8>>,
    /// Random.
    pub salt: Option<Vec<u8>>,
}

impl Seal {
    /// A seal with a new salt and no hash yet.
    fn with_new_salt() -> Result<Self> {
        let mut salt = vec![0; SALT];
        getrandom::fill(&mut salt).map_err(Error::internal)?;
        Ok(Seal { hash: None, salt: Some(salt) })
    }

    /// Whether this value belongs here, or was erased together with its salt.
    fn matches(&self, field: Field, value: Option<&str>) -> bool {
        match (&self.hash, &self.salt, value) {
            (Some(hash), Some(salt), Some(value)) => {
                salt.len() == SALT && digest(salt, field, value) == *hash
            }
            (Some(_), None, None) => true,
            (None, None, None) => field == Field::CustomerName,
            _ => false,
        }
    }
}

/// The seals of an entry.
#[derive(Debug, Clone, Default, PartialEq, Eq, diesel::Queryable)]
pub struct Seals {
    /// The Entry ID in the table of values; none when its row is gone.
    pub seq: Option<i64>,
    /// Of the customer's name.
    pub customer_name: Seal,
    /// Of the person's name.
    pub actor_name: Seal,
    /// Of the details.
    pub details: Seal,
    /// Of the address.
    pub address: Seal,
}

impl Seals {
    /// The seal of one value.
    pub fn get(&self, field: Field) -> &Seal {
        match field {
            Field::CustomerName => &self.customer_name,
            Field::ActorName => &self.actor_name,
            Field::Details => &self.details,
            Field::Address => &self.address,
        }
    }

    fn get_mut(&mut self, field: Field) -> &mut Seal {
        match field {
            Field::CustomerName => &mut self.customer_name,
            Field::ActorName => &mut self.actor_name,
            Field::Details => &mut self.details,
            Field::Address => &mut self.address,
        }
    }
}

impl Entry {
    /// A personal value; none if it was erased or never was.
    pub fn personal(&self, field: Field) -> Option<&str> {
        let text = match field {
            Field::CustomerName => return self.customer_name.as_deref(),
            Field::ActorName => &self.actor_name,
            Field::Details => &self.details,
            Field::Address => &self.address,
        };
        let is_gone = text.is_empty() && self.seals.get(field).salt.is_none();
        (!is_gone).then_some(text.as_str())
    }

    /// Whether there was a value that was erased.
    pub fn is_erased(&self, field: Field) -> bool {
        let seal = self.seals.get(field);
        seal.hash.is_some() && seal.salt.is_none()
    }

    /// Whether any value was erased.
    pub fn has_erased(&self) -> bool {
        Field::ALL.into_iter().any(|field| self.is_erased(field))
    }

    /// The same entry with a new salt for each value, and sealed.
    ///
    /// # Errors
    /// The operating system gave no random bytes.
    pub fn with_new_salts(mut self) -> Result<Self> {
        for field in Field::ALL {
            let has_value = field != Field::CustomerName || self.customer_name.is_some();
            *self.seals.get_mut(field) = if has_value { Seal::with_new_salt()? } else { Seal::default() };
        }
        self.seals.seq = Some(self.seq);
        Ok(self.sealed())
    }

    /// The same entry with the hash of each value that has a salt.
    pub fn sealed(mut self) -> Self {
        for field in Field::ALL {
            let hash = match (&self.seals.get(field).salt, self.personal(field)) {
                (Some(salt), Some(value)) => Some(digest(salt, field, value)),
                _ => None,
            };
            self.seals.get_mut(field).hash = hash;
        }
        self
    }

    /// Whether each value is the one that was sealed, or was erased together with its salt.
    pub fn values_match(&self) -> bool {
        let stands = |field| self.seals.get(field).matches(field, self.personal(field));
        self.seals.seq == Some(self.seq) && Field::ALL.into_iter().all(stands)
    }
}

fn digest(salt: &[u8], field: Field, value: &str) -> MacBytes {
    // HMAC takes a key of any length, so the error cannot happen; no hash is empty.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(salt) else { return Vec::new() };
    update_with_length(&mut mac, field.as_str().as_bytes());
    update_with_length(&mut mac, value.as_bytes());
    mac.finalize().into_bytes().to_vec()
}
