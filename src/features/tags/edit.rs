//! The pages of one tag: create it, rename and recolor it, merge it into another, delete it.

use crate::auth::Scope;
use crate::auth::scope::AnnotateCustomers;
use crate::domain::TagId;
use crate::error::Result;
use crate::features::tags::changes::{TagOutcome, TagRefusal, create_tag, delete_tag, update_tag};
use crate::features::tags::form::{TagForm, hue_choices, refusal_text};
use crate::features::tags::model::{Tag, TagHue};
use crate::features::tags::queries::find_tag;
use crate::state::AppState;
use crate::urls;
use crate::urls::PortalUrl;
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
#[template(path = "tags/edit.html")]
struct TagPage<'a> {
    shell: &'a Shell,
    /// The stored tag; `None` for a new one.
    tag: Option<&'a Tag>,
    form: &'a TagForm,
    faults: &'a FieldErrors,
    /// The tag with the submitted name, into which this one can be merged.
    other: Option<&'a Tag>,
}

impl TagPage<'_> {
    fn title(&self) -> String {
        if self.tag.is_some() { self.shell.texts.tag_edit() } else { self.shell.texts.tag_new() }
    }

    fn hues(&self) -> Vec<(String, String)> {
        hue_choices(self.shell.texts)
    }

    fn customers(&self, tag: &Tag) -> String {
        self.shell.texts.tag_customers(tag.customers(), self.shell.locale.number(tag.customers()))
    }

    fn address(&self) -> PortalUrl {
        address(self.tag)
    }
}

fn address(tag: Option<&Tag>) -> PortalUrl {
    tag.map_or_else(urls::new_tag, |tag| urls::tag(tag.id))
}

/// `GET /account-settings/tags/new`.
pub async fn show_new(request: HttpRequest, scope: Scope<AnnotateCustomers>) -> Result<HttpResponse> {
    let form = TagForm { hue: TagHue::Teal.as_str().to_owned(), ..TagForm::default() };
    page(&request, &scope, None, &form, (&FieldErrors::default(), None))
}

/// `POST /account-settings/tags/new`.
pub async fn create(
    request: HttpRequest,
    scope: Scope<AnnotateCustomers>,
    portal: Data<AppState>,
    form: Form<TagForm>,
) -> Result<HttpResponse> {
    let locale = locale(&request, &portal, Some(scope.actor()));
    let (name, hue) = match form.parse(locale) {
        Ok(parsed) => parsed,
        Err(faults) => return page(&request, &scope, None, &form, (&faults, None)),
    };
    let author = scope.clone();
    let created = portal.log.record(scope.author(), move |tx| create_tag(tx, &author, &name, hue)).await?;
    answer(&request, &scope, &portal, None, &form, created, Message::TagCreated)
}

/// `GET /account-settings/tags/{tag}`.
pub async fn show(
    request: HttpRequest,
    scope: Scope<AnnotateCustomers>,
    portal: Data<AppState>,
    path: Path<TagId>,
) -> Result<HttpResponse> {
    let tag = find(&portal, &scope, path.into_inner()).await?;
    let form = TagForm { name: tag.name.clone(), hue: tag.hue.as_str().to_owned(), ..TagForm::default() };
    page(&request, &scope, Some(&tag), &form, (&FieldErrors::default(), None))
}

/// `POST /account-settings/tags/{tag}`. If another tag has the name, the page asks whether to merge both.
pub async fn save(
    request: HttpRequest,
    scope: Scope<AnnotateCustomers>,
    portal: Data<AppState>,
    path: Path<TagId>,
    form: Form<TagForm>,
) -> Result<HttpResponse> {
    let id = path.into_inner();
    let tag = find(&portal, &scope, id).await?;
    let locale = locale(&request, &portal, Some(scope.actor()));
    let (name, hue) = match form.parse(locale) {
        Ok(parsed) => parsed,
        Err(faults) => return page(&request, &scope, Some(&tag), &form, (&faults, None)),
    };
    let (author, merge) = (scope.clone(), form.merge.parse().ok());
    let saved = portal.log.record(scope.author(), move |tx| update_tag(tx, &author, id, (&name, hue), merge));
    answer(&request, &scope, &portal, Some(&tag), &form, saved.await?, Message::TagSaved)
}

/// `POST /account-settings/tags/{tag}/removal`.
pub async fn remove(
    scope: Scope<AnnotateCustomers>,
    portal: Data<AppState>,
    path: Path<TagId>,
) -> Result<HttpResponse> {
    let (id, author) = (path.into_inner(), scope.clone());
    portal.log.record(scope.author(), move |tx| delete_tag(tx, &author, id)).await?;
    Ok(see_other(&portal, &urls::tags(), Some(Message::TagDeleted.into())))
}

async fn find(portal: &AppState, scope: &Scope<AnnotateCustomers>, id: TagId) -> Result<Tag> {
    let reader = scope.clone();
    portal.db.read(move |c| find_tag(&reader, id, c)).await
}

fn answer(
    request: &HttpRequest,
    scope: &Scope<AnnotateCustomers>,
    portal: &Data<AppState>,
    tag: Option<&Tag>,
    form: &TagForm,
    outcome: TagOutcome,
    done: Message,
) -> Result<HttpResponse> {
    let refusal = match outcome {
        Ok(true) => return Ok(see_other(portal, &urls::tags(), Some(done.into()))),
        Ok(false) => return Ok(see_other(portal, &urls::tags(), Some(Message::NothingChanged.into()))),
        Err(refusal) => refusal,
    };
    let mut faults = FieldErrors::default();
    let locale = locale(request, portal, Some(scope.actor()));
    let text = match (&refusal, tag) {
        // A new tag has no customers that could move to the other one.
        (TagRefusal::Exists(other), None) => locale.texts().tag_exists_already(&other.name),
        _ => refusal_text(locale, &refusal),
    };
    faults.add("name", text);
    let other = match &refusal {
        TagRefusal::Exists(other) => Some(other),
        _ => None,
    };
    page(request, scope, tag, form, (&faults, other))
}

fn page(
    request: &HttpRequest,
    scope: &Scope<AnnotateCustomers>,
    tag: Option<&Tag>,
    form: &TagForm,
    (faults, other): (&FieldErrors, Option<&Tag>),
) -> Result<HttpResponse> {
    let mut shell = shell(request, Some(scope.actor()), None)?;
    shell.return_to = address(tag).to_string();
    let page = TagPage { shell: &shell, tag, form, faults, other };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    response::page_as(status, &page)
}
