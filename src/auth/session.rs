//! The session of a request: begins at sign-in and identifies the user in later requests.
//! [`super::session_store`] stores it.

use crate::auth::Actor;
use crate::auth::actor::{ActorRow, SessionRow};
use crate::auth::session_store::{AtIssuer, Proof};
use crate::auth::waiting::Waiting;
use crate::config::Settings;
use crate::domain::{PartnerId, UserId};
use crate::error::{Error, Result};
use crate::search::CappedCount;
use actix_web::HttpRequest;
use actix_web::http::header;
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

/// Maximum time between two requests of a session.
pub const IDLE: TimeDelta = TimeDelta::minutes(30);

/// Maximum age of a session, even if it is in use.
pub const ABSOLUTE: TimeDelta = TimeDelta::hours(12);

/// Length of the signature in the cookie: HMAC-SHA256 in base64.
const SIGNATURE_LEN: usize = 44;

pub(super) const NEW_SESSION_KEY: &str = "begun";

pub(super) const ACTOR_KEY: &str = "actor";

/// A user to sign in, as a session refers to it.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct SessionUser {
    /// Row id of the user.
    pub user: UserId,
    /// Row id of the user's partner.
    pub partner: PartnerId,
    /// The user's session epoch. Sessions of older epochs are invalid.
    pub epoch: i32,
}

/// A session to create.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewSession {
    /// The user.
    pub person: SessionUser,
    /// What the user has proven.
    pub proof: Proof,
    /// What the user has proven to an issuer.
    pub at_issuer: AtIssuer,
    /// The client's network address.
    pub address: String,
    /// The browser's user agent, at most 200 characters.
    pub user_agent: String,
}

impl NewSession {
    /// Returns a session for this user, with the address and browser of this request.
    pub fn new(person: SessionUser, proof: Proof, request: &HttpRequest, settings: &Settings) -> Self {
        let agent = request.headers().get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
        NewSession {
            person,
            proof,
            at_issuer: AtIssuer::default(),
            address: settings.client_address(request),
            user_agent: agent.unwrap_or_default().chars().take(200).collect(),
        }
    }

    /// Returns a session that replaces the one of `actor` when its token must change without a new proof.
    pub fn after(actor: &Actor, person: SessionUser, request: &HttpRequest, settings: &Settings) -> Self {
        let proof = Proof::AsBefore(actor.session.proven_at);
        Self::new(person, proof, request, settings).at_issuer(AtIssuer::from_session(&actor.session))
    }

    /// Adds what the user has proven to an issuer.
    pub fn at_issuer(self, at_issuer: AtIssuer) -> Self {
        NewSession { at_issuer, ..self }
    }
}

/// Begins a session with a new token and ends the previous one, if any.
pub fn begin(session: &actix_session::Session, begun: &NewSession) -> Result<()> {
    session.renew();
    session.insert(NEW_SESSION_KEY, begun).map_err(Error::internal)
}

/// Returns the signed-in user. A user whose second factor is still missing is not signed in.
pub fn actor(session: &actix_session::Session) -> Result<Option<Actor>> {
    Ok(current_actor(session)?.filter(|actor| !actor.session.factor_pending))
}

/// Returns the user who has entered the password but not yet the second factor.
pub fn actor_awaiting_second_factor(session: &actix_session::Session) -> Result<Option<Actor>> {
    Ok(current_actor(session)?.filter(|actor| actor.session.factor_pending))
}

fn current_actor(session: &actix_session::Session) -> Result<Option<Actor>> {
    let entries = session.entries();
    let Some(json) = entries.get(ACTOR_KEY) else { return Ok(None) };
    let (row, session, waiting, (shown, capped)): (ActorRow, SessionRow, Waiting, (u64, bool)) =
        serde_json::from_str(json).map_err(Error::internal)?;
    let unread_notices = CappedCount { shown, capped };
    Ok(Some(Actor { waiting, unread_notices, ..row.into_actor(session)? }))
}

/// Returns the token in this request's cookie, even if its session has ended.
pub fn token(request: &HttpRequest, settings: &Settings) -> Option<String> {
    let cookie = request.cookie(&settings.cookie_name("session"))?;
    // The cookie begins with the signature; the token follows.
    cookie.value().get(SIGNATURE_LEN..).filter(|token| !token.is_empty()).map(str::to_owned)
}
