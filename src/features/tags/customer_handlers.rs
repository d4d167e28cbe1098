//! `GET` and `POST /customers/{id}/tags`: the tags of a customer.

use crate::auth::Scope;
use crate::auth::scope::AnnotateCustomers;
use crate::domain::{MicrosoftId, TagId};
use crate::error::Result;
use crate::features::customers::lookup::customer;
use crate::features::tags::changes::select_tags;
use crate::features::tags::form::{CustomerTagsForm, TAG_FIELD, hue_choices, refusal_text};
use crate::features::tags::model::{MAX_PER_CUSTOMER, Tag};
use crate::features::tags::queries::{all_tags, most_used, tags_of};
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

/// How many of the partner's other tags can be selected. The rest can be typed.
const MAX_OFFERED: i64 = 40;

/// How many names the browser suggests.
const MAX_SUGGESTED: usize = 500;

#[derive(Template)]
#[template(path = "tags/customer.html")]
struct CustomerTagsPage<'a> {
    shell: &'a Shell,
    id: MicrosoftId,
    list_name: &'a str,
    /// The tags that the customer has, and then other tags of the partner.
    choices: Vec<TagChoice>,
    /// The ids of the tags that the customer has, with commas.
    shown: String,
    /// Names of tags that the browser suggests.
    suggestions: Vec<String>,
    form: &'a CustomerTagsForm,
    faults: &'a FieldErrors,
}

/// A tag that can be selected.
struct TagChoice {
    tag: Tag,
    is_selected: bool,
}

/// The tags that the page needs.
struct TagsData {
    list_name: String,
    own: Vec<Tag>,
    offered: Vec<Tag>,
    all: Vec<Tag>,
}

impl CustomerTagsPage<'_> {
    fn field(&self, choice: &TagChoice) -> String {
        format!("{TAG_FIELD}{}", choice.tag.id)
    }

    fn hues(&self) -> Vec<(String, String)> {
        let automatic = (String::new(), self.shell.texts.tag_hue_automatic());
        [automatic].into_iter().chain(hue_choices(self.shell.texts)).collect()
    }

    fn limit(&self) -> String {
        self.shell.locale.number(MAX_PER_CUSTOMER as u64)
    }
}

/// `GET /customers/{id}/tags`.
pub async fn show(
    request: HttpRequest,
    scope: Scope<AnnotateCustomers>,
    portal: Data<AppState>,
    path: Path<MicrosoftId>,
) -> Result<HttpResponse> {
    page(&request, &scope, &portal, path.into_inner(), None).await
}

/// `POST /customers/{id}/tags`.
pub async fn submit(
    request: HttpRequest,
    scope: Scope<AnnotateCustomers>,
    portal: Data<AppState>,
    path: Path<MicrosoftId>,
    form: Form<Vec<(String, String)>>,
) -> Result<HttpResponse> {
    let (id, form) = (path.into_inner(), CustomerTagsForm(form.into_inner()));
    let locale = locale(&request, &portal, Some(scope.actor()));
    let wanted = match form.parse(locale) {
        Ok(wanted) => wanted,
        Err(faults) => return page(&request, &scope, &portal, id, Some((form, faults))).await,
    };
    let author = scope.clone();
    let outcome = portal.log.record(scope.author(), move |tx| select_tags(tx, &author, id, &wanted)).await?;
    let message = match outcome {
        Ok(true) => Message::TagsSaved,
        Ok(false) => Message::NothingChanged,
        Err(refusal) => {
            let mut faults = FieldErrors::default();
            faults.add("names", refusal_text(locale, &refusal));
            return page(&request, &scope, &portal, id, Some((form, faults))).await;
        }
    };
    Ok(see_other(&portal, &urls::customer_account(id), Some(message.into())))
}

/// Shows the form; with what was submitted and its errors, with status 422.
async fn page(
    request: &HttpRequest,
    scope: &Scope<AnnotateCustomers>,
    portal: &AppState,
    id: MicrosoftId,
    submitted: Option<(CustomerTagsForm, FieldErrors)>,
) -> Result<HttpResponse> {
    let asker = scope.clone();
    let found = portal.db.read(move |c| {
        Ok(TagsData {
            list_name: customer(&asker, id, c)?.list_name,
            own: tags_of(&asker, id, c)?,
            offered: most_used(&asker, MAX_OFFERED, c)?,
            all: all_tags(&asker, c)?,
        })
    });
    let found = found.await?;
    let mut shell = shell(request, Some(scope.actor()), Some(Nav::Customers))?;
    shell.return_to = urls::customer_tags(id).to_string();
    let status = if submitted.is_none() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let selected = submitted.as_ref().map(|(form, _)| form.selected());
    let shown = match &submitted {
        Some((form, _)) => form.value("shown").to_owned(),
        None => found.own.iter().map(|tag| tag.id.to_string()).collect::<Vec<_>>().join(","),
    };
    let (form, faults) = submitted.unwrap_or_default();
    let page = CustomerTagsPage {
        shell: &shell,
        id,
        list_name: &found.list_name,
        choices: choices(&found, selected.as_deref()),
        shown,
        suggestions: found.all.into_iter().take(MAX_SUGGESTED).map(|tag| tag.name).collect(),
        form: &form,
        faults: &faults,
    };
    response::page_as(status, &page)
}

/// Returns the tags that can be selected: those of the customer, those that were selected, and the most used ones.
fn choices(found: &TagsData, selected: Option<&[TagId]>) -> Vec<TagChoice> {
    let is_own = |tag: &Tag| found.own.iter().any(|own| own.id == tag.id);
    let is_chosen = |tag: &Tag| selected.is_some_and(|selected| selected.contains(&tag.id));
    let is_offered = |tag: &Tag| found.offered.iter().any(|offered| offered.id == tag.id);
    let others = found.all.iter().filter(|tag| !is_own(tag) && (is_chosen(tag) || is_offered(tag)));
    let tags = found.own.iter().chain(others).cloned();
    tags.map(|tag| TagChoice { is_selected: selected.map_or(is_own(&tag), |_| is_chosen(&tag)), tag })
        .collect()
}
