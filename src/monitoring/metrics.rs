//! The metrics of this process in the OpenMetrics text format, for Prometheus. docs/reference/metrics.md lists them.

use crate::audit::verify::ChainChecks;
use crate::clock;
use crate::config::Settings;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::mail::mailer::MailCounters;
use crate::monitoring::database::DatabaseState;
use crate::monitoring::job_runs::JobRuns;
use crate::monitoring::process;
use crate::monitoring::requests::RequestMetrics;
use crate::private_files;
use crate::search::CustomerSearch;
use chrono::NaiveDateTime;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;
use std::collections::BTreeMap;
use std::sync::atomic::AtomicU64;

/// The content type of the metrics.
pub const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

type Number = Gauge<f64, AtomicU64>;

/// What the metrics are read from.
pub struct Observed<'a> {
    /// The connections.
    pub db: &'a Db,
    /// What the database knows.
    pub database: &'a DatabaseState,
    /// The requests.
    pub requests: &'a RequestMetrics,
    /// The mail that this process delivered.
    pub mail: &'a MailCounters,
    /// The jobs of this process.
    pub job_runs: &'a JobRuns,
    /// The search index.
    pub lists: &'a CustomerSearch,
    /// How far the activity logs are verified.
    pub proofs: &'a ChainChecks,
    /// The settings.
    pub settings: &'a Settings,
}

/// Returns the metrics.
///
/// # Errors
/// None that can be expected.
pub fn render(observed: &Observed<'_>) -> Result<String> {
    let mut registry = Registry::with_prefix("partner_portal");
    let info = Info::new(vec![("version", env!("CARGO_PKG_VERSION"))]);
    registry.register("build", "The version of the program", info);
    observed.requests.register(&mut registry);
    observed.mail.register(&mut registry);
    database(observed, &mut registry);
    mail_queue(observed.database, &mut registry);
    jobs(observed, &mut registry);
    let broken = observed.proofs.broken_logs();
    number(
        &mut registry,
        "activity_log_verified",
        "1 if no activity log was found changed, 0 otherwise",
        f64::from(u8::from(broken == 0)),
    );
    if let Some(backup) = &observed.database.last_backup {
        let help = "When the last backup was made, in seconds since 1970";
        number(&mut registry, "backup_last_success_timestamp_seconds", help, seconds(backup.at));
    }
    process_and_disk(observed.settings, &mut registry);
    let mut text = String::new();
    encode(&mut text, &registry).map_err(Error::internal)?;
    Ok(text)
}

fn database(observed: &Observed<'_>, registry: &mut Registry) {
    let (readers, writers) = observed.db.connections();
    let connections = Family::<[(&str, &str); 2], Number>::default();
    for (pool, counted) in [("read", readers), ("write", writers)] {
        for (state, count) in [("busy", counted.busy), ("idle", counted.idle)] {
            connections.get_or_create(&[("pool", pool), ("state", state)]).set(f64::from(count));
        }
    }
    registry.register("database_connections", "Connections to the database, by pool and state", connections);
    let waiting = observed.db.waiting_writers() as f64;
    number(registry, "database_write_waiting", "Changes that wait for a connection", waiting);
    number(registry, "database_bytes", "The size of the database", observed.database.bytes as f64);
    let memory = observed.lists.search.memory() as f64;
    number(registry, "search_index_bytes", "Memory of the search indexes", memory);
    let imports = observed.database.running_imports as f64;
    number(registry, "imports_running", "Imports that a process works on", imports);
}

fn mail_queue(database: &DatabaseState, registry: &mut Registry) {
    let mail = database.mail;
    let messages = Family::<[(&str, &str); 1], Number>::default();
    for (state, count) in [("waiting", mail.waiting), ("retrying", mail.retrying), ("held", mail.held)] {
        messages.get_or_create(&[("state", state)]).set(count as f64);
    }
    registry.register("outbox_messages", "Messages that were not delivered yet, by state", messages);
    let age = mail.oldest.map_or(0.0, |oldest| (seconds(clock::now()) - seconds(oldest)).max(0.0));
    number(registry, "outbox_oldest_seconds", "The age of the oldest message that is not held", age);
}

fn jobs(observed: &Observed<'_>, registry: &mut Registry) {
    let runs = observed.job_runs.all();
    let mut last: BTreeMap<String, (Option<NaiveDateTime>, f64)> = BTreeMap::new();
    for (name, run) in runs {
        last.insert(name.to_owned(), (run.succeeded_at, f64::from(run.failures)));
    }
    // Another process may have run these.
    for job in &observed.database.jobs {
        last.insert(job.name.clone(), (job.ended_at, f64::from(job.attempts)));
    }
    let (succeeded, failures) =
        (Family::<[(&str, String); 1], Number>::default(), Family::<[(&str, String); 1], Number>::default());
    for (name, (ended_at, failed)) in last {
        if let Some(at) = ended_at {
            succeeded.get_or_create(&[("job_name", name.clone())]).set(seconds(at));
        }
        failures.get_or_create(&[("job_name", name)]).set(failed);
    }
    let help = "When a job last succeeded, in seconds since 1970";
    registry.register("job_last_success_timestamp_seconds", help, succeeded);
    registry.register("job_failures", "Failed runs of a job since its last success", failures);
    let paused = f64::from(u8::from(observed.database.paused_since.is_some()));
    number(registry, "jobs_paused", "1 if jobs and mail are paused, 0 otherwise", paused);
}

fn process_and_disk(settings: &Settings, registry: &mut Registry) {
    let help = "When this process started, in seconds since 1970";
    number(registry, "process_start_time_seconds", help, process::started());
    if let Some(bytes) = process::resident_memory() {
        number(registry, "process_resident_memory_bytes", "The memory of this process", bytes as f64);
    }
    if let Some(files) = process::open_files() {
        number(registry, "process_open_fds", "The open files and connections of this process", files as f64);
    }
    // With PostgreSQL, the secret is what the portal has on its own disk.
    if let Some(space) = process::disk_space(private_files::folder_of(&settings.portal_secret_file)) {
        let free = Family::<[(&str, &str); 1], Number>::default();
        free.get_or_create(&[("folder", "data")]).set(space.free as f64);
        registry.register("disk_free_bytes", "Free space of the portal's folder", free);
    }
}

fn number(registry: &mut Registry, name: &str, help: &str, value: f64) {
    let gauge = Number::default();
    gauge.set(value);
    registry.register(name, help, gauge);
}

fn seconds(at: NaiveDateTime) -> f64 {
    at.and_utc().timestamp_millis() as f64 / 1_000.0
}
