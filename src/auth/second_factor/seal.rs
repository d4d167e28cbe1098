//! Encrypts seeds for the database: AES-256-GCM with a key from the secret file. The database alone is not
//! enough to create codes, and an encrypted seed can only be decrypted for its own user.

use crate::auth::second_factor::totp::Seed;
use crate::domain::UserId;
use crate::error::{Error, Result};
use crate::secrets::{Secrets, random_bytes};
use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

const NONCE: usize = 12;

/// Encrypts a seed, for the database or for a hidden form field.
pub fn seal(secrets: &Secrets, user: UserId, seed: &Seed) -> Result<String> {
    let nonce = random_bytes()?;
    let owner = user.0.to_le_bytes();
    let payload = Payload { msg: seed.bytes(), aad: &owner };
    let sealed = cipher(secrets).encrypt(Nonce::from_slice(&nonce[..NONCE]), payload);
    let sealed = sealed.map_err(|_| Error::internal("a second-factor seed could not be encrypted"))?;
    Ok(URL_SAFE_NO_PAD.encode([&nonce[..NONCE], &sealed].concat()))
}

/// Decrypts a seed; `None` if it belongs to another user or was modified.
pub fn unseal(secrets: &Secrets, user: UserId, sealed: &str) -> Option<Seed> {
    let bytes = URL_SAFE_NO_PAD.decode(sealed).ok()?;
    let (nonce, sealed) = bytes.split_at_checked(NONCE)?;
    let owner = user.0.to_le_bytes();
    let opened = cipher(secrets).decrypt(Nonce::from_slice(nonce), Payload { msg: sealed, aad: &owner });
    Seed::from_bytes(&opened.ok()?)
}

fn cipher(secrets: &Secrets) -> Aes256Gcm {
    Aes256Gcm::new(&secrets.key("second-factor-v1").into())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn opens_only_for_its_owner_and_detects_changes() {
        let (secrets, seed) = (Secrets::random().unwrap(), Seed::random().unwrap());
        let sealed = seal(&secrets, UserId(7), &seed).unwrap();
        assert!(unseal(&secrets, UserId(7), &sealed) == Some(seed));
        assert!(unseal(&secrets, UserId(8), &sealed).is_none());
        assert!(unseal(&Secrets::random().unwrap(), UserId(7), &sealed).is_none());
        for garbage in ["", "AAAA", "not base64!", &sealed[..sealed.len() - 2]] {
            assert!(unseal(&secrets, UserId(7), garbage).is_none(), "{garbage}");
        }
    }
}
