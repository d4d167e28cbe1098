//! The door: counts the try, verifies the password, then the second factor, notes what came of it, begins the
//! session. A wrong password and an unknown person cannot be told apart, neither by the answer nor by its time.

use crate::audit::{Action, Activity};
use crate::auth::accounts::{Credentials, by_email, note_sign_in};
use crate::auth::client::{author_before_sign_in, network};
use crate::auth::second_factor::check;
use crate::auth::second_factor::check::FactorKind;
use crate::auth::session::NewSession;
use crate::auth::session_store::{AtIssuer, Proof};
use crate::auth::throttle::{Bucket, ThrottleDecision, account_bucket, factor_key};
use crate::auth::{Actor, device_cookie, session, throttle};
use crate::error::{Error, Result};
use crate::mail::notices::Notice;
use crate::state::AppState;
use crate::web::request;
use actix_session::Session;
use actix_web::HttpRequest;
use serde_json::{Value, json};

/// What came of a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInOutcome {
    /// The session has begun.
    SignedIn,
    /// The password was right; now the second factor.
    FactorNext,
    /// Wrong password or code, unknown or deactivated person.
    Refused,
    /// Too many tries; wait so many seconds.
    Wait(i64),
}

/// Tries to sign in with a password.
pub async fn sign_in(
    portal: &AppState,
    request: &HttpRequest,
    session: &Session,
    email: String,
    password: String,
) -> Result<SignInOutcome> {
    let buckets = buckets_for(portal, request, &email);
    let counted = buckets.clone();
    let verdict = portal.db.write(move |c| throttle::reserve(c, &counted)).await?;
    if let ThrottleDecision::Wait(seconds) = verdict {
        return Ok(SignInOutcome::Wait(seconds));
    }
    let found = portal.db.read(move |c| by_email(c, &email)).await?;
    let hash = found.as_ref().map(|person| person.password_hash.clone());
    let right = portal.verifier.verify(password, hash).await?;
    let Some(person) = found else { return Ok(SignInOutcome::Refused) };
    if !right {
        log_failed_attempt(portal, request, &person, verdict);
        return Ok(SignInOutcome::Refused);
    }
    if person.has_second_factor() {
        portal.db.write(move |c| throttle::refund(c, &buckets)).await?;
        session::begin(
            session,
            &NewSession::new(person.signed_in(), Proof::FactorPending, request, &portal.settings),
        )?;
        return Ok(SignInOutcome::FactorNext);
    }
    let (author, user) = (author_before_sign_in(&portal.settings, request, person.identity()), person.user);
    let done = portal.log.record(author, move |tx| {
        throttle::refund(tx.c, &buckets)?;
        note_sign_in(tx, user)?;
        Ok(((), vec![Activity::new(Action::SignIn, "partner_user", json!({}))]))
    });
    done.await?;
    session::begin(
        session,
        &NewSession::new(person.signed_in(), Proof::Complete, request, &portal.settings),
    )?;
    Ok(SignInOutcome::SignedIn)
}

/// The second step, for somebody who is half-way in: only this makes the session whole, with a new token.
pub async fn verify_second_factor(
    portal: &AppState,
    request: &HttpRequest,
    session: &Session,
    who: &Actor,
    typed: String,
) -> Result<SignInOutcome> {
    let email = who.email.clone();
    let person = portal.db.read(move |c| by_email(c, &email)).await?.ok_or(Error::SignInFirst)?;
    let bucket = factor_bucket(portal, request, person.user, &person.email);
    let buckets = [bucket.clone()];
    let verdict = portal.db.write(move |c| throttle::reserve(c, &buckets)).await?;
    if let ThrottleDecision::Wait(seconds) = verdict {
        return Ok(SignInOutcome::Wait(seconds));
    }
    let (author, secrets, user) = (
        author_before_sign_in(&portal.settings, request, person.identity()),
        portal.secrets.clone(),
        person.user,
    );
    let notices = request::notices(request, portal, Some(who));
    let shown = portal.log.record(author, move |tx| {
        let Some(shown) = check::check(tx, &secrets, user, &typed)? else {
            return Ok((None, refusals(json!({ "step": "second factor" }), verdict)));
        };
        throttle::reset(tx.c, &bucket.key)?;
        if shown == FactorKind::RecoveryCode {
            notices.send(tx, user, Notice::CodeUsed)?;
        }
        note_sign_in(tx, user)?;
        let details = json!({ "second_factor": shown.as_str() });
        Ok((Some(shown), vec![Activity::new(Action::SignIn, "partner_user", details)]))
    });
    if shown.await?.is_none() {
        return Ok(SignInOutcome::Refused);
    }
    portal.mailer().deliver_soon();
    session::begin(
        session,
        &NewSession::new(person.signed_in(), Proof::Complete, request, &portal.settings),
    )?;
    Ok(SignInOutcome::SignedIn)
}

/// Shows password and, where there is one, second factor once more: the session goes on with a new token.
pub async fn verify_step_up(
    portal: &AppState,
    request: &HttpRequest,
    session: &Session,
    who: &Actor,
    password: String,
    code: String,
) -> Result<SignInOutcome> {
    let account = bucket_for(portal, request, &who.email);
    let factor = factor_bucket(portal, request, who.user.0, &who.email);
    let buckets = [account.clone(), factor.clone()];
    let verdict = portal.db.write(move |c| throttle::reserve(c, &buckets)).await?;
    if let ThrottleDecision::Wait(seconds) = verdict {
        return Ok(SignInOutcome::Wait(seconds));
    }
    let email = who.email.clone();
    let person = portal.db.read(move |c| by_email(c, &email)).await?.ok_or(Error::SignInFirst)?;
    let right = portal.verifier.verify(password, Some(person.password_hash.clone())).await?;
    let (author, secrets) =
        (author_before_sign_in(&portal.settings, request, person.identity()), portal.secrets.clone());
    let (user, has_factor) = (person.user, person.has_second_factor());
    let proven = portal.log.record(author, move |tx| {
        let shown = right && (!has_factor || check::check(tx, &secrets, user, &code)?.is_some());
        if !shown {
            return Ok((false, refusals(json!({ "step": "before something dangerous" }), verdict)));
        }
        throttle::reset(tx.c, &account.key)?;
        throttle::reset(tx.c, &factor.key)?;
        Ok((true, Vec::new()))
    });
    if !proven.await? {
        return Ok(SignInOutcome::Refused);
    }
    let begun = NewSession::new(person.signed_in(), Proof::Complete, request, &portal.settings);
    session::begin(session, &begun.at_issuer(AtIssuer::from_session(&who.session)))?;
    Ok(SignInOutcome::SignedIn)
}

/// What a sign-in attempt counts against: the account and the address, or, in a browser in which the person has signed
/// in before, that browser alone, so that neither strangers nor neighbours lock anybody out.
fn buckets_for(portal: &AppState, request: &HttpRequest, email: &str) -> Vec<Bucket> {
    let own = bucket_for(portal, request, email);
    if device_cookie::read(request, &portal.settings, &portal.secrets, email).is_some() {
        return vec![own];
    }
    let place = network(&portal.settings.client_address(request));
    vec![own, Bucket::for_shared_source(format!("ip:{place}"), 50)]
}

/// A browser that the person has signed in with before is counted by itself.
fn bucket_for(portal: &AppState, request: &HttpRequest, email: &str) -> Bucket {
    let account = account_bucket(&portal.secrets, email);
    match device_cookie::read(request, &portal.settings, &portal.secrets, email) {
        Some(device) => Bucket::for_secret(format!("dev:{device}:{}", account.key), 10),
        None => account,
    }
}

/// Codes have six digits only: five attempts, then waiting begins, and ends: whoever knows a password must not stop the
/// owner permanently. (Twenty an hour, beside about a million codes of which three are right.)
fn factor_bucket(portal: &AppState, request: &HttpRequest, user: i32, email: &str) -> Bucket {
    let everywhere = factor_key(user);
    let key = match device_cookie::read(request, &portal.settings, &portal.secrets, email) {
        Some(device) => format!("{everywhere}:dev:{device}"),
        None => everywhere,
    };
    Bucket::for_shared_source(key, 5)
}

/// Written after the answer, so that it takes no longer than the answer to an unknown address.
fn log_failed_attempt(
    portal: &AppState,
    request: &HttpRequest,
    person: &Credentials,
    verdict: ThrottleDecision,
) {
    let (log, author) =
        (portal.log.clone(), author_before_sign_in(&portal.settings, request, person.identity()));
    actix_web::rt::spawn(async move {
        let noted = log.record(author, move |_| Ok(((), refusals(json!({}), verdict)))).await;
        noted.inspect_err(|error| tracing::error!(%error, "a refused sign-in was not noted")).ok();
    });
}

/// The entry of a try in vain, and one more when it is the last before waiting begins. What comes while somebody waits
/// has none, so that nobody can fill the log.
fn refusals(details: Value, verdict: ThrottleDecision) -> Vec<Activity> {
    let refused = Activity::new(Action::RefusedSignIn, "partner_user", details.clone());
    let slowed = Activity::new(Action::SlowSignIn, "partner_user", details);
    if verdict == ThrottleDecision::Last { vec![refused, slowed] } else { vec![refused] }
}
