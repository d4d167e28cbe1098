//! The text of an API token: `pp_` and 32 random bytes in base64url. The database has only its hash.

use crate::auth::session_store;
use crate::error::Result;
use crate::secrets::random_bytes;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// How a token begins, so that it is recognized in files that should not contain one.
pub const PREFIX: &str = "pp_";

/// The number of characters by which a list shows a token.
const SHOWN: usize = 8;

/// Returns a new random token.
///
/// # Errors
/// The operating system gives no random bytes.
pub fn generate() -> Result<String> {
    Ok(format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(random_bytes()?)))
}

/// Returns the hash of a token, as the database stores it; `None` if the text cannot be a token.
pub fn hash(text: &str) -> Option<String> {
    let random = text.strip_prefix(PREFIX)?;
    let is_whole = URL_SAFE_NO_PAD.decode(random).is_ok_and(|bytes| bytes.len() == 32);
    is_whole.then(|| session_store::hash(text))
}

/// Returns the first characters of a token, by which its owner recognizes it.
pub fn beginning(token: &str) -> String {
    token.chars().take(SHOWN).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_tokens_have_a_hash() {
        let token = generate().unwrap();
        assert_eq!((token.len(), beginning(&token).len()), (46, 8));
        assert!(hash(&token).is_some_and(|hash| !token.contains(&hash)));
        for other in
            ["", "pp_", &token[3..], &token[..45], &format!("{token}A"), &token.replace("pp_", "PP_")]
        {
            assert_eq!(hash(other), None, "{other}");
        }
    }
}
