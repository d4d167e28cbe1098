//! `GET` and `POST /views/{view}`: renames a view, shares it, and replaces what it shows by what a list shows.

use crate::auth::Scope;
use crate::auth::scope::SaveViews;
use crate::domain::{Permission, SavedViewId};
use crate::error::{Error, Result};
use crate::features::saved_views::changes::{ViewContent, update_view};
use crate::features::saved_views::form::{ViewForm, refusal_errors};
use crate::features::saved_views::model::{SavedView, list_url};
use crate::features::saved_views::queries::find_view;
use crate::features::saved_views::viewed_list::ViewedLists;
use crate::state::AppState;
use crate::urls;
use crate::web::flash::Message;
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
#[template(path = "saved_views/edit.html")]
struct ViewPage<'a> {
    shell: &'a Shell,
    view: &'a SavedView,
    form: &'a ViewForm,
    faults: &'a FieldErrors,
    /// Why the user cannot share the view; `None` if they can.
    no_sharing: Option<String>,
}

impl ViewPage<'_> {
    /// Returns the list as the submitted form would save it, if that is part of the form.
    fn submitted(&self) -> Option<String> {
        let filter = &self.form.filter;
        (!filter.is_empty()).then(|| list_url(self.view.list).with_query(filter))
    }
}

/// Shows the form.
pub async fn show(
    request: HttpRequest,
    scope: Scope<SaveViews>,
    portal: Data<AppState>,
    path: Path<SavedViewId>,
) -> Result<HttpResponse> {
    page(&request, &scope, &portal, path.into_inner(), None).await
}

/// Saves name and sharing; with a `filter`, also what the view shows.
pub async fn save(
    request: HttpRequest,
    scope: Scope<SaveViews>,
    portal: Data<AppState>,
    lists: Data<ViewedLists>,
    path: Path<SavedViewId>,
    form: Form<ViewForm>,
) -> Result<HttpResponse> {
    let (id, form) = (path.into_inner(), form.into_inner());
    let view = find(&portal, &scope, id).await?;
    let locale = locale(&request, &portal, Some(scope.actor()));
    let filter = form.filter.as_str();
    let parameters = (!filter.is_empty()).then(|| lists.parse(view.list, filter)).transpose()?;
    let name = match form.parse_name(locale) {
        Ok(name) => name,
        Err(faults) => return page(&request, &scope, &portal, id, Some((form, faults))).await,
    };
    let returns_to_list = parameters.is_some();
    let new = ViewContent { name, parameters, is_shared: form.is_shared() };
    let (author, version) = (scope.clone(), form.version.trim().parse().unwrap_or_default());
    let saved =
        portal.log.record(scope.author(), move |tx| update_view(tx, &author, id, version, &new)).await;
    let message = match saved {
        Ok(Ok(true)) => Message::ViewSaved,
        Ok(Ok(false)) => Message::NothingChanged,
        Ok(Err(refusal)) => {
            let faults = refusal_errors(locale, refusal, form.name.trim());
            return page(&request, &scope, &portal, id, Some((form, faults))).await;
        }
        Err(Error::Stale) => {
            let mut faults = FieldErrors::default();
            faults.add("name", locale.texts().view_stale());
            let shown = page(&request, &scope, &portal, id, Some((form, faults))).await;
            return shown.map(response::conflict);
        }
        Err(error) => return Err(error),
    };
    let next = if returns_to_list { view.address() } else { urls::views().to_string() };
    Ok(see_other(&portal, &next, Some(message.into())))
}

async fn find(portal: &AppState, scope: &Scope<SaveViews>, id: SavedViewId) -> Result<SavedView> {
    let reader = scope.clone();
    let view = portal.db.read(move |c| find_view(&reader, id, c)).await?;
    if view.can_be_changed_by(scope) { Ok(view) } else { Err(Error::Forbidden(Permission::ShareViews)) }
}

/// Shows the form; with what was submitted and its errors, with status 422. The version is always the stored one, so that a
/// form that is sent again replaces what is stored now.
async fn page(
    request: &HttpRequest,
    scope: &Scope<SaveViews>,
    portal: &AppState,
    id: SavedViewId,
    submitted: Option<(ViewForm, FieldErrors)>,
) -> Result<HttpResponse> {
    let view = find(portal, scope, id).await?;
    let mut shell = shell(request, Some(scope.actor()), None)?;
    shell.return_to = urls::view(id).to_string();
    let status = if submitted.is_none() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let stored = ViewForm::of_stored(&view);
    let (form, faults) = match submitted {
        Some((form, faults)) => (ViewForm { version: stored.version, ..form }, faults),
        None => (stored, FieldErrors::default()),
    };
    let texts = shell.texts;
    let no_sharing = scope.reason(Permission::ShareViews, texts, |roles| texts.views_may_share(roles));
    let page = ViewPage {
        shell: &shell,
        view: &view,
        form: &form,
        faults: &faults,
        // Who shared it when they could may end that.
        no_sharing: no_sharing.filter(|_| !view.is_shared),
    };
    response::page_as(status, &page)
}
