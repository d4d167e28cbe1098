//! A chat channel as it is stored.

use crate::db::connection::MultiBackend;
use crate::db::schema::chat_channels;
use crate::domain::{ChannelPause, ChatChannelId, ChatService, NoticeEvent, PartnerId, TextEnum};
use crate::i18n::Locale;
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

/// Maximum number of channels of a partner.
pub const MAX_CHANNELS: i64 = 20;

/// Maximum length of a name, in characters.
pub const MAX_NAME: usize = 60;

/// How long nothing can be delivered until the channel is paused.
pub const MAX_FAILING: TimeDelta = TimeDelta::days(3);

/// Minimum time between two test messages to a channel.
pub const TEST_PAUSE: TimeDelta = TimeDelta::seconds(10);

/// A channel.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = chat_channels, check_for_backend(MultiBackend))]
pub struct ChatChannel {
    /// Its id.
    pub id: ChatChannelId,
    /// The partner whose notices it gets.
    pub partner_id: PartnerId,
    /// How the partner calls it.
    pub name: String,
    /// The service, which decides the format of messages.
    pub service: ChatService,
    /// The address of the webhook, encrypted; see [`crate::outbound::chat_address`].
    pub sealed_url: String,
    /// The host of the address.
    pub host: String,
    /// The language of its messages, as a tag.
    pub language: String,
    /// The chosen events; see [`parse_events`].
    pub events: String,
    /// Why it is paused.
    pub pause_reason: Option<ChannelPause>,
    /// The newest notice that was sent, or that it does not get.
    pub sent_to: i32,
    /// When the last message arrived, UTC.
    pub sent_at: Option<NaiveDateTime>,
    /// When the last test message was sent, UTC.
    pub tested_at: Option<NaiveDateTime>,
    /// Since when messages cannot be delivered, UTC.
    pub failing_since: Option<NaiveDateTime>,
    /// The number of attempts since then.
    pub attempts: i32,
    /// When the next attempt is made, UTC.
    pub next_at: Option<NaiveDateTime>,
    /// What the server answered to the last attempt or test that failed.
    pub last_error: Option<String>,
    /// Increases with each change by a person.
    pub version: i32,
}

impl ChatChannel {
    /// Returns the chosen events.
    pub fn chosen_events(&self) -> Vec<NoticeEvent> {
        parse_events(&self.events)
    }

    /// Returns the language of its messages.
    pub fn locale(&self) -> Locale {
        Locale::from_tag(&self.language).unwrap_or_default()
    }
}

/// What is stored about failures of a channel; by default, that there are none.
#[derive(Debug, Default, AsChangeset)]
#[diesel(table_name = chat_channels, treat_none_as_null = true)]
pub struct ChannelHealth {
    /// Since when messages cannot be delivered, UTC.
    pub failing_since: Option<NaiveDateTime>,
    /// The number of attempts since then.
    pub attempts: i32,
    /// When the next attempt is made, UTC.
    pub next_at: Option<NaiveDateTime>,
    /// Why the last attempt failed.
    pub last_error: Option<String>,
}

/// Which process sends a message to a channel; by default, none.
#[derive(Debug, Default, AsChangeset)]
#[diesel(table_name = chat_channels, treat_none_as_null = true)]
pub struct ChannelLease {
    /// A random text that proves the lease.
    pub lease: Option<String>,
    /// When it ends, UTC.
    pub leased_until: Option<NaiveDateTime>,
}

/// Parses stored events. What another version wrote and this one does not know is left out.
pub fn parse_events(text: &str) -> Vec<NoticeEvent> {
    text.split(' ').filter_map(|word| word.parse().ok()).collect()
}

/// Returns the text in which events are stored.
pub fn events_text(events: &[NoticeEvent]) -> String {
    events.iter().map(|event| event.text()).collect::<Vec<_>>().join(" ")
}

/// What a form says about a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelContent {
    /// The name.
    pub name: String,
    /// The service.
    pub service: ChatService,
    /// The language of messages.
    pub locale: Locale,
    /// The events, at least one.
    pub events: Vec<NoticeEvent>,
}

impl ChannelContent {
    /// Returns what a stored channel says.
    pub fn of(channel: &ChatChannel) -> Self {
        ChannelContent {
            name: channel.name.clone(),
            service: channel.service,
            locale: channel.locale(),
            events: channel.chosen_events(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_stored_as_words() {
        let events = [NoticeEvent::OrderRequested, NoticeEvent::MailFailed];
        let text = events_text(&events);
        assert_eq!(text, "order-requested mail-failed");
        assert_eq!(parse_events(&format!("{text} of-a-newer-version ")), events);
        assert!(parse_events("").is_empty());
    }
}
