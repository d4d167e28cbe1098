//! The personal link. Its token is derived from the secret file, the request and the link's number, so staff can be
//! shown it again, while the database, which has only its hash, gives it to nobody.

use crate::config::Settings;
use crate::domain::RelationshipRequestId;
use crate::secrets::{Secrets, hmac};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use sha2::{Digest, Sha256};

/// A token has so many letters.
const LETTERS: usize = 43;

/// The token of a request's link.
pub fn token(secrets: &Secrets, id: RelationshipRequestId, seq: i32) -> String {
    BASE64.encode(hmac(&secrets.key("invitation-v1"), &[id.0.as_bytes(), &seq.to_le_bytes()]))
}

/// By what the database knows a token.
pub fn hash(token: &str) -> String {
    BASE64.encode(Sha256::digest(token))
}

/// Whether this could be a token at all.
pub fn is_token(text: &str) -> bool {
    text.len() == LETTERS && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

/// The address that the customer opens.
pub fn address(settings: &Settings, secrets: &Secrets, id: RelationshipRequestId, seq: i32) -> String {
    format!("{}/invitations/{}", settings.public_url(), token(secrets, id, seq))
}

/// The address of the page that says thank you: it shows the answer, and leads nowhere else.
pub fn receipt(secrets: &Secrets, id: RelationshipRequestId) -> String {
    format!("{}.{}", id.0.simple(), BASE64.encode(hmac(&secrets.key("receipt-v1"), &[id.0.as_bytes()])))
}

/// The request of a genuine receipt.
pub fn request_of_receipt(secrets: &Secrets, text: &str) -> Option<RelationshipRequestId> {
    let id: RelationshipRequestId = text.split_once('.')?.0.parse().ok()?;
    let genuine: bool =
        subtle::ConstantTimeEq::ct_eq(receipt(secrets, id).as_bytes(), text.as_bytes()).into();
    genuine.then_some(id)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn tokens_differ_by_request_number_and_secret() {
        let (secrets, id) = (Secrets::random().unwrap(), RelationshipRequestId::random());
        let first = token(&secrets, id, 1);
        assert!(is_token(&first));
        assert_eq!(first, token(&secrets, id, 1));
        assert_ne!(first, token(&secrets, id, 2));
        assert_ne!(first, token(&secrets, RelationshipRequestId::random(), 1));
        assert_ne!(first, token(&Secrets::random().unwrap(), id, 1));
        assert!(!is_token("x") && !is_token(&"/".repeat(LETTERS)));
    }

    #[test]
    fn only_genuine_receipts_are_read() {
        let (secrets, id) = (Secrets::random().unwrap(), RelationshipRequestId::random());
        let text = receipt(&secrets, id);
        assert_eq!(request_of_receipt(&secrets, &text), Some(id));
        for bad in [
            "",
            ".",
            &text[1..],
            &format!("{}x", text),
            &receipt(&secrets, RelationshipRequestId::random()).replace('.', "x"),
        ] {
            assert_eq!(request_of_receipt(&secrets, bad), None, "{bad}");
        }
    }
}
