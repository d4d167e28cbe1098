//! Relationship requests, the staff's side.

use super::invitations::{ANSWER, link_of};
use super::{NO_LOGS, Outcome, PROVIDERS};
use crate::one_entry::stage::{NO_ID, Stage};
use crate::support::{Browser, Reply};

const ALL: &str = "/relationship-requests";

pub async fn right(path: &str, stage: &Stage) -> Outcome {
    Some(match path {
        ALL => (create(&stage.admin, &[]).await, PROVIDERS),
        "/relationship-requests/{id}" => {
            let at = drafted(stage).await;
            saved(stage, &at, "").await;
            stage.assert_one_entry_for(PROVIDERS, "the text was changed");
            (saved(stage, &at, "done").await, PROVIDERS) // changed and marked as sent in one step
        }
        "/relationship-requests/{id}/delivery" => (by_mail(stage, &[]).await, PROVIDERS),
        "/relationship-requests/{id}/reminder" => (by_mail(stage, &["reminder"]).await, PROVIDERS),
        "/relationship-requests/{id}/retry" => (by_mail(stage, &["retry"]).await, PROVIDERS),
        "/relationship-requests/{id}/link" | "/relationship-requests/{id}/revocation" => {
            let at = drafted(stage).await;
            (stage.form_at(&path.replace(&format!("{ALL}/{{id}}"), &at), &[]).await, PROVIDERS)
        }
        "/relationship-requests/{id}/extension" => {
            let at = drafted(stage).await;
            (stage.form_at(&format!("{at}/extension"), &[("valid_until", &in_days(60))]).await, PROVIDERS)
        }
        "/relationship-requests/{id}/decision" => {
            let another = undecided(stage).await;
            stage.form_at(&format!("{another}/decision"), &[("decision", "another")]).await;
            stage.assert_one_entry_for(PROVIDERS, "it is another customer");
            let same = undecided(stage).await;
            (stage.form_at(&format!("{same}/decision"), &[("decision", "same")]).await, PROVIDERS)
        }
        _ => return None,
    })
}

pub async fn wrong(path: &str, stage: &Stage) -> Outcome {
    Some(match path {
        ALL => (create(&stage.admin, &[("recipient", "nobody")]).await, NO_LOGS),
        "/relationship-requests/{id}" => {
            let at = drafted(stage).await;
            let without_link = [("recipient", ""), ("subject", "S"), ("body", "No link"), ("version", "1")];
            (stage.form_at(&at, &without_link).await, NO_LOGS)
        }
        "/relationship-requests/{id}/decision" => {
            let at = undecided(stage).await;
            (stage.form_at(&format!("{at}/decision"), &[("decision", "merge")]).await, NO_LOGS)
        }
        "/relationship-requests/{id}/extension" => {
            let at = drafted(stage).await;
            (stage.form_at(&format!("{at}/extension"), &[("valid_until", "2026-02-30")]).await, NO_LOGS)
        }
        // Nothing has been sent yet.
        "/relationship-requests/{id}/retry" | "/relationship-requests/{id}/reminder" => {
            let at = drafted(stage).await;
            (stage.form_at(&path.replace(&format!("{ALL}/{{id}}"), &at), &[]).await, NO_LOGS)
        }
        // The request is closed.
        "/relationship-requests/{id}/revocation" | "/relationship-requests/{id}/link" => {
            let at = drafted(stage).await;
            stage.form_at(&format!("{at}/revocation"), &[]).await;
            stage.restart_count();
            (stage.form_at(&path.replace(&format!("{ALL}/{{id}}"), &at), &[]).await, NO_LOGS)
        }
        "/relationship-requests/{id}/delivery" => {
            let portal = stage.with_mail().await;
            let browser = portal.signed_in("aa@1000.example").await;
            stage.restart_count();
            (browser.submit("/help/keys", &path.replace("{id}", NO_ID), &[]).await, NO_LOGS)
        }
        _ => return None,
    })
}

pub fn in_days(days: i64) -> String {
    (partner_portal::clock::now() + chrono::TimeDelta::days(days)).date().to_string()
}

/// Drafts one.
pub async fn create(browser: &Browser, more: &[(&str, &str)]) -> Reply {
    let until = in_days(30);
    let mut fields = vec![
        ("language", "ko"),
        ("recipient", "jiwoo@saebyeok.example"),
        ("valid_until", until.as_str()),
        ("delegated_admin", "yes"),
    ];
    fields.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
    fields.extend(more);
    browser.submit("/relationship-requests/new", ALL, &fields).await
}

async fn drafted(stage: &Stage) -> String {
    let at = create(&stage.admin, &[]).await.header("location");
    stage.restart_count();
    at
}

/// Saves the text.
async fn saved(stage: &Stage, at: &str, act: &str) -> Reply {
    send(stage, &stage.admin, at, at, act).await
}

async fn send(stage: &Stage, browser: &Browser, at: &str, action: &str, act: &str) -> Reply {
    let page = browser.get(at).await;
    let (body, version) = (page.all("textarea[name=body]").concat(), page.value("input[name=version]"));
    let subject = format!("Subject {}", stage.number());
    let fields = [
        ("recipient", "jiwoo@saebyeok.example"),
        ("subject", subject.as_str()),
        ("body", body.as_str()),
        ("version", version.as_str()),
        ("do", act),
    ];
    browser.submit(at, action, &fields).await
}

/// Changes and sends it in one step through an unreachable mail server, then runs these actions.
async fn by_mail(stage: &Stage, then: &[&str]) -> Reply {
    let portal = stage.with_mail().await;
    let browser = portal.signed_in("aa@1000.example").await;
    let at = create(&browser, &[]).await.header("location");
    stage.restart_count();
    let mut reply = send(stage, &browser, &at, &format!("{at}/delivery"), "").await;
    for what in then {
        stage.restart_count();
        reply = browser.submit(&at, &format!("{at}/{what}"), &[]).await;
    }
    reply
}

/// Accepted by a customer whose domain the provider already has.
async fn undecided(stage: &Stage) -> String {
    let at = create(&stage.admin, &[]).await.header("location");
    let (link, visitor) = (link_of(&stage.admin, &at).await, stage.app.browser());
    let mut answer = ANSWER.to_vec();
    answer.retain(|(name, _)| *name != "domain");
    answer.push(("domain", "hanbit.example"));
    visitor.submit(&link, &format!("{link}/acceptance"), &answer).await;
    stage.restart_count();
    at
}
