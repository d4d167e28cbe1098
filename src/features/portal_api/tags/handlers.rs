//! The tags of the partner: `/api/v1/tags…`.

use crate::auth::Scope;
use crate::auth::scope::{AnnotateCustomers, ViewCustomers};
use crate::domain::TagId;
use crate::error::{Error, Fault, Result};
use crate::features::portal_api::faults::{conflict, forbidden, invalid};
use crate::features::portal_api::paging::{collection, filter_of, requested_page, slice};
use crate::features::portal_api::parameters::explain;
use crate::features::portal_api::tags::resource::TagResource;
use crate::features::rest_api::fields::Fields;
use crate::features::rest_api::json::JsonBody;
use crate::features::rest_api::paging::PagedList;
use crate::features::rest_api::resource::{created, ok};
use crate::features::tags::changes::{TagRefusal, create_tag, delete_tag, update_tag};
use crate::features::tags::form::{TagForm, refusal_text};
use crate::features::tags::model::TagHue;
use crate::features::tags::queries::{all_tags, find_tag, find_tag_by_name};
use crate::i18n::Locale;
use crate::state::AppState;
use crate::text::SearchTerms;
use crate::text::terms::MAX_QUERY;
use crate::urls;
use crate::web::api_fault;
use crate::web::parameters::{check_search_text, parse_query};
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};

/// The fields of the form whose names differ in the API.
const NAMES: &[(&str, &str)] = &[("hue", "color"), ("merge", "mergeInto")];

/// The filter of the list.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TagFilter {
    /// Words of the name.
    pub q: String,
}

/// `GET /api/v1/tags`, by name.
pub async fn index(
    request: HttpRequest,
    scope: Scope<ViewCustomers>,
    portal: Data<AppState>,
    given: Query<Vec<(String, String)>>,
) -> Result<HttpResponse> {
    let list = PagedList { name: "portal-tags", partner: scope.partner(), address: urls::portal_api_tags() };
    let TagFilter { q } = parse_query(request.query_string())?;
    let locale = api_fault::locale(&request);
    let too_long = |_: &str| locale.texts().bad_query(locale.number(MAX_QUERY as u64));
    check_search_text(&q).map_err(|error| explain(error, too_long))?;
    let filter = TagFilter { q: q.trim().to_owned() };
    let filter = if filter.q.is_empty() {
        String::new()
    } else {
        serde_urlencoded::to_string(filter).map_err(Error::internal)?
    };
    let page = requested_page(&request, &portal.secrets, &list, &given, filter)?;
    let TagFilter { q } = parse_query(filter_of(&page))?;
    let words = SearchTerms::parse(&q);
    let mut tags = portal.db.read(move |c| all_tags(&scope, c)).await?;
    tags.retain(|tag| words.is_empty() || words.are_in(&tag.name));
    let (tags, neighbors, total) = slice(&page, tags)?;
    let items: Vec<TagResource> = tags.iter().map(TagResource::from).collect();
    Ok(ok(&collection(&page, (items, neighbors, total), &portal.secrets, &list)?))
}

/// `GET /api/v1/tags/{tag}`.
pub async fn show(
    scope: Scope<ViewCustomers>,
    portal: Data<AppState>,
    path: Path<TagId>,
) -> Result<HttpResponse> {
    let id = path.into_inner();
    let tag = portal.db.read(move |c| find_tag(&scope, id, c)).await?;
    Ok(ok(&TagResource::from(&tag)))
}

/// `POST /api/v1/tags` creates a tag. Without a color, it gets one by its name.
pub async fn create(
    request: HttpRequest,
    scope: Scope<AnnotateCustomers>,
    portal: Data<AppState>,
    body: JsonBody,
) -> Result<HttpResponse> {
    let locale = api_fault::locale(&request);
    let mut fields = Fields::new(&body.0);
    let name = fields.text("name").unwrap_or_default().to_owned();
    let hue = fields.text("color").unwrap_or_else(|| TagHue::for_name(&name).as_str());
    let form = TagForm { hue: hue.to_owned(), name, merge: String::new() };
    let form = fields.done(form, locale)?;
    let (name, hue) = form.parse(locale).map_err(|faults| invalid(&faults, NAMES, locale))?;
    let author = scope.clone();
    let made = portal.log.record(scope.author(), move |tx| {
        let (outcome, entries) = create_tag(tx, &author, &name, hue)?;
        let tag = match outcome {
            Ok(_) => Ok(find_tag_by_name(&author, &name, tx.c)?.ok_or(Error::NotFound)?),
            Err(refusal) => Err(refusal),
        };
        Ok((tag, entries))
    });
    let tag = made.await?.map_err(|refusal| refused(&refusal, locale))?;
    Ok(created(&TagResource::from(&tag), &urls::portal_api_tag(tag.id)))
}

/// `PATCH /api/v1/tags/{tag}` renames and recolors a tag. With `mergeInto`, the id of the tag that has the name already, it
/// merges the tag into that one, which the answer then has.
pub async fn update(
    request: HttpRequest,
    scope: Scope<AnnotateCustomers>,
    portal: Data<AppState>,
    path: Path<TagId>,
    body: JsonBody,
) -> Result<HttpResponse> {
    let (id, locale, reader) = (path.into_inner(), api_fault::locale(&request), scope.clone());
    let now = portal.db.read(move |c| find_tag(&reader, id, c)).await?;
    let mut fields = Fields::new(&body.0);
    let form = TagForm {
        name: fields.text("name").unwrap_or(&now.name).to_owned(),
        hue: fields.text("color").unwrap_or(now.hue.as_str()).to_owned(),
        merge: String::new(),
    };
    let merge = fields.number("mergeInto").map(TagId);
    let form = fields.done(form, locale)?;
    let (name, hue) = form.parse(locale).map_err(|faults| invalid(&faults, NAMES, locale))?;
    let author = scope.clone();
    let saved = portal.log.record(scope.author(), move |tx| {
        let (outcome, entries) = update_tag(tx, &author, id, (&name, hue), merge)?;
        let tag = match outcome {
            Ok(_) => Ok(find_tag_by_name(&author, &name, tx.c)?.ok_or(Error::NotFound)?),
            Err(refusal) => Err(refusal),
        };
        Ok((tag, entries))
    });
    let tag = saved.await?.map_err(|refusal| refused(&refusal, locale))?;
    Ok(ok(&TagResource::from(&tag)))
}

/// `DELETE /api/v1/tags/{tag}`. Customers lose the tag.
pub async fn delete(
    scope: Scope<AnnotateCustomers>,
    portal: Data<AppState>,
    path: Path<TagId>,
) -> Result<HttpResponse> {
    let (id, author) = (path.into_inner(), scope.clone());
    portal.log.record(scope.author(), move |tx| delete_tag(tx, &author, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

fn refused(refusal: &TagRefusal, locale: Locale) -> Fault {
    match refusal {
        TagRefusal::Exists(other) => conflict("name", locale.texts().tag_exists_already(&other.name)),
        _ => forbidden("name", refusal_text(locale, refusal)),
    }
}
