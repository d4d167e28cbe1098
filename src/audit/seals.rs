//! Salted hashes of the personal values of an entry. The values are stored in a separate table, where they
//! can be erased. The chain covers the hashes, so an entry still verifies after an erasure.

use crate::audit::chain::{MacBytes, update_with_length};
use crate::audit::entry::Entry;
use crate::db::connection::MultiBackend;
use crate::db::schema::activity_entries::{self, dsl};
use crate::error::{Error, Result};
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// Length of a salt in bytes. Each value has its own salt, so the rest of an entry does not help to guess
/// an erased value.
const SALT: usize = 16;

/// A personal value of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// The customer's name at that time.
    CustomerName,
    /// The actor's name at that time.
    ActorName,
    /// The details as JSON.
    Details,
    /// The client's network address.
    Address,
}

impl Field {
    /// All fields, in the order in which they are chained.
    pub const ALL: [Field; 4] = [Field::CustomerName, Field::ActorName, Field::Details, Field::Address];

    /// Returns the name of the column, which is part of the hash.
    pub const fn as_str(self) -> &'static str {
        match self {
            Field::CustomerName => "customer_name",
            Field::ActorName => "actor_name",
            Field::Details => "details",
            Field::Address => "address",
        }
    }
}

/// The hash of a value, and the salt, which is stored with the value. No hash: there never was a value. A
/// hash without a salt: the value was erased.
#[derive(Debug, Clone, Default, PartialEq, Eq, diesel::Queryable)]
pub struct Seal {
    /// `HMAC-SHA256(salt, part(name of the field) ‖ part(value))`.
    pub hash: Option<Vec<u8>>,
    /// Random bytes.
    pub salt: Option<Vec<u8>>,
}

impl Seal {
    /// Creates a seal with a new salt and no hash yet.
    fn with_new_salt() -> Result<Self> {
        let mut salt = vec![0; SALT];
        getrandom::fill(&mut salt).map_err(Error::internal)?;
        Ok(Seal { hash: None, salt: Some(salt) })
    }

    /// Whether the hash fits this value, or the value was erased together with its salt.
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
#[derive(Debug, Clone, Default, PartialEq, Eq, diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = activity_entries, check_for_backend(MultiBackend))]
pub struct Seals {
    /// The Entry ID in the table of values; `None` if its row is missing.
    #[diesel(column_name = values_seq)]
    pub seq: Option<i64>,
    /// The seal of the customer's name.
    #[diesel(select_expression = (dsl::customer_name_hash, dsl::customer_name_salt))]
    pub customer_name: Seal,
    /// The seal of the actor's name.
    #[diesel(select_expression = (dsl::actor_name_hash, dsl::actor_name_salt))]
    pub actor_name: Seal,
    /// The seal of the details.
    #[diesel(select_expression = (dsl::details_hash, dsl::details_salt))]
    pub details: Seal,
    /// The seal of the network address.
    #[diesel(select_expression = (dsl::address_hash, dsl::address_salt))]
    pub address: Seal,
}

impl Seals {
    /// Returns the seal of one field.
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
    /// Returns a personal value; `None` if it was erased or never existed.
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

    /// Whether this value was erased.
    pub fn is_erased(&self, field: Field) -> bool {
        let seal = self.seals.get(field);
        seal.hash.is_some() && seal.salt.is_none()
    }

    /// Whether any value was erased.
    pub fn has_erased(&self) -> bool {
        Field::ALL.into_iter().any(|field| self.is_erased(field))
    }

    /// Returns the entry with a new salt and hash for each value.
    ///
    /// # Errors
    /// The operating system did not return random bytes.
    pub fn with_new_salts(mut self) -> Result<Self> {
        for field in Field::ALL {
            let has_value = field != Field::CustomerName || self.customer_name.is_some();
            *self.seals.get_mut(field) = if has_value { Seal::with_new_salt()? } else { Seal::default() };
        }
        self.seals.seq = Some(self.seq);
        Ok(self.sealed())
    }

    /// Returns the entry with the hash of each value that has a salt.
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

    /// Whether each value fits its hash, or was erased together with its salt.
    pub fn values_match(&self) -> bool {
        let matches = |field| self.seals.get(field).matches(field, self.personal(field));
        self.seals.seq == Some(self.seq) && Field::ALL.into_iter().all(matches)
    }
}

fn digest(salt: &[u8], field: Field, value: &str) -> MacBytes {
    // HMAC accepts keys of any length, so the error cannot happen; an empty result would match no hash.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(salt) else { return Vec::new() };
    update_with_length(&mut mac, field.as_str().as_bytes());
    update_with_length(&mut mac, value.as_bytes());
    mac.finalize().into_bytes().to_vec()
}
