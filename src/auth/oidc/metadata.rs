//! The metadata and keys of an issuer, cached for an hour and read again when a key is unknown. Blocking.

use crate::auth::oidc::http;
use crate::auth::oidc::issuers::{CachedMetadata, Issuer, IssuerError, unreachable};
use crate::auth::oidc::protocol::Client;
use crate::config::oidc_issuer::read_secret;
use openidconnect::core::{CoreClientAuthMethod, CoreProviderMetadata};
use openidconnect::{AuthType, ClientId, ClientSecret, DiscoveryError, HttpRequest, IssuerUrl, RedirectUrl};
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

/// How long to wait after a failed request before the next one.
const RETRY_DELAY: Duration = Duration::from_secs(10);

impl Issuer {
    /// Returns the metadata and keys, at most this old. If the issuer does not answer, returns the cached ones.
    pub(super) fn metadata(
        &self,
        agent: &ureq::Agent,
        at_most: Duration,
    ) -> Result<Arc<CoreProviderMetadata>, IssuerError> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, metadata)) = known.metadata.as_ref().filter(|(since, _)| since.elapsed() < at_most) {
            return Ok(metadata.clone());
        }
        let paused = known.failed.as_ref().filter(|(since, _)| since.elapsed() < RETRY_DELAY);
        let asked = match paused {
            Some((_, said)) => Err(said.clone()),
            None => self.discover(agent).inspect_err(|error| {
                known.failed = Some((Instant::now(), error.clone()));
            }),
        };
        match (asked, &known.metadata) {
            (Ok(metadata), _) => {
                let metadata = Arc::new(metadata);
                *known = CachedMetadata { metadata: Some((Instant::now(), metadata.clone())), failed: None };
                Ok(metadata)
            }
            (Err(said), Some((_, old))) => {
                tracing::warn!(
                    issuer = self.settings.issuer,
                    said,
                    "the cached metadata of the issuer is used"
                );
                Ok(old.clone())
            }
            (Err(said), None) => Err(IssuerError::Unreachable(said)),
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

    /// Returns an OpenID Connect client for this portal.
    pub(super) fn client(
        &self,
        metadata: &CoreProviderMetadata,
        callback: &str,
    ) -> Result<Client, IssuerError> {
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
