//! How the server log is written. It begins before the settings are validated, so wrong values do not stop it here.

use crate::config::LogFormat;
use crate::config::sources::Sources;

/// The filter of the server log without `RUST_LOG`.
pub const DEFAULT_FILTER: &str = "info,actix_server=warn";

/// How the server log is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logging {
    /// Its format.
    pub format: LogFormat,
    /// Its filter, in the syntax of the crate tracing-subscriber.
    pub filter: String,
}

/// Returns what the settings say. If they cannot be read, the defaults; [`crate::config::Settings::load`] says what is
/// wrong.
pub fn wanted() -> Logging {
    match Sources::read().and_then(|sources| sources.settings()) {
        Ok(settings) => Logging { format: settings.portal_log_format, filter: settings.rust_log },
        Err(_) => Logging { format: LogFormat::default(), filter: DEFAULT_FILTER.to_owned() },
    }
}
