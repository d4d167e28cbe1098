//! `GET` and `POST /account-settings/users/ID/ACTION`: actions on a user other than changing roles.
//! Each has a confirmation page that explains the consequences. A transaction makes the change and writes its log
//! entry.

use crate::audit::{Activity, Tx};
use crate::auth::accounts::set_password;
use crate::auth::scope::ManageUsers;
use crate::auth::second_factor::queries as factor;
use crate::auth::throttle::{account_bucket, factor_key};
use crate::auth::{Scope, StepUp, password, password_link, throttle};
use crate::domain::text_enum::text_enum;
use crate::domain::{TextEnum, UserId};
use crate::error::{Error, Result};
use crate::features::users::colleague::{Colleague, address};
use crate::features::users::one_time_secret::OneTimeSecret;
use crate::features::users::rank::RankError;
use crate::features::users::{one_time_secret, queries as staff};
use crate::i18n::Texts;
use crate::mail::notices::Notice;
use crate::state::AppState;
use crate::web::flash::{Flash, Message};
use crate::web::request::shell;
use crate::web::response::see_other;
use crate::web::shell::Shell;
use crate::web::{request, response};
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

/// An action on a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserAction {
    /// The user may no longer sign in.
    Deactivate,
    /// The user may sign in again.
    Reactivate,
    /// The user gets a temporary password.
    ResetPassword,
    /// The user's second factor is removed, for example because the device is lost.
    ResetSecondFactor,
    /// All sessions of the user end.
    EndSessions,
}

text_enum!(UserAction, "act", {
    Deactivate = "deactivation", Reactivate = "reactivation", ResetPassword = "password-reset",
    ResetSecondFactor = "second-factor-reset", EndSessions = "session-end",
});

impl UserAction {
    /// Returns the actions that are possible in the user's current state.
    pub fn available(person: &Colleague) -> Vec<UserAction> {
        let acts = UserAction::ALL.iter().map(|(act, _)| *act);
        acts.filter(|act| act.applies(person)).collect()
    }

    fn applies(self, person: &Colleague) -> bool {
        match self {
            // A user whose personal data was erased has no address to sign in with.
            UserAction::Reactivate => !person.active && !person.email.is_empty(),
            UserAction::ResetSecondFactor => person.active && person.second_factor_since.is_some(),
            UserAction::Deactivate | UserAction::ResetPassword | UserAction::EndSessions => person.active,
        }
    }

    /// Returns the action's label.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            UserAction::Deactivate => texts.act_deactivate(),
            UserAction::Reactivate => texts.act_reactivate(),
            UserAction::ResetPassword => texts.act_reset_password(),
            UserAction::ResetSecondFactor => texts.act_reset_second_factor(),
            UserAction::EndSessions => texts.act_end_sessions(),
        }
    }

    fn consequence_text(self, texts: &Texts) -> String {
        match self {
            UserAction::Deactivate => texts.act_deactivate_text(),
            UserAction::Reactivate => texts.act_reactivate_text(),
            UserAction::ResetPassword => texts.act_reset_password_text(),
            UserAction::ResetSecondFactor => texts.act_reset_second_factor_text(),
            UserAction::EndSessions => texts.act_end_sessions_text(),
        }
    }

    /// Returns the mail that informs the user, if there is one.
    const fn notice(self) -> Option<Notice> {
        match self {
            UserAction::Deactivate => Some(Notice::Deactivated),
            UserAction::ResetPassword => Some(Notice::PasswordReset),
            UserAction::ResetSecondFactor => Some(Notice::FactorReset),
            UserAction::Reactivate | UserAction::EndSessions => None,
        }
    }

    const fn done(self) -> Message {
        match self {
            UserAction::Deactivate => Message::UserDeactivated,
            UserAction::Reactivate => Message::UserReactivated,
            UserAction::ResetPassword | UserAction::EndSessions => Message::UserSessionsEnded,
            UserAction::ResetSecondFactor => Message::UserFactorReset,
        }
    }
}

#[derive(Template)]
#[template(path = "users/act.html")]
struct ActionPage<'a> {
    shell: &'a Shell,
    person: &'a Colleague,
    act: UserAction,
    refusal: Option<RankError>,
}

/// Shows the confirmation page.
pub async fn show_confirm(
    request: HttpRequest,
    scope: Scope<ManageUsers>,
    _: StepUp,
    path: Path<(UserId, String)>,
    portal: Data<AppState>,
) -> Result<HttpResponse> {
    let (id, act) = read(&path)?;
    page(&request, &scope, &portal, id, act, None).await
}

/// Performs the action.
pub async fn perform(
    request: HttpRequest,
    scope: Scope<ManageUsers>,
    _: StepUp,
    path: Path<(UserId, String)>,
    portal: Data<AppState>,
) -> Result<HttpResponse> {
    let (id, act) = read(&path)?;
    let password = password::generate_temporary()?;
    let hash = match act {
        UserAction::ResetPassword => portal.verifier.hash(password.clone()).await?,
        _ => String::new(),
    };
    let (author, asker, secrets) = (scope.author(), scope.clone(), portal.secrets.clone());
    let notices = request::notices(&request, &portal, Some(scope.actor()));
    let done = portal.log.record(author, move |tx| {
        let person = match staff::lock_colleague(tx, &asker, id)? {
            Ok(person) => person,
            Err(refusal) => return Ok((Err(refusal), Vec::new())),
        };
        if let Some(refusal) = refusal(tx, &asker, &person, act)? {
            return Ok((Err(refusal), Vec::new()));
        }
        if act == UserAction::ResetPassword {
            throttle::reset(tx.c, &account_bucket(&secrets, &person.email).key)?;
        }
        let entry = run(tx, &person, act, &hash)?;
        if let Some(notice) = act.notice() {
            notices.send(tx, person.id, notice)?;
        }
        Ok((Ok(person), vec![entry]))
    });
    let done = done.await?;
    portal.mailer().deliver_soon();
    match done {
        Err(refusal) => page(&request, &scope, &portal, id, act, Some(refusal)).await,
        Ok(person) if act == UserAction::ResetPassword => one_time_secret::page(
            &request,
            scope.actor(),
            &person.name,
            &person.email,
            id,
            &OneTimeSecret::Password(password),
        ),
        Ok(_) => Ok(see_other(&portal, &address(id), Some(Flash::from(act.done())))),
    }
}

fn read((id, action): &(UserId, String)) -> Result<(UserId, UserAction)> {
    Ok((*id, UserAction::from_text(action).map_err(|_| Error::NotFound)?))
}

fn refusal(
    tx: &mut Tx<'_>,
    scope: &Scope<ManageUsers>,
    person: &Colleague,
    act: UserAction,
) -> Result<Option<RankError>> {
    if person.id == scope.actor().user {
        return Ok(Some(RankError::Yourself));
    }
    if !act.applies(person) {
        return Ok(Some(RankError::NothingToDo));
    }
    let last = act == UserAction::Deactivate && staff::is_last_global_admin(tx, scope, person)?;
    Ok(last.then_some(RankError::LastGlobalAdmin))
}

fn run(tx: &mut Tx<'_>, person: &Colleague, act: UserAction, hash: &str) -> Result<Activity> {
    match act {
        UserAction::Deactivate => {
            password_link::revoke_all(tx, person.id)?;
            staff::deactivate(tx, person)
        }
        UserAction::Reactivate => staff::reactivate(tx, person),
        UserAction::ResetPassword => set_password(tx, person.id, hash, true),
        UserAction::ResetSecondFactor => {
            throttle::reset(tx.c, &factor_key(person.id))?;
            crate::auth::session_store::revoke_all(tx.c, person.id)?;
            factor::remove(tx, person.id)
        }
        UserAction::EndSessions => staff::end_sessions(tx, person),
    }
}

async fn page(
    request: &HttpRequest,
    scope: &Scope<ManageUsers>,
    portal: &AppState,
    id: UserId,
    act: UserAction,
    refusal: Option<RankError>,
) -> Result<HttpResponse> {
    let reader = scope.clone();
    let person = portal.db.read(move |c| staff::find(&reader, id, c)).await?;
    let shell = shell(request, Some(scope.actor()), None)?;
    let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    response::page_as(status, &ActionPage { shell: &shell, person: &person, act, refusal })
}
