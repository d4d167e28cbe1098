//! [`StepUp`]: proof that the person has shown password and second factor within the last ten minutes. A handler
//! of something dangerous asks for it beside its `Scope`, on the page as well as on the form.

use crate::auth::{Actor, session};
use crate::clock;
use crate::error::{Error, Result};
use actix_session::SessionExt;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use chrono::TimeDelta;
use std::future::{Ready, ready};
use std::rc::Rc;

/// What was shown so long ago counts no more.
pub const MAX_AGE: TimeDelta = TimeDelta::minutes(10);

/// The proof. Without it the person is led to `/step-up` and back to the page; a dangerous form therefore has the
/// address of its page.
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

/// The signed-in person, or nobody: for pages that both may see.
#[derive(Debug, Clone)]
pub struct OptionalActor(pub Option<Rc<Actor>>);

impl FromRequest for OptionalActor {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(session::actor(&request.get_session()).map(|actor| OptionalActor(actor.map(Rc::new))))
    }
}
