//! The program that sent a request: `web/middleware/api.rs` finds it by its token, and `Scope` takes its user from here
//! instead of the session.

use crate::audit::{ProgramName, Tx};
use crate::auth::Actor;
use crate::auth::api_applications::lookup as applications;
use crate::auth::api_tokens::store as tokens;
use crate::db::DbConnection;
use crate::domain::{ApiAccess, ApiApplicationId, ApiTokenId};
use crate::error::Result;
use actix_web::{HttpMessage, HttpRequest};
use chrono::{NaiveDateTime, TimeDelta};
use std::sync::Arc;
use uuid::Uuid;

/// How exactly the last use of a program's credential is stored.
const USE_PRECISION: TimeDelta = TimeDelta::seconds(60);

/// A request to an address for programs. It has no session, even if it carries a cookie.
#[derive(Debug, Clone, Default)]
pub struct ApiRequest {
    /// The number of the request: the program's, or a new one.
    pub request_id: Uuid,
    /// The number that the program gives all requests of one task, or a new one.
    pub correlation_id: Uuid,
    /// The user as whom the program acts; `None` at addresses that need none.
    pub caller: Option<Arc<ApiCaller>>,
}

/// With what a program signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ApiCredential {
    /// An API token of a user.
    Token(ApiTokenId),
    /// The secret of an application.
    Application(ApiApplicationId),
}

/// The user as whom a program acts, and what it may do.
#[derive(Debug, Clone)]
pub struct ApiCaller {
    /// With what it has signed in.
    pub credential: ApiCredential,
    /// The program, for the activity log.
    pub name: ProgramName,
    /// What it may do within the permissions of the user.
    pub access: ApiAccess,
    /// The lists that the program read as a whole, with the day of the log entry, between semicolons.
    pub readings: String,
    /// The user, with the roles of now. An application has an account of its own.
    pub actor: Arc<Actor>,
    /// When the credential was last used, UTC, to the minute.
    pub last_used_at: Option<NaiveDateTime>,
}

impl ApiCaller {
    /// Whether the stored last use is older than a minute.
    pub fn is_use_stale(&self, now: NaiveDateTime) -> bool {
        self.last_used_at.is_none_or(|used| now - used > USE_PRECISION || used > now)
    }
}

impl ApiCredential {
    /// Records that it was used just now.
    ///
    /// # Errors
    /// The database failed.
    pub fn record_use(self, c: &mut DbConnection) -> Result<()> {
        match self {
            ApiCredential::Token(id) => tokens::record_use(c, id),
            ApiCredential::Application(id) => applications::record_use(c, id),
        }
    }

    /// Stores that the program read a list as a whole; `mark` is its file and the day. Returns whether that is new.
    ///
    /// # Errors
    /// [`crate::error::Error::NotFound`] if the token or the application has ended.
    pub fn mark_reading(self, tx: &mut Tx<'_>, file: &str, mark: &str) -> Result<bool> {
        match self {
            ApiCredential::Token(id) => tokens::mark_reading(tx, id, file, mark),
            ApiCredential::Application(id) => applications::mark_reading(tx, id, file, mark),
        }
    }
}

/// Returns the stored readings with this mark instead of an older one of the same file; `None` if it is among them.
pub(in crate::auth) fn with_reading(stored: &str, file: &str, mark: &str) -> Option<String> {
    if stored.split(';').any(|known| known == mark) {
        return None;
    }
    let others = stored.split(';').filter(|known| !known.is_empty() && !known.starts_with(file));
    Some(others.chain([mark]).collect::<Vec<_>>().join(";"))
}

impl ApiRequest {
    /// Returns what the middleware knows of a request to an address for programs; `None` for requests to pages.
    pub fn of(request: &HttpRequest) -> Option<Self> {
        request.extensions().get::<ApiRequest>().cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reading_replaces_that_of_another_day() {
        let stored = "customers 2026-11-29;activity 2026-11-30";
        let now = with_reading(stored, "customers", "customers 2026-11-30");
        assert_eq!(now.as_deref(), Some("activity 2026-11-30;customers 2026-11-30"));
        assert_eq!(with_reading(stored, "activity", "activity 2026-11-30"), None);
    }
}
