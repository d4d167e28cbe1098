//! `GET /account-settings/applications/{application}`: an application with its secrets; `POST …/secrets` makes a new secret,
//! which is shown once, and `POST …/end` ends the application.

use crate::auth::api_applications::store;
use crate::auth::api_applications::store::Application;
use crate::auth::scope::ManageApplications;
use crate::auth::{Scope, StepUp};
use crate::clock;
use crate::domain::ApiApplicationId;
use crate::error::Result;
use crate::features::api_applications::form::{SecretForm, lifetimes, overlaps, refused};
use crate::features::api_applications::queries::find_application;
use crate::features::api_applications::secret_once;
use crate::features::api_applications::secret_text::SecretText;
use crate::i18n::labels::{api_access, role_names};
use crate::state::AppState;
use crate::urls;
use crate::web::flash::{Flash, Message};
use crate::web::form_fields::FieldErrors;
use crate::web::request::{locale, shell};
use crate::web::response;
use crate::web::response::see_other;
use crate::web::shell::Shell;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

#[derive(Template)]
#[template(path = "api_applications/show.html")]
struct ApplicationPage<'a> {
    shell: &'a Shell,
    application: &'a Application,
    secrets: Vec<SecretText>,
    form: &'a SecretForm,
    faults: &'a FieldErrors,
}

impl ApplicationPage<'_> {
    fn access(&self) -> String {
        api_access(self.application.access, self.shell.texts)
    }

    fn roles(&self) -> String {
        role_names(self.shell.texts, self.application.roles)
    }

    fn registered(&self) -> String {
        self.shell.day(self.application.created_at)
    }

    fn used(&self) -> String {
        let texts = self.shell.texts;
        self.application.last_used_at.map_or_else(|| texts.token_never_used(), |at| self.shell.moment(at))
    }

    fn lifetimes(&self) -> Vec<(String, String)> {
        lifetimes(self.shell.texts)
    }

    fn overlaps(&self) -> Vec<(String, String)> {
        overlaps(self.shell.texts)
    }
}

/// Shows the application.
pub async fn show(
    request: HttpRequest,
    scope: Scope<ManageApplications>,
    portal: Data<AppState>,
    path: Path<ApiApplicationId>,
) -> Result<HttpResponse> {
    page(&request, &scope, &portal, path.into_inner(), (&SecretForm::default(), &FieldErrors::default()))
        .await
}

/// Makes a new secret and shows it, once.
pub async fn rotate_secret(
    request: HttpRequest,
    scope: Scope<ManageApplications>,
    _: StepUp,
    portal: Data<AppState>,
    path: Path<ApiApplicationId>,
    form: Form<SecretForm>,
) -> Result<HttpResponse> {
    let (id, locale) = (path.into_inner(), locale(&request, &portal, Some(scope.actor())));
    let chosen = match form.read(locale) {
        Ok(chosen) => chosen,
        Err(faults) => return page(&request, &scope, &portal, id, (&form, &faults)).await,
    };
    let partner = scope.partner();
    let rotated =
        portal.log.record(scope.author(), move |tx| match store::rotate_secret(tx, partner, id, chosen)? {
            Ok((credentials, entry)) => Ok((Ok(credentials), vec![entry])),
            Err(refusal) => Ok((Err(refusal), Vec::new())),
        });
    match rotated.await? {
        Ok(credentials) => secret_once::page(&request, scope.actor(), &portal, &credentials),
        Err(refusal) => page(&request, &scope, &portal, id, (&form, &refused(refusal, locale))).await,
    }
}

/// Ends the application.
pub async fn end(
    scope: Scope<ManageApplications>,
    _: StepUp,
    portal: Data<AppState>,
    path: Path<ApiApplicationId>,
) -> Result<HttpResponse> {
    let (partner, id) = (scope.partner(), path.into_inner());
    let ended = portal.log.record(scope.author(), move |tx| Ok(((), vec![store::end(tx, partner, id)?])));
    ended.await?;
    Ok(see_other(&portal, &urls::applications(), Some(Flash::from(Message::ApplicationEnded))))
}

async fn page(
    request: &HttpRequest,
    scope: &Scope<ManageApplications>,
    portal: &AppState,
    id: ApiApplicationId,
    (form, faults): (&SecretForm, &FieldErrors),
) -> Result<HttpResponse> {
    let reader = scope.clone();
    let application = portal.db.read(move |c| find_application(&reader, id, c)).await?;
    let mut shell = shell(request, Some(scope.actor()), None)?;
    shell.return_to = urls::application(id).to_string();
    let now = clock::now();
    let secrets = application.secrets.iter().map(|secret| SecretText::new(secret, &shell, now)).collect();
    let page = ApplicationPage { shell: &shell, application: &application, secrets, form, faults };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    response::page_as(status, &page)
}
