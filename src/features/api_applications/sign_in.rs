//! Signs an application in: rate limit, secret, access token. A wrong secret is logged like a wrong password. A sign-in is no
//! entry, because programs sign in every hour; the list of applications has the last use.

use crate::audit::{Action, Activity, ProgramName};
use crate::auth::api_applications::access_token::Claims;
use crate::auth::api_applications::lookup;
use crate::auth::client::{author_before_sign_in, network};
use crate::auth::throttle;
use crate::auth::throttle::{Bucket, ThrottleDecision};
use crate::clock;
use crate::error::Result;
use crate::features::api_applications::token_request::{TokenError, TokenRequest};
use crate::secrets::hmac;
use crate::state::AppState;
use actix_web::HttpRequest;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;

/// Returns the claims of a new access token, or why it was refused.
///
/// # Errors
/// The database failed.
pub async fn sign_in(
    portal: &AppState,
    request: &HttpRequest,
    sent: TokenRequest,
) -> Result<std::result::Result<Claims, TokenError>> {
    let buckets = buckets(portal, request, &sent.client_id);
    let counted = buckets.clone();
    let verdict = portal.db.write(move |c| throttle::reserve(c, &counted)).await?;
    if let ThrottleDecision::Wait(seconds) = verdict {
        return Ok(Err(TokenError::Wait(seconds.max(1).unsigned_abs())));
    }
    let TokenRequest { client_id, secret, .. } = sent;
    let id = client_id.clone();
    let found = portal.db.read(move |c| lookup::sign_in(c, &id, &secret)).await?;
    let Some((application, secret, end)) = found else {
        log_failed_attempt(portal, request, &client_id, verdict).await?;
        return Ok(Err(TokenError::WRONG));
    };
    let used = portal.db.write(move |c| {
        throttle::refund(c, &buckets)?;
        lookup::record_use(c, application)
    });
    used.await?;
    Ok(Ok(Claims::new(&portal.settings.public_url(), &client_id, (secret, end), clock::now())))
}

/// Returns the buckets of an attempt: the client id in this network, so that others cannot lock an application out, and the
/// network.
fn buckets(portal: &AppState, request: &HttpRequest, client_id: &str) -> Vec<Bucket> {
    let place = network(&portal.settings.client_address(request));
    let key = portal.secrets.key("throttle-v1");
    let own = URL_SAFE_NO_PAD.encode(hmac(&key, &[client_id.as_bytes(), place.as_bytes()]));
    vec![
        Bucket::for_shared_source(format!("app:{own}"), 10),
        Bucket::for_shared_source(format!("app-ip:{place}"), 50),
    ]
}

/// Logs a failed attempt, and a second entry if further attempts must wait. An unknown client id belongs to no log.
async fn log_failed_attempt(
    portal: &AppState,
    request: &HttpRequest,
    client_id: &str,
    verdict: ThrottleDecision,
) -> Result<()> {
    let id = client_id.to_owned();
    let Some((partner, user, name)) = portal.db.read(move |c| lookup::identity(c, &id)).await? else {
        return Ok(());
    };
    let mut author = author_before_sign_in(&portal.settings, request, (partner, user, &name));
    author.program = Some(ProgramName::Application(client_id.to_owned()));
    let entry = |action| Activity::new(action, "application", json!({}));
    let mut entries = vec![entry(Action::RefusedSignIn)];
    if verdict == ThrottleDecision::Last {
        entries.push(entry(Action::SlowSignIn));
    }
    portal.log.record(author, move |_| Ok(((), entries))).await
}
