//! `GET` and `POST /customers/{id}/notes/{note}`: edits the user's own note.

use crate::auth::Scope;
use crate::auth::scope::AnnotateCustomers;
use crate::domain::{MicrosoftId, NoteId};
use crate::error::{Error, Result};
use crate::features::customers::lookup::customer;
use crate::features::notes::changes::edit_note;
use crate::features::notes::form::NoteForm;
use crate::features::notes::model::Note;
use crate::features::notes::queries::find_note;
use crate::state::AppState;
use crate::urls;
use crate::web::flash::Message;
use crate::web::form_fields::FieldErrors;
use crate::web::nav::Nav;
use crate::web::request::{locale, shell};
use crate::web::response;
use crate::web::response::see_other;
use crate::web::shell::Shell;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

#[derive(Template)]
#[template(path = "notes/edit.html")]
struct NotePage<'a> {
    shell: &'a Shell,
    customer: MicrosoftId,
    list_name: &'a str,
    note: NoteId,
    form: &'a NoteForm,
    faults: &'a FieldErrors,
}

/// Shows the form.
pub async fn show(
    request: HttpRequest,
    scope: Scope<AnnotateCustomers>,
    portal: Data<AppState>,
    path: Path<(MicrosoftId, NoteId)>,
) -> Result<HttpResponse> {
    page(&request, &scope, &portal, path.into_inner(), None).await
}

/// Saves the text.
pub async fn save(
    request: HttpRequest,
    scope: Scope<AnnotateCustomers>,
    portal: Data<AppState>,
    path: Path<(MicrosoftId, NoteId)>,
    form: Form<NoteForm>,
) -> Result<HttpResponse> {
    let (which, form, author) = (path.into_inner(), form.into_inner(), scope.clone());
    let locale = locale(&request, &portal, Some(scope.actor()));
    let body = match form.parse(locale) {
        Ok(body) => body,
        Err(faults) => return page(&request, &scope, &portal, which, Some((form, faults))).await,
    };
    let version = form.version.trim().parse().unwrap_or_default();
    let saved =
        portal.log.record(scope.author(), move |tx| edit_note(tx, &author, which, version, &body)).await;
    let message = match saved {
        Ok(true) => Message::NoteSaved,
        Ok(false) => Message::NothingChanged,
        Err(Error::Stale) => {
            let mut faults = FieldErrors::default();
            faults.add("body", locale.texts().note_stale());
            return page(&request, &scope, &portal, which, Some((form, faults)))
                .await
                .map(response::conflict);
        }
        Err(error) => return Err(error),
    };
    Ok(see_other(&portal, &urls::customer_notes(which.0), Some(message.into())))
}

/// Shows the form; with what was submitted and its errors, with status 422. The version is always the stored one, so that a
/// form that is sent again replaces what is stored now.
async fn page(
    request: &HttpRequest,
    scope: &Scope<AnnotateCustomers>,
    portal: &AppState,
    (id, note): (MicrosoftId, NoteId),
    submitted: Option<(NoteForm, FieldErrors)>,
) -> Result<HttpResponse> {
    let reader = scope.clone();
    let read =
        portal.db.read(move |c| Ok((customer(&reader, id, c)?.list_name, find_note(&reader, id, note, c)?)));
    let (list_name, stored): (String, Note) = read.await?;
    if !stored.is_by(scope) {
        return Err(Error::NotFound);
    }
    let mut shell = shell(request, Some(scope.actor()), Some(Nav::Customers))?;
    shell.return_to = urls::customer_note(id, note).to_string();
    let status = if submitted.is_none() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let version = stored.version.to_string();
    let (form, faults) = match submitted {
        Some((form, faults)) => (NoteForm { version, ..form }, faults),
        None => (NoteForm { body: stored.body, version }, FieldErrors::default()),
    };
    let page =
        NotePage { shell: &shell, customer: id, list_name: &list_name, note, form: &form, faults: &faults };
    response::page_as(status, &page)
}
