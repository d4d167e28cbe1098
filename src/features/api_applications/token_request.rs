//! Parses a request for an access token (RFC 6749, sections 2.3.1 and 4.4): a form, with the client id and the secret in it or in
//! the header `Authorization: Basic`. The errors are in English and ASCII, as the standard requires.

use actix_web::dev::Payload;
use actix_web::http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap};
use actix_web::{HttpMessage, HttpRequest};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::collections::HashMap;
use std::time::Duration;

/// Maximum size of the form in bytes.
const MAX_FORM: usize = 16 * 1024;

/// Timeout for receiving the form.
const MAX_WAIT: Duration = Duration::from_secs(15);

/// A request for an access token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenRequest {
    /// The client id, in lower case.
    pub client_id: String,
    /// The secret.
    pub secret: String,
    /// The resource that a client of version 1 names; empty for others.
    pub resource: String,
}

/// Why a request gets no access token: an error code of RFC 6749, and a sentence for the developer of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenError {
    /// The request is malformed.
    InvalidRequest(&'static str),
    /// The client id or the secret is missing or wrong.
    InvalidClient(&'static str),
    /// The grant type is not `client_credentials`.
    UnsupportedGrantType,
    /// Too many wrong secrets; the program must wait this many seconds.
    Wait(u64),
}

impl TokenRequest {
    /// Reads and parses the request.
    ///
    /// # Errors
    /// The request is malformed, has another grant type, or no client id or secret.
    pub async fn read(request: &HttpRequest, payload: Payload) -> Result<Self, TokenError> {
        let mut types = request.headers().get_all(CONTENT_TYPE);
        let is_one = types.next().is_some() && types.next().is_none();
        let kind = "application/x-www-form-urlencoded";
        if !is_one || !request.content_type().eq_ignore_ascii_case(kind) {
            return Err(TokenError::InvalidRequest(
                "Send the parameters as application/x-www-form-urlencoded.",
            ));
        }
        let body = actix_web::body::to_bytes_limited(actix_web::body::BodyStream::new(payload), MAX_FORM);
        let body = tokio::time::timeout(MAX_WAIT, body).await;
        let Ok(Ok(Ok(body))) = body else {
            return Err(TokenError::InvalidRequest("The body is larger than 16 KiB or did not arrive."));
        };
        Self::parse(&body, request.headers())
    }

    fn parse(body: &[u8], headers: &HeaderMap) -> Result<Self, TokenError> {
        let fields: Vec<(String, String)> = serde_urlencoded::from_bytes(body)
            .map_err(|_| TokenError::InvalidRequest("The body is not a form in UTF-8."))?;
        let count = fields.len();
        let mut fields: HashMap<String, String> = fields.into_iter().collect();
        if fields.len() < count {
            return Err(TokenError::InvalidRequest("The body contains a parameter twice."));
        }
        match fields.get("grant_type").map(String::as_str) {
            Some("client_credentials") => {}
            None | Some("") => {
                return Err(TokenError::InvalidRequest("Send grant_type=client_credentials."));
            }
            Some(_) => return Err(TokenError::UnsupportedGrantType),
        }
        let mut take = |name: &str| fields.remove(name).filter(|value| !value.is_empty());
        let (id, secret, resource) = (take("client_id"), take("client_secret"), take("resource"));
        let (id, secret) = match basic(headers)? {
            Some(_) if secret.is_some() => {
                return Err(TokenError::InvalidRequest(
                    "Send the secret in the header or in the body, not in both.",
                ));
            }
            Some((basic_id, _)) if id.as_ref().is_some_and(|id| *id != basic_id) => {
                return Err(TokenError::InvalidRequest("The client_id is not that of the header."));
            }
            Some(basic) => basic,
            None => match (id, secret) {
                (Some(id), Some(secret)) => (id, secret),
                _ => return Err(TokenError::InvalidClient("Send client_id and client_secret.")),
            },
        };
        // Bucket keys and queries get no text of any length.
        let client_id = uuid::Uuid::try_parse(id.trim()).map_err(|_| TokenError::WRONG)?.to_string();
        Ok(TokenRequest { client_id, secret, resource: resource.unwrap_or_default() })
    }
}

impl TokenError {
    /// The client id is unknown, or the secret is wrong or has ended: the answers are the same.
    pub const WRONG: TokenError =
        TokenError::InvalidClient("The client_id is unknown, or the secret is wrong or has expired.");

    /// Returns the HTTP status, the error code and the description.
    pub const fn parts(self) -> (u16, &'static str, &'static str) {
        match self {
            TokenError::InvalidRequest(why) => (400, "invalid_request", why),
            TokenError::InvalidClient(why) => (401, "invalid_client", why),
            TokenError::UnsupportedGrantType => {
                (400, "unsupported_grant_type", "Only grant_type=client_credentials is supported.")
            }
            TokenError::Wait(_) => (
                429,
                "temporarily_unavailable",
                "Too many wrong secrets. Retry-After says when to try again.",
            ),
        }
    }
}

/// Returns the client id and the secret of the header; `None` if there is no header.
fn basic(headers: &HeaderMap) -> Result<Option<(String, String)>, TokenError> {
    let mut lines = headers.get_all(AUTHORIZATION);
    let Some(line) = lines.next() else { return Ok(None) };
    let parsed = match lines.next() {
        None => line.to_str().ok().and_then(parse_basic),
        Some(_) => None,
    };
    let wrong = "Send Authorization: Basic with client_id:client_secret, form-encoded and in base64.";
    parsed.map(Some).ok_or(TokenError::InvalidClient(wrong))
}

fn parse_basic(line: &str) -> Option<(String, String)> {
    let (scheme, encoded) = line.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let plain = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = plain.split_once(':')?;
    Some((form_decoded(id)?, form_decoded(secret)?))
}

/// Decodes a value as it is in a form.
fn form_decoded(text: &str) -> Option<String> {
    let fields: Vec<(String, String)> = serde_urlencoded::from_str(&format!("value={text}")).ok()?;
    let [(_, value)] = <[(String, String); 1]>::try_from(fields).ok()?;
    Some(value)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use actix_web::http::header::HeaderValue;

    const ID: &str = "6cbcb3a1-8c6b-4a5e-9f57-4d5a2c1d0a01";

    fn parse(body: &str, basic: Option<&str>) -> Result<TokenRequest, TokenError> {
        let mut headers = HeaderMap::new();
        if let Some(basic) = basic {
            let line = format!("Basic {}", STANDARD.encode(basic));
            headers.insert(AUTHORIZATION, HeaderValue::try_from(line).unwrap());
        }
        TokenRequest::parse(body.as_bytes(), &headers)
    }

    #[test]
    fn reads_credentials_from_the_body_or_the_header() {
        let request =
            TokenRequest { client_id: ID.to_owned(), secret: "a+b c".to_owned(), resource: String::new() };
        let body = format!(
            "grant_type=client_credentials&client_id={}&client_secret=a%2Bb+c&scope=x",
            ID.to_uppercase()
        );
        assert_eq!(parse(&body, None), Ok(request.clone()));
        let header = format!("{ID}:a%2Bb+c");
        assert_eq!(parse("grant_type=client_credentials", Some(&header)), Ok(request.clone()));
        let both = format!("grant_type=client_credentials&client_id={ID}");
        assert_eq!(parse(&both, Some(&header)), Ok(request));
    }

    #[test]
    fn says_what_is_wrong_with_a_request() {
        fn code(body: &str, basic: Option<&str>) -> &'static str {
            parse(body, basic).unwrap_err().parts().1
        }
        let grant = "grant_type=client_credentials";
        assert_eq!(code("", None), "invalid_request");
        assert_eq!(code("grant_type=password", None), "unsupported_grant_type");
        assert_eq!(code(&format!("{grant}&{grant}"), None), "invalid_request");
        assert_eq!(code(grant, None), "invalid_client");
        assert_eq!(code(&format!("{grant}&client_id={ID}"), None), "invalid_client");
        assert_eq!(code(&format!("{grant}&client_id=x&client_secret=y"), None), "invalid_client");
        assert_eq!(code(&format!("{grant}&client_secret=y"), Some(&format!("{ID}:y"))), "invalid_request");
        assert_eq!(code(&format!("{grant}&client_id=x"), Some(&format!("{ID}:y"))), "invalid_request");
        assert_eq!(code(grant, Some("no colon")), "invalid_client");
        assert!(TokenError::WRONG.parts().2.is_ascii());
    }
}
