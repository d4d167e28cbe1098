//! Chat channels: the services whose webhooks the portal can use, and why a channel is paused.

use crate::domain::text_enum::text_enum;

/// A chat service. Each has its own format of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChatService {
    /// Slack: an incoming webhook.
    Slack,
    /// Microsoft Teams: a workflow that posts what its webhook receives.
    Teams,
    /// Mattermost: an incoming webhook.
    Mattermost,
    /// Discord: a webhook of a channel.
    Discord,
}

text_enum!(ChatService, "chat service", {
    Slack = "slack", Teams = "teams", Mattermost = "mattermost", Discord = "discord",
});

impl ChatService {
    /// Returns the name, which is the same in all languages.
    pub const fn name(self) -> &'static str {
        match self {
            ChatService::Slack => "Slack",
            ChatService::Teams => "Microsoft Teams",
            ChatService::Mattermost => "Mattermost",
            ChatService::Discord => "Discord",
        }
    }
}

/// Why a channel is paused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChannelPause {
    /// A person paused it.
    Person,
    /// Nothing could be delivered for days.
    Failures,
    /// The database was restored from a backup.
    Restore,
    /// The secret file was replaced without the former one, so the address cannot be decrypted.
    Secret,
}

text_enum!(ChannelPause, "reason", {
    Person = "person", Failures = "failures", Restore = "restore", Secret = "secret",
});
