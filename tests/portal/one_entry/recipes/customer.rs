//! Changes of an active customer.

use super::{BOTH, NO_LOGS, Outcome, PROVIDERS};
use crate::one_entry::stage::Stage;
use crate::support::Reply;
use crate::support::cast::id;

pub async fn right(path: &str, stage: &Stage) -> Outcome {
    Some(match path {
        "/customers/columns" => (stage.form_at(path, &[("renewal", "on")]).await, NO_LOGS), // an own setting
        "/customers/{id}/bill-to" => (bill_to(stage, "1", "Hanbit Gaon").await, PROVIDERS),
        "/customers/{id}/bill-to/undo" => (stage.customer(1, path, &[("version", "2")]).await, PROVIDERS),
        "/customers/{id}/microsoft-id" => (corrected(stage, path, "yes", "47aa2dba").await, BOTH),
        "/customers/{id}/permissions" => (permission(stage, path).await, PROVIDERS),
        "/customers/{id}/reseller" => {
            reseller(stage, path, "none").await;
            stage.restart_count();
            (reseller(stage, path, "2000").await, BOTH)
        }
        "/customers/{id}/agreement" => (agreement(stage, "2026-01-05").await, PROVIDERS),
        "/customers/{id}/removal" => (removal(stage, "To go").await, PROVIDERS),
        _ => return None,
    })
}

pub async fn wrong(path: &str, stage: &Stage) -> Outcome {
    Some(match path {
        "/customers/columns" => (stage.form_at(path, &[("price", "on")]).await, NO_LOGS),
        "/customers/{id}/bill-to" => (bill_to(stage, "1", "").await, NO_LOGS),
        "/customers/{id}/bill-to/undo" => (stage.customer(1, path, &[("version", "99")]).await, NO_LOGS),
        "/customers/{id}/microsoft-id" => {
            let (shown, known) = (corrected(stage, path, "", "47aa2dba"), corrected(stage, path, "yes", "00000000"));
            shown.await;
            stage.assert_one_entry_for(NO_LOGS, "an ID that is only shown");
            (known.await, NO_LOGS)
        }
        "/customers/{id}/reseller" => (reseller(stage, path, "9999").await, NO_LOGS),
        "/customers/{id}/permissions" => (stage.customer(1, path, &[("purchase", "maybe")]).await, NO_LOGS),
        "/customers/{id}/agreement" => (agreement(stage, "2026-02-30").await, NO_LOGS),
        "/customers/{id}/removal" => (removal(stage, "Somebody else").await, NO_LOGS),
        _ => return None,
    })
}

async fn bill_to(stage: &Stage, version: &str, company_name: &str) -> Reply {
    let fields = [
        ("version", version),
        ("company_name", company_name),
        ("first_name", "세훈"),
        ("last_name", "오"),
        ("email", "billing@hanbit.example"),
        ("phone", "+82 2-555-0142"),
        ("country", "KR"),
        ("address_line1", "세종대로 110"),
        ("address_line2", ""),
        ("city", "중구"),
        ("state", "서울특별시"),
        ("postal_code", "04524"),
    ];
    stage.customer(1, "/customers/{id}/bill-to", &fields).await
}

/// Corrects the ID of a customer of the provider and its reseller; the ID is that of customer 1 if it begins with
/// zeros.
async fn corrected(stage: &Stage, path: &str, confirm: &str, start: &str) -> Reply {
    let number = 9_000 + u128::from(stage.number());
    stage.app.customer(&stage.cast.provider, number, "Assigned", "assigned.example");
    stage.app.customer(&stage.cast.reseller, number, "Assigned", "assigned.example");
    stage.app.invented(id(number));
    let new = format!("{start}-0000-4000-8000-000000000001");
    stage.customer(number, path, &[("version", "1"), ("microsoft_id", &new), ("confirm", confirm)]).await
}

async fn agreement(stage: &Stage, agreed_on: &str) -> Reply {
    let fields = [
        ("first_name", "세훈"),
        ("last_name", "오"),
        ("email", "legal@hanbit.example"),
        ("phone", ""),
        ("agreed_on", agreed_on),
        ("next", ""),
    ];
    stage.customer(1, "/customers/{id}/agreement", &fields).await
}

/// Requires the agreement.
async fn permission(stage: &Stage, path: &str) -> Reply {
    agreement(stage, "2026-01-04").await;
    stage.restart_count();
    stage.customer(1, path, &[("purchase", "on")]).await
}

async fn reseller(stage: &Stage, path: &str, mpn_id: &str) -> Reply {
    let address = path.replace("{id}", &id(1).to_string());
    let seen = stage.admin.get(&address).await.value("input[name=seen]");
    stage.customer(1, path, &[("reseller", mpn_id), ("reason", ""), ("seen", &seen)]).await
}

async fn removal(stage: &Stage, name: &str) -> Reply {
    let suspend = format!("/customers/{}/subscriptions/suspension", id(2));
    stage.form_at(&suspend, &[("return_to", "/customers")]).await;
    stage.restart_count();
    let fields = [("reason", ""), ("company_name", name), ("confirm", "yes")];
    stage.customer(2, "/customers/{id}/removal", &fields).await
}
