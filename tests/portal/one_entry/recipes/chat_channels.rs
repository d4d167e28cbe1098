//! Chat channels. The address leads nowhere, so a test message fails; it is no entry of the log either way.

use super::{NO_LOGS, Outcome, PROVIDERS};
use crate::one_entry::stage::Stage;
use crate::support::Reply;
use diesel::prelude::*;
use partner_portal::db::schema::chat_channels;
use partner_portal::domain::ChatChannelId;

const NEW: &str = "/account-settings/channels/new";

pub async fn right(path: &str, stage: &Stage) -> Outcome {
    Some(match path {
        NEW => (create(stage, "slack").await, PROVIDERS),
        "/account-settings/channels/{channel}" => {
            let at = some_channel(stage).await;
            (stage.form_at(&at, &fields("teams", &[("version", "1")])).await, PROVIDERS)
        }
        "/account-settings/channels/{channel}/test" => {
            let at = some_channel(stage).await;
            (stage.form_at(&format!("{at}/test"), &[]).await, NO_LOGS)
        }
        "/account-settings/channels/{channel}/resumption" => {
            let at = some_channel(stage).await;
            stage.form_at(&format!("{at}/pause"), &[]).await;
            stage.restart_count();
            (stage.form_at(&format!("{at}/resumption"), &[]).await, PROVIDERS)
        }
        "/account-settings/channels/{channel}/pause" | "/account-settings/channels/{channel}/removal" => {
            let at = some_channel(stage).await;
            let act = path.rsplit('/').next().unwrap();
            (stage.form_at(&format!("{at}/{act}"), &[]).await, PROVIDERS)
        }
        _ => return None,
    })
}

pub async fn wrong(path: &str, stage: &Stage) -> Outcome {
    Some(match path {
        NEW => (create(stage, "irc").await, NO_LOGS),
        "/account-settings/channels/{channel}" => {
            let at = some_channel(stage).await;
            (stage.form_at(&at, &fields("teams", &[("version", "7")])).await, NO_LOGS)
        }
        path if path.starts_with("/account-settings/channels/{channel}/") => {
            (stage.form_at(&path.replace("{channel}", "1000000"), &[]).await, NO_LOGS)
        }
        _ => return None,
    })
}

fn fields<'a>(service: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let url = ("url", "https://chat.invalid/hooks/x");
    let one = [("name", "Sales"), ("service", service), url, ("language", "en"), ("event-referral", "yes")];
    one.into_iter().chain(more.iter().copied()).collect()
}

async fn create(stage: &Stage, service: &str) -> Reply {
    stage.form_at(NEW, &fields(service, &[])).await
}

/// Creates a channel and returns its address.
async fn some_channel(stage: &Stage) -> String {
    let saved = create(stage, "slack").await;
    assert_eq!(saved.status, 303, "{}", saved.text());
    stage.restart_count();
    let newest = chat_channels::table.select(diesel::dsl::max(chat_channels::id));
    let id: Option<ChatChannelId> = stage.app.portal.db.read_now(|c| Ok(newest.first(c)?)).unwrap();
    format!("/account-settings/channels/{}", id.unwrap())
}
