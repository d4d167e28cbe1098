//! `GET` and `POST /account-settings/applications/new`: registers an application, and shows its secret once. Both need the
//! password again, because an application acts without a person.

use crate::auth::api_applications::store;
use crate::auth::scope::ManageApplications;
use crate::auth::{Scope, StepUp};
use crate::domain::Role;
use crate::error::Result;
use crate::features::api_applications::form::{ApplicationForm, lifetimes, refused, roles};
use crate::features::api_applications::secret_once;
use crate::features::api_tokens::area_fields;
use crate::features::api_tokens::area_fields::{AccessQuery, AreaChoice};
use crate::features::users::queries as staff;
use crate::features::users::rank::RankError;
use crate::state::AppState;
use crate::urls;
use crate::web::form_fields::FieldErrors;
use crate::web::request::{locale, shell};
use crate::web::response;
use crate::web::shell::Shell;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

#[derive(Template)]
#[template(path = "api_applications/new.html")]
struct NewApplicationPage<'a> {
    shell: &'a Shell,
    form: &'a ApplicationForm,
    faults: &'a FieldErrors,
}

impl NewApplicationPage<'_> {
    fn admin_roles(&self) -> Vec<(String, String)> {
        roles(&Role::ALL[..3], self.shell.texts)
    }

    fn agent_roles(&self) -> Vec<(String, String)> {
        roles(&Role::ALL[3..], self.shell.texts)
    }

    fn lifetimes(&self) -> Vec<(String, String)> {
        lifetimes(self.shell.texts)
    }

    fn areas(&self) -> Vec<AreaChoice> {
        self.form.areas.choices()
    }

    fn with_all_read(&self) -> String {
        area_fields::with_all_read(&urls::new_application())
    }
}

/// Shows the form.
pub async fn show(
    request: HttpRequest,
    scope: Scope<ManageApplications>,
    _: StepUp,
    portal: Data<AppState>,
    query: Query<AccessQuery>,
) -> Result<HttpResponse> {
    let (access, faults) = query.read(locale(&request, &portal, Some(scope.actor())));
    page(&request, &scope, &ApplicationForm::with_access(access), &faults)
}

/// Registers the application.
pub async fn create(
    request: HttpRequest,
    scope: Scope<ManageApplications>,
    _: StepUp,
    portal: Data<AppState>,
    form: Form<ApplicationForm>,
) -> Result<HttpResponse> {
    let locale = locale(&request, &portal, Some(scope.actor()));
    let new = match form.read(locale) {
        Ok(new) => new,
        Err(faults) => return page(&request, &scope, &form, &faults),
    };
    let asker = scope.clone();
    let registered = portal.log.record(scope.author(), move |tx| {
        if !staff::may_grant(tx, &asker, new.roles)? {
            return Ok((Err(None), Vec::new()));
        }
        match store::register(tx, asker.partner(), &new)? {
            Ok((credentials, entry)) => Ok((Ok(credentials), vec![entry])),
            Err(refusal) => Ok((Err(Some(refusal)), Vec::new())),
        }
    });
    let faults = match registered.await? {
        Ok(credentials) => return secret_once::page(&request, scope.actor(), &portal, &credentials),
        Err(Some(refusal)) => refused(refusal, locale),
        Err(None) => {
            let mut faults = FieldErrors::default();
            faults.add("admin_role", RankError::Outranked.text(locale.texts()));
            faults
        }
    };
    page(&request, &scope, &form, &faults)
}

fn page(
    request: &HttpRequest,
    scope: &Scope<ManageApplications>,
    form: &ApplicationForm,
    faults: &FieldErrors,
) -> Result<HttpResponse> {
    let mut shell = shell(request, Some(scope.actor()), None)?;
    shell.return_to = urls::new_application().to_string();
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    response::page_as(status, &NewApplicationPage { shell: &shell, form, faults })
}
