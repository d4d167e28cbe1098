//! `GET /profile/sessions` lists the user's sessions; `POST …/end` ends one of them, or all others.

use crate::auth::Scope;
use crate::auth::browser_name::browser_name;
use crate::auth::scope::OwnProfile;
use crate::error::{Error, Result};
use crate::features::profile::queries;
use crate::features::profile::queries::OwnSession;
use crate::search::CappedCount;
use crate::state::AppState;
use crate::urls;
use crate::web::flash::{Flash, Message};
use crate::web::list::{ListCount, ListFrame};
use crate::web::request::shell;
use crate::web::response;
use crate::web::response::see_other;
use crate::web::shell::Shell;
use actix_web::web::{Data, Form};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use sha2::{Digest, Sha256};

#[derive(Template)]
#[template(path = "profile/sessions.html")]
struct SessionsPage<'a> {
    shell: &'a Shell,
    frame: ListFrame,
    sessions: Vec<SessionLine>,
}

/// A session as the page shows it.
struct SessionLine {
    id: String,
    browser: String,
    address: String,
    began: String,
    last_seen: String,
    is_this: bool,
}

impl SessionsPage<'_> {
    /// Returns the HTML id of the button that ends the session.
    fn ask_id(&self, session: &SessionLine) -> String {
        format!("end-{}", session.id)
    }

    fn has_others(&self) -> bool {
        self.sessions.iter().any(|session| !session.is_this)
    }
}

/// The submitted form: the id of a session, or `others`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndForm {
    session: String,
}

/// Shows the list.
pub async fn index(
    request: HttpRequest,
    scope: Scope<OwnProfile>,
    portal: Data<AppState>,
) -> Result<HttpResponse> {
    let reader = scope.clone();
    let own = portal.db.read(move |c| queries::own_sessions(&reader, c)).await?;
    let shell = shell(&request, Some(scope.actor()), None)?;
    let this = &scope.actor().session.token_hash;
    let shown = |one: OwnSession| SessionLine {
        id: public_id(&one.token_hash),
        browser: browser_name(&one.user_agent).unwrap_or_else(|| shell.texts.session_unknown_browser()),
        began: shell.moment(one.created_at),
        last_seen: shell.moment(one.last_seen_at),
        is_this: one.token_hash == *this,
        address: one.address,
    };
    let sessions: Vec<SessionLine> = own.into_iter().map(shown).collect();
    let total = CappedCount::exact(sessions.len() as u64);
    let count = ListCount::sentence(total, shell.texts.sessions_count(total.shown));
    let frame = ListFrame::new(shell.texts.signed_in_devices(), count);
    response::page(&SessionsPage { shell: &shell, frame, sessions })
}

/// Ends the selected sessions, but never the current one, which ends by signing out.
pub async fn end(
    scope: Scope<OwnProfile>,
    portal: Data<AppState>,
    form: Form<EndForm>,
) -> Result<HttpResponse> {
    let reader = scope.clone();
    let own = portal.db.read(move |c| queries::own_sessions(&reader, c)).await?;
    let this = &scope.actor().session.token_hash;
    let chosen = |one: &OwnSession| form.session == "others" || form.session == public_id(&one.token_hash);
    let others = own.into_iter().filter(|one| one.token_hash != *this && chosen(one));
    let hashes: Vec<String> = others.map(|one| one.token_hash).collect();
    if hashes.is_empty() {
        return Err(Error::NotFound);
    }
    let user = scope.actor().user;
    let end = portal.log.record(scope.author(), move |tx| Ok(((), vec![queries::end(tx, user, &hashes)?])));
    end.await?;
    Ok(see_other(&portal, &urls::profile_sessions(), Some(Flash::from(Message::SessionsEnded))))
}

/// Returns an id that reveals neither the token nor its hash.
fn public_id(token_hash: &str) -> String {
    URL_SAFE_NO_PAD.encode(&Sha256::digest(token_hash)[..12])
}
