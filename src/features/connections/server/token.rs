//! Gets access tokens: by client credentials, or by a refresh token, which each answer may replace.

use crate::domain::ConnectionFault as FaultKind;
use crate::domain::ConnectionSignIn;
use crate::error::Error;
use crate::features::connections::credentials::{TOKEN_LIFETIME, replace_token};
use crate::features::connections::fault::RunFault;
use crate::features::connections::model::Connection;
use crate::features::connections::server::access::{Stop, refusal};
use crate::outbound::credential;
use crate::outbound::exchange::{AnswerLimits, OpenAnswer};
use crate::state::AppState;
use chrono::{NaiveDateTime, TimeDelta};
use serde::{Deserialize, Deserializer};
use std::io::Read;
use std::time::{Duration, Instant};
use url::Url;

/// The resource of the vendor; other portals accept it as they accept any.
const SCOPE: &str = "https://api.partnercenter.microsoft.com/.default";

/// How long before its end a token is not used any more.
const MARGIN: Duration = Duration::from_secs(60);

/// An access token in memory.
pub struct AccessToken {
    /// What a request sends.
    pub text: String,
    ends: Instant,
}

impl AccessToken {
    /// Whether it can still be used. The portal measures the time itself, so a server whose clock is wrong does not matter.
    pub fn is_valid(&self) -> bool {
        Instant::now() < self.ends
    }
}

#[derive(Deserialize)]
struct Granted {
    access_token: String,
    /// A number, or a text with one, in seconds.
    #[serde(default, deserialize_with = "seconds")]
    expires_in: Option<u64>,
    #[serde(default)]
    refresh_token: Option<String>,
    #[serde(default, deserialize_with = "seconds")]
    refresh_token_expires_in: Option<u64>,
}

fn seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    let value = Option::<serde_json::Value>::deserialize(deserializer)?;
    Ok(value.and_then(|value| value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())))
}

/// Signs in. A refresh token of the answer replaces the one that was sent, in the database and in `connection`.
///
/// # Errors
/// The server refuses it, does not answer, or the credentials cannot be decrypted.
pub fn sign_in(
    portal: &AppState,
    connection: &mut Connection,
    now: NaiveDateTime,
) -> Result<AccessToken, Stop> {
    let partner = connection.partner_id;
    let opened = |sealed: &str| {
        let secret = || Stop::Fail(RunFault::new(FaultKind::Secret, "", ""));
        credential::unseal(&portal.secrets, partner, sealed).ok_or_else(secret)
    };
    let url = Url::parse(&connection.token_url).map_err(Error::internal)?;
    let secret = opened(&connection.sealed_secret)?;
    let token = opened(connection.sealed_token.as_deref().unwrap_or_default())?;
    let mut fields = vec![("client_id", connection.client_id.as_str()), ("scope", SCOPE)];
    if !secret.is_empty() {
        fields.push(("client_secret", &secret));
    }
    match connection.sign_in {
        ConnectionSignIn::ClientCredentials => fields.push(("grant_type", "client_credentials")),
        ConnectionSignIn::RefreshToken => {
            fields.extend([("grant_type", "refresh_token"), ("refresh_token", token.as_str())]);
        }
    }
    let answer = portal.outbound.post_form(&url, &fields, AnswerLimits::SMALL);
    let answer = answer.map_err(|error| Stop::of_send_error(&error, url.path()))?;
    if !answer.is_success() {
        return Err(refused(answer, url.path()));
    }
    let granted = parse(answer, url.path())?;
    if let Some(new) = granted.refresh_token.filter(|new| *new != token && !new.is_empty()) {
        let lifetime = granted.refresh_token_expires_in.and_then(|seconds| i64::try_from(seconds).ok());
        let lifetime = lifetime.and_then(TimeDelta::try_seconds).unwrap_or(TOKEN_LIFETIME);
        let ends_at = now.checked_add_signed(lifetime.min(TimeDelta::days(3_650))).unwrap_or(now);
        let sealed = credential::seal(&portal.secrets, partner, &new)?;
        if portal.db.write_now(|c| replace_token(connection, &sealed, ends_at, c))? {
            connection.sealed_token = Some(sealed);
        }
    }
    let lifetime = Duration::from_secs(granted.expires_in.unwrap_or(3_600).min(86_400));
    // A token that lives shorter than the margin serves one request.
    let ends = Instant::now() + lifetime.saturating_sub(MARGIN).max(Duration::from_secs(1));
    Ok(AccessToken { text: granted.access_token, ends })
}

fn parse(answer: OpenAnswer, path: &str) -> Result<Granted, Stop> {
    let mut body = Vec::new();
    let read = answer.into_body().read_to_end(&mut body);
    let cut = |_| Stop::retry(RunFault::new(FaultKind::Cut, path, ""));
    read.map_err(cut)?;
    let malformed = |error: serde_json::Error| {
        // The text of the error never repeats values of the body, which has tokens.
        let words = format!("{:?}, line {}, column {}", error.classify(), error.line(), error.column());
        Stop::Fail(RunFault::new(FaultKind::Malformed, path, words))
    };
    let granted: Granted = serde_json::from_slice(&body).map_err(malformed)?;
    let is_usable = granted.access_token.bytes().all(|byte| byte.is_ascii_graphic());
    if granted.access_token.is_empty() || !is_usable || granted.access_token.len() > 16 * 1024 {
        return Err(Stop::Fail(RunFault::new(FaultKind::Malformed, path, "access_token")));
    }
    Ok(granted)
}

/// A server that refuses credentials answers 400 or 401 (RFC 6749); others that it is busy.
fn refused(answer: OpenAnswer, path: &str) -> Stop {
    match answer.status {
        400 | 401 | 403 => Stop::Fail(refusal(FaultKind::SignIn, answer, path)),
        _ => Stop::of_answer(answer, path),
    }
}
