//! Reads and changes notes: `/api/v1/customers/{id}/notes…`. Users change their own notes and pin any, as on the page.

use crate::auth::Scope;
use crate::auth::scope::{AnnotateCustomers, ViewCustomers};
use crate::domain::{MicrosoftId, NoteId};
use crate::error::{Error, Result};
use crate::features::customers::lookup::customer;
use crate::features::notes::changes::{add_note, edit_note, pin_note, remove_note};
use crate::features::notes::form::NoteForm;
use crate::features::notes::model::{MAX_NOTES, Note};
use crate::features::notes::queries::{find_note, notes_of};
use crate::features::portal_api::faults::{forbidden, invalid};
use crate::features::portal_api::notes::resource::NoteResource;
use crate::features::rest_api::etag::SeenEtag;
use crate::features::rest_api::fields::Fields;
use crate::features::rest_api::json::JsonBody;
use crate::features::rest_api::resource::{Collection, created, ok};
use crate::i18n::Locale;
use crate::state::AppState;
use crate::urls;
use crate::web::api_fault;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

/// The field of the form whose name differs in the API.
const NAMES: &[(&str, &str)] = &[("body", "text")];

/// `GET /api/v1/customers/{id}/notes`: the pinned note, then the others, the newest first.
pub async fn index(
    scope: Scope<ViewCustomers>,
    portal: Data<AppState>,
    path: Path<MicrosoftId>,
) -> Result<HttpResponse> {
    let id = path.into_inner();
    let read = portal.db.read(move |c| {
        customer(&scope, id, c)?;
        notes_of(&scope, id, c)
    });
    let items: Vec<NoteResource> = read.await?.iter().map(|note| NoteResource::new(id, note)).collect();
    Ok(ok(&Collection::new(items, &urls::portal_api_notes(id))))
}

/// `GET /api/v1/customers/{id}/notes/{note}`.
pub async fn show(
    scope: Scope<ViewCustomers>,
    portal: Data<AppState>,
    path: Path<(MicrosoftId, NoteId)>,
) -> Result<HttpResponse> {
    let (id, note) = path.into_inner();
    let read = portal.db.read(move |c| {
        customer(&scope, id, c)?;
        find_note(&scope, id, note, c)
    });
    Ok(ok(&NoteResource::new(id, &read.await?)))
}

/// `POST /api/v1/customers/{id}/notes` adds a note.
pub async fn add(
    request: HttpRequest,
    scope: Scope<AnnotateCustomers>,
    portal: Data<AppState>,
    path: Path<MicrosoftId>,
    body: JsonBody,
) -> Result<HttpResponse> {
    let (id, locale, reader) = (path.into_inner(), api_fault::locale(&request), scope.clone());
    portal.db.read(move |c| customer(&reader, id, c)).await?;
    let mut fields = Fields::new(&body.0);
    let text = fields.paragraphs("text").unwrap_or_default().to_owned();
    let text = parse(fields.done(text, locale)?, locale)?;
    let author = scope.clone();
    let added = portal.log.record(scope.author(), move |tx| {
        let (is_added, entries) = add_note(tx, &author, id, &text)?;
        let newest = if is_added { newest_own(&author, notes_of(&author, id, tx.c)?) } else { None };
        Ok((newest, entries))
    });
    let full = || locale.texts().notes_full(locale.number(MAX_NOTES as u64));
    let note = added.await?.ok_or_else(|| forbidden("text", full()))?;
    Ok(created(&NoteResource::new(id, &note), &urls::portal_api_note(id, note.id)))
}

/// Returns the newest note of the user. Ids grow, and the list is locked.
fn newest_own<P>(scope: &Scope<P>, notes: Vec<Note>) -> Option<Note> {
    notes.into_iter().filter(|note| note.is_by(scope)).max_by_key(|note| note.id)
}

/// `PATCH /api/v1/customers/{id}/notes/{note}` changes the text, which needs no etag, and pins or unpins the note.
pub async fn change(
    request: HttpRequest,
    scope: Scope<AnnotateCustomers>,
    portal: Data<AppState>,
    path: Path<(MicrosoftId, NoteId)>,
    body: JsonBody,
) -> Result<HttpResponse> {
    let (which, locale, reader) = (path.into_inner(), api_fault::locale(&request), scope.clone());
    let (id, note) = which;
    let check = portal.db.read(move |c| {
        customer(&reader, id, c)?;
        find_note(&reader, id, note, c)
    });
    check.await?;
    let mut fields = Fields::new(&body.0);
    let seen = SeenEtag::read(&request, &mut fields, &note.to_string());
    let (text, is_pinned) = (fields.paragraphs("text").map(str::to_owned), fields.flag("isPinned"));
    let text = fields.done(text, locale)?.map(|text| parse(text, locale)).transpose()?;
    let author = scope.clone();
    let saved = portal.log.record(scope.author(), move |tx| {
        let mut entries = Vec::new();
        let before = find_note(&author, id, note, tx.c)?;
        seen.check(before.version)?;
        if let Some(text) = text {
            entries.extend(edit_note(tx, &author, which, before.version, &text)?.1);
        }
        if let Some(is_pinned) = is_pinned {
            entries.extend(pin_note(tx, &author, which, is_pinned)?.1);
        }
        Ok((find_note(&author, id, note, tx.c)?, entries))
    });
    Ok(ok(&NoteResource::new(id, &saved.await?)))
}

/// `DELETE /api/v1/customers/{id}/notes/{note}`.
pub async fn remove(
    scope: Scope<AnnotateCustomers>,
    portal: Data<AppState>,
    path: Path<(MicrosoftId, NoteId)>,
) -> Result<HttpResponse> {
    let (which, author) = (path.into_inner(), scope.clone());
    portal.log.record(scope.author(), move |tx| remove_note(tx, &author, which)).await?;
    Ok(HttpResponse::NoContent().finish())
}

fn parse(text: String, locale: Locale) -> Result<String> {
    let form = NoteForm { body: text, version: String::new() };
    form.parse(locale).map_err(|faults| Error::from(invalid(&faults, NAMES, locale)))
}
