//! `GET /account-settings/applications`: the partner's applications.

use crate::auth::Scope;
use crate::auth::api_applications::store::Application;
use crate::auth::scope::ManageApplications;
use crate::clock;
use crate::error::Result;
use crate::features::api_applications::queries::applications;
use crate::features::api_applications::secret_text::SecretText;
use crate::i18n::labels::{api_access, role_names};
use crate::search::CappedCount;
use crate::state::AppState;
use crate::urls;
use crate::web::list::{EmptyState, ListCount, ListFrame, PageAction};
use crate::web::request::shell;
use crate::web::response;
use crate::web::shell::Shell;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::NaiveDateTime;

#[derive(Template)]
#[template(path = "api_applications/index.html")]
struct ApplicationsPage<'a> {
    shell: &'a Shell,
    frame: ListFrame,
    applications: &'a [Application],
    now: NaiveDateTime,
}

impl ApplicationsPage<'_> {
    fn access(&self, application: &Application) -> String {
        api_access(application.access, self.shell.texts)
    }

    fn roles(&self, application: &Application) -> String {
        role_names(self.shell.texts, application.roles)
    }

    fn used(&self, application: &Application) -> String {
        let texts = self.shell.texts;
        application.last_used_at.map_or_else(|| texts.token_never_used(), |at| self.shell.moment(at))
    }

    fn secrets(&self, application: &Application) -> Vec<SecretText> {
        SecretText::current(application, self.shell, self.now)
    }
}

/// Shows the list.
pub async fn index(
    request: HttpRequest,
    scope: Scope<ManageApplications>,
    portal: Data<AppState>,
) -> Result<HttpResponse> {
    let reader = scope.clone();
    let found = portal.db.read(move |c| applications(&reader, c)).await?;
    let shell = shell(&request, Some(scope.actor()), None)?;
    let frame = frame(&shell, found.len());
    let page = ApplicationsPage { shell: &shell, frame, applications: &found, now: clock::now() };
    response::page_as(page.frame.status(), &page)
}

fn frame(shell: &Shell, count: usize) -> ListFrame {
    let texts = shell.texts;
    let total = CappedCount::exact(count as u64);
    let new =
        || PageAction::new("application", texts.application_register(), urls::new_application()).primary();
    let empty = || {
        let empty = EmptyState::nothing_yet(texts.applications_none(), texts.applications_none_text());
        empty.with_actions([new()])
    };
    ListFrame {
        actions: vec![new()],
        empty: (count == 0).then(empty),
        ..ListFrame::new(
            texts.applications(),
            ListCount::sentence(total, texts.applications_count(total.shown)),
        )
    }
}
