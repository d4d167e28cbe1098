//! Recovery codes: ten codes of 80 random bits each, shown once. Random codes of that length need no slow
//! hash. The hash is keyed, so the database alone is not enough to verify a code.

use crate::domain::UserId;
use crate::error::Result;
use crate::secrets::{Secrets, hmac, random_bytes};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Number of codes that are generated together.
pub const CODE_COUNT: usize = 10;

const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

const LENGTH: usize = 16;

/// Returns ten new codes of the form `ABCD-EFGH-JKLM-NPQR`.
pub fn generate() -> Result<Vec<String>> {
    (0..CODE_COUNT).map(|_| generate_one()).collect()
}

fn generate_one() -> Result<String> {
    let letters: Vec<char> =
        random_bytes()?.iter().take(LENGTH).map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect();
    Ok(letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join("-"))
}

/// Returns the hash of a code, as the database stores it, or `None` if the text does not have the format of a code.
pub fn hash(secrets: &Secrets, user: UserId, typed: &str) -> Option<String> {
    let letters: String = typed.chars().filter(|letter| *letter != '-').collect();
    let letters = letters.to_ascii_uppercase();
    let plausible = letters.len() == LENGTH && letters.bytes().all(|byte| LETTERS.contains(&byte));
    let key = secrets.key("recovery-codes-v1");
    plausible.then(|| URL_SAFE_NO_PAD.encode(hmac(&key, &[&user.0.to_le_bytes(), letters.as_bytes()])))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn generates_ten_distinct_codes_and_accepts_sloppy_typing() {
        let (secrets, codes) = (Secrets::random().unwrap(), generate().unwrap());
        let different: std::collections::BTreeSet<_> = codes.iter().collect();
        assert_eq!(different.len(), CODE_COUNT);
        let careless = codes[0].to_lowercase().replace('-', "");
        assert_eq!(hash(&secrets, UserId(1), &codes[0]), hash(&secrets, UserId(1), &careless));
        assert_ne!(hash(&secrets, UserId(1), &codes[0]), hash(&secrets, UserId(2), &codes[0]));
        assert_eq!(hash(&secrets, UserId(1), "김치"), None);
    }
}
