//! Partnerships, the provider's side.

use super::requests::{create, in_days};
use super::{NO_LOGS, Outcome, PROVIDERS};
use crate::one_entry::stage::Stage;
use crate::support::Reply;

pub async fn right(path: &str, stage: &Stage) -> Outcome {
    Some(match path {
        "/indirect-resellers" => (requested(stage, "en").await, PROVIDERS),
        "/indirect-resellers/{mpn_id}/removal" => {
            // Pending joint requests are revoked with it, in the same entry.
            let reseller = stage.app.signed_in("aa@3000.example").await;
            for _ in 0..2 {
                create(&reseller, &[("provider", "1000")]).await;
            }
            stage.restart_count();
            (stage.form_at(&path.replace("{mpn_id}", "3000"), &[]).await, &["1000", "3000"])
        }
        _ => return None,
    })
}

pub async fn wrong(path: &str, stage: &Stage) -> Outcome {
    Some(match path {
        "/indirect-resellers" => (requested(stage, "tlh").await, NO_LOGS),
        "/indirect-resellers/{mpn_id}/removal" => {
            (stage.form_at(&path.replace("{mpn_id}", "4000"), &[]).await, NO_LOGS)
        }
        _ => return None,
    })
}

async fn requested(stage: &Stage, language: &str) -> Reply {
    let until = in_days(30);
    let fields = [("language", language), ("recipient", "ga@5000.example"), ("valid_until", until.as_str())];
    stage.admin.submit("/indirect-resellers/new", "/indirect-resellers", &fields).await
}
