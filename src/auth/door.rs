//! The door: counts the try, verifies the password, notes what came of it, begins the session.
//! A wrong password and an unknown person cannot be told apart, neither by the answer nor by its time.

use super::session_store;
use super::throttle::{self, Bucket, Verdict};
use crate::activity::{Action, Activity, ActorKind, Author};
use crate::app::Portal;
use crate::error::Result;
use crate::partners::model::PartnerId;
use crate::secrets::{Secrets, mac};
use crate::users::model::UserId;
use crate::users::queries::{Credentials, by_email, email_key};
use actix_web::HttpRequest;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::json;

/// What came of a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The session has begun.
    SignedIn,
    /// Wrong password, unknown or deactivated person.
    Refused,
    /// Too many tries; wait so many seconds.
    Wait(i64),
}

/// Tries to sign in.
pub async fn sign_in(
    portal: &Portal,
    request: &HttpRequest,
    session: &actix_session::Session,
    email: String,
    password: String,
) -> Result<Outcome> {
    let account = account_bucket(&portal.secrets, &email);
    let address =
        Bucket { key: format!("ip:{}", network(&portal.settings.client_address(request))), limit: 50 };
    let buckets = [account.clone(), address.clone()];
    if let Verdict::Wait(seconds) = portal.db.write(move |c| throttle::reserve(c, &buckets)).await? {
        return Ok(Outcome::Wait(seconds));
    }
    let found = portal.db.read(move |c| by_email(c, &email)).await?;
    let hash = found.as_ref().map(|person| person.password_hash.clone());
    let right = portal.verifier.verify(password, hash).await?;
    let Some(person) = found else { return Ok(Outcome::Refused) };
    if !right {
        note_refusal(portal, request, &person);
        return Ok(Outcome::Refused);
    }
    let author = author(portal, request, &person);
    let done = portal.log.record(author, move |tx| {
        throttle::refund(tx.c, &account, &address)?;
        Ok(((), vec![Activity::of(Action::SignIn, "partner_user", json!({}))]))
    });
    done.await?;
    session_store::begin(session, person.signed_in())?;
    Ok(Outcome::SignedIn)
}

/// The bucket that counts the tries for one account; its name does not give the address away.
pub fn account_bucket(secrets: &Secrets, email: &str) -> Bucket {
    let key = secrets.key("throttle-v1");
    Bucket {
        key: format!("acct:{}", URL_SAFE_NO_PAD.encode(mac(&key, &[email_key(email).as_bytes()]))),
        limit: 10,
    }
}

/// Written after the answer, so that it takes no longer than the answer to an unknown address.
fn note_refusal(portal: &Portal, request: &HttpRequest, person: &Credentials) {
    let (log, author) = (portal.log.clone(), author(portal, request, person));
    actix_web::rt::spawn(async move {
        let entry = Activity::of(Action::RefusedSignIn, "partner_user", json!({}));
        let noted = log.record(author, move |_| Ok(((), vec![entry]))).await;
        noted.inspect_err(|error| tracing::error!(%error, "a refused sign-in was not noted")).ok();
    });
}

fn author(portal: &Portal, request: &HttpRequest, person: &Credentials) -> Author {
    Author {
        kind: ActorKind::User,
        partner: Some(PartnerId(person.partner)),
        user: Some(UserId(person.user)),
        name: person.name.clone(),
        request_id: crate::web::request_id(request),
        address: portal.settings.client_address(request),
    }
}

/// An IPv4 address, or the /64 of an IPv6 address, which is what one household or company has.
pub fn network(address: &str) -> String {
    match address.parse::<std::net::Ipv6Addr>() {
        Ok(v6) => v6.segments()[..4].iter().map(|part| format!("{part:x}")).collect::<Vec<_>>().join(":"),
        Err(_) => address.to_owned(),
    }
}
