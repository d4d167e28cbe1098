//! Channels of chats (Slack, Microsoft Teams, Mattermost, Discord) that get the notices of a partner by an incoming webhook.
//! The job [`work`] claims a channel and its notices in one transaction ([`deliveries`]), posts one message ([`message`],
//! [`payload`]) and stores the result in another. The pages are [`list_page`] and [`edit`].

pub mod actions;
pub mod changes;
pub mod deliveries;
pub mod edit;
pub mod form;
pub mod labels;
pub mod list_page;
pub mod message;
pub mod model;
pub mod payload;
pub mod queries;
pub mod work;
