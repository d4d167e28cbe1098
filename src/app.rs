//! Builds the actix application with all middleware, and serves it.

use crate::auth::session_store::DbSessionStore;
use crate::error::{Error, Result};
use crate::portal::Portal;
use crate::web::timeouts;
use crate::web::timeouts::Timeouts;
use actix_session::SessionMiddleware;
use actix_session::config::CookieContentSecurity;
use actix_web::HttpServer;
use actix_web::cookie::SameSite;
use actix_web::dev::Server;
use std::net::TcpListener;

/// Returns the application, for the server and for tests. Read the middleware from bottom to top: the last
/// `wrap` is the outermost.
#[macro_export]
macro_rules! application {
    ($portal:expr) => {{
        let portal: $crate::portal::Portal = $portal;
        actix_web::App::new()
            .app_data(actix_web::web::Data::new(portal.state.clone()))
            .app_data(actix_web::web::Data::from(portal.settings.clone()))
            .app_data(actix_web::web::Data::from(portal.uploads.clone()))
            .app_data(actix_web::web::Data::from(portal.bulk_workers.clone()))
            .app_data(actix_web::web::Data::from(portal.connection_workers.clone()))
            .app_data(actix_web::web::Data::from(portal.names.clone()))
            .app_data(actix_web::web::Data::from(portal.notice_streams.clone()))
            .app_data(actix_web::web::Data::new(portal.reported.clone()))
            .app_data(actix_web::web::Data::from(portal.api_document.clone()))
            .app_data(actix_web::web::Data::new($crate::portal::VIEWED_LISTS))
            .app_data(actix_web::web::Data::new($crate::routes::table()))
            .app_data($crate::web::form_extract::path_config())
            .app_data($crate::web::form_extract::query_config())
            .app_data($crate::web::form_extract::form_config())
            .configure($crate::routes::map)
            .wrap(actix_web::middleware::from_fn($crate::web::middleware::form_guard::forms))
            .wrap(actix_web::middleware::from_fn($crate::web::middleware::methods::known_methods))
            .wrap(actix_web::middleware::from_fn($crate::features::system::setup::require_setup))
            .wrap(actix_web::middleware::from_fn(
                $crate::features::id_correction::redirect::redirect_to_current_id,
            ))
            .wrap(actix_web::middleware::from_fn($crate::web::kept_forms::kept_form::refill))
            .wrap(actix_web::middleware::from_fn($crate::web::middleware::error_pages::error_pages))
            .wrap($crate::app::session_middleware(&portal))
            .wrap(actix_web::middleware::from_fn($crate::web::middleware::background::background))
            .wrap(actix_web::middleware::from_fn($crate::web::middleware::api::authenticate))
            .wrap(actix_web::middleware::from_fn($crate::web::middleware::base_path::add_to_answer))
            .wrap(actix_web::middleware::Compress::default())
            .wrap(actix_web::middleware::from_fn($crate::web::middleware::outermost::outermost))
            .wrap(actix_web::middleware::from_fn($crate::web::middleware::base_path::remove_from_request))
    }};
}

/// Returns the session middleware: signed cookies, with sessions in the database.
pub fn session_middleware(portal: &Portal) -> SessionMiddleware<DbSessionStore> {
    SessionMiddleware::builder(
        DbSessionStore::new(portal.db.clone(), portal.known_sessions.clone()),
        portal.session_key(),
    )
    .cookie_name(portal.settings.cookie_name("session"))
    .cookie_path(portal.settings.cookie_path().to_owned())
    .cookie_content_security(CookieContentSecurity::Signed)
    .cookie_secure(portal.settings.is_https())
    .cookie_same_site(SameSite::Lax)
    .cookie_http_only(true)
    .build()
}

/// Returns a server for an open socket. It runs while the value is awaited, until it is stopped by its handle; running
/// requests have 30 s to finish then.
///
/// # Errors
/// One line for the operator if the socket cannot be served.
pub fn serve(portal: Portal, socket: TcpListener, patience: Timeouts) -> Result<Server> {
    timeouts::raise_file_limit()?;
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let server = HttpServer::new(move || application!(portal.clone()))
        .on_connect(move |connection, _| patience.apply(connection))
        .workers(cores)
        .max_connections(4_096)
        .client_request_timeout(patience.head)
        .shutdown_timeout(30)
        .disable_signals()
        .listen(socket)
        .map_err(|error| Error::operator(format!("the socket cannot be served: {error}")))?;
    Ok(server.run())
}
