//! Applications.

use super::{NO_LOGS, Outcome, PROVIDERS};
use crate::one_entry::stage::Stage;
use crate::support::Reply;
use partner_portal::domain::{AccessLevel, ApiAccess};

const LIST: &str = "/account-settings/applications";
const NEW: &str = "/account-settings/applications/new";

pub async fn right(path: &str, stage: &Stage) -> Outcome {
    Some(match path {
        NEW => (register(stage, "sales-agent").await, PROVIDERS),
        "/account-settings/applications/{application}/secrets" => {
            let at = format!("{}/secrets", some_application(stage));
            (stage.form_at(&at, &[("days", "90"), ("overlap", "7")]).await, PROVIDERS)
        }
        "/account-settings/applications/{application}/end" => {
            (stage.form_at(&format!("{}/end", some_application(stage)), &[]).await, PROVIDERS)
        }
        _ => return None,
    })
}

pub async fn wrong(path: &str, stage: &Stage) -> Outcome {
    Some(match path {
        NEW => (register(stage, "emperor").await, NO_LOGS),
        "/account-settings/applications/{application}/secrets" => {
            let at = format!("{}/secrets", some_application(stage));
            (stage.form_at(&at, &[("days", "90"), ("overlap", "never")]).await, NO_LOGS)
        }
        "/account-settings/applications/{application}/end" => {
            (stage.form_at(&path.replace("{application}", "1000000"), &[]).await, NO_LOGS)
        }
        _ => return None,
    })
}

async fn register(stage: &Stage, role: &str) -> Reply {
    let name = format!("Application {}", stage.number());
    let fields =
        [("name", name.as_str()), ("admin_role", "none"), ("agent_role", role), ("orders", "write"), ("days", "90")];
    stage.form_at(NEW, &fields).await
}

/// Registers an application and returns the address of its page.
fn some_application(stage: &Stage) -> String {
    let access = ApiAccess::everywhere(AccessLevel::Read);
    let credentials = stage.app.application(&stage.cast.provider, "sales-agent", access);
    stage.restart_count();
    format!("{LIST}/{}", credentials.id)
}
