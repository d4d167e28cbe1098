//! `GET /metrics`: the metrics of this process, for the operator's monitoring.

use crate::config::Settings;
use crate::error::{Error, Result};
use crate::monitoring::database;
use crate::monitoring::metrics::{CONTENT_TYPE, render};
use crate::state::AppState;
use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use subtle::ConstantTimeEq;

/// Headers that a proxy adds to a request that it passes on.
const FORWARDED: &[&str] = &["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via"];

/// Returns the metrics.
///
/// # Errors
/// [`Error::NotFound`] without the token of the settings, or, if they have none, for a request that comes from another
/// machine. The database failed.
pub async fn show(request: HttpRequest, portal: Data<AppState>) -> Result<HttpResponse> {
    if !may_read(&request, &portal.settings) {
        return Err(Error::NotFound);
    }
    let db = portal.db.clone();
    let state = portal.db.read(move |c| database::read(c, db.backend())).await?;
    Ok(HttpResponse::Ok().content_type(CONTENT_TYPE).body(render(&portal.observed(&state))?))
}

fn may_read(request: &HttpRequest, settings: &Settings) -> bool {
    if let Some(token) = &settings.portal_metrics_token {
        let sent = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let sent = sent.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
        return sent.trim().as_bytes().ct_eq(token.as_bytes()).into();
    }
    // A proxy on this machine connects from loopback, too, and says for whom.
    let is_here = request.peer_addr().is_some_and(|peer| peer.ip().is_loopback());
    is_here && !FORWARDED.iter().any(|name| request.headers().contains_key(*name))
}
