//! What an application sends with its requests: a JWT (RFC 7519) that the portal signs with HMAC-SHA-256 and that is valid for
//! an hour. It only names the application and the secret with which it signed in; both are looked up at each request. The
//! header is compared as a whole, so a token cannot choose another algorithm.

use crate::error::{Error, Result};
use crate::secrets::Secrets;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{NaiveDateTime, TimeDelta};
use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use uuid::Uuid;

/// How long an access token is valid, unless its secret ends before.
pub const LIFETIME: TimeDelta = TimeDelta::hours(1);

/// How far the clock may be set back without making tokens invalid.
const CLOCK_TOLERANCE: TimeDelta = TimeDelta::minutes(5);

/// The only header that the portal writes and accepts.
const HEADER: &str = r#"{"alg":"HS256","typ":"JWT"}"#;

/// Maximum length of an access token in characters. Longer texts are rejected.
const MAX_LENGTH: usize = 1_000;

/// The claims of an access token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// The URL of the portal.
    pub iss: String,
    /// The client id of the application.
    pub sub: String,
    /// When it was made: seconds since 1970.
    pub iat: i64,
    /// When it expires: seconds since 1970.
    pub exp: i64,
    /// A random id.
    pub jti: Uuid,
    /// The row id of the secret with which the application signed in.
    pub secret: i32,
}

impl Claims {
    /// Returns the claims of a new token, which ends with the secret at the latest.
    pub fn new(
        issuer: &str,
        client_id: &str,
        (secret, secret_ends): (i32, NaiveDateTime),
        now: NaiveDateTime,
    ) -> Self {
        Claims {
            iss: issuer.to_owned(),
            sub: client_id.to_owned(),
            iat: now.and_utc().timestamp(),
            exp: secret_ends.min(now + LIFETIME).and_utc().timestamp(),
            jti: Uuid::new_v4(),
            secret,
        }
    }

    /// Returns the signed token.
    ///
    /// # Errors
    /// The claims cannot be written.
    pub fn sign(&self, secrets: &Secrets) -> Result<String> {
        let claims = serde_json::to_vec(self).map_err(Error::internal)?;
        let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(HEADER), URL_SAFE_NO_PAD.encode(claims));
        let signature = mac(secrets, &signed)?.finalize().into_bytes();
        Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }

    /// Returns the claims of a token that this portal signed and that has not expired; `None` for any other text.
    pub fn verify(token: &str, issuer: &str, secrets: &Secrets, now: NaiveDateTime) -> Option<Self> {
        if token.len() > MAX_LENGTH {
            return None;
        }
        let (signed, sent) = token.rsplit_once('.')?;
        let (header, claims) = signed.split_once('.')?;
        let sent = URL_SAFE_NO_PAD.decode(sent).ok()?;
        let is_genuine = mac(secrets, signed).ok()?.verify_slice(&sent).is_ok();
        if !is_genuine || URL_SAFE_NO_PAD.decode(header).ok()? != HEADER.as_bytes() {
            return None;
        }
        let claims: Claims = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()?;
        let (now, tolerance) = (now.and_utc().timestamp(), CLOCK_TOLERANCE.num_seconds());
        let is_valid = claims.iss == issuer && claims.exp > now && claims.iat <= now + tolerance;
        is_valid.then_some(claims)
    }
}

/// Returns the signature as RFC 7518 defines HS256.
fn mac(secrets: &Secrets, signed: &str) -> Result<Hmac<Sha256>> {
    let key = secrets.key("api-token-v1");
    let mac = <Hmac<Sha256> as Mac>::new_from_slice(&key).map_err(Error::internal)?;
    Ok(mac.chain_update(signed))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::clock;

    const ISSUER: &str = "https://portal.example";

    /// A token with this header, with a right signature.
    fn with_header(header: &str, claims: &Claims, secrets: &Secrets) -> String {
        let claims = URL_SAFE_NO_PAD.encode(serde_json::to_vec(claims).unwrap());
        let signed = format!("{}.{claims}", URL_SAFE_NO_PAD.encode(header));
        let signature = mac(secrets, &signed).unwrap().finalize().into_bytes();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    #[test]
    fn accepts_only_its_own_tokens_until_they_expire() {
        let (secrets, now) = (Secrets::random().unwrap(), clock::now());
        let claims = Claims::new(ISSUER, "client", (7, now + TimeDelta::days(1)), now);
        let token = claims.sign(&secrets).unwrap();
        let verify = |token: &str, secrets: &Secrets, later: i64| {
            Claims::verify(token, ISSUER, secrets, now + TimeDelta::seconds(later))
        };
        assert_eq!(verify(&token, &secrets, 3_599), Some(claims.clone()));
        assert_eq!(verify(&token, &secrets, 3_600), None, "it has expired");
        assert_eq!(verify(&token, &secrets, -301), None, "it is from the future");
        assert_eq!(verify(&token, &Secrets::random().unwrap(), 0), None, "another key");
        assert_eq!(Claims::verify(&token, "https://other.example", &secrets, now), None);

        let parts: Vec<&str> = token.split('.').collect();
        let forged = Claims { sub: "other".to_owned(), ..claims.clone() };
        let forged = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&forged).unwrap());
        for wrong in [
            format!("{}.{forged}.{}", parts[0], parts[2]),
            format!("{}.{}.", parts[0], parts[1]),
            format!("{}.{}", parts[0], parts[1]),
            format!("{token}="),
            format!("{token}.{}", parts[2]),
            "x".repeat(2_000),
            String::new(),
            with_header(r#"{"alg":"none","typ":"JWT"}"#, &claims, &secrets),
            with_header(r#"{"alg":"HS512","typ":"JWT"}"#, &claims, &secrets),
            with_header(r#"{"typ":"JWT","alg":"HS256"}"#, &claims, &secrets),
        ] {
            assert_eq!(verify(&wrong, &secrets, 0), None, "{wrong}");
        }
        assert!(verify(&with_header(HEADER, &claims, &secrets), &secrets, 0).is_some());
    }

    #[test]
    fn a_token_ends_with_its_secret() {
        let now = clock::now();
        let claims = Claims::new(ISSUER, "client", (7, now + TimeDelta::minutes(10)), now);
        assert_eq!(claims.exp - claims.iat, 600);
    }
}
