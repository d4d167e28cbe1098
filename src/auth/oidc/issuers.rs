//! The issuers of the settings, and the threads on which they are asked: [`super::metadata`] asks what they say of
//! themselves, [`super::exchange`] who has signed in there.

use super::http::{self, AskError};
use super::metadata::Known;
use super::settings::IssuerSettings;
use crate::error::{Error, Result};
use std::sync::{Arc, Mutex};
use tokio::sync::Semaphore;

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
    pub(super) known: Mutex<Known>,
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

/// It does not answer as it should.
pub(super) fn unreachable(error: impl std::fmt::Display) -> Refusal {
    Refusal::Unreachable(error.to_string())
}

/// It answers what cannot be believed. The words go into the server's log: an error that quotes what was answered, a
/// token or a body, must not come here.
pub(super) fn not_believed(error: impl std::error::Error) -> Refusal {
    let cause = error.source().map(|cause| format!(": {cause}")).unwrap_or_default();
    Refusal::NotBelieved(format!("{error}{cause}"))
}
