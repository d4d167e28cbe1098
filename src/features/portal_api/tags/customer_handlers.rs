//! The tags of a customer: `GET` and `PUT /api/v1/customers/{id}/tags`.

use crate::auth::Scope;
use crate::auth::scope::{AnnotateCustomers, ViewCustomers};
use crate::domain::{MicrosoftId, TagId};
use crate::error::Result;
use crate::features::customers::lookup::customer;
use crate::features::customers::membership::lock_list;
use crate::features::portal_api::faults::forbidden;
use crate::features::portal_api::tags::resource::TagResource;
use crate::features::rest_api::fields::Fields;
use crate::features::rest_api::json::JsonBody;
use crate::features::rest_api::resource::{Collection, ok};
use crate::features::tags::changes::{TagSelection, select_tags};
use crate::features::tags::form::{name_fault, refusal_text};
use crate::features::tags::model::Tag;
use crate::features::tags::names::parse_name;
use crate::features::tags::queries::tags_of;
use crate::i18n::Locale;
use crate::state::AppState;
use crate::text::fold;
use crate::urls;
use crate::web::api_fault;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use std::collections::HashSet;

/// `GET /api/v1/customers/{id}/tags`, by name.
pub async fn index(
    scope: Scope<ViewCustomers>,
    portal: Data<AppState>,
    path: Path<MicrosoftId>,
) -> Result<HttpResponse> {
    let id = path.into_inner();
    let read = portal.db.read(move |c| {
        customer(&scope, id, c)?;
        tags_of(&scope, id, c)
    });
    Ok(answer(id, &read.await?))
}

/// `PUT /api/v1/customers/{id}/tags`: the customer has these tags from now on, and no others. Names that the partner does not
/// have become new tags.
pub async fn replace(
    request: HttpRequest,
    scope: Scope<AnnotateCustomers>,
    portal: Data<AppState>,
    path: Path<MicrosoftId>,
    body: JsonBody,
) -> Result<HttpResponse> {
    let (id, locale, reader) = (path.into_inner(), api_fault::locale(&request), scope.clone());
    portal.db.read(move |c| customer(&reader, id, c)).await?;
    let mut fields = Fields::new(&body.0);
    let names = read_names(&mut fields, locale);
    let names = fields.done(names, locale)?;
    let author = scope.clone();
    let saved = portal.log.record(scope.author(), move |tx| {
        lock_list(tx, author.partner())?;
        let wanted: HashSet<String> = names.iter().map(|name| fold(name)).collect();
        let before = tags_of(&author, id, tx.c)?;
        let others = before.iter().filter(|tag| !wanted.contains(&fold(&tag.name)));
        let remove: Vec<TagId> = others.map(|tag| tag.id).collect();
        let selection = TagSelection { add: Vec::new(), remove, names, hue: None };
        let (outcome, entries) = select_tags(tx, &author, id, &selection)?;
        let tags = match outcome {
            Ok(_) => Ok(tags_of(&author, id, tx.c)?),
            Err(refusal) => Err(refusal),
        };
        Ok((tags, entries))
    });
    let tags = saved.await?.map_err(|refusal| forbidden("items", refusal_text(locale, &refusal)))?;
    Ok(answer(id, &tags))
}

fn answer(id: MicrosoftId, tags: &[Tag]) -> HttpResponse {
    let items: Vec<TagResource> = tags.iter().map(TagResource::from).collect();
    ok(&Collection::new(items, &urls::portal_api_customer_tags(id)))
}

/// Reads the names of the items, as the list answers them. Of several that are equal, the first counts.
fn read_names(fields: &mut Fields<'_>, locale: Locale) -> Vec<String> {
    let Some(items) = fields.list("items") else {
        if fields.faults.is_empty() {
            fields.add("items", "it must be a list of objects with the name of a tag");
        }
        return Vec::new();
    };
    let (mut names, mut known) = (Vec::new(), HashSet::new());
    for (at, item) in items.iter().enumerate() {
        fields.item(("items", at), item, |tag| match parse_name(tag.text("name").unwrap_or_default()) {
            Ok(name) => {
                if known.insert(fold(&name)) {
                    names.push(name);
                }
            }
            Err(fault) if tag.faults.is_empty() => tag.add("name", name_fault(locale, fault)),
            Err(_) => {}
        });
    }
    names
}
