//! The buttons of a channel: `POST /account-settings/channels/{channel}/pause`, `…/resumption`, `…/removal`, and `…/test`,
//! which sends a message now.

use crate::auth::scope::ManageChatChannels;
use crate::auth::{Scope, StepUp};
use crate::domain::ChatChannelId;
use crate::error::{Error, Result};
use crate::features::chat_channels::{changes, work};
use crate::state::AppState;
use crate::urls;
use crate::web::flash::Message;
use crate::web::response::see_other;
use crate::web::row_change::change_row;
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

/// Pauses the channel.
pub async fn pause(
    scope: Scope<ManageChatChannels>,
    portal: Data<AppState>,
    path: Path<ChatChannelId>,
) -> Result<HttpResponse> {
    change_row(
        scope,
        &portal,
        path.into_inner(),
        changes::pause_channel,
        (urls::chat_channels(), Message::ChannelPaused),
    )
    .await
}

/// Lets the channel get messages again.
pub async fn resume(
    scope: Scope<ManageChatChannels>,
    _: StepUp,
    portal: Data<AppState>,
    path: Path<ChatChannelId>,
) -> Result<HttpResponse> {
    change_row(
        scope,
        &portal,
        path.into_inner(),
        changes::resume_channel,
        (urls::chat_channels(), Message::ChannelResumed),
    )
    .await
}

/// Removes the channel.
pub async fn remove(
    scope: Scope<ManageChatChannels>,
    portal: Data<AppState>,
    path: Path<ChatChannelId>,
) -> Result<HttpResponse> {
    change_row(
        scope,
        &portal,
        path.into_inner(),
        changes::remove_channel,
        (urls::chat_channels(), Message::ChannelRemoved),
    )
    .await
}

/// Sends a test message, and shows the list with the result. A test is no entry of the log: it changes nothing.
pub async fn test(
    scope: Scope<ManageChatChannels>,
    portal: Data<AppState>,
    path: Path<ChatChannelId>,
) -> Result<HttpResponse> {
    let (id, author) = (path.into_inner(), scope.clone());
    let channel = portal.log.record(scope.author(), move |tx| changes::begin_test(tx, &author, id)).await?;
    let text = channel.locale().texts().chat_channel_test_message(&scope.actor().partner.name);
    let state = portal.get_ref().clone();
    let sent = actix_web::web::block(move || work::send_test(&state, &channel, text));
    let failure = sent.await.map_err(Error::internal)?;
    let (author, error) = (scope.clone(), failure.clone());
    portal.log.record(scope.author(), move |tx| changes::end_test(tx, &author, id, error.as_deref())).await?;
    let message = if failure.is_some() { Message::ChannelTestFailed } else { Message::ChannelTested };
    Ok(see_other(&portal, &urls::chat_channels(), Some(message.into())))
}
