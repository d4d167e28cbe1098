//! [`AppState`]: the state that all handlers share.

use crate::audit::ActivityLog;
use crate::audit::verify::ChainChecks;
use crate::auth::api_tokens::caller::ApiCaller;
use crate::auth::api_tokens::rate_limit::ApiRateLimits;
use crate::auth::oidc::issuers::Issuers;
use crate::auth::password::PasswordHasher;
use crate::auth::remembered::Remembered;
use crate::auth::scope_memory::ScopeMemory;
use crate::auth::session_store::LiveSession;
use crate::config::Settings;
use crate::db::Db;
use crate::mail::mailer::{MailCounters, Mailer};
use crate::mail::server::MailServer;
use crate::monitoring::database::DatabaseState;
use crate::monitoring::job_runs::JobRuns;
use crate::monitoring::metrics::Observed;
use crate::monitoring::requests::RequestMetrics;
use crate::outbound::client::Outbound;
use crate::search::CustomerSearch;
use crate::secrets::Secrets;
use actix_web::cookie::Key;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Maximum memory for the search indexes of one process, in bytes. A million customers take about 100 MB.
const SEARCH_MEMORY: usize = 1 << 30;

/// The state that all requests share. Clones share everything.
#[derive(Clone)]
pub struct AppState {
    /// The database.
    pub db: Db,
    /// The activity log, which is needed for every change.
    pub log: ActivityLog,
    /// The search indexes and lengths of customer lists.
    pub lists: Arc<CustomerSearch>,
    /// How far this process has verified each activity log.
    pub proofs: Arc<ChainChecks>,
    /// Hashes and verifies passwords.
    pub verifier: PasswordHasher,
    /// The OpenID Connect issuers.
    pub issuers: Arc<Issuers>,
    /// The secret keys.
    pub secrets: Secrets,
    /// The mail server; `None` if the portal sends no mail.
    pub mail: Option<MailServer>,
    /// Sends requests to addresses that users typed.
    pub outbound: Outbound,
    /// The settings.
    pub settings: Arc<Settings>,
    /// The requests of this process.
    pub requests: RequestMetrics,
    /// How many requests each API token has sent in this minute.
    pub api_limits: Arc<ApiRateLimits>,
    /// The sessions of the last requests.
    pub known_sessions: Arc<Remembered<LiveSession>>,
    /// The programs that sent the last requests.
    pub known_callers: Arc<Remembered<Arc<ApiCaller>>>,
    /// What pages need besides their rows.
    pub memory: Arc<ScopeMemory>,
    /// The mail that this process delivered.
    pub mail_counters: MailCounters,
    /// The last runs of the jobs in this process.
    pub job_runs: Arc<JobRuns>,
    /// Whether a partner exists; never changes back to `false`.
    pub is_set_up: Arc<AtomicBool>,
}

impl AppState {
    /// Creates the state for an open, migrated database. `mail` is the configured mail server.
    pub fn new(db: Db, secrets: Secrets, settings: Settings, mail: Option<MailServer>) -> Self {
        AppState {
            mail,
            log: ActivityLog::new(db.clone(), &secrets),
            db,
            lists: Arc::new(CustomerSearch::new(SEARCH_MEMORY)),
            proofs: Arc::default(),
            verifier: PasswordHasher::new(),
            issuers: Arc::new(Issuers::new(settings.issuers())),
            secrets,
            outbound: Outbound::new(settings.outbound_allow.clone()),
            settings: Arc::new(settings),
            requests: RequestMetrics::default(),
            api_limits: Arc::default(),
            known_sessions: Arc::default(),
            known_callers: Arc::default(),
            memory: Arc::default(),
            mail_counters: MailCounters::default(),
            job_runs: Arc::default(),
            is_set_up: Arc::default(),
        }
    }

    /// Returns a mailer, which delivers messages.
    pub fn mailer(&self) -> Mailer {
        Mailer {
            db: self.db.clone(),
            server: self.mail.clone(),
            secrets: self.secrets.clone(),
            settings: self.settings.clone(),
            counters: self.mail_counters.clone(),
        }
    }

    /// Returns what the metrics of this process are read from.
    pub fn observed<'a>(&'a self, database: &'a DatabaseState) -> Observed<'a> {
        Observed {
            db: &self.db,
            database,
            requests: &self.requests,
            mail: &self.mail_counters,
            job_runs: &self.job_runs,
            lists: &self.lists,
            proofs: &self.proofs,
            settings: &self.settings,
        }
    }

    /// Returns the key that signs session cookies.
    pub fn session_key(&self) -> Key {
        Key::derive_from(&self.secrets.key("session-cookie-v1"))
    }
}
