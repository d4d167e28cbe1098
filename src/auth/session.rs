//! The session of a request: begun at sign-in, read by everything that asks who it is.

use crate::auth::Actor;
use crate::auth::actor::{ActorRow, SessionRow};
use crate::auth::session_store::{AtIssuer, Proof};
use crate::config::Settings;
use crate::error::{Error, Result};
use actix_web::HttpRequest;
use actix_web::http::header;
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

/// A session that nobody used for this long is over.
pub const IDLE: TimeDelta = TimeDelta::minutes(30);

/// Maximum age of a session, even if it is used.
pub const ABSOLUTE: TimeDelta = TimeDelta::hours(12);

/// Length of the signature in a cookie: HMAC-SHA256 in base64.
const SIGNATURE: usize = 44;

pub(super) const BEGUN: &str = "begun";

pub(super) const ACTOR: &str = "actor";

/// A person to sign in: what the session's row refers to.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct SessionUser {
    /// Row id of the person.
    pub user: i32,
    /// Row id of their partner.
    pub partner: i32,
    /// Sessions of older epochs are over.
    pub epoch: i32,
}

/// What a new session remembers.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewSession {
    /// Whose it is.
    pub person: SessionUser,
    /// What was proven.
    pub proof: Proof,
    /// What was shown to an issuer.
    pub at_issuer: AtIssuer,
    /// Where it came from.
    pub address: String,
    /// What the browser called itself.
    pub user_agent: String,
}

impl NewSession {
    /// A session for this person, from this request.
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

    /// The session that replaces `actor`'s own when its token has to change without a new proof.
    pub fn after(actor: &Actor, person: SessionUser, request: &HttpRequest, settings: &Settings) -> Self {
        let proof = Proof::AsBefore(actor.session.proven_at);
        Self::new(person, proof, request, settings).at_issuer(AtIssuer::from_session(&actor.session))
    }

    /// The same of somebody who has shown this to an issuer.
    pub fn at_issuer(self, at_issuer: AtIssuer) -> Self {
        NewSession { at_issuer, ..self }
    }
}

/// Begins a session with a new token; the one before, if any, is over.
pub fn begin(session: &actix_session::Session, begun: &NewSession) -> Result<()> {
    session.renew();
    session.insert(BEGUN, begun).map_err(Error::internal)
}

/// Who is signed in, if anybody: somebody whose second factor is still to come is not.
pub fn actor(session: &actix_session::Session) -> Result<Option<Actor>> {
    Ok(current_actor(session)?.filter(|actor| !actor.session.factor_pending))
}

/// Who has shown the password and is still to show the second factor.
pub fn actor_awaiting_second_factor(session: &actix_session::Session) -> Result<Option<Actor>> {
    Ok(current_actor(session)?.filter(|actor| actor.session.factor_pending))
}

fn current_actor(session: &actix_session::Session) -> Result<Option<Actor>> {
    let entries = session.entries();
    let Some(json) = entries.get(ACTOR) else { return Ok(None) };
    let (row, session): (ActorRow, SessionRow) = serde_json::from_str(json).map_err(Error::internal)?;
    row.into_actor(session).map(Some)
}

/// Returns the token in this request's cookie, even if its session has ended.
pub fn token(request: &HttpRequest, settings: &Settings) -> Option<String> {
    let cookie = request.cookie(&settings.cookie_name("session"))?;
    // The cookie's signature comes before what it signs.
    cookie.value().get(SIGNATURE..).filter(|token| !token.is_empty()).map(str::to_owned)
}
