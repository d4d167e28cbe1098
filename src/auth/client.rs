//! Where a request comes from: its id, its network address, and the author that log entries name.

use crate::audit::{ActorKind, Author};
use crate::config::Settings;
use crate::domain::{PartnerId, UserId};
use actix_web::{HttpMessage, HttpRequest};

/// Who the log names for what a person does who is not signed in yet.
pub fn author_before_sign_in(
    settings: &Settings,
    request: &HttpRequest,
    (partner, user, name): (i32, i32, &str),
) -> Author {
    Author {
        kind: ActorKind::User,
        partner: Some(PartnerId(partner)),
        user: Some(UserId(user)),
        name: name.to_owned(),
        request_id: crate::auth::client::request_id(request),
        address: settings.client_address(request),
    }
}

/// An IPv4 address, or the /64 of an IPv6 address, which is what one household or company has.
pub fn network(address: &str) -> String {
    match address.parse::<std::net::Ipv6Addr>() {
        Ok(v6) => v6.segments()[..4].iter().map(|part| format!("{part:x}")).collect::<Vec<_>>().join(":"),
        Err(_) => address.to_owned(),
    }
}

impl Settings {
    /// Returns the client's address: the peer's, unless the peer is a proxy that is trusted to know better.
    pub fn client_address(&self, request: &HttpRequest) -> String {
        let Some(peer) = request.peer_addr().map(|peer| peer.ip()) else { return String::new() };
        // A line that is not text ends the list as an unreadable hop does.
        let lines =
            request.headers().get_all("x-forwarded-for").map(|line| line.to_str().unwrap_or_default());
        self.trusted_proxies.client(peer, &lines.collect::<Vec<_>>()).to_string()
    }
}

/// The id of a request, as the log and error pages name it.
#[derive(Debug, Clone)]
pub struct RequestId(pub String);

/// The id of this request; empty outside the frame.
pub fn request_id(request: &HttpRequest) -> String {
    request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default()
}
