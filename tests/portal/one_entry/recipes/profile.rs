//! Changes of one's own profile, password and sessions.

use super::{NO_LOGS, Outcome, PROVIDERS};
use crate::one_entry::stage::Stage;
use crate::support::{Browser, Reply};
use partner_portal::auth::unsubscribe_link;
use partner_portal::auth::unsubscribe_link::{StoppedMail, Unsubscription};
use partner_portal::domain::UserId;

pub async fn right(path: &str, stage: &Stage) -> Outcome {
    Some(match path {
        "/profile" => (profile(stage, "Europe/Berlin").await, PROVIDERS),
        "/profile/password" => (first_password(stage, "another long pass phrase").await, PROVIDERS),
        "/profile/sessions" => (sessions(stage, "others").await, PROVIDERS),
        // What concerns only the user is no entry.
        "/profile/notifications" => {
            (stage.form_at(path, &[("request-opened", "at-once"), ("digest", "weekly")]).await, NO_LOGS)
        }
        "/notifications/read" => (stage.form_at(path, &[("all", "1")]).await, NO_LOGS),
        "/unsubscribe/{token}" | "/unsubscribe/{token}/withdrawal" => {
            let user = UserId(stage.user("aa@1000.example"));
            let what = Unsubscription { user, mail: StoppedMail::Digest };
            let token = unsubscribe_link::token(&stage.app.portal.secrets, &what).unwrap();
            (stage.form_at(&path.replace("{token}", &token), &[]).await, NO_LOGS)
        }
        "/profile/tokens" => (token(stage, "read").await, PROVIDERS),
        "/profile/tokens/{token}/end" => {
            let (browser, id) = own_token(stage).await;
            (browser.submit("/profile/tokens", &path.replace("{token}", &id), &[]).await, PROVIDERS)
        }
        _ => return None,
    })
}

pub async fn wrong(path: &str, stage: &Stage) -> Outcome {
    Some(match path {
        "/profile" => (profile(stage, "Mars/Olympus").await, NO_LOGS),
        "/profile/password" => (first_password(stage, "short").await, NO_LOGS),
        "/profile/sessions" => (sessions(stage, "nonsense").await, NO_LOGS),
        "/profile/tokens" => (token(stage, "everything").await, NO_LOGS),
        "/profile/tokens/{token}/end" => {
            (stage.form_at(&path.replace("{token}", "1000000"), &[]).await, NO_LOGS)
        }
        "/profile/notifications" => (stage.form_at(path, &[("digest", "hourly")]).await, NO_LOGS),
        "/notifications/read" => (stage.form_at(path, &[("id", "1000000")]).await, NO_LOGS),
        "/unsubscribe/{token}" | "/unsubscribe/{token}/withdrawal" => {
            (stage.form_at(&path.replace("{token}", "AAAA"), &[]).await, NO_LOGS)
        }
        _ => return None,
    })
}

async fn profile(stage: &Stage, zone: &str) -> Reply {
    let browser = stage.signed_in(&stage.somebody()).await;
    let fields = [("name", "서지우"), ("language", "ko"), ("time_zone", zone), ("theme", "dark")];
    browser.submit("/profile", "/profile", &fields).await
}

/// By a user with a temporary password.
async fn first_password(stage: &Stage, password: &str) -> Reply {
    let (email, page) = (format!("new{}@1000.example", stage.number()), "/profile/password");
    stage.app.person(&stage.cast.provider, &email, "sales-agent", true);
    let newcomer = stage.signed_in(&email).await;
    newcomer.submit(page, page, &[("password", password), ("repeat", password)]).await
}

/// Two other sessions end together.
async fn sessions(stage: &Stage, which: &str) -> Reply {
    let (email, page) = (stage.somebody(), "/profile/sessions");
    let _others = (stage.app.signed_in(&email).await, stage.app.signed_in(&email).await);
    stage.signed_in(&email).await.submit(page, page, &[("session", which)]).await
}

async fn token(stage: &Stage, level: &str) -> Reply {
    let (browser, page) = (stage.signed_in(&stage.somebody()).await, "/profile/tokens");
    browser.submit(page, page, &[("name", "Billing"), ("customers", level), ("days", "90")]).await
}

/// A user with a token, and its row id.
pub async fn own_token(stage: &Stage) -> (Browser, String) {
    let (browser, page) = (stage.signed_in(&stage.somebody()).await, "/profile/tokens");
    browser.submit(page, page, &[("name", "Billing"), ("customers", "read"), ("days", "90")]).await;
    stage.restart_count();
    let id = browser.get(page).await.ids().concat();
    (browser, id)
}
