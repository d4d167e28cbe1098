//! Links that stop one kind of mail to a user. The token contains user and kind, encrypted with a key from the secret file, so
//! it reveals nothing, is not stored, and is the same in each message. It does not expire; it opens nothing but the page that
//! stops this kind of mail.

use crate::config::Settings;
use crate::domain::{NoticeEvent, ReportId, UserId};
use crate::error::{Error, Result};
use crate::secrets::{Secrets, hmac};
use crate::urls;
use aes_gcm::aead::{Aead, KeyInit};
use aes_gcm::{Aes256Gcm, Nonce};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use std::fmt;
use std::str::FromStr;

const NONCE: usize = 12;

/// The mail that a link stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoppedMail {
    /// Immediate mail about this event.
    Event(NoticeEvent),
    /// All immediate mail.
    Letters,
    /// The digest.
    Digest,
    /// A report that the user gets.
    Report(ReportId),
}

/// A user, and the mail that a link stops. As text: `12.digest`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unsubscription {
    /// The user.
    pub user: UserId,
    /// The mail.
    pub mail: StoppedMail,
}

impl fmt::Display for Unsubscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let user = self.user.0;
        match self.mail {
            StoppedMail::Event(event) => write!(f, "{user}.{}", event.as_str()),
            StoppedMail::Letters => write!(f, "{user}.letters"),
            StoppedMail::Digest => write!(f, "{user}.digest"),
            StoppedMail::Report(report) => write!(f, "{user}.report:{report}"),
        }
    }
}

impl FromStr for Unsubscription {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let (user, word) = text.split_once('.').ok_or(Error::NotFound)?;
        let mail = match word {
            "letters" => StoppedMail::Letters,
            "digest" => StoppedMail::Digest,
            word if word.starts_with("report:") => {
                let report = word.trim_start_matches("report:").parse();
                StoppedMail::Report(report.map_err(|_| Error::NotFound)?)
            }
            event => StoppedMail::Event(event.parse().map_err(|_| Error::NotFound)?),
        };
        Ok(Unsubscription { user: UserId(user.parse().map_err(|_| Error::NotFound)?), mail })
    }
}

/// Returns the token of a link.
///
/// # Errors
/// The text could not be encrypted, which should not happen.
pub fn token(secrets: &Secrets, what: &Unsubscription) -> Result<String> {
    let text = what.to_string();
    // The nonce depends on the text only, so a text has one token.
    let nonce = hmac(&secrets.key("unsubscribe-nonce-v1"), &[text.as_bytes()]);
    let sealed = cipher(secrets).encrypt(Nonce::from_slice(&nonce[..NONCE]), text.as_bytes());
    let sealed = sealed.map_err(|_| Error::internal("a link to stop mail could not be encrypted"))?;
    Ok(BASE64.encode([&nonce[..NONCE], &sealed].concat()))
}

/// Returns what a token stops; `None` if the portal did not make it with this secret.
pub fn open(secrets: &Secrets, token: &str) -> Option<Unsubscription> {
    let bytes = BASE64.decode(token).ok()?;
    let (nonce, sealed) = bytes.split_at_checked(NONCE)?;
    let opened = cipher(secrets).decrypt(Nonce::from_slice(nonce), sealed).ok()?;
    String::from_utf8(opened).ok()?.parse().ok()
}

/// Returns the address that a message contains.
///
/// # Errors
/// As [`token`].
pub fn address(settings: &Settings, secrets: &Secrets, what: &Unsubscription) -> Result<String> {
    Ok(format!("{}{}", settings.public_url(), urls::unsubscribe(token(secrets, what)?)))
}

fn cipher(secrets: &Secrets) -> Aes256Gcm {
    Aes256Gcm::new(&secrets.key("unsubscribe-v1").into())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_stable_reveals_nothing_and_cannot_be_made_without_the_secret() {
        let secrets = Secrets::random().unwrap();
        let event = StoppedMail::Event(NoticeEvent::MailFailed);
        for mail in [StoppedMail::Digest, StoppedMail::Letters, event, StoppedMail::Report(ReportId(7))] {
            let what = Unsubscription { user: UserId(4_711), mail };
            let token = token(&secrets, &what).unwrap();
            assert_eq!(token, super::token(&secrets, &what).unwrap());
            assert_eq!(open(&secrets, &token), Some(what));
            assert_ne!(token, super::token(&secrets, &Unsubscription { user: UserId(1), ..what }).unwrap());
            let plain = String::from_utf8_lossy(&BASE64.decode(&token).unwrap()).into_owned();
            assert!(!plain.contains("4711") && !plain.contains("digest"), "{plain}");
            assert_eq!(open(&Secrets::random().unwrap(), &token), None);
            for bad in ["", "AAAA", "not base64!", &token[..token.len() - 2], &format!("{token}A")] {
                assert_eq!(open(&secrets, bad), None, "{bad}");
            }
        }
    }
}
