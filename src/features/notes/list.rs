//! `GET` and `POST /customers/{id}/notes`: the notes about a customer, a search in them, and the form for a new one. A
//! customer has few notes, so they are searched in memory.

use crate::auth::Scope;
use crate::auth::scope::{AnnotateCustomers, ViewCustomers};
use crate::domain::{MicrosoftId, NoteId, Permission};
use crate::error::Result;
use crate::features::customers::head::{CustomerHead, CustomerView};
use crate::features::notes::changes::{add_note, pin_note, remove_note};
use crate::features::notes::form::{NoteForm, PinForm};
use crate::features::notes::model::{MAX_NOTES, Note};
use crate::features::notes::queries::notes_of;
use crate::i18n::labels;
use crate::search::CappedCount;
use crate::state::AppState;
use crate::text::terms::{MAX_QUERY, is_too_long};
use crate::text::{Highlighted, SearchTerms, match_ranges};
use crate::urls;
use crate::web::flash::Message;
use crate::web::form_fields::FieldErrors;
use crate::web::list::{BadParameter, EmptyState, ListCount, NumberedPage, Pager};
use crate::web::nav::Nav;
use crate::web::request::{locale, shell};
use crate::web::response;
use crate::web::response::see_other;
use crate::web::shell::Shell;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

/// The query parameters.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    q: String,
    page: String,
}

#[derive(Template)]
#[template(path = "notes/index.html")]
struct NotesPage<'a> {
    shell: &'a Shell,
    id: MicrosoftId,
    head: &'a CustomerHead,
    q: &'a str,
    words: SearchTerms,
    notes: Vec<NoteView<'a>>,
    count: ListCount,
    empty: Option<EmptyState>,
    pager: Pager,
    bad: Option<BadParameter>,
    form: &'a NoteForm,
    faults: &'a FieldErrors,
    /// Why this user cannot write notes; `None` if they can.
    no_note: Option<String>,
    /// Whether the customer has any notes, also such as the search did not find.
    is_any: bool,
}

/// A note, and what the user can do with it.
struct NoteView<'a> {
    note: &'a Note,
    can_edit: bool,
    can_pin: bool,
    can_remove: bool,
}

impl NotesPage<'_> {
    fn title(&self) -> String {
        let texts = self.shell.texts;
        let title = format!("{}{}{}", self.head.customer.list_name, texts.dash(), texts.notes());
        labels::page_title(texts, title, !self.faults.is_empty() || self.bad.is_some())
    }

    fn highlighted<'t>(&self, note: &'t Note) -> Highlighted<'t> {
        Highlighted { text: &note.body, ranges: match_ranges(&note.body, &self.words) }
    }
}

/// `GET /customers/{id}/notes`.
pub async fn index(
    request: HttpRequest,
    scope: Scope<ViewCustomers>,
    portal: Data<AppState>,
    path: Path<MicrosoftId>,
    params: Query<Params>,
) -> Result<HttpResponse> {
    let submitted = (NoteForm::default(), FieldErrors::default());
    page(&request, &scope, &portal, path.into_inner(), &params, submitted).await
}

/// `POST /customers/{id}/notes`: adds a note.
pub async fn add(
    request: HttpRequest,
    scope: Scope<AnnotateCustomers>,
    portal: Data<AppState>,
    path: Path<MicrosoftId>,
    form: Form<NoteForm>,
) -> Result<HttpResponse> {
    let (id, form, author) = (path.into_inner(), form.into_inner(), scope.clone());
    let locale = locale(&request, &portal, Some(scope.actor()));
    let body = match form.parse(locale) {
        Ok(body) => body,
        Err(faults) => {
            return page(&request, &scope, &portal, id, &Params::default(), (form, faults)).await;
        }
    };
    if !portal.log.record(scope.author(), move |tx| add_note(tx, &author, id, &body)).await? {
        let mut faults = FieldErrors::default();
        faults.add("body", locale.texts().notes_full(locale.number(MAX_NOTES as u64)));
        return page(&request, &scope, &portal, id, &Params::default(), (form, faults)).await;
    }
    Ok(see_other(&portal, &urls::customer_notes(id), Some(Message::NoteAdded.into())))
}

/// `POST /customers/{id}/notes/{note}/pin`: pins or unpins a note.
pub async fn pin(
    scope: Scope<AnnotateCustomers>,
    portal: Data<AppState>,
    path: Path<(MicrosoftId, NoteId)>,
    form: Form<PinForm>,
) -> Result<HttpResponse> {
    let (which, author, on) = (path.into_inner(), scope.clone(), form.pinned == "on");
    let changed = portal.log.record(scope.author(), move |tx| pin_note(tx, &author, which, on)).await?;
    let message = match (changed, on) {
        (false, _) => Message::NothingChanged,
        (true, true) => Message::NotePinned,
        (true, false) => Message::NoteUnpinned,
    };
    Ok(see_other(&portal, &urls::customer_notes(which.0), Some(message.into())))
}

/// `POST /customers/{id}/notes/{note}/removal`: removes a note.
pub async fn remove(
    scope: Scope<AnnotateCustomers>,
    portal: Data<AppState>,
    path: Path<(MicrosoftId, NoteId)>,
) -> Result<HttpResponse> {
    let (which, author) = (path.into_inner(), scope.clone());
    portal.log.record(scope.author(), move |tx| remove_note(tx, &author, which)).await?;
    Ok(see_other(&portal, &urls::customer_notes(which.0), Some(Message::NoteRemoved.into())))
}

async fn page<P: 'static>(
    request: &HttpRequest,
    scope: &Scope<P>,
    portal: &AppState,
    id: MicrosoftId,
    params: &Params,
    (form, faults): (NoteForm, FieldErrors),
) -> Result<HttpResponse> {
    let reader = scope.clone();
    let read = portal.db.read(move |c| {
        Ok((CustomerHead::load(&reader, id, CustomerView::Notes, c)?, notes_of(&reader, id, c)?))
    });
    let (head, mut notes) = read.await?;
    let is_any = !notes.is_empty();
    let bad_q = is_too_long(&params.q).then_some("q");
    let q = if bad_q.is_some() { "" } else { params.q.trim() };
    let words = SearchTerms::parse(q);
    notes.retain(|note| words.are_in(&format!("{} {}", note.body, note.created_name)));
    let (paged, bad_page) = NumberedPage::read(&params.page, notes.len());
    let mut shell = shell(request, Some(scope.actor()), Some(Nav::Customers))?;
    shell.return_to = urls::customer_notes(id).with_parameters([("q", q)]);
    let texts = shell.texts;
    let total = CappedCount::exact(notes.len() as u64);
    let needs = |roles| texts.notes_may_write(roles);
    let empty = || match is_any {
        true => EmptyState::nothing_found(texts.notes_none_found()),
        false => EmptyState::nothing_yet(texts.notes_none(), texts.notes_none_text()),
    };
    let bad = bad_q.or(bad_page).map(|field| {
        let text = match field {
            "q" => texts.bad_query(shell.locale.number(MAX_QUERY as u64)),
            _ => texts.bad_page(),
        };
        BadParameter { field, text }
    });
    let is_bad = bad.is_some() || !faults.is_empty();
    let view = |note| view(scope, note);
    let page = NotesPage {
        shell: &shell,
        id,
        head: &head,
        q,
        words,
        notes: paged.rows(&notes).iter().map(view).collect(),
        count: ListCount::sentence(total, texts.notes_count(total.shown, shell.locale.number(total.shown))),
        empty: notes.is_empty().then(empty),
        pager: paged.pager(|page| address(id, q, page)),
        bad,
        form: &form,
        faults: &faults,
        no_note: scope.reason(Permission::AnnotateCustomers, texts, needs),
        is_any,
    };
    response::page_as(if is_bad { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, &page)
}

fn view<'a, P>(scope: &Scope<P>, note: &'a Note) -> NoteView<'a> {
    let may_write = scope.allows(Permission::AnnotateCustomers);
    NoteView {
        note,
        can_edit: may_write && note.is_by(scope),
        can_pin: may_write,
        can_remove: note.can_be_removed_by(scope),
    }
}

fn address(id: MicrosoftId, q: &str, page: usize) -> String {
    let page = if page == 1 { String::new() } else { page.to_string() };
    urls::customer_notes(id).with_parameters([("q", q), ("page", &page)])
}
