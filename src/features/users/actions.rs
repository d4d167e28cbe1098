//! `GET` and `POST /account-settings/users/ID/ACT`: what may be done to a person besides changing their roles. Each
//! is asked once more, with what follows from it, and done in one transaction with its one entry.

use crate::audit::{Activity, Tx};
use crate::auth::accounts::set_password;
use crate::auth::scope::ManageUsers;
use crate::auth::second_factor::queries as factor;
use crate::auth::throttle::{account_bucket, factor_key};
use crate::auth::{Scope, StepUp, password, password_link, throttle};
use crate::domain::text_enum::words;
use crate::domain::{UserId, Word};
use crate::error::{Error, Result};
use crate::features::users::colleague::{Colleague, address, user_id};
use crate::features::users::one_time_secret::Secret;
use crate::features::users::rank::Refusal;
use crate::features::users::{one_time_secret, queries as staff};
use crate::i18n::Texts;
use crate::mail::notices::Notice;
use crate::state::AppState;
use crate::web::flash::{Flash, Message};
use crate::web::request;
use crate::web::request::shell;
use crate::web::response;
use crate::web::response::see_other;
use crate::web::shell::Shell;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

/// What may be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// They may not sign in any more.
    Deactivate,
    /// They may again.
    Reactivate,
    /// A temporary password in place of theirs.
    ResetPassword,
    /// Their second factor is taken away: the device is lost.
    ResetSecondFactor,
    /// Their sign-ins end.
    EndSessions,
}

words!(Act, "act", {
    Deactivate = "deactivation", Reactivate = "reactivation", ResetPassword = "password-reset",
    ResetSecondFactor = "second-factor-reset", EndSessions = "session-end",
});

impl Act {
    /// What can be done to this person now.
    pub fn possible(person: &Colleague) -> Vec<Act> {
        let acts = Act::ALL.iter().map(|(act, _)| *act);
        acts.filter(|act| act.applies(person)).collect()
    }

    fn applies(self, person: &Colleague) -> bool {
        match self {
            // Who was erased has no address to sign in with.
            Act::Reactivate => !person.active && !person.email.is_empty(),
            Act::ResetSecondFactor => person.active && person.second_factor_since.is_some(),
            Act::Deactivate | Act::ResetPassword | Act::EndSessions => person.active,
        }
    }

    /// Its name.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            Act::Deactivate => texts.act_deactivate(),
            Act::Reactivate => texts.act_reactivate(),
            Act::ResetPassword => texts.act_reset_password(),
            Act::ResetSecondFactor => texts.act_reset_second_factor(),
            Act::EndSessions => texts.act_end_sessions(),
        }
    }

    fn consequences(self, texts: &Texts) -> String {
        match self {
            Act::Deactivate => texts.act_deactivate_text(),
            Act::Reactivate => texts.act_reactivate_text(),
            Act::ResetPassword => texts.act_reset_password_text(),
            Act::ResetSecondFactor => texts.act_reset_second_factor_text(),
            Act::EndSessions => texts.act_end_sessions_text(),
        }
    }

    /// What the person is told by mail.
    const fn notice(self) -> Option<Notice> {
        match self {
            Act::Deactivate => Some(Notice::Deactivated),
            Act::ResetPassword => Some(Notice::PasswordReset),
            Act::ResetSecondFactor => Some(Notice::FactorReset),
            Act::Reactivate | Act::EndSessions => None,
        }
    }

    const fn done(self) -> Message {
        match self {
            Act::Deactivate => Message::UserDeactivated,
            Act::Reactivate => Message::UserReactivated,
            Act::ResetPassword | Act::EndSessions => Message::UserSessionsEnded,
            Act::ResetSecondFactor => Message::UserFactorReset,
        }
    }
}

#[derive(Template)]
#[template(path = "users/act.html")]
struct ActPage<'a> {
    shell: &'a Shell,
    person: &'a Colleague,
    act: Act,
    refusal: Option<Refusal>,
}

/// Asks once more.
pub async fn ask(
    request: HttpRequest,
    scope: Scope<ManageUsers>,
    _: StepUp,
    path: Path<(String, String)>,
    portal: Data<AppState>,
) -> Result<HttpResponse> {
    let (id, act) = read(&path)?;
    page(&request, &scope, &portal, id, act, None).await
}

/// Does it.
pub async fn perform(
    request: HttpRequest,
    scope: Scope<ManageUsers>,
    _: StepUp,
    path: Path<(String, String)>,
    portal: Data<AppState>,
) -> Result<HttpResponse> {
    let (id, act) = read(&path)?;
    let password = password::temporary()?;
    let hash = match act {
        Act::ResetPassword => portal.verifier.hash(password.clone()).await?,
        _ => String::new(),
    };
    let (author, asker, secrets) = (scope.author(), scope.clone(), portal.secrets.clone());
    let notices = request::notices(&request, &portal, Some(scope.actor()));
    let done = portal.log.record(author, move |tx| {
        let person = match staff::touch(tx, &asker, id)? {
            Ok(person) => person,
            Err(refusal) => return Ok((Err(refusal), Vec::new())),
        };
        if let Some(refusal) = refusal(tx, &asker, &person, act)? {
            return Ok((Err(refusal), Vec::new()));
        }
        if act == Act::ResetPassword {
            throttle::forget(tx.c, &account_bucket(&secrets, &person.email).key)?;
        }
        let entry = run(tx, &person, act, &hash)?;
        if let Some(notice) = act.notice() {
            notices.tell(tx, person.id.0, notice)?;
        }
        Ok((Ok(person), vec![entry]))
    });
    let done = done.await?;
    portal.mailer().deliver_soon();
    match done {
        Err(refusal) => page(&request, &scope, &portal, id, act, Some(refusal)).await,
        Ok(person) if act == Act::ResetPassword => one_time_secret::page(
            &request,
            scope.actor(),
            &person.name,
            &person.email,
            id,
            &Secret::Password(password),
        ),
        Ok(_) => Ok(see_other(&portal, &address(id), Some(Flash::from(act.done())))),
    }
}

fn read(path: &(String, String)) -> Result<(UserId, Act)> {
    Ok((user_id(&path.0)?, Act::from_word(&path.1).map_err(|_| Error::NotFound)?))
}

fn refusal(
    tx: &mut Tx<'_>,
    scope: &Scope<ManageUsers>,
    person: &Colleague,
    act: Act,
) -> Result<Option<Refusal>> {
    if person.id == scope.actor().user {
        return Ok(Some(Refusal::Yourself));
    }
    if !act.applies(person) {
        return Ok(Some(Refusal::NothingToDo));
    }
    let last = act == Act::Deactivate && staff::is_last_global_admin(tx, scope, person)?;
    Ok(last.then_some(Refusal::LastGlobalAdmin))
}

fn run(tx: &mut Tx<'_>, person: &Colleague, act: Act, hash: &str) -> Result<Activity> {
    match act {
        Act::Deactivate => {
            password_link::forget(tx, person.id.0)?;
            staff::deactivate(tx, person)
        }
        Act::Reactivate => staff::reactivate(tx, person),
        Act::ResetPassword => set_password(tx, person.id.0, hash, true),
        Act::ResetSecondFactor => {
            throttle::forget(tx.c, &factor_key(person.id.0))?;
            crate::auth::session_store::end_all(tx.c, person.id.0)?;
            factor::take_away(tx, person.id.0)
        }
        Act::EndSessions => staff::end_sessions(tx, person),
    }
}

async fn page(
    request: &HttpRequest,
    scope: &Scope<ManageUsers>,
    portal: &AppState,
    id: UserId,
    act: Act,
    refusal: Option<Refusal>,
) -> Result<HttpResponse> {
    let reader = scope.clone();
    let person = portal.db.read(move |c| staff::find(&reader, id, c)).await?;
    let shell = shell(request, Some(scope.actor()), None)?;
    let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    response::page_as(status, &ActPage { shell: &shell, person: &person, act, refusal })
}
