//! A secret of an application as pages show it.

use crate::auth::api_applications::store::{Application, ApplicationSecret};
use crate::web::shell::Shell;
use chrono::{NaiveDateTime, TimeDelta};

/// How long before its end a secret is marked.
const SOON: TimeDelta = TimeDelta::days(8);

/// A secret, with its days in the reader's time zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretText {
    /// The first characters.
    pub beginning: String,
    /// When it was made.
    pub made: String,
    /// When it expires.
    pub expires: String,
    /// Whether it has expired, or will soon: what a mark says.
    pub mark: Option<String>,
}

impl SecretText {
    /// Returns the text of a secret at this time.
    pub fn new(secret: &ApplicationSecret, shell: &Shell, now: NaiveDateTime) -> Self {
        let mark = match secret.expires_at - now {
            left if left <= TimeDelta::zero() => Some(shell.texts.token_expired()),
            left if left < SOON => Some(shell.texts.secret_expires_soon()),
            _ => None,
        };
        // An end that an admin set is hours away, not days.
        let is_today = secret.expires_at - now < TimeDelta::days(2);
        SecretText {
            beginning: secret.beginning.clone(),
            made: shell.texts.token_made(shell.day(secret.created_at)),
            expires: if is_today { shell.moment(secret.expires_at) } else { shell.day(secret.expires_at) },
            mark,
        }
    }

    /// Returns the valid secrets of an application, or if all have expired, the newest.
    pub fn current(application: &Application, shell: &Shell, now: NaiveDateTime) -> Vec<Self> {
        let valid: Vec<Self> =
            application.valid_secrets(now).map(|secret| Self::new(secret, shell, now)).collect();
        match (valid.is_empty(), application.secrets.first()) {
            (true, Some(last)) => vec![Self::new(last, shell, now)],
            _ => valid,
        }
    }
}
