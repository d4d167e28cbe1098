//! The issuers at work: what they say of themselves is asked once an hour and kept; a code is exchanged for a token,
//! and the token believed only when everything about it is right. Blocks: call it by [`Issuers::ask`].

use super::claims::Told;
use super::flow::Flow;
use super::http::{self, AskError, may_be_asked};
use super::protocol::{Client, PersonClaims, SIGNATURES, TokenClaims, Tokens};
use super::settings::{IssuerSettings, read_secret};
use crate::error::{Error, Result};
use crate::secrets::Secrets;
use openidconnect::core::{CoreAuthenticationFlow, CoreClientAuthMethod, CoreProviderMetadata};
use openidconnect::{
    AccessTokenHash, AuthType, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken,
    DiscoveryError, HttpRequest, IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier,
    RedirectUrl, RequestTokenError, Scope, SignatureVerificationError, TokenResponse, UserInfoError,
};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;

/// What an issuer says of itself is asked again after this time.
const FRESH: Duration = Duration::from_secs(3600);
/// An issuer that did not answer is left alone for this time.
const PAUSE: Duration = Duration::from_secs(10);
/// So many may wait for issuers at once; an issuer that hangs does not take every thread.
const AT_ONCE: usize = 16;

/// Why nobody comes in from an issuer.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// It does not answer, or not as it should; the password still works.
    #[error("{0}")]
    Unreachable(String),
    /// It answers, and what it says is not believed.
    #[error("{0}")]
    NotBelieved(String),
}

impl From<AskError> for Refusal {
    fn from(error: AskError) -> Self {
        Refusal::Unreachable(error.to_string())
    }
}

/// One issuer, and what is known of it.
pub struct Issuer {
    /// Its settings.
    pub settings: IssuerSettings,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    metadata: Option<(Instant, Arc<CoreProviderMetadata>)>,
    failed: Option<(Instant, String)>,
}

/// All issuers of the settings.
pub struct Issuers {
    list: Vec<Arc<Issuer>>,
    agent: ureq::Agent,
    permits: Semaphore,
}

impl Issuers {
    /// Those of the settings; nobody is asked yet.
    pub fn new(settings: Vec<IssuerSettings>) -> Self {
        let issuer = |settings| Arc::new(Issuer { settings, known: Mutex::default() });
        let list = settings.into_iter().map(issuer).collect();
        Issuers { list, agent: http::agent(), permits: Semaphore::new(AT_ONCE) }
    }

    /// All, in the order of the settings.
    pub fn all(&self) -> impl Iterator<Item = &IssuerSettings> {
        self.list.iter().map(|issuer| &issuer.settings)
    }

    /// The one with this word in our addresses.
    pub fn of(&self, id: &str) -> Option<Arc<Issuer>> {
        self.list.iter().find(|issuer| issuer.settings.id == id).cloned()
    }

    /// Runs a question on a blocking thread.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when too many wait for an answer already.
    pub async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&ureq::Agent) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<Result<T, Refusal>> {
        let busy = |_| Error::Unavailable("too many wait for an issuer".into());
        let permit = self.permits.try_acquire().map_err(busy)?;
        let agent = self.agent.clone();
        let answer = actix_web::web::block(move || question(&agent)).await.map_err(Error::internal);
        drop(permit);
        answer
    }
}

impl Issuer {
    /// Where to send the browser.
    ///
    /// # Errors
    /// The issuer cannot be reached.
    pub fn way_there(
        &self,
        agent: &ureq::Agent,
        flow: &Flow,
        secrets: &Secrets,
        callback: &str,
    ) -> Result<String, Refusal> {
        let client = self.client(&*self.metadata(agent, FRESH)?, callback)?;
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
        if may_be_asked(&url) { Ok(url.into()) } else { Err(AskError::Unsafe(url.into()).into()) }
    }

    /// What the issuer says of whoever brought this code.
    ///
    /// # Errors
    /// It cannot be reached, or what it says is not believed.
    pub fn told(
        &self,
        agent: &ureq::Agent,
        flow: &Flow,
        secrets: &Secrets,
        callback: &str,
        code: String,
    ) -> Result<Told, Refusal> {
        let client = self.client(&*self.metadata(agent, FRESH)?, callback)?;
        let send = |request: HttpRequest| http::send(agent, request);
        let exchange = client.exchange_code(AuthorizationCode::new(code)).map_err(unreachable)?;
        let verifier = PkceCodeVerifier::new(flow.verifier(secrets));
        let tokens = exchange.set_pkce_verifier(verifier).request(&send).map_err(|error| match error {
            RequestTokenError::Request(error) => error.into(),
            error => not_believed(error),
        })?;
        let nonce = Nonce::new(flow.nonce(secrets));
        let claims = match verified(&client, &tokens, &nonce) {
            // Its keys may have changed since they were asked for.
            Err(ClaimsVerificationError::SignatureVerification(error)) if may_be_a_new_key(&error) => {
                let client = self.client(&*self.metadata(agent, Duration::ZERO)?, callback)?;
                verified(&client, &tokens, &nonce)
            }
            claims => claims,
        };
        let claims = claims.map_err(not_believed)?;
        let mut told = Told::by(&self.settings, &claims).map_err(Refusal::NotBelieved)?;
        if told.lacks(&self.settings)
            && let Ok(question) =
                client.user_info(tokens.access_token().clone(), Some(claims.subject().clone()))
        {
            let person: PersonClaims = question.request(&send).map_err(|error| match error {
                UserInfoError::Request(error) => error.into(),
                error => not_believed(error),
            })?;
            told.add(&self.settings, &person);
        }
        Ok(told)
    }

    /// What it says of itself, its keys too, at most so old. While it does not answer, what is known counts on.
    fn metadata(&self, agent: &ureq::Agent, at_most: Duration) -> Result<Arc<CoreProviderMetadata>, Refusal> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, metadata)) = known.metadata.as_ref().filter(|(since, _)| since.elapsed() < at_most) {
            return Ok(metadata.clone());
        }
        let paused = known.failed.as_ref().filter(|(since, _)| since.elapsed() < PAUSE);
        let asked = match paused {
            Some((_, said)) => Err(said.clone()),
            None => self.discover(agent).map_err(|error| {
                known.failed = Some((Instant::now(), error.clone()));
                error
            }),
        };
        match (asked, &known.metadata) {
            (Ok(metadata), _) => {
                let metadata = Arc::new(metadata);
                *known = Known { metadata: Some((Instant::now(), metadata.clone())), failed: None };
                Ok(metadata)
            }
            (Err(said), Some((_, old))) => {
                tracing::warn!(issuer = self.settings.issuer, said, "what was known of the issuer counts on");
                Ok(old.clone())
            }
            (Err(said), None) => Err(Refusal::Unreachable(said)),
        }
    }

    fn discover(&self, agent: &ureq::Agent) -> Result<CoreProviderMetadata, String> {
        let issuer = IssuerUrl::new(self.settings.issuer.clone()).map_err(|error| error.to_string())?;
        let send = |request: HttpRequest| http::send(agent, request);
        CoreProviderMetadata::discover(&issuer, &send).map_err(|error| match error {
            DiscoveryError::Request(error) => error.to_string(),
            error => error.to_string(),
        })
    }

    fn client(&self, metadata: &CoreProviderMetadata, callback: &str) -> Result<Client, Refusal> {
        let id = ClientId::new(self.settings.client_id.clone());
        let secret = self.settings.client_secret_file.as_deref().map(read_secret).transpose();
        let secret = secret.map_err(unreachable)?.map(ClientSecret::new);
        let client: Client = openidconnect::Client::from_provider_metadata(metadata.clone(), id, secret);
        let callback = RedirectUrl::new(callback.to_owned()).map_err(unreachable)?;
        let ways = metadata.token_endpoint_auth_methods_supported();
        let only_in_form = ways.is_some_and(|ways| {
            ways.contains(&CoreClientAuthMethod::ClientSecretPost)
                && !ways.contains(&CoreClientAuthMethod::ClientSecretBasic)
        });
        let way = if only_in_form { AuthType::RequestBody } else { AuthType::BasicAuth };
        Ok(client.set_redirect_uri(callback).set_auth_type(way))
    }
}

/// The claims of a token that is signed by the issuer, for this portal, for this sign-in, now.
fn verified(client: &Client, tokens: &Tokens, nonce: &Nonce) -> Result<TokenClaims, ClaimsVerificationError> {
    let token =
        tokens.id_token().ok_or_else(|| ClaimsVerificationError::Other("no identity token".into()))?;
    let verifier = client.id_token_verifier().set_allowed_algs(SIGNATURES);
    let claims = token.claims(&verifier, nonce)?;
    if let Some(said) = claims.access_token_hash() {
        let signed = (token.signing_alg(), token.signing_key(&verifier));
        let (Ok(algorithm), Ok(key)) = signed else {
            return Err(ClaimsVerificationError::Other("the key of the token is gone".into()));
        };
        let hash = AccessTokenHash::from_token(tokens.access_token(), algorithm, key);
        if hash.is_ok_and(|hash| hash != *said) {
            return Err(ClaimsVerificationError::Other("the access token is another one".into()));
        }
    }
    if claims.authorized_party().is_some_and(|party| party != client.client_id()) {
        return Err(ClaimsVerificationError::InvalidAudience("the token was made for another client".into()));
    }
    Ok(claims.clone())
}

fn may_be_a_new_key(error: &SignatureVerificationError) -> bool {
    matches!(error, SignatureVerificationError::NoMatchingKey | SignatureVerificationError::CryptoError(_))
}

fn unreachable(error: impl std::fmt::Display) -> Refusal {
    Refusal::Unreachable(error.to_string())
}

fn not_believed(error: impl std::fmt::Display + std::fmt::Debug) -> Refusal {
    Refusal::NotBelieved(format!("{error}: {error:?}"))
}
