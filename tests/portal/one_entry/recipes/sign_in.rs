//! Signing in and out. A failed attempt on an existing account is logged with the sign-ins: `refusals.rs` counts those.

use super::{NO_LOGS, Outcome, PROVIDERS};
use crate::one_entry::stage::Stage;
use crate::support::Reply;
use crate::support::cast::PASSWORD;

pub async fn right(path: &str, stage: &Stage) -> Outcome {
    Some(match path {
        "/language" => (stage.form_at(path, &[("lang", "en")]).await, NO_LOGS), // a cookie only
        "/appearance" => (stage.form_at(path, &[("theme", "dark")]).await, NO_LOGS), // a cookie only
        "/sign-in" => (stage.app.browser().sign_in("sa@1000.example", PASSWORD).await, PROVIDERS),
        "/sign-in/forgotten" => (forgotten(stage, "sa@1000.example").await, PROVIDERS),
        "/sign-in/password/{token}" => (by_link(stage, "quite a fine new phrase").await, PROVIDERS),
        "/sign-out" => {
            (stage.signed_in("sa@1000.example").await.submit("/help/keys", path, &[]).await, PROVIDERS)
        }
        // Changes only the session; what it gives access to is logged separately.
        "/step-up" => (stage.form_at(path, &[("password", PASSWORD), ("next", "/profile")]).await, NO_LOGS),
        _ => return None,
    })
}

pub async fn wrong(path: &str, stage: &Stage) -> Outcome {
    Some(match path {
        "/language" => (stage.form_at(path, &[("lang", "tlh")]).await, NO_LOGS),
        "/appearance" => (stage.form_at(path, &[("theme", "loud")]).await, NO_LOGS),
        "/sign-in" => (stage.app.browser().sign_in("nobody@1000.example", "wrong").await, NO_LOGS),
        "/sign-in/forgotten" => (forgotten(stage, "nobody").await, NO_LOGS),
        "/sign-in/password/{token}" => (by_link(stage, "short").await, NO_LOGS),
        "/sign-out" => (stage.admin.post(path, &[("_csrf", "forged")]).await, NO_LOGS),
        "/step-up" => (stage.app.browser().submit("/sign-in", path, &[("password", PASSWORD)]).await, NO_LOGS),
        _ => return None,
    })
}

/// The entry is logged after the response.
async fn forgotten(stage: &Stage, email: &str) -> Reply {
    let path = "/sign-in/forgotten";
    let reply = stage.with_mail().await.browser().submit(path, path, &[("email", email)]).await;
    if reply.status == 303 {
        stage.wait_for_entry().await;
    }
    reply
}

/// A new user sets the first password.
async fn by_link(stage: &Stage, password: &str) -> Reply {
    let page = "/account-settings/users/new";
    let email = format!("link{}@1000.example", stage.number());
    let fields = [
        ("name", "Newcomer"),
        ("email", email.as_str()),
        ("admin_role", "none"),
        ("agent_role", "sales-agent"),
        ("welcome", "link"),
    ];
    let link = stage.admin.submit(page, page, &fields).await.all("[data-secret] code").concat();
    stage.restart_count();
    let path = &link[link.find("/sign-in/password/").unwrap()..];
    let fields = [("password", password), ("repeat", password)];
    stage.app.browser().submit(path, path, &fields).await
}
