//! Handlers with which a partner accepts, declines, wins or loses a referral that it received. The provider that made
//! the referral sees it, but gets 404 from these handlers.

use crate::auth::Scope;
use crate::auth::scope::AnswerReferrals;
use crate::domain::{ReferralId, ReferralStatus};
use crate::error::{Error, Result};
use crate::features::referrals::change::ReferralAnswer;
use crate::features::referrals::form::ReasonForm;
use crate::features::referrals::handlers::page;
use crate::features::referrals::show_page::AnswerInput;
use crate::features::referrals::{change, queries};
use crate::state::AppState;
use crate::urls;
use crate::web::flash::Message;
use crate::web::request::locale;
use crate::web::response::see_other;
use actix_web::web::{Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse};

/// `POST /referrals/{id}/acceptance`.
pub async fn accept(
    request: HttpRequest,
    scope: Scope<AnswerReferrals>,
    portal: Data<AppState>,
    path: Path<ReferralId>,
) -> Result<HttpResponse> {
    say(&request, &scope, &portal, path.into_inner(), ReferralAnswer::Accept, Message::ReferralAccepted).await
}

/// `POST /referrals/{id}/declination`.
pub async fn decline(
    request: HttpRequest,
    scope: Scope<AnswerReferrals>,
    portal: Data<AppState>,
    path: Path<ReferralId>,
    form: Form<ReasonForm>,
) -> Result<HttpResponse> {
    say_why(&request, &scope, &portal, path.into_inner(), &form, DECLINE).await
}

/// `POST /referrals/{id}/won`.
pub async fn win(
    request: HttpRequest,
    scope: Scope<AnswerReferrals>,
    portal: Data<AppState>,
    path: Path<ReferralId>,
) -> Result<HttpResponse> {
    say(&request, &scope, &portal, path.into_inner(), ReferralAnswer::Win, Message::ReferralWon).await
}

/// `POST /referrals/{id}/lost`.
pub async fn lose(
    request: HttpRequest,
    scope: Scope<AnswerReferrals>,
    portal: Data<AppState>,
    path: Path<ReferralId>,
    form: Form<ReasonForm>,
) -> Result<HttpResponse> {
    say_why(&request, &scope, &portal, path.into_inner(), &form, LOSE).await
}

/// An answer with a reason.
struct WithReason {
    /// Whether the reason is required.
    is_needed: bool,
    /// The status in which this answer is possible.
    state: ReferralStatus,
    answer: fn(String) -> ReferralAnswer,
    done: Message,
}

const DECLINE: WithReason = WithReason {
    is_needed: true,
    state: ReferralStatus::Received,
    answer: ReferralAnswer::Decline,
    done: Message::ReferralDeclined,
};

const LOSE: WithReason = WithReason {
    is_needed: false,
    state: ReferralStatus::Accepted,
    answer: ReferralAnswer::Lose,
    done: Message::ReferralLost,
};

async fn say_why(
    request: &HttpRequest,
    scope: &Scope<AnswerReferrals>,
    portal: &AppState,
    id: ReferralId,
    form: &ReasonForm,
    WithReason { is_needed, state, answer, done }: WithReason,
) -> Result<HttpResponse> {
    match form.read(locale(request, portal, Some(scope.actor())), is_needed) {
        Ok(reason) => say(request, scope, portal, id, answer(reason), done).await,
        Err(faults) => {
            let said = AnswerInput::invalid(faults, &form.reason);
            ask_again(request, scope, portal, id, state, said).await
        }
    }
}

/// Shows the page with the form again. Only the partner that received the referral has the form, and only in this
/// status.
async fn ask_again(
    request: &HttpRequest,
    scope: &Scope<AnswerReferrals>,
    portal: &AppState,
    id: ReferralId,
    state: ReferralStatus,
    said: AnswerInput,
) -> Result<HttpResponse> {
    let asker = scope.clone();
    let (referral, _) = portal.db.read(move |c| queries::referral(&asker, id, c)).await?;
    if referral.partner != scope.partner() {
        return Err(Error::NotFound);
    }
    let said = if referral.status == state { said } else { AnswerInput::too_late() };
    page(request, scope, portal, id, &said).await
}

async fn say(
    request: &HttpRequest,
    scope: &Scope<AnswerReferrals>,
    portal: &AppState,
    id: ReferralId,
    answer: ReferralAnswer,
    done: Message,
) -> Result<HttpResponse> {
    let (partner, by) = (scope.partner(), scope.actor().name.clone());
    let said = portal
        .log
        .record(scope.author(), move |tx| Ok(((), vec![change::answer(tx, (partner, &by), id, &answer)?])));
    match said.await {
        Ok(()) => Ok(see_other(portal, &urls::referral(id), done.about(id))),
        Err(Error::Stale) => page(request, scope, portal, id, &AnswerInput::too_late()).await,
        Err(error) => Err(error),
    }
}
