//! `GET` and `POST /customers/{id}/microsoft-id`. Attempts are rate-limited, because a rejection can reveal that
//! another partner of the same customer already has the id.

use crate::auth::scope::CorrectMicrosoftId;
use crate::auth::throttle::{Bucket, ThrottleDecision};
use crate::auth::{Scope, throttle};
use crate::domain::MicrosoftId;
use crate::error::{Error, Result};
use crate::features::customer_account::handlers::render;
use crate::features::id_correction::page::{CorrectionForm, CorrectionPage};
use crate::features::id_correction::queries::{
    CorrectableCustomer, CorrectionOutcome, correct, load_customer,
};
use crate::state::AppState;
use crate::urls;
use crate::web::flash::Message;
use crate::web::form_fields::FieldErrors;
use crate::web::nav::Nav;
use crate::web::request::{locale, shell};
use crate::web::response;
use crate::web::response::see_other;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse};

/// Number of rejected attempts per partner before the rate limit applies.
const MAX_ATTEMPTS: i32 = 10;

async fn load(
    portal: &AppState,
    scope: &Scope<CorrectMicrosoftId>,
    id: MicrosoftId,
) -> Result<CorrectableCustomer> {
    let asker = scope.clone();
    portal.db.read(move |c| load_customer(&asker, id, c)).await
}

/// `GET /customers/{id}/microsoft-id`; redirects to the account page if the portal did not generate the id.
pub async fn show(
    request: HttpRequest,
    scope: Scope<CorrectMicrosoftId>,
    portal: Data<AppState>,
    path: Path<MicrosoftId>,
) -> Result<HttpResponse> {
    let id = path.into_inner();
    let now = load(&portal, &scope, id).await?;
    if !now.id_invented {
        return Ok(see_other(&portal, &urls::customer_account(id), None));
    }
    let asking =
        ConfirmData { request: &request, scope: &scope, id, now: &now, form: &CorrectionForm::default() };
    asking.page(StatusCode::OK, &FieldErrors::default(), None)
}

/// `POST /customers/{id}/microsoft-id`: shows both ids for confirmation, then corrects the id.
pub async fn submit(
    request: HttpRequest,
    scope: Scope<CorrectMicrosoftId>,
    portal: Data<AppState>,
    path: Path<MicrosoftId>,
    form: Form<CorrectionForm>,
) -> Result<HttpResponse> {
    let id = path.into_inner();
    let now = load(&portal, &scope, id).await?;
    if !now.id_invented {
        return render(
            &request,
            &scope,
            &portal,
            id,
            Some(("microsoft_id", |texts| texts.id_correction_not_ours())),
        )
        .await;
    }
    let locale = locale(&request, &portal, Some(scope.actor()));
    let seen: Option<i32> = form.version.trim().parse().ok();
    let now = CorrectableCustomer { version: seen.unwrap_or(now.version), ..now };
    let asking = ConfirmData { request: &request, scope: &scope, id, now: &now, form: &form };
    let new = match form.parse(id, locale) {
        Ok(new) if form.confirm == "yes" => new,
        Ok(new) => {
            let new = form.shown.is_empty().then_some(new);
            return asking.page(StatusCode::OK, &FieldErrors::default(), new);
        }
        Err(faults) => return asking.page(StatusCode::UNPROCESSABLE_ENTITY, &faults, None),
    };
    let tries = vec![Bucket::for_shared_source(format!("microsoft-id:{}", scope.partner()), MAX_ATTEMPTS)];
    let counted = tries.clone();
    if let ThrottleDecision::Wait(seconds) = portal.db.write(move |c| throttle::reserve(c, &counted)).await? {
        return Err(Error::TooMany(seconds.unsigned_abs()));
    }
    let author = scope.clone();
    let corrected = portal.log.record(scope.author(), move |tx| correct(tx, &author, id, seen, new)).await;
    let mut faults = FieldErrors::default();
    match corrected {
        Ok(CorrectionOutcome::Done) => {
            portal.db.write(move |c| throttle::refund(c, &tries)).await?;
            let there = urls::customer_account(new).to_string();
            Ok(see_other(&portal, &there, Some(Message::MicrosoftIdCorrected.into())))
        }
        Ok(CorrectionOutcome::Taken) => {
            faults.add("microsoft_id", locale.texts().id_correction_taken());
            asking.page(StatusCode::UNPROCESSABLE_ENTITY, &faults, None)
        }
        Err(Error::Stale) => {
            let fresh = load(&portal, &scope, id).await?;
            ConfirmData { now: &fresh, ..asking }.page(StatusCode::CONFLICT, &faults, None)
        }
        Err(error) => Err(error),
    }
}

/// What the page is rendered from.
struct ConfirmData<'a> {
    request: &'a HttpRequest,
    scope: &'a Scope<CorrectMicrosoftId>,
    id: MicrosoftId,
    now: &'a CorrectableCustomer,
    form: &'a CorrectionForm,
}

impl ConfirmData<'_> {
    fn page(
        self,
        status: StatusCode,
        faults: &FieldErrors,
        new: Option<MicrosoftId>,
    ) -> Result<HttpResponse> {
        let mut shell = shell(self.request, Some(self.scope.actor()), Some(Nav::Customers))?;
        shell.return_to = urls::customer_microsoft_id(self.id).to_string();
        let page = CorrectionPage {
            shell: &shell,
            id: self.id,
            list_name: &self.now.list_name,
            version: self.now.version,
            form: self.form,
            faults,
            is_stale: status == StatusCode::CONFLICT,
            new,
        };
        response::page_as(status, &page)
    }
}
