//! `GET /sign-in/oidc/{issuer}` redirects to the issuer, which redirects back to `GET /sign-in/oidc/{issuer}/callback`.

use crate::auth::client::network;
use crate::auth::extractors::OptionalActor;
use crate::auth::oidc::flow;
use crate::auth::oidc::flow::AuthorizationFlow;
use crate::auth::oidc::issuers::{Issuer, IssuerError, known_error};
use crate::auth::throttle;
use crate::auth::throttle::{Bucket, ThrottleDecision};
use crate::error::{Error, Result};
use crate::features::sign_in::oidc::failure_page::Failure;
use crate::features::sign_in::oidc::sign_in::OidcOutcome;
use crate::features::sign_in::oidc::{failure_page, sign_in};
use crate::state::AppState;
use crate::urls;
use crate::web::form_extract::safe_return_path;
use crate::web::response::see_other;
use actix_session::Session;
use actix_web::http::Method;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

/// The query parameters of the start URL; `next` is the path to open after the sign-in.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct StartQuery {
    next: String,
}

/// `GET /sign-in/oidc/{issuer}`; redirects a user who is already signed in.
pub async fn start(
    request: HttpRequest,
    who: OptionalActor,
    id: Path<String>,
    going: Query<StartQuery>,
    portal: Data<AppState>,
) -> Result<HttpResponse> {
    let issuer = portal.issuers.get(&id).ok_or(Error::NotFound)?;
    let next = safe_return_path(Some(&going.next));
    if who.0.is_some() {
        return Ok(see_other(&portal, &next, None));
    }
    let begun = AuthorizationFlow::begin(&issuer.settings.id, next)?;
    let (secrets, callback) = (portal.secrets.clone(), callback_address(&portal, &issuer));
    let (asked, sent) = (issuer.clone(), begun.clone());
    let way =
        portal.issuers.ask(move |agent| asked.authorization_url(agent, &sent, &secrets, &callback)).await?;
    match way {
        Ok(address) => {
            let mut response = see_other(&portal, &address, None);
            for old in flow::surplus_removal_cookies(&request, &portal.settings, &portal.secrets) {
                response.add_cookie(&old).map_err(Error::internal)?;
            }
            response
                .add_cookie(&begun.cookie(&portal.settings, &portal.secrets)?)
                .map_err(Error::internal)?;
            Ok(response)
        }
        Err(refusal) => refuse(&request, &issuer, &begun.next, &refusal),
    }
}

/// The query parameters of the callback URL.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CallbackQuery {
    code: String,
    state: String,
    error: String,
    iss: Option<String>,
}

/// `GET /sign-in/oidc/{issuer}/callback`. Always removes the cookie of this sign-in. A signed-in user who opens the URL
/// again, with the Back button or a bookmark, is redirected to the customer list.
pub async fn callback(
    request: HttpRequest,
    session: Session,
    who: OptionalActor,
    id: Path<String>,
    answer: Query<CallbackQuery>,
    portal: Data<AppState>,
) -> Result<HttpResponse> {
    let issuer = portal.issuers.get(&id).ok_or(Error::NotFound)?;
    let answer = answer.into_inner();
    let flow = AuthorizationFlow::from_request(&request, &portal.settings, &portal.secrets, &answer.state);
    if flow.is_none() && who.0.is_some() {
        return Ok(see_other(&portal, "/", None));
    }
    let gone = flow::removal_cookie(&portal.settings, &answer.state);
    let mut response = come_back(&request, &session, &portal, &issuer, flow, answer).await?;
    if request.method() != Method::HEAD {
        response.add_cookie(&gone).map_err(Error::internal)?;
    }
    Ok(response)
}

async fn come_back(
    request: &HttpRequest,
    session: &Session,
    portal: &Data<AppState>,
    issuer: &std::sync::Arc<Issuer>,
    flow: Option<AuthorizationFlow>,
    answer: CallbackQuery,
) -> Result<HttpResponse> {
    let expected = |flow: &AuthorizationFlow| {
        flow.issuer == issuer.settings.id && flow.is_answered_by(&portal.secrets, &answer.state)
    };
    let Some(flow) = flow.filter(expected) else {
        let refusal = IssuerError::NotBelieved("this browser was not sent there, or too long ago".into());
        return refuse(request, issuer, "/", &refusal);
    };
    let next = flow.next.clone();
    if !answer.error.is_empty() || answer.iss.is_some_and(|iss| iss != issuer.settings.issuer) {
        let said = known_error(&answer.error);
        return refuse(request, issuer, &next, &IssuerError::NotBelieved(format!("the issuer said: {said}")));
    }
    if request.method() == Method::HEAD {
        // A HEAD request must not use up the code, which is valid only once.
        return Ok(see_other(portal, &next, None));
    }
    // Invalid responses count towards a rate limit, as wrong passwords do.
    let bucket =
        Bucket::for_shared_source(format!("oidc:{}", network(&portal.settings.client_address(request))), 50);
    let (tries, done) = ([bucket.clone()], bucket.key);
    if let ThrottleDecision::Wait(seconds) = portal.db.write(move |c| throttle::reserve(c, &tries)).await? {
        return Err(Error::TooMany(u64::try_from(seconds).unwrap_or(60)));
    }
    let (asked, secrets, callback) =
        (issuer.clone(), portal.secrets.clone(), callback_address(portal, issuer));
    let told = portal
        .issuers
        .ask(move |agent| asked.claimed_identity(agent, &flow, &secrets, &callback, answer.code))
        .await?;
    let told = match told {
        Ok(told) => told,
        Err(refusal) => return refuse(request, issuer, &next, &refusal),
    };
    let arrival = sign_in::sign_in(portal, request, session, &issuer.settings, told).await?;
    if arrival == OidcOutcome::Refused {
        return failure_page::page(request, &issuer.settings, &next, Failure::Unknown);
    }
    portal.db.write(move |c| throttle::reset(c, &done)).await?;
    if arrival == OidcOutcome::FactorNext {
        let next = serde_urlencoded::to_string([("next", &next)]).map_err(Error::internal)?;
        return Ok(see_other(portal, &urls::sign_in_second_factor().with_query(next), None));
    }
    Ok(see_other(portal, &safe_return_path(Some(&next)), None))
}

/// Logs the reason in the server's log and renders the failure page, which gives no details.
fn refuse(request: &HttpRequest, issuer: &Issuer, next: &str, refusal: &IssuerError) -> Result<HttpResponse> {
    let (id, name) = (crate::auth::client::request_id(request), &issuer.settings.issuer);
    let failure = match refusal {
        IssuerError::Unreachable(why) => {
            tracing::error!(id, issuer = name, why, "the issuer cannot be reached");
            Failure::Unreachable
        }
        IssuerError::NotBelieved(why) => {
            tracing::warn!(id, issuer = name, why, "a sign-in from the issuer was refused");
            Failure::Refused
        }
    };
    failure_page::page(request, &issuer.settings, next, failure)
}

/// Returns the redirect URI, which must be registered at the issuer.
fn callback_address(portal: &AppState, issuer: &Issuer) -> String {
    let callback = urls::sign_in_oidc_callback(&issuer.settings.id);
    format!("{}{callback}", portal.settings.public_url())
}
