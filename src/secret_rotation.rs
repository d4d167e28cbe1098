//! Changes the database over to a new secret: what was sealed with the former one is sealed again, what was derived from
//! it is derived again or ends, and each activity log continues with the new key.

use crate::audit::chain::generation;
use crate::audit::{Action, Activity, ActivityLog, Author, Tx, verify_queries};
use crate::auth::second_factor::seal;
use crate::auth::{invitation_link, password_link};
use crate::db::schema::{
    api_application_secrets, api_tokens, chat_channels, connections, outbox, password_tokens, recovery_codes,
    request_links, sessions, users, webhooks,
};
use crate::db::{DbConnection, partners};
use crate::domain::{ChatChannelId, ConnectionId, PartnerId, RelationshipRequestId, UserId, WebhookId};
use crate::error::{Error, Result};
use crate::mail::outbox::MailLink;
use crate::outbound::webhook_seal::WebhookPart;
use crate::outbound::{chat_address, credential};
use crate::secrets::Secrets;
use diesel::prelude::*;
use serde_json::json;
use std::path::Path;

/// What the change has done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rotation {
    /// Second factors that were sealed again.
    pub second_factors: usize,
    /// Second factors that the former secret could not open either.
    pub unreadable_factors: usize,
    /// Addresses of chat channels that were sealed again.
    pub chat_channels: usize,
    /// Webhooks whose address and secrets were sealed again.
    pub webhooks: usize,
    /// Credentials of connections that were sealed again.
    pub connections: usize,
    /// Recovery codes that ended, because only their owners know them.
    pub recovery_codes: usize,
    /// Sign-ins that ended.
    pub sessions: usize,
    /// API tokens that ended with them.
    pub api_tokens: usize,
    /// Secrets of applications that were ended.
    pub application_secrets: usize,
    /// Links to set a password that ended.
    pub password_links: usize,
    /// Links of relationship requests that were replaced. Those that people have no longer work.
    pub request_links: usize,
}

/// Finishes the replacement of a secret whose file says that it has begun, and then says in the file that it is finished.
/// Returns `None` if the database had been changed over already.
///
/// # Errors
/// The database or the file failed. The file says the same as before, so the next start tries again.
pub fn finish(log: &ActivityLog, secrets: &Secrets, file: &Path) -> Result<Option<Rotation>> {
    let former = secrets.former().next().ok_or_else(|| Error::internal("no former secret"))?;
    let newest = log.chain().newest();
    let done = log.db().read_now(|c| {
        let all = partners::all(c)?;
        let is_newer =
            |c: &mut DbConnection, id| Ok(generation(&verify_queries::head(c, id)?.state) == newest);
        all.first().map_or(Ok(false), |partner| is_newer(c, partner.id))
    })?;
    let rotation = if done { None } else { Some(change_over(log, &former, secrets)?) };
    secrets.settled().replace(file)?;
    Ok(rotation)
}

/// Changes the database over in one transaction, with an entry in each log, the first with the new key. `log` has the new
/// secret.
///
/// # Errors
/// The database failed; nothing has changed then.
pub fn change_over(log: &ActivityLog, former: &Secrets, new: &Secrets) -> Result<Rotation> {
    log.record_now(&Author::operator(None), |tx| {
        let mut rotation = Rotation::default();
        second_factors(tx, former, new, &mut rotation)?;
        rotation.chat_channels = chat_channels(tx, former, new)?;
        rotation.webhooks = webhooks_again(tx, former, new)?;
        rotation.connections = connections(tx, former, new)?;
        rotation.recovery_codes = diesel::delete(recovery_codes::table).execute(tx.c)?;
        diesel::update(users::table).set(users::session_epoch.eq(users::session_epoch + 1)).execute(tx.c)?;
        rotation.api_tokens = diesel::delete(api_tokens::table).execute(tx.c)?;
        rotation.application_secrets = diesel::delete(api_application_secrets::table).execute(tx.c)?;
        rotation.sessions = diesel::delete(sessions::table).execute(tx.c)?;
        rotation.password_links = password_links(tx, former, new)?;
        rotation.request_links = links_of_requests(tx, former, new)?;
        let mut entry = Activity::new(Action::ReplaceSecret, "partner", json!({}));
        entry.also_of = partners::all(tx.c)?.into_iter().map(|partner| partner.id).collect();
        Ok((rotation, vec![entry]))
    })
}

fn second_factors(tx: &mut Tx<'_>, former: &Secrets, new: &Secrets, rotation: &mut Rotation) -> Result<()> {
    let sealed = users::table.filter(users::totp_secret.is_not_null());
    let sealed: Vec<(UserId, String)> =
        sealed.select((users::id, users::totp_secret.assume_not_null())).load(tx.c)?;
    for (user, text) in sealed {
        let Some(seed) = seal::unseal(former, user, &text) else {
            rotation.unreadable_factors += 1;
            continue;
        };
        let again = seal::seal(new, user, &seed)?;
        diesel::update(users::table.find(user)).set(users::totp_secret.eq(again)).execute(tx.c)?;
        rotation.second_factors += 1;
    }
    Ok(())
}

/// Seals the addresses of chat channels again; returns how many. One that cannot be opened pauses its channel when a message
/// is due.
fn chat_channels(tx: &mut Tx<'_>, former: &Secrets, new: &Secrets) -> Result<usize> {
    let columns = (chat_channels::id, chat_channels::partner_id, chat_channels::sealed_url);
    let all: Vec<(ChatChannelId, PartnerId, String)> = chat_channels::table.select(columns).load(tx.c)?;
    let mut done = 0;
    for (channel, partner, sealed) in all {
        let Some(url) = chat_address::unseal(former, partner, &sealed) else { continue };
        let again = chat_address::seal(new, partner, &url)?;
        let row = chat_channels::table.find(channel);
        done += diesel::update(row).set(chat_channels::sealed_url.eq(again)).execute(tx.c)?;
    }
    Ok(done)
}

/// A webhook and its partner; address, secret, and the secret before.
type SealedWebhook = ((WebhookId, PartnerId), (String, String, Option<String>));

/// Seals the addresses and secrets of webhooks again; returns how many webhooks have both. One that cannot be opened switches its
/// webhook off when an event is due.
fn webhooks_again(tx: &mut Tx<'_>, former: &Secrets, new: &Secrets) -> Result<usize> {
    let columns = (
        (webhooks::id, webhooks::partner_id),
        (webhooks::sealed_url, webhooks::sealed_secret, webhooks::sealed_former),
    );
    let all: Vec<SealedWebhook> = webhooks::table.select(columns).load(tx.c)?;
    let again = |part: WebhookPart, partner, sealed: &str| {
        part.unseal(former, partner, sealed).map(|plain| part.seal(new, partner, &plain)).transpose()
    };
    let mut done = 0;
    for ((webhook, partner), (url, secret, before)) in all {
        let Some(url) = again(WebhookPart::Address, partner, &url)? else { continue };
        let Some(secret) = again(WebhookPart::Secret, partner, &secret)? else { continue };
        let before = before.and_then(|sealed| again(WebhookPart::Secret, partner, &sealed).transpose());
        let before = before.transpose()?;
        let values = (
            (webhooks::sealed_url.eq(url), webhooks::sealed_secret.eq(secret)),
            webhooks::sealed_former.eq(before),
        );
        done += diesel::update(webhooks::table.find(webhook)).set(values).execute(tx.c)?;
    }
    Ok(done)
}

/// Seals the secrets and refresh tokens of connections again; returns how many. A connection of which one cannot be opened is
/// paused at its next run.
fn connections(tx: &mut Tx<'_>, former: &Secrets, new: &Secrets) -> Result<usize> {
    type Sealed = (ConnectionId, PartnerId, String, Option<String>);
    let columns =
        (connections::id, connections::partner_id, connections::sealed_secret, connections::sealed_token);
    let all: Vec<Sealed> = connections::table.select(columns).load(tx.c)?;
    let mut done = 0;
    for (id, partner, secret, token) in all {
        let again = |sealed: &str| {
            let plain = credential::unseal(former, partner, sealed)?;
            credential::seal(new, partner, &plain).ok()
        };
        if let Some(secret) = again(&secret) {
            done += diesel::update(connections::table.find(id))
                .set(connections::sealed_secret.eq(secret))
                .execute(tx.c)?;
        }
        if let Some(token) = token.as_deref().and_then(again) {
            done += diesel::update(connections::table.find(id))
                .set(connections::sealed_token.eq(Some(token)))
                .execute(tx.c)?;
        }
    }
    Ok(done)
}

/// Derives the links of messages that were not sent yet again; all other links end. Returns how many ended.
fn password_links(tx: &mut Tx<'_>, former: &Secrets, new: &Secrets) -> Result<usize> {
    let unsent = outbox::table.filter(outbox::sent_at.is_null().and(outbox::link.eq(MailLink::Password)));
    let unsent: Vec<String> = unsent.select(outbox::id).load(tx.c)?;
    let mut kept = Vec::new();
    for id in unsent.iter().filter_map(|id| id.parse().ok()) {
        let hash = |secrets: &Secrets| password_link::hash(&password_link::token(secrets, id));
        let link = password_tokens::table.find(hash(former));
        if diesel::update(link).set(password_tokens::token_hash.eq(hash(new))).execute(tx.c)? > 0 {
            kept.push(hash(new));
        }
    }
    let others = password_tokens::table.filter(password_tokens::token_hash.ne_all(kept));
    Ok(diesel::delete(others).execute(tx.c)?)
}

/// Derives the links of relationship requests again; returns how many there are.
fn links_of_requests(tx: &mut Tx<'_>, former: &Secrets, new: &Secrets) -> Result<usize> {
    let links: Vec<(String, RelationshipRequestId, i32)> = request_links::table
        .select((request_links::token_hash, request_links::request_id, request_links::seq))
        .load(tx.c)?;
    let mut replaced = 0;
    for (stored, request, seq) in links {
        let hash = |secrets: &Secrets| invitation_link::hash(&invitation_link::token(secrets, request, seq));
        if stored == hash(former) {
            let link = request_links::table.find(stored);
            replaced += diesel::update(link).set(request_links::token_hash.eq(hash(new))).execute(tx.c)?;
        }
    }
    Ok(replaced)
}
