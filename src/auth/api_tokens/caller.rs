//! The program that sent a request: `web/middleware/api.rs` finds it by its token, and `Scope` takes its user from here
//! instead of the session.

use crate::auth::Actor;
use crate::auth::api_tokens::store::FoundToken;
use crate::domain::ApiTokenId;
use actix_web::{HttpMessage, HttpRequest};
use uuid::Uuid;

/// A request to an address for programs. It has no session, even if it carries a cookie.
#[derive(Debug, Clone, Default)]
pub struct ApiRequest {
    /// The number of the request: the program's, or a new one.
    pub request_id: Uuid,
    /// The number that the program gives all requests of one task, or a new one.
    pub correlation_id: Uuid,
    /// The user of the token; `None` at addresses that need none.
    pub caller: Option<ApiCaller>,
}

/// The user as whom a program acts, and the token.
#[derive(Debug, Clone)]
pub struct ApiCaller {
    /// The row id of the token.
    pub token: ApiTokenId,
    /// The name of the token, for the activity log.
    pub token_name: String,
    /// The lists that the program read as a whole, with the day of the log entry, between semicolons.
    pub readings: String,
    /// The user.
    pub actor: Actor,
}

impl From<FoundToken> for ApiCaller {
    fn from(found: FoundToken) -> Self {
        ApiCaller { token: found.id, token_name: found.name, readings: found.readings, actor: found.actor }
    }
}

impl ApiRequest {
    /// Returns what the middleware knows of a request to an address for programs; `None` for requests to pages.
    pub fn of(request: &HttpRequest) -> Option<Self> {
        request.extensions().get::<ApiRequest>().cloned()
    }
}
