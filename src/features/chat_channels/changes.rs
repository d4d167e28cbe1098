//! Creates, changes, pauses and removes channels. The log has the host of an address, never the address.

use crate::audit::{Action, Activity, Tx};
use crate::auth::Scope;
use crate::auth::notices::newest;
use crate::auth::scope::ManageChatChannels;
use crate::db::portable::lock_partner;
use crate::db::schema::chat_channels;
use crate::domain::{ChannelPause, ChatChannelId, TextEnum};
use crate::error::{Error, Result};
use crate::features::chat_channels::model::{
    ChannelContent, ChannelHealth, ChatChannel, MAX_CHANNELS, TEST_PAUSE, events_text,
};
use crate::features::chat_channels::queries::find_channel;
use diesel::prelude::*;
use serde_json::{Value, json};

/// An address, encrypted, and its host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedAddress {
    /// The encrypted address.
    pub sealed: String,
    /// Its host.
    pub host: String,
}

/// The partner has [`MAX_CHANNELS`] already. Nothing was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooManyChannels;

/// Creates a channel. It gets what happens from now on.
pub fn create_channel(
    tx: &mut Tx<'_>,
    scope: &Scope<ManageChatChannels>,
    new: &ChannelContent,
    address: &SealedAddress,
) -> Result<(std::result::Result<(), TooManyChannels>, Vec<Activity>)> {
    lock_partner(tx.c, scope.partner())?;
    let own = chat_channels::table.filter(chat_channels::partner_id.eq(scope.partner()));
    if own.count().get_result::<i64>(tx.c)? >= MAX_CHANNELS {
        return Ok((Err(TooManyChannels), Vec::new()));
    }
    let row = (
        (chat_channels::partner_id.eq(scope.partner()), chat_channels::name.eq(&new.name)),
        (chat_channels::service.eq(new.service), chat_channels::language.eq(new.locale.tag())),
        (chat_channels::sealed_url.eq(&address.sealed), chat_channels::host.eq(&address.host)),
        (chat_channels::events.eq(events_text(&new.events)), chat_channels::created_at.eq(tx.at)),
        chat_channels::sent_to.eq(newest(tx.c, scope.partner())?.unwrap_or_default()),
    );
    diesel::insert_into(chat_channels::table).values(row).execute(tx.c)?;
    let details = stated(new, &address.host);
    Ok((Ok(()), vec![Activity::new(Action::CreateChatChannel, "chat_channel", details)]))
}

/// Changes a channel; `address` is the new address, if it has one. A channel that failed is tried again immediately. Returns
/// whether anything changed.
///
/// # Errors
/// [`Error::NotFound`] if the partner has none with this id; [`Error::Stale`] if it changed after `version`.
pub fn update_channel(
    tx: &mut Tx<'_>,
    scope: &Scope<ManageChatChannels>,
    (id, version): (ChatChannelId, i32),
    new: &ChannelContent,
    address: Option<&SealedAddress>,
) -> Result<(bool, Vec<Activity>)> {
    let stored = find_channel(scope, id, tx.c)?;
    let before = ChannelContent::of(&stored);
    if before == *new && address.is_none() {
        return Ok((false, Vec::new()));
    }
    if stored.version != version {
        return Err(Error::Stale);
    }
    let host = address.map_or(stored.host.as_str(), |address| &address.host);
    let values = (
        (chat_channels::name.eq(&new.name), chat_channels::service.eq(new.service)),
        (chat_channels::language.eq(new.locale.tag()), chat_channels::events.eq(events_text(&new.events))),
        (chat_channels::sealed_url.eq(address.map_or(&stored.sealed_url, |address| &address.sealed))),
        (chat_channels::host.eq(host), chat_channels::version.eq(version + 1)),
        ChannelHealth::default(),
    );
    let seen = chat_channels::table.find(id).filter(chat_channels::version.eq(version));
    if diesel::update(seen).set(values).execute(tx.c)? == 0 {
        return Err(Error::Stale);
    }
    let mut details = json!({ "before": stated(&before, &stored.host), "after": stated(new, host) });
    if address.is_some() {
        // A new address at the same host is a change too.
        details["address_replaced"] = json!(true);
    }
    Ok((true, vec![Activity::new(Action::UpdateChatChannel, "chat_channel", details)]))
}

/// Pauses a channel.
///
/// # Errors
/// [`Error::NotFound`] if the partner has none with this id; [`Error::Stale`] if it is paused already.
pub fn pause_channel(
    tx: &mut Tx<'_>,
    scope: &Scope<ManageChatChannels>,
    id: ChatChannelId,
) -> Result<((), Vec<Activity>)> {
    let channel = find_channel(scope, id, tx.c)?;
    if channel.pause_reason.is_some() {
        return Err(Error::Stale);
    }
    store_pause(tx, &channel, Some(ChannelPause::Person), channel.sent_to)?;
    Ok(((), vec![paused(&channel, ChannelPause::Person)]))
}

/// Lets a paused channel get messages again, about what happens from now on.
///
/// # Errors
/// [`Error::NotFound`] if the partner has none with this id; [`Error::Stale`] if it is not paused.
pub fn resume_channel(
    tx: &mut Tx<'_>,
    scope: &Scope<ManageChatChannels>,
    id: ChatChannelId,
) -> Result<((), Vec<Activity>)> {
    let channel = find_channel(scope, id, tx.c)?;
    if channel.pause_reason.is_none() {
        return Err(Error::Stale);
    }
    let newest = newest(tx.c, scope.partner())?.unwrap_or_default();
    store_pause(tx, &channel, None, newest)?;
    Ok(((), vec![about(&channel, Action::ResumeChatChannel)]))
}

fn store_pause(
    tx: &mut Tx<'_>,
    channel: &ChatChannel,
    reason: Option<ChannelPause>,
    sent_to: i32,
) -> Result<()> {
    let same = chat_channels::table.find(channel.id).filter(chat_channels::version.eq(channel.version));
    let values = (
        (chat_channels::pause_reason.eq(reason), chat_channels::sent_to.eq(sent_to)),
        (chat_channels::version.eq(channel.version + 1), ChannelHealth::default()),
    );
    if diesel::update(same).set(values).execute(tx.c)? == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// Removes a channel.
///
/// # Errors
/// [`Error::NotFound`] if the partner has none with this id.
pub fn remove_channel(
    tx: &mut Tx<'_>,
    scope: &Scope<ManageChatChannels>,
    id: ChatChannelId,
) -> Result<((), Vec<Activity>)> {
    let channel = find_channel(scope, id, tx.c)?;
    diesel::delete(chat_channels::table.find(id)).execute(tx.c)?;
    Ok(((), vec![about(&channel, Action::RemoveChatChannel)]))
}

/// Begins a test of a channel, and returns the channel.
///
/// # Errors
/// [`Error::NotFound`] if the partner has none with this id; [`Error::TooMany`] if it was tested a moment ago.
pub fn begin_test(
    tx: &mut Tx<'_>,
    scope: &Scope<ManageChatChannels>,
    id: ChatChannelId,
) -> Result<(ChatChannel, Vec<Activity>)> {
    let channel = find_channel(scope, id, tx.c)?;
    let free = chat_channels::tested_at.is_null().or(chat_channels::tested_at.le(tx.at - TEST_PAUSE));
    let tested = chat_channels::table.find(id).filter(free);
    if diesel::update(tested).set(chat_channels::tested_at.eq(tx.at)).execute(tx.c)? == 0 {
        return Err(Error::TooMany(TEST_PAUSE.num_seconds().unsigned_abs()));
    }
    Ok((channel, Vec::new()))
}

/// Stores the result of a test: a channel that works again is tried immediately.
pub fn end_test(
    tx: &mut Tx<'_>,
    scope: &Scope<ManageChatChannels>,
    id: ChatChannelId,
    error: Option<&str>,
) -> Result<((), Vec<Activity>)> {
    let own = chat_channels::table.find(id).filter(chat_channels::partner_id.eq(scope.partner()));
    match error {
        Some(error) => diesel::update(own).set(chat_channels::last_error.eq(error)).execute(tx.c)?,
        None => diesel::update(own).set(ChannelHealth::default()).execute(tx.c)?,
    };
    Ok(((), Vec::new()))
}

/// Returns the entry about a channel that was paused.
pub(super) fn paused(channel: &ChatChannel, reason: ChannelPause) -> Activity {
    let details = json!({ "name": channel.name, "channel_paused": reason.text() });
    Activity::new(Action::PauseChatChannel, "chat_channel", details)
}

fn about(channel: &ChatChannel, action: Action) -> Activity {
    let details = json!({ "name": channel.name, "service": channel.service.text(), "host": channel.host });
    Activity::new(action, "chat_channel", details)
}

fn stated(content: &ChannelContent, host: &str) -> Value {
    let events: Vec<&str> = content.events.iter().map(|event| event.text()).collect();
    json!({
        "name": content.name,
        "service": content.service.text(),
        "host": host,
        "language": content.locale.tag(),
        "events": events,
    })
}
