//! The authorization request and the exchange of the code. A token is accepted only if every check passes.
//! Blocking; call it through [`super::issuers::Issuers::ask`].

use crate::auth::oidc::claims::ClaimedIdentity;
use crate::auth::oidc::flow::AuthorizationFlow;
use crate::auth::oidc::http;
use crate::auth::oidc::http::FetchError;
use crate::auth::oidc::issuers::{Issuer, IssuerError, MAX_AGE, invalid_token, known_error, unreachable};
use crate::auth::oidc::protocol::{Client, PersonClaims, SIGNATURES, TokenClaims, Tokens};
use crate::config::oidc_issuer::is_https_or_loopback;
use crate::secrets::Secrets;
use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::core::CoreAuthenticationFlow;
use openidconnect::{
    AccessTokenHash, AuthorizationCode, ClaimsVerificationError, CsrfToken, HttpRequest, HttpResponse, Nonce,
    OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, RequestTokenError, Scope,
    SignatureVerificationError, TokenResponse, UserInfoError,
};
use serde_json::Value;
use std::time::Duration;

impl Issuer {
    /// Returns the URL of the authorization request.
    ///
    /// # Errors
    /// The issuer cannot be reached, or its endpoint is not https.
    pub fn authorization_url(
        &self,
        agent: &ureq::Agent,
        flow: &AuthorizationFlow,
        secrets: &Secrets,
        callback: &str,
    ) -> Result<String, IssuerError> {
        let client = self.client(&*self.metadata(agent, MAX_AGE)?, callback)?;
        let (state, nonce) = (flow.state(secrets), flow.nonce(secrets));
        let challenge =
            PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(flow.verifier(secrets)));
        let request = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                move || CsrfToken::new(state),
                move || Nonce::new(nonce),
            )
            .add_scope(Scope::new("email".into()))
            .add_scope(Scope::new("profile".into()))
            .set_pkce_challenge(challenge);
        let (url, _, _) = request.url();
        if is_https_or_loopback(&url) { Ok(url.into()) } else { Err(FetchError::Unsafe(url.into()).into()) }
    }

    /// Exchanges the code and returns the verified claims about the user.
    ///
    /// # Errors
    /// The issuer cannot be reached, or its answer is rejected.
    pub fn claimed_identity(
        &self,
        agent: &ureq::Agent,
        flow: &AuthorizationFlow,
        secrets: &Secrets,
        callback: &str,
        code: String,
    ) -> Result<ClaimedIdentity, IssuerError> {
        let client = self.client(&*self.metadata(agent, MAX_AGE)?, callback)?;
        let send = |request: HttpRequest| http::send(agent, request);
        let send_code = |request: HttpRequest| http::send(agent, request).map(with_numeric_lifetime);
        let exchange = client.exchange_code(AuthorizationCode::new(code)).map_err(unreachable)?;
        let verifier = PkceCodeVerifier::new(flow.verifier(secrets));
        let tokens =
            exchange.set_pkce_verifier(verifier).request(&send_code).map_err(|error| match error {
                RequestTokenError::Request(error) => error.into(),
                RequestTokenError::Parse(error, _) => {
                    unreadable("the answer to the code", error.path(), error.inner())
                }
                RequestTokenError::ServerResponse(answer) => {
                    let why = answer.error().to_string();
                    IssuerError::NotBelieved(format!("the issuer refused the code: {}", known_error(&why)))
                }
                error => invalid_token(error),
            })?;
        let nonce = Nonce::new(flow.nonce(secrets));
        let claims = match verified(&client, &tokens, &nonce) {
            // The issuer may have rotated its keys since they were cached.
            Err(ClaimsVerificationError::SignatureVerification(error)) if may_be_a_new_key(&error) => {
                let client = self.client(&*self.metadata(agent, Duration::ZERO)?, callback)?;
                verified(&client, &tokens, &nonce)
            }
            claims => claims,
        };
        let claims = claims.map_err(invalid_token)?;
        let mut told =
            ClaimedIdentity::from_claims(&self.settings, &claims).map_err(IssuerError::NotBelieved)?;
        if told.is_incomplete(&self.settings)
            && let Ok(question) =
                client.user_info(tokens.access_token().clone(), Some(claims.subject().clone()))
        {
            let person: PersonClaims = question.request(&send).map_err(|error| match error {
                UserInfoError::Request(error) => error.into(),
                UserInfoError::Parse(error) => {
                    unreadable("what the issuer says of the person", error.path(), error.inner())
                }
                UserInfoError::Response(status, ..) => IssuerError::NotBelieved(format!(
                    "the UserInfo request failed: the issuer answered {status}"
                )),
                error => invalid_token(error),
            })?;
            told.add(&self.settings, &person);
        }
        Ok(told)
    }
}

/// Returns the claims of a token that is signed by the issuer and was issued for this portal and this sign-in.
fn verified(client: &Client, tokens: &Tokens, nonce: &Nonce) -> Result<TokenClaims, ClaimsVerificationError> {
    let token =
        tokens.id_token().ok_or_else(|| ClaimsVerificationError::Other("no identity token".into()))?;
    let verifier =
        client.id_token_verifier().set_allowed_algs(SIGNATURES).set_issue_time_verifier_fn(was_made);
    let claims = token.claims(&verifier, nonce)?;
    if let Some(said) = claims.access_token_hash() {
        let signed = (token.signing_alg(), token.signing_key(&verifier));
        let (Ok(algorithm), Ok(key)) = signed else {
            return Err(ClaimsVerificationError::Other(
                "the issuer no longer publishes the token's key".into(),
            ));
        };
        let hash = AccessTokenHash::from_token(tokens.access_token(), algorithm, key);
        if hash.is_ok_and(|hash| hash != *said) {
            return Err(ClaimsVerificationError::Other(
                "the access token does not belong to the ID token".into(),
            ));
        }
    }
    if claims.authorized_party().is_some_and(|party| party != client.client_id()) {
        return Err(ClaimsVerificationError::InvalidAudience(
            "the token was issued to another client".into(),
        ));
    }
    Ok(claims.clone())
}

/// Some issuers send the lifetime of an access token as text; the standard and the library require a number.
fn with_numeric_lifetime(answer: HttpResponse) -> HttpResponse {
    let (head, body) = answer.into_parts();
    let numeric = serde_json::from_slice::<Value>(&body).ok().and_then(|mut answer| {
        let lifetime: u64 = answer.get("expires_in")?.as_str()?.trim().parse().ok()?;
        *answer.get_mut("expires_in")? = lifetime.into();
        serde_json::to_vec(&answer).ok()
    });
    ::http::Response::from_parts(head, numeric.unwrap_or(body))
}

/// Describes an answer that does not follow the protocol: where and how, but not the value, which may be a token.
fn unreadable(what: &str, path: impl std::fmt::Display, why: &serde_json::Error) -> IssuerError {
    let path: String = path.to_string().escape_debug().take(80).collect();
    let (kind, line, column) = (why.classify(), why.line(), why.column());
    IssuerError::NotBelieved(format!(
        "{what} cannot be read: {kind:?} error at {path} (line {line}, column {column})"
    ))
}

/// Rejects a token that was issued in the future; allows five minutes of clock skew.
fn was_made(at: DateTime<Utc>) -> Result<(), String> {
    if at > Utc::now() + TimeDelta::minutes(5) { Err("it was issued in the future".into()) } else { Ok(()) }
}

fn may_be_a_new_key(error: &SignatureVerificationError) -> bool {
    matches!(error, SignatureVerificationError::NoMatchingKey | SignatureVerificationError::CryptoError(_))
}
