//! The issuers of the settings, and the threads on which they are asked: [`super::metadata`] asks what they say of
//! themselves, [`super::exchange`] who has signed in there.

use crate::auth::oidc::http;
use crate::auth::oidc::http::FetchError;
use crate::config::IssuerSettings;
use crate::error::{Error, Result};
use openidconnect::core::CoreProviderMetadata;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;

/// So many may wait for issuers at once; an issuer that hangs does not take every thread.
const MAX_CONCURRENT: usize = 16;

/// Why nobody comes in from an issuer.
#[derive(Debug, thiserror::Error)]
pub enum IssuerError {
    /// It does not answer, or not as it should; the password still works.
    #[error("{0}")]
    Unreachable(String),
    /// It answers, and what it says is not believed.
    #[error("{0}")]
    NotBelieved(String),
}

impl From<FetchError> for IssuerError {
    fn from(error: FetchError) -> Self {
        IssuerError::Unreachable(error.to_string())
    }
}

/// One issuer, and what is known of it.
pub struct Issuer {
    /// Its settings.
    pub settings: IssuerSettings,
    pub(super) known: Mutex<CachedMetadata>,
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
        Issuers { list, agent: http::agent(), permits: Semaphore::new(MAX_CONCURRENT) }
    }

    /// All, in the order of the settings.
    pub fn all(&self) -> impl Iterator<Item = &IssuerSettings> {
        self.list.iter().map(|issuer| &issuer.settings)
    }

    /// The one with this word in our addresses.
    pub fn get(&self, id: &str) -> Option<Arc<Issuer>> {
        self.list.iter().find(|issuer| issuer.settings.id == id).cloned()
    }

    /// Runs a question on a blocking thread.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when too many wait for an answer already.
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

/// What the server's log may say of an issuer's error. Another word may be anything, a token too.
pub(crate) fn known_error(said: &str) -> &'static str {
    let known = KNOWN_ERRORS.iter().find(|known| **known == said);
    known.copied().unwrap_or("an error that no standard defines")
}

/// It does not answer as it should.
pub(super) fn unreachable(error: impl std::fmt::Display) -> IssuerError {
    IssuerError::Unreachable(error.to_string())
}

/// It answers what cannot be believed. The words go into the server's log: an error that quotes what was answered, a
/// token or a body, must not come here.
pub(super) fn invalid_token(error: impl std::error::Error) -> IssuerError {
    let cause = error.source().map(|cause| format!(": {cause}")).unwrap_or_default();
    IssuerError::NotBelieved(format!("{error}{cause}"))
}

/// What an issuer says of itself is asked again after this time.
pub(super) const MAX_AGE: Duration = Duration::from_secs(3600);

/// What is known, and when it last could not be had.
#[derive(Default)]
pub(super) struct CachedMetadata {
    pub(super) metadata: Option<(Instant, Arc<CoreProviderMetadata>)>,
    pub(super) failed: Option<(Instant, String)>,
}
