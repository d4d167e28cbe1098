//! Keys made for one test, and tokens that are signed correctly, incorrectly or not at all.

use base64::{Engine, engine::general_purpose::STANDARD, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use hmac::{Hmac, Mac};
use openidconnect::core::{CoreEdDsaPrivateSigningKey, CoreJwsSigningAlgorithm};
use openidconnect::{JsonWebKeyId, PrivateSigningKey};
use partner_portal::secrets::random_bytes;
use serde_json::{Value, json};
use sha2::Sha256;
use std::sync::Arc;

/// An Ed25519 key with a key id.
#[derive(Clone)]
pub struct Key {
    name: String,
    key: Arc<CoreEdDsaPrivateSigningKey>,
}

impl Key {
    pub fn new(name: &str) -> Self {
        // The PKCS #8 prefix of the 32 bytes.
        let mut bytes = b"\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20".to_vec();
        bytes.extend(random_bytes().unwrap());
        let kind = "PRIVATE KEY";
        let pem = format!("-----BEGIN {kind}-----\n{}\n-----END {kind}-----\n", STANDARD.encode(bytes));
        let id = JsonWebKeyId::new(name.to_owned());
        let key = CoreEdDsaPrivateSigningKey::from_ed25519_pem(&pem, Some(id)).unwrap();
        Key { name: name.to_owned(), key: Arc::new(key) }
    }

    pub fn public(&self) -> Value {
        serde_json::to_value(self.key.as_verification_key()).unwrap()
    }

    pub fn sign(&self, claims: &Value) -> String {
        self.sign_under(&json!({ "alg": "EdDSA", "typ": "JWT", "kid": self.name }), claims)
    }

    pub fn sign_under(&self, header: &Value, claims: &Value) -> String {
        let text = text(header, claims);
        let signature = self.key.sign(&CoreJwsSigningAlgorithm::EdDsa, text.as_bytes()).unwrap();
        format!("{text}.{}", BASE64.encode(signature))
    }

    pub fn name(&self) -> &str {
        &self.name
    }
}

/// Returns an unsigned token.
pub fn unsigned(claims: &Value) -> String {
    format!("{}.", text(&json!({ "alg": "none", "typ": "JWT" }), claims))
}

/// Returns a token signed with a shared secret.
pub fn shared(secret: &[u8], kid: &str, claims: &Value) -> String {
    let text = text(&json!({ "alg": "HS256", "typ": "JWT", "kid": kid }), claims);
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).unwrap();
    mac.update(text.as_bytes());
    format!("{text}.{}", BASE64.encode(mac.finalize().into_bytes()))
}

/// Returns the same token with other claims and the old signature.
pub fn changed(token: &str, claims: &Value) -> String {
    let parts: Vec<&str> = token.split('.').collect();
    format!("{}.{}.{}", parts[0], BASE64.encode(claims.to_string()), parts[2])
}

fn text(header: &Value, claims: &Value) -> String {
    format!("{}.{}", BASE64.encode(header.to_string()), BASE64.encode(claims.to_string()))
}
