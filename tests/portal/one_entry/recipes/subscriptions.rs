//! Changes of subscriptions. The plan's reseller of record also has the customer, so entries go to its log too.

use super::{BOTH, NO_LOGS, Outcome};
use crate::subscriptions::fixtures;
use crate::one_entry::stage::Stage;
use crate::support::Reply;
use crate::support::cast::id;

pub async fn right(path: &str, stage: &Stage) -> Outcome {
    Some(match path {
        "/customers/{id}/subscriptions/suspension" => {
            (stage.customer(1, path, &[("return_to", "/customers")]).await, BOTH)
        }
        path if path.contains("{sid}") => (subscription(stage, path, rightly(path)).await, BOTH),
        _ => return None,
    })
}

pub async fn wrong(path: &str, stage: &Stage) -> Outcome {
    Some(match path {
        "/customers/{id}/subscriptions/suspension" => (stage.customer(99, path, &[]).await, NO_LOGS),
        path if path.contains("{sid}") => (subscription(stage, path, &[("version", "77")]).await, NO_LOGS),
        _ => return None,
    })
}

/// The fields that make each form about a subscription valid.
fn rightly(path: &str) -> &'static [(&'static str, &'static str)] {
    match path.rsplit("{sid}/").next().unwrap_or_default() {
        "quantity" => &[("quantity", "9")],
        "nickname" => &[("nickname", "Office")],
        "renewal" => &[("auto_renew", "false")],
        "cancellation" => &[("confirm", "yes")],
        "at-renewal" => &[("quantity", "8"), ("offer", "E3"), ("cycle", ""), ("renew", "yes")],
        "support-contact" => &[("support", "reseller")],
        _ => &[],
    }
}

/// Sends a form about the plan with the version that its page shows. The plan can be cancelled only at its renewal.
async fn subscription(stage: &Stage, path: &str, fields: &[(&str, &str)]) -> Reply {
    let page = format!("/customers/{}/subscriptions/{}", id(1), stage.plan);
    if !path.ends_with("reactivation") && fixtures::get(&stage.app, &stage.plan, "status") == "suspended" {
        let version = stage.admin.get(&page).await.value("[name=version]");
        stage.admin.submit(&page, &format!("{page}/reactivation"), &[("version", &version)]).await;
        stage.restart_count();
    }
    let version = stage.admin.get(&page).await.value("[name=version]");
    let mut fields = fields.to_vec();
    if !fields.iter().any(|(name, _)| *name == "version") {
        fields.push(("version", &version));
    }
    let path = path.replace("{id}", &id(1).to_string()).replace("{sid}", &stage.plan);
    stage.admin.submit(&page, &path, &fields).await
}
