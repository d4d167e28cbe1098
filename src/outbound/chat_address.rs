//! The address of a webhook, which is a secret: it is encrypted in the database, and no page, log or error shows it.

use crate::domain::PartnerId;
use crate::error::Result;
use crate::secrets::Secrets;
use url::Url;

const PURPOSE: &str = "chat-channel-v1";

/// Encrypts an address for a channel of this partner.
///
/// # Errors
/// The operating system has no random numbers.
pub fn seal(secrets: &Secrets, partner: PartnerId, url: &Url) -> Result<String> {
    secrets.seal(PURPOSE, &partner.0.to_le_bytes(), url.as_str().as_bytes())
}

/// Decrypts an address; `None` if it belongs to another partner or another secret.
pub fn unseal(secrets: &Secrets, partner: PartnerId, sealed: &str) -> Option<Url> {
    let bytes = secrets.unseal(PURPOSE, &partner.0.to_le_bytes(), sealed)?;
    Url::parse(&String::from_utf8(bytes).ok()?).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn opens_for_its_partner_only() {
        let secrets = Secrets::random().unwrap();
        let url = Url::parse("https://chat.example/hooks/secret").unwrap();
        let sealed = seal(&secrets, PartnerId(1), &url).unwrap();
        assert!(!sealed.contains("secret"));
        assert_eq!(unseal(&secrets, PartnerId(1), &sealed), Some(url));
        assert_eq!(unseal(&secrets, PartnerId(2), &sealed), None);
        assert_eq!(unseal(&Secrets::random().unwrap(), PartnerId(1), &sealed), None);
    }
}
