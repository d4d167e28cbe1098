//! Resolves the name of a request and leaves only the addresses that may be reached, so that the checked address is the one
//! that is connected to, whatever the name resolves to a moment later.

use crate::config::OutboundAllow;
use crate::outbound::target::is_allowed;
use std::sync::Arc;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// The reason in the error for a name without an address that may be reached.
pub(super) const REFUSED: &str = "address is not public";

/// A resolver for requests to addresses that users typed.
#[derive(Debug)]
pub(super) struct CheckedResolver {
    pub(super) allow: Arc<OutboundAllow>,
    pub(super) system: DefaultResolver,
}

impl Resolver for CheckedResolver {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.system.resolve(uri, config, timeout)?;
        let (scheme, host) = (uri.scheme_str().unwrap_or_default(), uri.host().unwrap_or_default());
        let mut allowed = self.empty();
        for address in found.iter().filter(|one| is_allowed(scheme, host, one.ip(), &self.allow)) {
            allowed.push(*address);
        }
        if allowed.is_empty() {
            return Err(ureq::Error::Io(std::io::Error::new(std::io::ErrorKind::PermissionDenied, REFUSED)));
        }
        Ok(allowed)
    }
}
