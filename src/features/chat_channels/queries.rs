//! Reads the channels of a partner.

use crate::auth::Scope;
use crate::auth::scope::ManageChatChannels;
use crate::db::DbConnection;
use crate::db::schema::chat_channels;
use crate::domain::ChatChannelId;
use crate::error::{Error, Result};
use crate::features::chat_channels::model::ChatChannel;
use diesel::prelude::*;

/// Returns all channels, oldest first.
///
/// # Errors
/// The database failed.
pub fn all_channels(scope: &Scope<ManageChatChannels>, c: &mut DbConnection) -> Result<Vec<ChatChannel>> {
    let own = chat_channels::table.filter(chat_channels::partner_id.eq(scope.partner()));
    Ok(own.order(chat_channels::id).select(ChatChannel::as_select()).load(c)?)
}

/// Returns one channel.
///
/// # Errors
/// [`Error::NotFound`] if the partner has none with this id.
pub fn find_channel(
    scope: &Scope<ManageChatChannels>,
    id: ChatChannelId,
    c: &mut DbConnection,
) -> Result<ChatChannel> {
    let own = chat_channels::table.find(id).filter(chat_channels::partner_id.eq(scope.partner()));
    own.select(ChatChannel::as_select()).first(c).optional()?.ok_or(Error::NotFound)
}
