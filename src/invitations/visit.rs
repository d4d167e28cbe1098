//! Whoever opens a link: which invitation it is, in which language they read it, and whether they may answer.
//! Unknown tokens are counted by address; a genuine link is never slowed down by somebody else's guesses.

use super::queries::{self, Invitation};
use crate::activity::{ActorKind, Author};
use crate::app::Portal;
use crate::auth::Actor;
use crate::auth::door::network;
use crate::auth::throttle::{self, Bucket, Verdict};
use crate::error::{Error, Result};
use crate::requests::link;
use crate::web::page::Shell;
use crate::web::reader;
use actix_web::HttpRequest;

/// Unknown tokens that an address may try in a quarter of an hour.
const GUESSES: i32 = 30;

/// The invitation behind a token.
///
/// # Errors
/// [`Error::NotFound`] for an unknown token, [`Error::TooMany`] after a number of them.
pub async fn invitation(http: &HttpRequest, portal: &Portal, token: &str) -> Result<Invitation> {
    if link::is_token(token) {
        let hash = link::hash(token);
        if let Some(found) = portal.db.read(move |c| queries::find(c, &hash)).await? {
            return Ok(found);
        }
    }
    let key = format!("link:{}", network(&portal.settings.client_address(http)));
    let bucket = [Bucket::of_place(key, GUESSES)];
    match portal.db.write(move |c| throttle::reserve(c, &bucket)).await? {
        Verdict::GoOn | Verdict::Last => Err(Error::NotFound),
        Verdict::Wait(seconds) => Err(Error::TooMany(seconds.unsigned_abs())),
    }
}

/// The frame of the page: in the language of the switch, else of the request, on the clock of the partner that asks.
pub fn shell(
    http: &HttpRequest,
    portal: &Portal,
    invitation: &Invitation,
    return_to: String,
) -> Result<Shell> {
    let mut shell = reader::shell(http, None, None)?;
    shell.locale = reader::switched(http, portal).unwrap_or(invitation.request.language);
    shell.zone = invitation.zone();
    shell.texts = shell.locale.texts();
    shell.return_to = return_to;
    Ok(shell)
}

/// Whether this person belongs to a partner that asks, and so cannot answer for the customer. It refuses and grants
/// nothing; so it asks for no `Scope`, which a person without roles or with a second factor still to come does not have.
pub fn is_staff(invitation: &Invitation, actor: Option<&Actor>) -> bool {
    actor.is_some_and(|actor| invitation.is_of(actor.partner.id))
}

/// What the log calls a customer whose name is not known: by the address of the request.
pub fn unnamed(invitation: &Invitation) -> &str {
    let recipient = invitation.request.recipient.as_str();
    if recipient.is_empty() { "customer" } else { recipient }
}

/// Who the log names for what the customer does; each entry says in whose log it stands.
pub fn author(http: &HttpRequest, portal: &Portal, name: &str) -> Author {
    Author {
        kind: ActorKind::Customer,
        partner: None,
        user: None,
        name: name.to_owned(),
        request_id: crate::web::request_id(http),
        address: portal.settings.client_address(http),
    }
}
