//! Where a request comes from: its id, its network address, and the author for the activity log.

use crate::audit::{ActorKind, Author};
use crate::config::Settings;
use crate::domain::{PartnerId, UserId};
use actix_web::{HttpMessage, HttpRequest};

/// Returns the author that the activity log names for actions of a user who has not signed in yet.
pub fn author_before_sign_in(
    settings: &Settings,
    request: &HttpRequest,
    (partner, user, name): (PartnerId, UserId, &str),
) -> Author {
    Author {
        kind: ActorKind::User,
        partner: Some(partner),
        user: Some(user),
        name: name.to_owned(),
        request_id: crate::auth::client::request_id(request),
        program: None,
        address: settings.client_address(request),
    }
}

/// Returns an IPv4 address, or the /64 prefix of an IPv6 address, which one household or company usually shares.
pub fn network(address: &str) -> String {
    match address.parse::<std::net::Ipv6Addr>() {
        Ok(v6) => v6.segments()[..4].iter().map(|part| format!("{part:x}")).collect::<Vec<_>>().join(":"),
        Err(_) => address.to_owned(),
    }
}

impl Settings {
    /// Returns the client's address: the address of the peer, or the forwarded address if the peer is a trusted proxy.
    pub fn client_address(&self, request: &HttpRequest) -> String {
        let Some(peer) = request.peer_addr().map(|peer| peer.ip()) else { return String::new() };
        // A header that is not text becomes an unreadable hop, at which the search through the list stops.
        let lines =
            request.headers().get_all("x-forwarded-for").map(|line| line.to_str().unwrap_or_default());
        self.trusted_proxies.client(peer, &lines.collect::<Vec<_>>()).to_string()
    }
}

/// The id of a request, shown in the server log and on error pages.
#[derive(Debug, Clone)]
pub struct RequestId(pub String);

/// Returns the id of the request; empty if the outermost middleware has not run.
pub fn request_id(request: &HttpRequest) -> String {
    request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default()
}
