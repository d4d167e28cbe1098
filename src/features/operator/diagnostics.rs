//! The diagnostics file, which an operator sends to support: the state of the server without personal data.

use crate::error::{Error, Result};
use crate::features::operator::settings_in_use::SettingInUse;
use crate::monitoring::checks::{Check, CheckState};
use crate::monitoring::database::DatabaseState;
use serde_json::{Value, json};

/// Returns the content of the file. Messages of mail servers and jobs may name people, so only their number is in it.
///
/// # Errors
/// None that can be expected.
pub fn file(
    checks: &[Check],
    database: &DatabaseState,
    settings: &[SettingInUse],
    metrics: &str,
) -> Result<Vec<u8>> {
    let checks: Vec<Value> = checks
        .iter()
        .map(|check| json!({ "subject": check.subject, "needs_attention": check.state == CheckState::Attention }))
        .collect();
    let jobs: Vec<Value> = database
        .jobs
        .iter()
        .map(|job| json!({ "name": job.name, "ended_at": job.ended_at, "failures": job.attempts, "did": job.did }))
        .collect();
    let settings: Vec<Value> = settings
        .iter()
        .map(|setting| {
            json!({ "name": setting.name, "value": setting.value, "source": setting.source.to_string() })
        })
        .collect();
    let all = json!({
        "program": env!("CARGO_PKG_VERSION"),
        "system": { "os": std::env::consts::OS, "architecture": std::env::consts::ARCH },
        "checks": checks,
        "database": {
            "bytes": database.bytes,
            "migrations": database.migrations,
            "known_migrations": database.known_migrations,
            "paused_since": database.paused_since,
            "running_imports": database.running_imports,
        },
        "mail": {
            "waiting": database.mail.waiting,
            "retrying": database.mail.retrying,
            "held": database.mail.held,
            "oldest": database.mail.oldest,
        },
        "last_backup": database.last_backup.as_ref().map(|backup| json!({ "at": backup.at, "bytes": backup.bytes })),
        "jobs": jobs,
        "settings": settings,
        "metrics": metrics.lines().collect::<Vec<_>>(),
    });
    serde_json::to_vec_pretty(&all).map_err(Error::internal)
}
