//! Connections. The address leads nowhere, so a test fails; it is no entry of the log either way. No process works on the runs.

use super::{NO_LOGS, Outcome, PROVIDERS};
use crate::one_entry::stage::Stage;
use crate::support::Reply;
use diesel::prelude::*;
use partner_portal::clock;
use partner_portal::db::schema::{connection_runs, connection_writes, connections, customers};
use partner_portal::domain::{ConnectionId, ConnectionRunId, ConnectionWriteId};

const NEW: &str = "/account-settings/connections/new";
const ONE: &str = "/account-settings/connections/{connection}";

pub async fn right(path: &str, stage: &Stage) -> Outcome {
    Some(match path {
        NEW => (create(stage, "Vendor", "portal").await, PROVIDERS),
        path if path.starts_with(ONE) => {
            let at = some_connection(stage).await;
            match &path[ONE.len()..] {
                "/edit" => {
                    let more = [("version", "1"), ("schedule", "hourly")];
                    (stage.form_at(&format!("{at}/edit"), &fields("Vendor 2", "portal", &more)).await, PROVIDERS)
                }
                "/test" => (stage.form_at(&format!("{at}/test"), &[]).await, NO_LOGS),
                "/resumption" => {
                    stage.form_at(&format!("{at}/pause"), &[]).await;
                    stage.restart_count();
                    (stage.form_at(&format!("{at}/resumption"), &[]).await, PROVIDERS)
                }
                "/runs/{connection_run}/confirmation" => {
                    let run = waiting_run(stage, &at);
                    (stage.form_at(&format!("{at}/runs/{run}/confirmation"), &[]).await, PROVIDERS)
                }
                "/runs/{connection_run}/removal" => {
                    let run = waiting_run(stage, &at);
                    (stage.form_at(&format!("{at}/runs/{run}/removal"), &[]).await, PROVIDERS)
                }
                "/writes/{connection_write}/retry" => {
                    let write = refused_write(stage, &at);
                    (stage.form_at(&format!("{at}/writes/{write}/retry"), &[]).await, PROVIDERS)
                }
                "/writes/{connection_write}/removal" => {
                    let write = refused_write(stage, &at);
                    (stage.form_at(&format!("{at}/writes/{write}/removal"), &[]).await, PROVIDERS)
                }
                "/runs" => {
                    pause_jobs(stage);
                    (stage.form_at(&format!("{at}/runs"), &[]).await, PROVIDERS)
                }
                act => (stage.form_at(&format!("{at}{act}"), &[]).await, PROVIDERS),
            }
        }
        _ => return None,
    })
}

pub async fn wrong(path: &str, stage: &Stage) -> Outcome {
    Some(match path {
        NEW => (create(stage, "Vendor", "fax").await, NO_LOGS),
        "/account-settings/connections/{connection}/edit" => {
            let at = some_connection(stage).await;
            let more = [("version", "7"), ("schedule", "hourly")];
            (stage.form_at(&format!("{at}/edit"), &fields("Vendor 2", "portal", &more)).await, NO_LOGS)
        }
        path if path.starts_with(ONE) => {
            let path = path.replace("{connection}", "1000000").replace("{connection_run}", "1000000");
            let path = path.replace("{connection_write}", "1000000");
            (stage.form_at(&path, &[]).await, NO_LOGS)
        }
        _ => return None,
    })
}

fn fields<'a>(name: &'a str, kind: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let one = [
        ("name", name),
        ("kind", kind),
        ("base_url", "https://portal.invalid"),
        ("sign_in", "client-credentials"),
        ("token_url", ""),
        ("client_id", "4711-0815"),
        ("client_secret", "s3cr3t"),
        ("refresh_token", ""),
        ("hourly_budget", "1000"),
        ("rule_name", "edited"),
    ];
    const THEIRS: [&str; 8] = [
        "rule_domain", "rule_relationship", "rule_bill_to", "rule_product", "rule_quantity", "rule_status",
        "rule_reseller", "rule_renewal",
    ];
    const NEVER: [&str; 4] = ["write_bill_to", "write_quantity", "write_status", "write_renewal"];
    let never = NEVER.map(|value| (value, "never"));
    one.into_iter().chain(never).chain(THEIRS.map(|rule| (rule, "theirs"))).chain(more.iter().copied()).collect()
}

async fn create(stage: &Stage, name: &str, kind: &str) -> Reply {
    stage.form_at(NEW, &fields(name, kind, &[("schedule", "asked")])).await
}

/// Creates a connection and returns its address.
async fn some_connection(stage: &Stage) -> String {
    // A partner has at most ten.
    let removed = stage.app.portal.db.write_now(|c| {
        diesel::delete(connection_writes::table).execute(c)?;
        diesel::delete(connection_runs::table).execute(c)?;
        Ok(diesel::delete(connections::table).execute(c)?)
    });
    removed.unwrap();
    let name = uuid::Uuid::new_v4().to_string();
    let saved = create(stage, &name, "portal").await;
    assert_eq!(saved.status, 303, "{:?} {}", saved.all("[data-error]"), saved.text());
    stage.restart_count();
    let newest = connections::table.select(diesel::dsl::max(connections::id));
    let id: Option<ConnectionId> = stage.app.portal.db.read_now(|c| Ok(newest.first(c)?)).unwrap();
    format!("/account-settings/connections/{}", id.unwrap())
}

/// Inserts a run that waits for a person, and returns its id.
fn waiting_run(stage: &Stage, at: &str) -> ConnectionRunId {
    pause_jobs(stage);
    let id: i32 = at.rsplit('/').next().unwrap().parse().unwrap();
    let partner = connections::table.find(id).select(connections::partner_id);
    let made = stage.app.portal.db.write_now(|c| {
        let partner: i32 = partner.first(c)?;
        let run = (
            (connection_runs::connection_id.eq(id), connection_runs::partner_id.eq(partner)),
            (connection_runs::state.eq("preview"), connection_runs::cause.eq("person")),
            (connection_runs::is_dry_run.eq(false), connection_runs::content.eq("{}")),
            connection_runs::created_at.eq(partner_portal::clock::now()),
        );
        diesel::insert_into(connection_runs::table).values(run).execute(c)?;
        let newest = connection_runs::table.select(diesel::dsl::max(connection_runs::id));
        Ok(newest.first::<Option<ConnectionRunId>>(c)?)
    });
    made.unwrap().unwrap()
}

/// Inserts a value that the server refused, and returns its id.
fn refused_write(stage: &Stage, at: &str) -> ConnectionWriteId {
    pause_jobs(stage);
    let id: i32 = at.rsplit('/').next().unwrap().parse().unwrap();
    let made = stage.app.portal.db.write_now(|c| {
        let partner: i32 = connections::table.find(id).select(connections::partner_id).first(c)?;
        let own = customers::table.filter(customers::partner_id.eq(partner));
        let customer: String = own.select(customers::microsoft_id).first(c)?;
        let row = (
            (connection_writes::connection_id.eq(id), connection_writes::partner_id.eq(partner)),
            (connection_writes::microsoft_id.eq(customer), connection_writes::subject.eq("bill-to")),
            (connection_writes::state.eq("refused"), connection_writes::base.eq("{}")),
            (connection_writes::is_confirmed.eq(false), connection_writes::created_at.eq(clock::now())),
        );
        diesel::insert_into(connection_writes::table).values(row).execute(c)?;
        let newest = connection_writes::table.select(diesel::dsl::max(connection_writes::id));
        Ok(newest.first::<Option<ConnectionWriteId>>(c)?)
    });
    made.unwrap().unwrap()
}

/// Lets no process work on runs, whose entries would be counted.
fn pause_jobs(stage: &Stage) {
    stage.app.portal.db.write_now(|c| partner_portal::db::pause::pause(c, partner_portal::clock::now())).ok();
}
