//! The token with which a program reads the next page of a list: the filter and the place in the list, signed. It works only
//! for the partner and the list for which it was made.

use crate::domain::PartnerId;
use crate::error::{Error, Result};
use crate::features::rest_api::filter::SearchFilter;
use crate::secrets::{Secrets, hmac};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

/// The header that carries it.
pub const HEADER: &str = "MS-ContinuationToken";

/// The length of the signature in bytes.
const SIGNATURE_LEN: usize = 32;

/// The direction in which a program goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Way {
    /// To the next page.
    Next,
    /// To the previous page.
    Previous,
}

/// What a token contains.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Continuation {
    /// The filter of the list.
    pub filter: Option<SearchFilter>,
    /// More of the filter: the period of the audit records.
    pub period: Option<(i64, i64)>,
    /// The number of items of a page.
    pub size: usize,
    /// The place from which to go on, as the list writes it.
    pub place: String,
    /// The direction.
    pub way: Way,
}

impl Continuation {
    /// Returns the token for a list of a partner.
    ///
    /// # Errors
    /// The content cannot be written as JSON.
    pub fn seal(&self, secrets: &Secrets, partner: PartnerId, list: &str) -> Result<String> {
        let content = serde_json::to_vec(self).map_err(Error::internal)?;
        let mut bytes = sign(secrets, partner, list, &content).to_vec();
        bytes.extend_from_slice(&content);
        Ok(BASE64.encode(bytes))
    }

    /// Reads a token.
    ///
    /// # Errors
    /// [`Error::BadInput`] for a token that was not made for this list of this partner.
    pub fn open(text: &str, secrets: &Secrets, partner: PartnerId, list: &str) -> Result<Self> {
        let invalid = || Error::bad_input(HEADER, "it is not a token of this list; read the list again");
        let bytes = BASE64.decode(text).map_err(|_| invalid())?;
        let (signature, content) = bytes.split_at_checked(SIGNATURE_LEN).ok_or_else(invalid)?;
        let is_ours: bool = sign(secrets, partner, list, content).ct_eq(signature).into();
        if !is_ours {
            return Err(invalid());
        }
        serde_json::from_slice(content).map_err(|_| invalid())
    }
}

fn sign(secrets: &Secrets, partner: PartnerId, list: &str, content: &[u8]) -> [u8; SIGNATURE_LEN] {
    let partner = partner.0.to_le_bytes();
    hmac(&secrets.key("api-continuation-v1"), &[partner.as_slice(), list.as_bytes(), content])
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn opens_only_what_was_sealed_for_the_same_list() {
        let secrets = Secrets::random().unwrap();
        let place = "AbC".to_owned();
        let token = Continuation { filter: None, period: None, size: 2, place, way: Way::Next };
        let sealed = token.seal(&secrets, PartnerId(1), "customers").unwrap();
        let open = |text: &str, partner, list| Continuation::open(text, &secrets, PartnerId(partner), list);
        assert_eq!(open(&sealed, 1, "customers").unwrap(), token);
        assert!(open(&sealed, 2, "customers").is_err() && open(&sealed, 1, "audit").is_err());
        let mut forged = BASE64.decode(&sealed).unwrap();
        let last = forged.len() - 3;
        forged[last] ^= 1;
        for text in [BASE64.encode(&forged).as_str(), "", "AAAA", &sealed[..40], "not base64!"] {
            assert!(open(text, 1, "customers").is_err(), "{text}");
        }
    }
}
