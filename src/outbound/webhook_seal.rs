//! The address and the signing secret of a webhook, encrypted for the database. No page, log or error shows them; the page
//! that shows a secret once gets it before it is sealed.

use crate::domain::PartnerId;
use crate::error::Result;
use crate::secrets::Secrets;

/// What is sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WebhookPart {
    /// The address.
    Address,
    /// A signing secret.
    Secret,
}

impl WebhookPart {
    const fn purpose(self) -> &'static str {
        match self {
            WebhookPart::Address => "webhook-address-v1",
            WebhookPart::Secret => "webhook-secret-v1",
        }
    }

    /// Encrypts it for a webhook of this partner.
    ///
    /// # Errors
    /// The operating system has no random numbers.
    pub fn seal(self, secrets: &Secrets, partner: PartnerId, plain: &[u8]) -> Result<String> {
        secrets.seal(self.purpose(), &partner.0.to_le_bytes(), plain)
    }

    /// Decrypts it; `None` if it belongs to another partner or another secret.
    pub fn unseal(self, secrets: &Secrets, partner: PartnerId, sealed: &str) -> Option<Vec<u8>> {
        secrets.unseal(self.purpose(), &partner.0.to_le_bytes(), sealed)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn opens_for_its_partner_and_its_purpose_only() {
        let secrets = Secrets::random().unwrap();
        let sealed = WebhookPart::Address.seal(&secrets, PartnerId(1), b"https://erp.example/x").unwrap();
        let unseal = |part: WebhookPart, partner| part.unseal(&secrets, PartnerId(partner), &sealed);
        assert_eq!(unseal(WebhookPart::Address, 1).as_deref(), Some(&b"https://erp.example/x"[..]));
        assert_eq!((unseal(WebhookPart::Address, 2), unseal(WebhookPart::Secret, 1)), (None, None));
    }
}
