//! Referrals: the provider's to its reseller, and the reseller's answers.

use super::{BOTH, NO_LOGS, Outcome};
use crate::one_entry::stage::Stage;
use crate::support::Reply;

pub async fn right(path: &str, stage: &Stage) -> Outcome {
    Some(match path {
        "/referrals" => (referred(stage, "Haneul").await, BOTH),
        "/referrals/{id}/acceptance" => (of_referral(stage, path, false, "").await, BOTH),
        "/referrals/{id}/declination" => (of_referral(stage, path, false, "No").await, BOTH),
        "/referrals/{id}/won" | "/referrals/{id}/lost" => (of_referral(stage, path, true, "").await, BOTH),
        _ => return None,
    })
}

pub async fn wrong(path: &str, stage: &Stage) -> Outcome {
    Some(match path {
        "/referrals" => (referred(stage, "").await, NO_LOGS),
        "/referrals/{id}/acceptance" => (of_referral(stage, path, true, "").await, NO_LOGS),
        "/referrals/{id}/declination" => (of_referral(stage, path, false, "").await, NO_LOGS),
        "/referrals/{id}/won" | "/referrals/{id}/lost" => {
            (of_referral(stage, path, false, "").await, NO_LOGS)
        }
        _ => return None,
    })
}

/// Refers a customer to the reseller.
async fn referred(stage: &Stage, company: &str) -> Reply {
    let fields = [
        ("reseller", "2000"),
        ("company_name", company),
        ("first_name", "지우"),
        ("last_name", "서"),
        ("phone", "+82 2-555-0142"),
        ("need", "E3"),
    ];
    stage.form_at("/referrals", &fields).await
}

/// Sends the reseller's answer to a new or an accepted referral.
async fn of_referral(stage: &Stage, path: &str, is_accepted: bool, reason: &str) -> Reply {
    let at = referred(stage, "Haneul").await.header("location");
    let reseller = stage.app.signed_in("sa@2000.example").await;
    if is_accepted {
        reseller.submit("/referrals", &format!("{at}/acceptance"), &[]).await;
    }
    stage.restart_count();
    reseller.submit(&at, &path.replace("/referrals/{id}", &at), &[("reason", reason)]).await
}
