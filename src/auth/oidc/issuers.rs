//! The configured issuers, and the threads for requests to them: [`super::metadata`] reads their metadata,
//! [`super::exchange`] signs users in.

use crate::auth::oidc::http;
use crate::auth::oidc::http::FetchError;
use crate::config::IssuerSettings;
use crate::error::{Error, Result};
use openidconnect::core::CoreProviderMetadata;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;

/// Maximum number of concurrent requests to issuers, so that an issuer that hangs does not block all threads.
const MAX_CONCURRENT: usize = 16;

/// Why a sign-in with an issuer failed.
#[derive(Debug, thiserror::Error)]
pub enum IssuerError {
    /// It did not answer, or not with a valid response; password sign-in still works.
    #[error("{0}")]
    Unreachable(String),
    /// It answered, but the answer was rejected.
    #[error("{0}")]
    NotBelieved(String),
}

impl From<FetchError> for IssuerError {
    fn from(error: FetchError) -> Self {
        IssuerError::Unreachable(error.to_string())
    }
}

/// An issuer with its cached metadata.
pub struct Issuer {
    /// Its settings.
    pub settings: IssuerSettings,
    pub(super) known: Mutex<CachedMetadata>,
}

/// The configured issuers.
pub struct Issuers {
    list: Vec<Arc<Issuer>>,
    agent: ureq::Agent,
    permits: Semaphore,
}

impl Issuers {
    /// Creates the issuers without sending any requests.
    pub fn new(settings: Vec<IssuerSettings>) -> Self {
        let issuer = |settings| Arc::new(Issuer { settings, known: Mutex::default() });
        let list = settings.into_iter().map(issuer).collect();
        Issuers { list, agent: http::agent(), permits: Semaphore::new(MAX_CONCURRENT) }
    }

    /// Returns the settings of all issuers, in the configured order.
    pub fn all(&self) -> impl Iterator<Item = &IssuerSettings> {
        self.list.iter().map(|issuer| &issuer.settings)
    }

    /// Returns the issuer with this id in the portal's URLs.
    pub fn get(&self, id: &str) -> Option<Arc<Issuer>> {
        self.list.iter().find(|issuer| issuer.settings.id == id).cloned()
    }

    /// Asks each issuer for its metadata; returns its name and whether it answered. Blocking.
    pub fn check(&self) -> Vec<(String, Result<(), String>)> {
        let ask = |issuer: &Arc<Issuer>| {
            let answer =
                issuer.metadata(&self.agent, Duration::ZERO).map(drop).map_err(|error| error.to_string());
            (issuer.settings.name.clone(), answer)
        };
        self.list.iter().map(ask).collect()
    }

    /// Runs requests to an issuer on a blocking thread.
    ///
    /// # Errors
    /// [`Error::Unavailable`] if too many requests are running.
    pub async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&ureq::Agent) -> Result<T, IssuerError> + Send + 'static,
    ) -> Result<Result<T, IssuerError>> {
        let busy = |_| Error::Unavailable("too many wait for an issuer".into());
        let permit = self.permits.try_acquire().map_err(busy)?;
        let agent = self.agent.clone();
        let answer = actix_web::web::block(move || question(&agent)).await.map_err(Error::internal);
        drop(permit);
        answer
    }
}

/// The errors that OAuth 2.0 (RFC 6749, 6750) and OpenID Connect define.
const KNOWN_ERRORS: [&str; 20] = [
    "access_denied",
    "account_selection_required",
    "consent_required",
    "insufficient_scope",
    "interaction_required",
    "invalid_client",
    "invalid_grant",
    "invalid_request",
    "invalid_request_object",
    "invalid_request_uri",
    "invalid_scope",
    "invalid_token",
    "login_required",
    "registration_not_supported",
    "request_not_supported",
    "request_uri_not_supported",
    "server_error",
    "temporarily_unavailable",
    "unauthorized_client",
    "unsupported_grant_type",
];

/// Returns the text of an issuer's error for the server log. Unknown texts are not logged, since they may
/// contain a token.
pub(crate) fn known_error(said: &str) -> &'static str {
    let known = KNOWN_ERRORS.iter().find(|known| **known == said);
    known.copied().unwrap_or("an error that no standard defines")
}

/// Wraps an error of an issuer that did not answer correctly.
pub(super) fn unreachable(error: impl std::fmt::Display) -> IssuerError {
    IssuerError::Unreachable(error.to_string())
}

/// Wraps an error of an answer that was rejected. The text goes to the server log, so the error must not
/// quote the answer, which may be a token.
pub(super) fn invalid_token(error: impl std::error::Error) -> IssuerError {
    let cause = error.source().map(|cause| format!(": {cause}")).unwrap_or_default();
    IssuerError::NotBelieved(format!("{error}{cause}"))
}

/// How long metadata is cached.
pub(super) const MAX_AGE: Duration = Duration::from_secs(3600);

/// The cached metadata, and the last failure to read it.
#[derive(Default)]
pub(super) struct CachedMetadata {
    pub(super) metadata: Option<(Instant, Arc<CoreProviderMetadata>)>,
    pub(super) failed: Option<(Instant, String)>,
}
