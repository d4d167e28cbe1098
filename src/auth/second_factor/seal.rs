//! Encrypts seeds for the database: AES-256-GCM with a key from the secret file. The database alone is not
//! enough to create codes, and an encrypted seed can only be decrypted for its own user.

use crate::auth::second_factor::totp::Seed;
use crate::domain::UserId;
use crate::error::Result;
use crate::secrets::Secrets;

const PURPOSE: &str = "second-factor-v1";

/// Encrypts a seed, for the database or for a hidden form field.
pub fn seal(secrets: &Secrets, user: UserId, seed: &Seed) -> Result<String> {
    secrets.seal(PURPOSE, &user.0.to_le_bytes(), seed.bytes())
}

/// Decrypts a seed; `None` if it belongs to another user or was modified.
pub fn unseal(secrets: &Secrets, user: UserId, sealed: &str) -> Option<Seed> {
    Seed::from_bytes(&secrets.unseal(PURPOSE, &user.0.to_le_bytes(), sealed)?)
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
