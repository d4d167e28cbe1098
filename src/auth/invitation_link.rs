//! Personal invitation links. The token is derived from the secret file, the request and the number of the
//! link, so staff can see it again; the database stores only its hash.

use crate::config::Settings;
use crate::domain::RelationshipRequestId;
use crate::secrets::{Secrets, hmac};
use crate::urls;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use sha2::{Digest, Sha256};

/// Length of a token in characters.
const LETTERS: usize = 43;

/// Returns the token of a request's link with this number.
pub fn token(secrets: &Secrets, id: RelationshipRequestId, seq: i32) -> String {
    BASE64.encode(hmac(&secrets.key("invitation-v1"), &[id.0.as_bytes(), &seq.to_le_bytes()]))
}

/// Returns the hash of a token, as the database stores it.
pub fn hash(token: &str) -> String {
    BASE64.encode(Sha256::digest(token))
}

/// Whether the text has the format of a token.
pub fn is_token(text: &str) -> bool {
    text.len() == LETTERS && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

/// Returns the URL that the customer opens.
pub fn address(settings: &Settings, secrets: &Secrets, id: RelationshipRequestId, seq: i32) -> String {
    format!("{}{}", settings.public_url(), urls::invitation(token(secrets, id, seq)))
}

/// Returns the signed id in the URL of the thank-you page, which shows the answer and nothing else.
pub fn receipt(secrets: &Secrets, id: RelationshipRequestId) -> String {
    format!("{}.{}", id.0.simple(), BASE64.encode(hmac(&secrets.key("receipt-v1"), &[id.0.as_bytes()])))
}

/// Returns the request that a receipt belongs to, if its signature is valid.
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
    fn tokens_depend_on_request_number_and_secret() {
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
    fn accepts_only_genuine_receipts() {
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
