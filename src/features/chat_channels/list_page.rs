//! `GET /account-settings/channels`: the partner's channels and whether they work. There are at most
//! [`MAX_CHANNELS`](super::model::MAX_CHANNELS), so the page shows all of them.

use crate::auth::Scope;
use crate::auth::scope::ManageChatChannels;
use crate::error::Result;
use crate::features::chat_channels::model::ChatChannel;
use crate::features::chat_channels::queries::all_channels;
use crate::outbound::client::SendFault;
use crate::search::CappedCount;
use crate::state::AppState;
use crate::urls;
use crate::web::list::{EmptyState, ListCount, ListFrame, PageAction};
use crate::web::request::shell;
use crate::web::response;
use crate::web::shell::Shell;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::NaiveDateTime;

#[derive(Template)]
#[template(path = "chat_channels/index.html")]
struct ChannelsPage<'a> {
    shell: &'a Shell,
    frame: ListFrame,
    channels: &'a [ChatChannel],
}

impl ChannelsPage<'_> {
    fn moment(&self, at: &NaiveDateTime) -> String {
        self.shell.moment(*at)
    }

    fn instant(&self, at: &NaiveDateTime) -> String {
        self.shell.instant(*at)
    }

    fn events(&self, channel: &ChatChannel) -> String {
        let labels = channel.chosen_events().into_iter().map(|event| event.label(self.shell.texts));
        labels.collect::<Vec<_>>().join(&self.shell.texts.list_comma())
    }

    /// Returns the state as the style sheet names it, and as a label.
    fn state(&self, channel: &ChatChannel) -> (&'static str, String) {
        let texts = self.shell.texts;
        match (channel.pause_reason, channel.failing_since) {
            (Some(_), _) => ("disabled", texts.chat_channel_is_paused()),
            (None, Some(since)) => ("suspended", texts.chat_channel_failing(self.shell.moment(since))),
            (None, None) => ("active", texts.chat_channel_works()),
        }
    }

    /// Returns why the last message did not arrive: in the reader's language, or the words of the server.
    fn error(&self, channel: &ChatChannel) -> Option<(String, bool)> {
        let stored = channel.last_error.as_deref()?;
        let known = stored.parse::<SendFault>().map(|fault| (fault.label(self.shell.texts), false));
        Some(known.unwrap_or_else(|_| (stored.to_owned(), true)))
    }

    /// Returns what else there is to say about the state.
    fn state_note(&self, channel: &ChatChannel) -> Option<String> {
        let texts = self.shell.texts;
        if let Some(reason) = channel.pause_reason {
            return Some(reason.label(texts));
        }
        channel.next_at.map(|next| texts.chat_channel_next(self.shell.moment(next)))
    }
}

/// Shows the list.
pub async fn index(
    request: HttpRequest,
    scope: Scope<ManageChatChannels>,
    portal: Data<AppState>,
) -> Result<HttpResponse> {
    let reader = scope.clone();
    let channels = portal.db.read(move |c| all_channels(&reader, c)).await?;
    let shell = shell(&request, Some(scope.actor()), None)?;
    let page = ChannelsPage { frame: frame(&shell, channels.len()), channels: &channels, shell: &shell };
    response::page_as(page.frame.status(), &page)
}

fn frame(shell: &Shell, count: usize) -> ListFrame {
    let texts = shell.texts;
    let total = CappedCount::exact(count as u64);
    let new = || PageAction::new("channel", texts.chat_channel_new(), urls::new_chat_channel()).primary();
    let empty = || {
        let empty = EmptyState::nothing_yet(texts.chat_channels_none(), texts.chat_channels_none_text());
        empty.with_actions([new()])
    };
    ListFrame {
        actions: vec![new()],
        empty: (count == 0).then(empty),
        ..ListFrame::new(
            texts.chat_channels(),
            ListCount::sentence(
                total,
                texts.chat_channels_count(total.shown, shell.locale.number(total.shown)),
            ),
        )
    }
}
