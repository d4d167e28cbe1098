//! Password sign-in: applies the rate limit, verifies the password and then the second factor, logs the result and
//! starts the session.
//! A wrong password and an unknown user get the same response in the same time, so an attacker cannot tell them apart.

use crate::audit::{Action, Activity};
use crate::auth::accounts::{Credentials, by_email, note_sign_in};
use crate::auth::client::{author_before_sign_in, network};
use crate::auth::new_device::NewDevice;
use crate::auth::second_factor::check;
use crate::auth::second_factor::check::FactorKind;
use crate::auth::session::NewSession;
use crate::auth::session_store::{AtIssuer, Proof};
use crate::auth::throttle::{Bucket, ThrottleDecision, account_bucket, factor_key};
use crate::auth::{Actor, device_cookie, session, throttle};
use crate::domain::UserId;
use crate::error::{Error, Result};
use crate::features::sign_in::reasons::RefusedStep;
use crate::mail::notices::Notice;
use crate::state::AppState;
use crate::web::request;
use actix_session::Session;
use actix_web::HttpRequest;
use serde_json::{Value, json};

/// The result of a sign-in attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInOutcome {
    /// Signed in; the session has started.
    SignedIn,
    /// The password is right; the second factor is required next.
    FactorNext,
    /// Wrong password or code, or the user is unknown or deactivated.
    Refused,
    /// Too many attempts; the user must wait this many seconds.
    Wait(i64),
}

/// Signs a user in with a password, or starts a session that waits for the second factor.
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
    let device = NewDevice::of_request(request, &portal.settings, &portal.secrets, &person.email);
    let notices = request::notices(request, portal, None);
    let done = portal.log.record(author, move |tx| {
        throttle::refund(tx.c, &buckets)?;
        device.map_or(Ok(()), |device| notices.send_new_device(tx, user, &device))?;
        note_sign_in(tx, user)?;
        Ok(((), vec![Activity::new(Action::SignIn, "partner_user", json!({}))]))
    });
    done.await?;
    portal.mailer().deliver_soon();
    session::begin(
        session,
        &NewSession::new(person.signed_in(), Proof::Complete, request, &portal.settings),
    )?;
    Ok(SignInOutcome::SignedIn)
}

/// Verifies the second factor, completes the sign-in and rotates the session token.
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
    let device = NewDevice::of_request(request, &portal.settings, &portal.secrets, &person.email);
    let shown = portal.log.record(author, move |tx| {
        let Some(shown) = check::check(tx, &secrets, user, &typed)? else {
            return Ok((None, refusals(json!({ "step": RefusedStep::SecondFactor.as_str() }), verdict)));
        };
        throttle::reset(tx.c, &bucket.key)?;
        if shown == FactorKind::RecoveryCode {
            notices.send(tx, user, Notice::CodeUsed)?;
        }
        device.map_or(Ok(()), |device| notices.send_new_device(tx, user, &device))?;
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

/// Verifies the password again, and the second factor if the user has one, before a dangerous action. Rotates the
/// session token.
pub async fn verify_step_up(
    portal: &AppState,
    request: &HttpRequest,
    session: &Session,
    who: &Actor,
    password: String,
    code: String,
) -> Result<SignInOutcome> {
    let account = bucket_for(portal, request, &who.email);
    let factor = factor_bucket(portal, request, who.user, &who.email);
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
            return Ok((false, refusals(json!({ "step": RefusedStep::StepUp.as_str() }), verdict)));
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

/// Returns the buckets of a sign-in attempt: the account and the client's network. In a browser in which the user has
/// signed in before, only that browser counts, so other people's failed attempts cannot lock the user out there.
fn buckets_for(portal: &AppState, request: &HttpRequest, email: &str) -> Vec<Bucket> {
    let own = bucket_for(portal, request, email);
    if device_cookie::read(request, &portal.settings, &portal.secrets, email).is_some() {
        return vec![own];
    }
    let place = network(&portal.settings.client_address(request));
    vec![own, Bucket::for_shared_source(format!("ip:{place}"), 50)]
}

/// Returns the bucket of the account, or of the browser if the user has signed in with it before.
fn bucket_for(portal: &AppState, request: &HttpRequest, email: &str) -> Bucket {
    let account = account_bucket(&portal.secrets, email);
    match device_cookie::read(request, &portal.settings, &portal.secrets, email) {
        Some(device) => Bucket::for_secret(format!("dev:{device}:{}", account.key), 10),
        None => account,
    }
}

/// Returns the bucket for second-factor codes. Codes have only six digits, so waiting begins after five attempts. It
/// always ends, so that an attacker who knows the password cannot lock the user out permanently. This allows about 20
/// guesses per hour; of the million possible codes, three are valid at any time.
fn factor_bucket(portal: &AppState, request: &HttpRequest, user: UserId, email: &str) -> Bucket {
    let everywhere = factor_key(user);
    let key = match device_cookie::read(request, &portal.settings, &portal.secrets, email) {
        Some(device) => format!("{everywhere}:dev:{device}"),
        None => everywhere,
    };
    Bucket::for_shared_source(key, 5)
}

/// Logs a failed attempt in the background, so that the response takes no longer than for an unknown address.
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
        noted.inspect_err(|error| tracing::error!(%error, "a refused sign-in was not logged")).ok();
    });
}

/// Returns the log entry of a failed attempt, and a second one if further attempts must wait. Attempts during the wait
/// are not logged, so nobody can flood the log.
fn refusals(details: Value, verdict: ThrottleDecision) -> Vec<Activity> {
    let refused = Activity::new(Action::RefusedSignIn, "partner_user", details.clone());
    let slowed = Activity::new(Action::SlowSignIn, "partner_user", details);
    if verdict == ThrottleDecision::Last { vec![refused, slowed] } else { vec![refused] }
}
