//! Reports. The run of a report is logged as the export that it is, which `tests/portal/reports.rs` checks; jobs are paused
//! here, so that none begins.

use super::{NO_LOGS, Outcome, PROVIDERS};
use crate::one_entry::stage::Stage;
use crate::support::Reply;
use diesel::prelude::*;
use partner_portal::clock;
use partner_portal::db::pause;
use partner_portal::db::schema::reports;
use partner_portal::domain::ReportId;

pub async fn right(path: &str, stage: &Stage) -> Outcome {
    Some(match path {
        "/reports" => (create(stage, "Customers").await, PROVIDERS),
        "/reports/{report}" => {
            let at = some_report(stage).await;
            (stage.form_at(&at, &fields(stage, "Renamed", &[("version", "1")])).await, PROVIDERS)
        }
        "/reports/{report}/pause" => {
            let at = some_report(stage).await;
            (stage.form_at(&format!("{at}/pause"), &[]).await, PROVIDERS)
        }
        "/reports/{report}/resumption" => {
            let at = some_report(stage).await;
            stage.form_at(&format!("{at}/pause"), &[]).await;
            stage.restart_count();
            (stage.form_at(&format!("{at}/resumption"), &[]).await, PROVIDERS)
        }
        "/reports/{report}/removal" => {
            let at = some_report(stage).await;
            (stage.form_at(&format!("{at}/removal"), &[]).await, PROVIDERS)
        }
        "/reports/{report}/runs" => {
            let at = some_report(stage).await;
            stage.app.portal.db.write_now(|c| pause::pause(c, clock::now())).unwrap();
            let reply = stage.form_at(&format!("{at}/runs"), &[]).await;
            let run = diesel::delete(reports::table);
            stage.app.portal.db.write_now(|c| Ok(run.execute(c)?)).unwrap();
            stage.app.portal.db.write_now(pause::resume).unwrap();
            (reply, NO_LOGS)
        }
        _ => return None,
    })
}

pub async fn wrong(path: &str, stage: &Stage) -> Outcome {
    Some(match path {
        "/reports" => (create(stage, "").await, NO_LOGS),
        "/reports/{report}" => {
            let at = some_report(stage).await;
            (stage.form_at(&at, &fields(stage, "Renamed", &[("version", "7")])).await, NO_LOGS)
        }
        path if path.starts_with("/reports/{report}/") => {
            (stage.form_at(&path.replace("{report}", "1000000"), &[]).await, NO_LOGS)
        }
        _ => return None,
    })
}

/// The fields of a report to the admin of the stage.
fn fields<'a>(stage: &Stage, name: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let to: &'static str = format!("to-{}", stage.app.user("ga@1000.example")).leak();
    let one = [("name", name), ("schedule", "weekly"), ("time", "08:00"), ("format", "csv"), (to, "yes")];
    one.into_iter().chain(more.iter().copied()).collect()
}

async fn create(stage: &Stage, name: &str) -> Reply {
    let fields = fields(stage, name, &[("list", "customers"), ("filter", "q=hanbit")]);
    stage.form_at("/reports", &fields).await
}

/// Creates a report and returns its address.
async fn some_report(stage: &Stage) -> String {
    let saved = create(stage, &format!("Report {}", stage.number())).await;
    assert_eq!(saved.status, 303, "{}", saved.text());
    stage.restart_count();
    let newest = reports::table.select(diesel::dsl::max(reports::id));
    let id: Option<ReportId> = stage.app.portal.db.read_now(|c| Ok(newest.first(c)?)).unwrap();
    format!("/reports/{}", id.unwrap())
}
