//! `GET /views/new?list=&filter=` and `POST /views`: saves what a list shows as a view of the user.

use crate::auth::Scope;
use crate::auth::scope::SaveViews;
use crate::domain::{Permission, SavedList, TextEnum};
use crate::error::{Error, Result};
use crate::features::saved_views::changes::{ViewContent, create_view};
use crate::features::saved_views::form::{ViewForm, refusal_errors};
use crate::features::saved_views::model::list_url;
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
use actix_web::web::{Data, Form, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

/// The query parameters.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    list: String,
    filter: String,
}

#[derive(Template)]
#[template(path = "saved_views/new.html")]
struct NewViewPage<'a> {
    shell: &'a Shell,
    list: SavedList,
    /// The address of the list with the filter to save.
    shown: String,
    form: &'a ViewForm,
    faults: &'a FieldErrors,
    /// Why the user cannot share views; `None` if they can.
    no_sharing: Option<String>,
}

/// Shows the form; without a list, for the customers.
pub async fn show(
    request: HttpRequest,
    scope: Scope<SaveViews>,
    lists: Data<ViewedLists>,
    params: Query<Params>,
) -> Result<HttpResponse> {
    let list = if params.list.is_empty() { SavedList::Customers } else { parse_list(&params.list)? };
    let filter = lists.parse(list, &params.filter)?.query();
    let form = ViewForm { list: list.text().to_owned(), filter, ..ViewForm::default() };
    page(&request, &scope, list, &form, &FieldErrors::default())
}

/// Saves the view, and opens it.
pub async fn create(
    request: HttpRequest,
    scope: Scope<SaveViews>,
    portal: Data<AppState>,
    lists: Data<ViewedLists>,
    form: Form<ViewForm>,
) -> Result<HttpResponse> {
    let list = parse_list(&form.list)?;
    let parameters = lists.parse(list, &form.filter)?;
    let locale = locale(&request, &portal, Some(scope.actor()));
    let name = match form.parse_name(locale) {
        Ok(name) => name,
        Err(faults) => return page(&request, &scope, list, &form, &faults),
    };
    let new = ViewContent { name, parameters: Some(parameters), is_shared: form.is_shared() };
    let (author, is_default) = (scope.clone(), form.is_default());
    let created =
        portal.log.record(scope.author(), move |tx| create_view(tx, &author, list, &new, is_default)).await?;
    match created {
        Ok(id) => {
            let address = list_url(list).with_query(format_args!("view={id}"));
            Ok(see_other(&portal, &address, Some(Message::ViewSaved.into())))
        }
        Err(refusal) => {
            let faults = refusal_errors(locale, refusal, form.name.trim());
            page(&request, &scope, list, &form, &faults)
        }
    }
}

fn parse_list(text: &str) -> Result<SavedList> {
    SavedList::from_text(text).map_err(|_| Error::bad_input("list", text))
}

fn page(
    request: &HttpRequest,
    scope: &Scope<SaveViews>,
    list: SavedList,
    form: &ViewForm,
    faults: &FieldErrors,
) -> Result<HttpResponse> {
    let mut shell = shell(request, Some(scope.actor()), None)?;
    shell.return_to =
        urls::new_view().with_parameters([("list", list.text()), ("filter", form.filter.as_str())]);
    let texts = shell.texts;
    let page = NewViewPage {
        shell: &shell,
        list,
        shown: if form.filter.is_empty() {
            list_url(list).to_string()
        } else {
            list_url(list).with_query(&form.filter)
        },
        form,
        faults,
        no_sharing: scope.reason(Permission::ShareViews, texts, |roles| texts.views_may_share(roles)),
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    response::page_as(status, &page)
}
