//! Signatures by Standard Webhooks (<https://www.standardwebhooks.com>): HMAC-SHA256 of id, time and body, with a secret that
//! the receiver knows. The crate `standardwebhooks` would bring a second implementation of HMAC for these few lines;
//! `tests/programs/webhooks.py` verifies them with the independent one of PyPI.

use crate::domain::PartnerId;
use crate::error::Result;
use crate::outbound::webhook_seal::WebhookPart;
use crate::secrets::{Secrets, random_bytes};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// How a secret begins.
const PREFIX: &str = "whsec_";

/// The number of characters by which pages show a secret.
const SHOWN: usize = 3;

/// A signing secret.
#[derive(Clone)]
pub struct SigningSecret(Vec<u8>);

impl SigningSecret {
    /// Returns a new random secret of 32 bytes.
    ///
    /// # Errors
    /// The operating system has no random numbers.
    pub fn generate() -> Result<Self> {
        Ok(SigningSecret(random_bytes()?.to_vec()))
    }

    /// Returns the text that the receiver enters: `whsec_` and the bytes in base64.
    pub fn text(&self) -> String {
        format!("{PREFIX}{}", STANDARD.encode(&self.0))
    }

    /// Returns the last characters of the text, without the padding, to recognize the secret.
    pub fn end(&self) -> String {
        let text = self.text();
        let text = text.trim_end_matches('=');
        text[text.len() - SHOWN..].to_owned()
    }

    /// Encrypts the secret for a webhook of this partner.
    ///
    /// # Errors
    /// The operating system has no random numbers.
    pub fn seal(&self, secrets: &Secrets, partner: PartnerId) -> Result<String> {
        WebhookPart::Secret.seal(secrets, partner, &self.0)
    }

    /// Decrypts a stored secret; `None` if it belongs to another partner or another secret file.
    pub fn unseal(secrets: &Secrets, partner: PartnerId, sealed: &str) -> Option<Self> {
        WebhookPart::Secret.unseal(secrets, partner, sealed).map(SigningSecret)
    }

    fn sign(&self, id: &str, timestamp: i64, body: &str) -> String {
        let key = Hmac::<Sha256>::new_from_slice(&self.0);
        let signed = key.map(|mac| mac.chain_update(format!("{id}.{timestamp}.{body}")).finalize());
        // A key of any length is valid.
        let bytes = signed.map(|mac| mac.into_bytes().to_vec()).unwrap_or_default();
        format!("v1,{}", STANDARD.encode(bytes))
    }
}

/// Returns the header `webhook-signature`: a signature with each secret that is valid.
pub fn signatures(secrets: &[SigningSecret], id: &str, timestamp: i64, body: &str) -> String {
    let all: Vec<String> = secrets.iter().map(|secret| secret.sign(id, timestamp, body)).collect();
    all.join(" ")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// The example of the specification.
    #[test]
    fn signs_the_example_of_the_specification() {
        let secret = SigningSecret(STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap());
        let signature =
            signatures(&[secret], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, r#"{"test": 2432232314}"#);
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn a_secret_has_the_form_of_the_specification_and_is_sealed_whole() {
        let (secrets, secret) = (Secrets::random().unwrap(), SigningSecret::generate().unwrap());
        let bytes = STANDARD.decode(secret.text().strip_prefix("whsec_").unwrap()).unwrap();
        assert!((24..=64).contains(&bytes.len()));
        let sealed = secret.seal(&secrets, PartnerId(3)).unwrap();
        assert!(secret.text().trim_end_matches('=').ends_with(&secret.end()) && secret.end().len() == SHOWN);
        assert_eq!(SigningSecret::unseal(&secrets, PartnerId(3), &sealed).unwrap().text(), secret.text());
        assert!(SigningSecret::unseal(&secrets, PartnerId(4), &sealed).is_none());
    }

    #[test]
    fn each_valid_secret_signs() {
        let both = [SigningSecret::generate().unwrap(), SigningSecret::generate().unwrap()];
        let header = signatures(&both, "evt_1", 1, "{}");
        let parts: Vec<&str> = header.split(' ').collect();
        assert_eq!(parts.len(), 2);
        assert!(parts[0] != parts[1] && parts.iter().all(|part| part.starts_with("v1,")));
    }
}
