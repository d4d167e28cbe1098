//! The text of an application's secret: `pps_` and 32 random bytes in base64url. The database has only its hash.

use crate::auth::session_store;
use crate::error::Result;
use crate::secrets::random_bytes;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq;

/// How a secret begins, so that it is recognized in files that should not contain one.
const PREFIX: &str = "pps_";

/// The number of characters by which a list shows a secret.
const SHOWN: usize = 9;

/// Returns a new random secret.
///
/// # Errors
/// The operating system gives no random bytes.
pub fn generate() -> Result<String> {
    Ok(format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(random_bytes()?)))
}

/// Returns the hash of a secret, as the database stores it.
pub fn hash(secret: &str) -> String {
    session_store::hash(secret)
}

/// Whether the hash is that of the secret; takes the same time for every other secret.
pub fn matches(secret: &str, stored: &str) -> bool {
    hash(secret).as_bytes().ct_eq(stored.as_bytes()).into()
}

/// Returns the first characters of a secret, by which an admin recognizes it.
pub fn beginning(secret: &str) -> String {
    secret.chars().take(SHOWN).collect()
}
