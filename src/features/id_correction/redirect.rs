//! Redirects a URL with a former Microsoft ID to the same URL with the current one, form submissions too. Only for a
//! partner that has the customer; all others still get the 404.

use crate::auth::session;
use crate::db::former_ids::current_if_active;
use crate::domain::MicrosoftId;
use crate::error::Result;
use crate::web::request::portal;
use actix_session::SessionExt;
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{HttpRequest, HttpResponse};

const CUSTOMERS: &str = "/customers/";

/// Looks up the current id only after a customer page returned 404: then its handler has already checked authorization.
pub async fn redirect_to_current_id<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, actix_web::Error> {
    let answer = next.call(request).await?;
    if answer.status() != StatusCode::NOT_FOUND {
        return Ok(answer.map_into_left_body());
    }
    let Some(address) = current_address(answer.request()).await? else {
        return Ok(answer.map_into_left_body());
    };
    let (http, _) = answer.into_parts();
    // 308 keeps the method and the body: an open form is submitted to the new address.
    let led = HttpResponse::PermanentRedirect().insert_header((header::LOCATION, address)).finish();
    Ok(ServiceResponse::new(http, led.map_into_right_body()))
}

async fn current_address(http: &HttpRequest) -> Result<Option<String>> {
    let is_a_customers = http.match_pattern().is_some_and(|pattern| pattern.starts_with("/customers/{id}"));
    let address = http.uri().path_and_query().map_or("", |whole| whole.as_str());
    let Some(rest) = address.strip_prefix(CUSTOMERS).filter(|_| is_a_customers) else { return Ok(None) };
    let (id, rest) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let Ok(id) = id.parse::<MicrosoftId>() else { return Ok(None) };
    let Some(actor) = session::actor(&http.get_session())? else { return Ok(None) };
    let partner = actor.partner.id;
    let now = portal(http)?.db.read(move |c| current_if_active(c, partner, id)).await?;
    Ok(now.map(|now| format!("{CUSTOMERS}{now}{rest}")))
}
