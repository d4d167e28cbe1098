//! Bulk changes. The steps of a person log one entry each; the rows and the end of an act are logged by the thread that does
//! them, and are checked in `tests/portal/bulk_acts.rs`. Jobs are paused here, so that no thread begins.

use super::{NO_LOGS, Outcome, PROVIDERS};
use crate::one_entry::stage::{NO_ID, Stage};
use crate::support::Reply;
use crate::support::cast::id;
use partner_portal::db::pause;
use partner_portal::features::bulk_acts::{leases, work};

pub async fn right(path: &str, stage: &Stage) -> Outcome {
    Some(match path {
        "/bulk" => (select(stage, "suspend").await, NO_LOGS),
        "/bulk/{bulk}" => {
            let page = select(stage, "suspend").await.header("location");
            stage.app.portal.db.write_now(|c| pause::pause(c, partner_portal::clock::now())).unwrap();
            let begun = stage.admin.submit(&page, &page, &[("step", "confirm")]).await;
            assert_eq!(begun.status.as_u16(), 303);
            stage.assert_one_entry_for(PROVIDERS, "beginning");
            let stopped = stage.admin.submit(&page, &page, &[("step", "stop")]).await;
            stage.app.portal.db.write_now(pause::resume).unwrap();
            (stopped, PROVIDERS)
        }
        _ => return None,
    })
}

pub async fn wrong(path: &str, stage: &Stage) -> Outcome {
    Some(match path {
        "/bulk" => (select(stage, "explode").await, NO_LOGS),
        "/bulk/{bulk}" => {
            let gone = path.replace("{bulk}", NO_ID);
            (stage.form_at(&gone, &[("step", "confirm")]).await, NO_LOGS)
        }
        _ => return None,
    })
}

/// Selects a customer and prepares the review.
async fn select(stage: &Stage, act: &str) -> Reply {
    let customer = id(2).to_string();
    let fields = [("list", "customers"), ("id", customer.as_str()), ("act", act)];
    let reply = stage.form_at("/bulk", &fields).await;
    if let Some(lease) = stage.app.portal.db.write_now(leases::claim).unwrap() {
        work::run(&stage.app.portal, &lease).unwrap();
    }
    reply
}
