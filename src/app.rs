//! Builds the actix application: what a request passes, from the outside in, on one screen.

use crate::activity::{ActivityLog, Logs};
use crate::auth::credentials::Verifier;
use crate::auth::oidc::issuers::Issuers;
use crate::auth::session_store::Sessions;
use crate::config::Settings;
use crate::customers::lists::Lists;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::import::browser::uploads::Uploads;
use crate::mail::server::Server as MailServer;
use crate::secrets::Secrets;
use crate::web::connections::{self, Patience};
use actix_session::SessionMiddleware;
use actix_session::config::CookieContentSecurity;
use actix_web::HttpServer;
use actix_web::cookie::{Key, SameSite};
use actix_web::dev::Server;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// The search indexes of one process may take so much memory; a million customers take about 100 MB.
const SEARCH_MEMORY: usize = 1 << 30;

/// Everything a request may need.
#[derive(Clone)]
pub struct Portal {
    /// The database.
    pub db: Db,
    /// The activity log: the way to change anything.
    pub log: ActivityLog,
    /// What is kept in memory of customer lists.
    pub lists: Arc<Lists>,
    /// What is kept in memory of activity logs.
    pub logs: Arc<Logs>,
    /// Files that are on their way, to be imported.
    pub uploads: Arc<Uploads>,
    /// Verifies passwords.
    pub verifier: Verifier,
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

impl Portal {
    /// A portal over an open, migrated database.
    pub fn new(db: Db, secrets: Secrets, settings: Settings) -> Self {
        // `Settings::checked` has told the operator already.
        let mail = MailServer::of(&settings).unwrap_or_default();
        Portal {
            mail,
            log: ActivityLog::new(db.clone(), &secrets),
            db,
            lists: Arc::new(Lists::new(SEARCH_MEMORY)),
            logs: Arc::default(),
            uploads: Arc::default(),
            verifier: Verifier::new(),
            issuers: Arc::new(Issuers::new(settings.issuers())),
            secrets,
            settings: Arc::new(settings),
            is_set_up: Arc::default(),
        }
    }

    fn session_key(&self) -> Key {
        Key::derive_from(&self.secrets.key("session-cookie-v1"))
    }
}

/// The application, for the server and for tests. Read it from the bottom up: the last `wrap` is the outermost.
#[macro_export]
macro_rules! application {
    ($portal:expr) => {{
        let portal: $crate::app::Portal = $portal;
        actix_web::App::new()
            .app_data(actix_web::web::Data::new(portal.clone()))
            .app_data($crate::web::forms::query_config())
            .app_data($crate::web::forms::form_config())
            .configure($crate::routes::map)
            .wrap(actix_web::middleware::from_fn($crate::web::guard::forms))
            .wrap(actix_web::middleware::from_fn($crate::web::methods::known_methods))
            .wrap(actix_web::middleware::from_fn($crate::web::until_set_up::until_set_up))
            .wrap(actix_web::middleware::from_fn($crate::customers::former::redirect::to_current))
            .wrap(actix_web::middleware::from_fn($crate::web::kept_forms::refill))
            .wrap(actix_web::middleware::from_fn($crate::web::frame::error_pages))
            .wrap($crate::app::session_middleware(&portal))
            .wrap(actix_web::middleware::Compress::default())
            .wrap(actix_web::middleware::from_fn($crate::web::frame::outermost))
    }};
}

/// Sessions by cookie, over the database.
pub fn session_middleware(portal: &Portal) -> SessionMiddleware<Sessions> {
    SessionMiddleware::builder(Sessions::new(portal.db.clone()), portal.session_key())
        .cookie_name(portal.settings.cookie_name("session"))
        .cookie_content_security(CookieContentSecurity::Signed)
        .cookie_secure(portal.settings.is_https())
        .cookie_same_site(SameSite::Lax)
        .cookie_http_only(true)
        .build()
}

/// Serves the portal on an open socket until it is told to stop; requests that run then may finish.
///
/// # Errors
/// One line for the operator when the socket cannot be served.
pub fn serve(portal: Portal, socket: TcpListener, patience: Patience) -> Result<Server> {
    connections::allow_many();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let server = HttpServer::new(move || application!(portal.clone()))
        .on_connect(move |connection, _| patience.apply(connection))
        .workers(cores)
        .max_connections(4_096)
        .client_request_timeout(patience.head)
        .shutdown_timeout(30)
        .listen(socket)
        .map_err(|error| Error::operator(format!("the socket cannot be served: {error}")))?;
    Ok(server.run())
}
