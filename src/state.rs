//! [`AppState`]: what any handler may need.

use crate::audit::ActivityLog;
use crate::audit::verify::ChainChecks;
use crate::auth::oidc::issuers::Issuers;
use crate::auth::password::PasswordHasher;
use crate::config::Settings;
use crate::db::Db;
use crate::mail::mailer::Mailer;
use crate::mail::server::MailServer;
use crate::search::CustomerSearch;
use crate::secrets::Secrets;
use actix_web::cookie::Key;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// The search indexes of one process may take so much memory; a million customers take about 100 MB.
const SEARCH_MEMORY: usize = 1 << 30;

/// What any request may need; clones share everything.
#[derive(Clone)]
pub struct AppState {
    /// The database.
    pub db: Db,
    /// The activity log: the way to change anything.
    pub log: ActivityLog,
    /// What is kept in memory of customer lists.
    pub lists: Arc<CustomerSearch>,
    /// How far this process has found each activity log whole.
    pub proofs: Arc<ChainChecks>,
    /// Verifies passwords.
    pub verifier: PasswordHasher,
    /// Issuers that staff may sign in with.
    pub issuers: Arc<Issuers>,
    /// Keys.
    pub secrets: Secrets,
    /// The mail server; none where people send mail themselves.
    pub mail: Option<MailServer>,
    /// Settings.
    pub settings: Arc<Settings>,
    /// Whether there is a partner; once true, always true.
    pub is_set_up: Arc<AtomicBool>,
}

impl AppState {
    /// Over an open, migrated database. `mail` is the server that the settings name.
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
            settings: Arc::new(settings),
            is_set_up: Arc::default(),
        }
    }

    /// Delivers letters.
    pub fn mailer(&self) -> Mailer {
        Mailer {
            db: self.db.clone(),
            server: self.mail.clone(),
            secrets: self.secrets.clone(),
            settings: self.settings.clone(),
        }
    }

    /// The key that signs session cookies.
    pub fn session_key(&self) -> Key {
        Key::derive_from(&self.secrets.key("session-cookie-v1"))
    }
}
