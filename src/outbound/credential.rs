//! The secrets with which the portal signs in at other servers. They are encrypted in the database, and no page, log or error
//! shows them.

use crate::domain::PartnerId;
use crate::error::Result;
use crate::secrets::Secrets;

const PURPOSE: &str = "connection-credential-v1";

/// Encrypts a secret of a connection of this partner; an empty one stays empty.
///
/// # Errors
/// The operating system has no random numbers.
pub fn seal(secrets: &Secrets, partner: PartnerId, plain: &str) -> Result<String> {
    if plain.is_empty() {
        return Ok(String::new());
    }
    secrets.seal(PURPOSE, &partner.0.to_le_bytes(), plain.as_bytes())
}

/// Decrypts a secret; `None` if it belongs to another partner or another secret file.
pub fn unseal(secrets: &Secrets, partner: PartnerId, sealed: &str) -> Option<String> {
    if sealed.is_empty() {
        return Some(String::new());
    }
    String::from_utf8(secrets.unseal(PURPOSE, &partner.0.to_le_bytes(), sealed)?).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn opens_for_its_partner_only() {
        let secrets = Secrets::random().unwrap();
        let sealed = seal(&secrets, PartnerId(1), "s3cr3t").unwrap();
        assert!(!sealed.contains("s3cr3t"));
        assert_eq!(unseal(&secrets, PartnerId(1), &sealed).as_deref(), Some("s3cr3t"));
        assert_eq!(unseal(&secrets, PartnerId(2), &sealed), None);
        assert_eq!(unseal(&Secrets::random().unwrap(), PartnerId(1), &sealed), None);
        assert_eq!(
            unseal(&secrets, PartnerId(2), &seal(&secrets, PartnerId(1), "").unwrap()).as_deref(),
            Some("")
        );
    }
}
