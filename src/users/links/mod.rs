//! Links by which somebody sets a password without being signed in: the first one of a new person, or a new one in
//! place of a forgotten one. Each works once, and only the newest of a person for
//! either purpose; a new password, however it came, ends them all.

pub mod letter;
pub mod queries;

use crate::db::words::words;
use crate::error::Result;
use crate::secrets::random_bytes;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use sha2::{Digest, Sha256};

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A forgotten password.
    Reset,
    /// The first password of a new person.
    SignUp,
}
words!(Purpose, "purpose", { Reset = "reset", SignUp = "sign-up" });

impl Purpose {
    /// How long it works.
    pub const fn valid_for(self) -> TimeDelta {
        match self {
            Purpose::Reset => TimeDelta::minutes(30),
            Purpose::SignUp => TimeDelta::hours(72),
        }
    }
}

/// A new secret for a link, and what the database keeps of it.
pub fn make() -> Result<(String, String)> {
    let token = URL_SAFE_NO_PAD.encode(random_bytes()?);
    let hash = hash(&token);
    Ok((token, hash))
}

/// What the database keeps of a link's secret.
pub fn hash(token: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(token))
}

/// Where the link leads.
pub fn path(token: &str) -> String {
    format!("/sign-in/password/{token}")
}
