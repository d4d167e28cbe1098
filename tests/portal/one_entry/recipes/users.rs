//! User management.

use super::{NO_LOGS, Outcome, PROVIDERS};
use crate::one_entry::recipes::profile::own_token;
use crate::one_entry::recipes::second_factor::set_up;
use crate::one_entry::stage::Stage;
use crate::support::{Browser, Reply};

pub async fn right(path: &str, stage: &Stage) -> Outcome {
    Some(match path {
        "/account-settings/users/new" => (added(stage, "none").await, PROVIDERS),
        "/account-settings/users/{user}/roles" => (roles(stage, "billing-admin").await, PROVIDERS),
        "/account-settings/users/{user}/tokens" => (end_token(stage).await, PROVIDERS),
        "/account-settings/users/{user}/{act}" => (every_act(stage).await, PROVIDERS),
        _ => return None,
    })
}

pub async fn wrong(path: &str, stage: &Stage) -> Outcome {
    Some(match path {
        "/account-settings/users/new" => (added(stage, "emperor").await, NO_LOGS),
        "/account-settings/users/{user}/roles" => (roles(stage, "emperor").await, NO_LOGS),
        "/account-settings/users/{user}/tokens" => {
            let at = path.replace("{user}", &stage.user("aa@1000.example").to_string());
            (stage.form_at(&at, &[("token", "1000000")]).await, NO_LOGS)
        }
        "/account-settings/users/{user}/{act}" => {
            let manager = stage.signed_in("um@1000.example").await;
            (act(stage, &manager, "ga@1000.example", "deactivation").await, NO_LOGS)
        }
        _ => return None,
    })
}

async fn end_token(stage: &Stage) -> Reply {
    let (_, token) = own_token(stage).await;
    let owner = format!("p{}@1000.example", stage.number() - 1);
    let at = format!("/account-settings/users/{}/tokens", stage.user(&owner));
    stage.form_at(&at, &[("token", &token)]).await
}

async fn added(stage: &Stage, admin_role: &str) -> Reply {
    let (email, page) = (format!("added{}@1000.example", stage.number()), "/account-settings/users/new");
    let fields = [
        ("name", "서지우"),
        ("email", email.as_str()),
        ("admin_role", admin_role),
        ("agent_role", "sales-agent"),
        ("welcome", "password"),
    ];
    stage.admin.submit(page, page, &fields).await
}

async fn roles(stage: &Stage, admin_role: &str) -> Reply {
    let page = format!("/account-settings/users/{}/roles", stage.user(&stage.somebody()));
    let version = stage.admin.get(&page).await.value("input[name=version]");
    let fields = [
        ("name", "Somebody"),
        ("admin_role", admin_role),
        ("agent_role", "none"),
        ("version", version.as_str()),
    ];
    stage.admin.submit(&page, &page, &fields).await
}

async fn act(stage: &Stage, by: &Browser, email: &str, act: &str) -> Reply {
    let page = format!("/account-settings/users/{}/{act}", stage.user(email));
    by.submit(&page, &page, &[]).await
}

async fn every_act(stage: &Stage) -> Reply {
    let email = stage.somebody();
    set_up(&stage.app.signed_in(&email).await, true).await;
    stage.restart_count();
    for one in ["second-factor-reset", "password-reset", "session-end", "deactivation"] {
        act(stage, &stage.admin, &email, one).await;
        stage.assert_one_entry_for(PROVIDERS, one);
    }
    act(stage, &stage.admin, &email, "reactivation").await
}
