//! `serve`: serves the portal until the process receives a signal to stop.

use crate::app;
use crate::audit::heads;
use crate::commands::context::CommandContext;
use crate::commands::service_manager;
use crate::commands::stop_signals::StopSignals;
use crate::config::Settings;
use crate::db::damage::refuse_damaged;
use crate::db::{Backend, Db, pause, portable};
use crate::error::{Error, Result};
use crate::features::notices::streams::NoticeStreams;
use crate::jobs::schedule;
use crate::monitoring::process;
use crate::portal::Portal;
use crate::web::timeouts::{Timeouts, raise_file_limit};
use actix_web::dev::ServerHandle;
use clap::Args;
use sd_notify::NotifyState;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;

/// Serves the portal.
#[derive(Debug, Args)]
pub struct Serve {
    /// Address and port, instead of PORTAL_LISTEN
    #[arg(long, value_name = "ADDR")]
    listen: Option<SocketAddr>,
}

impl Serve {
    /// Serves until SIGTERM or Ctrl-C.
    pub fn run(&self) -> Result<()> {
        raise_file_limit()?;
        let mut settings = Settings::load()?;
        if let Some(listen) = self.listen {
            settings.portal_listen = listen;
            settings = settings.checked()?;
        }
        refuse_damaged(&Backend::from_url(&settings.database_url)?, &settings.portal_secret_file)?;
        let context = CommandContext::with(settings)?;
        let socket = listen(context.settings.portal_listen)?;
        let address = socket.local_addr()?;
        tracing::info!(%address, database = %context.db.backend(), "serving");
        if let Some(since) = context.db.read_now(pause::paused_since)? {
            tracing::warn!(
                since,
                "jobs and mail are paused after a restore; `partner-portal resume` ends the pause"
            );
        }
        serve(context, socket)
    }
}

/// Stops the server at the first signal.
async fn stop_on_signal(server: ServerHandle, streams: Arc<NoticeStreams>, mut signals: StopSignals) {
    let is_graceful = signals.next().await;
    service_manager::notify(&[NotifyState::Stopping]);
    streams.stop();
    server.stop(is_graceful).await;
}

/// Opens the socket.
///
/// # Errors
/// One line with the address and the reason.
pub fn listen(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address)
        .map_err(|error| Error::operator(format!("cannot listen on {address}: {error}")))
}

/// Logs the heads of the activity logs, and leaves a database whose other files are empty.
fn finish(db: &Db) {
    if let Err(error) = heads::log_heads(db) {
        tracing::warn!(%error, "the heads of the activity logs could not be logged");
    }
    if let Err(error) = db.maintain(portable::checkpoint_whole) {
        tracing::warn!(%error, "the write-ahead log is still beside the database; the next start reads it");
    }
}

/// Serves the portal on a socket until the process receives a signal to stop, and runs the background jobs.
pub fn serve(context: CommandContext, socket: TcpListener) -> Result<()> {
    process::started();
    let portal = Portal::new(context.db, context.secrets, context.settings, context.mail);
    actix_web::rt::System::new().block_on(async move {
        let jobs = actix_web::rt::spawn(schedule::run(portal.clone()));
        let (lists, db) = (portal.lists.clone(), portal.db.clone());
        let (log, warmed) = (db.clone(), db.clone());
        drop(actix_web::web::block(move || {
            lists
                .warm(&warmed)
                .inspect_err(|error| tracing::warn!(%error, "the search index is not ready yet"))
        }));
        let streams = portal.notice_streams.clone();
        let watching = actix_web::rt::spawn(streams.clone().watch(db.clone()));
        let server = app::serve(portal, socket, Timeouts::default())?;
        let stopping = stop_on_signal(server.handle(), streams, StopSignals::listen()?);
        let stopping = actix_web::rt::spawn(stopping);
        let watchdog = actix_web::rt::spawn(service_manager::keep_alive(db));
        service_manager::notify(&[NotifyState::Ready]);
        let served = server.await;
        stopping.abort();
        watching.abort();
        watchdog.abort();
        jobs.abort();
        actix_web::web::block(move || finish(&log)).await.map_err(Error::internal)?;
        Ok(served?)
    })
}
