//! Extractors: [`StepUp`] for dangerous actions, and [`OptionalActor`]. Handlers of dangerous actions take
//! a [`StepUp`] in addition to their `Scope`, for the page and for the form.

use crate::auth::{Actor, session};
use crate::clock;
use crate::error::{Error, Result};
use actix_session::SessionExt;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use chrono::TimeDelta;
use std::future::{Ready, ready};
use std::rc::Rc;

/// How long entering the password and the second factor is valid for dangerous actions.
pub const MAX_AGE: TimeDelta = TimeDelta::minutes(10);

/// Proof that the user entered the password and the second factor within [`MAX_AGE`]. Otherwise the user is
/// redirected to `/step-up` and then back to the page; a dangerous form must therefore have the URL of its
/// page.
#[derive(Debug, Clone, Copy)]
pub struct StepUp(());

impl FromRequest for StepUp {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(check(request))
    }
}

fn check(request: &HttpRequest) -> Result<StepUp> {
    let actor = session::actor(&request.get_session())?.ok_or(Error::SignInFirst)?;
    let age = actor.session.proven_at.map(|proven| clock::now() - proven);
    let fresh = age.is_some_and(|age| age <= MAX_AGE && age >= -MAX_AGE);
    if fresh { Ok(StepUp(())) } else { Err(Error::StepUpFirst) }
}

/// The signed-in user, if any: for pages that are also public.
#[derive(Debug, Clone)]
pub struct OptionalActor(pub Option<Rc<Actor>>);

impl FromRequest for OptionalActor {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(session::actor(&request.get_session()).map(|actor| OptionalActor(actor.map(Rc::new))))
    }
}
