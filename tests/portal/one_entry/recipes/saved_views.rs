//! Saved views. Only shared ones are in the log.

use super::{NO_LOGS, Outcome, PROVIDERS};
use crate::one_entry::stage::Stage;
use crate::support::Reply;

pub async fn right(path: &str, stage: &Stage) -> Outcome {
    Some(match path {
        "/views" => {
            let private = view(stage, "Private", "").await;
            assert_eq!(private.status, 303);
            stage.assert_one_entry_for(NO_LOGS, "a private view");
            (view(stage, "Shared", "yes").await, PROVIDERS)
        }
        "/views/{view}" => {
            let at = some_view(stage).await;
            (stage.form_at(&at, &[("name", "Renamed"), ("shared", "yes"), ("version", "1")]).await, PROVIDERS)
        }
        "/views/{view}/default" => {
            let at = some_view(stage).await;
            (stage.form_at(&format!("{at}/default"), &[("on", "yes")]).await, NO_LOGS) // an own setting
        }
        "/views/{view}/removal" => {
            let at = some_view(stage).await;
            (stage.form_at(&format!("{at}/removal"), &[]).await, PROVIDERS)
        }
        _ => return None,
    })
}

pub async fn wrong(path: &str, stage: &Stage) -> Outcome {
    Some(match path {
        "/views" => (view(stage, "", "yes").await, NO_LOGS),
        "/views/{view}" => {
            let at = some_view(stage).await;
            (stage.form_at(&at, &[("name", "Renamed"), ("shared", "yes"), ("version", "7")]).await, NO_LOGS)
        }
        "/views/{view}/default" => (stage.form_at("/views/1000000/default", &[("on", "yes")]).await, NO_LOGS),
        "/views/{view}/removal" => (stage.form_at("/views/1000000/removal", &[]).await, NO_LOGS),
        _ => return None,
    })
}

async fn view(stage: &Stage, name: &str, shared: &str) -> Reply {
    let fields = [("list", "customers"), ("filter", "q=hanbit"), ("name", name), ("shared", shared)];
    stage.form_at("/views", &fields).await
}

/// Shares a view and returns its address.
async fn some_view(stage: &Stage) -> String {
    let saved = view(stage, &format!("View {}", stage.number()), "yes").await;
    stage.restart_count();
    saved.header("location").replace("/customers?view=", "/views/")
}
