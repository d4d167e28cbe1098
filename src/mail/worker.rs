//! Delivers the outbox: a job once a minute, and right after a change that wrote a letter ([`nudge`]).
//! Delivery is at least once: if the process ends between the server's yes and ours, the mail goes out again under
//! the same Message-ID.

use super::message::compose;
use super::queries::{self, Letter, LetterLink, Taken};
use super::server::Refusal;
use crate::app::Portal;
use crate::error::Result;
use crate::partners::model::PartnerId;
use crate::requests::link;
use crate::users::links::queries::renew;
use crate::users::links::{self, letter as password};

/// Delivers what is due and answers how many letters the server took; blocks.
pub fn deliver(portal: &Portal) -> Result<usize> {
    let Some(server) = &portal.mail else { return Ok(0) };
    let (mut delivered, mut after) = (0, PartnerId(0));
    loop {
        let letter = match portal.db.write_now(|c| queries::take_due(c, after))? {
            Taken::Letter(letter, partner) => {
                after = partner;
                letter
            }
            Taken::Lost => continue,
            Taken::Nothing => return Ok(delivered),
        };
        if !is_of_use(portal, &letter)? {
            portal.db.write_now(|c| queries::drop_unsent(c, &letter.id))?;
            tracing::info!(id = letter.id, "a letter was not sent: its link is replaced or used");
            continue;
        }
        let message = compose(&letter, server, &link_of(portal, &letter));
        match message.and_then(|message| server.deliver(&message)) {
            Ok(()) => {
                portal.db.write_now(|c| queries::delivered(c, &letter.id))?;
                delivered += 1;
            }
            Err(Refusal { words, for_good }) => {
                tracing::warn!(
                    id = letter.id,
                    attempts = letter.attempts,
                    for_good,
                    words,
                    "mail was not taken"
                );
                portal.db.write_now(|c| queries::refused(c, &letter, &words, for_good))?;
            }
        }
    }
}

/// Delivers soon, without anybody waiting for it; the job does so anyway.
pub fn nudge(portal: &Portal) {
    if portal.mail.is_none() {
        return;
    }
    let portal = portal.clone();
    actix_web::rt::spawn(async move {
        match actix_web::web::block(move || deliver(&portal)).await {
            Ok(Ok(_)) => {}
            Ok(Err(error)) => tracing::warn!(%error, "mail waits for the job"),
            Err(error) => tracing::error!(%error, "delivering mail broke off"),
        }
    });
}

fn link_of(portal: &Portal, letter: &Letter) -> String {
    match (letter.link, letter.request, letter.link_seq) {
        (LetterLink::Request, Some(id), Some(seq)) => link::address(portal, id, seq),
        _ => password_link(portal, letter).unwrap_or_default(),
    }
}

/// A letter that waited long must not bring a dead link: the time of a link to set a password begins when its letter
/// goes out, and one that was replaced meanwhile, or is no longer needed, is not sent.
fn is_of_use(portal: &Portal, letter: &Letter) -> Result<bool> {
    let Some(token) = password_token(portal, letter) else { return Ok(true) };
    portal.db.write_now(|c| renew(c, &links::hash(&token)))
}

fn password_link(portal: &Portal, letter: &Letter) -> Option<String> {
    let token = password_token(portal, letter)?;
    Some(format!("{}{}", portal.settings.public_url(), links::path(&token)))
}

fn password_token(portal: &Portal, letter: &Letter) -> Option<String> {
    let id = letter.id.parse().ok().filter(|_| letter.link == LetterLink::Password)?;
    Some(password::token(&portal.secrets, id))
}
