//! Pages of the portal's own lists: `size`, the continuation token and the links are those of [`super::super::rest_api::paging`].
//! The token has the parameters of the page's filter.

use crate::error::{Error, Result};
use crate::features::portal_api::parameters::{GivenParameters, single};
use crate::features::rest_api::continuation::HEADER;
use crate::features::rest_api::filter::SearchFilter;
use crate::features::rest_api::paging::{ListQuery, Neighbors, PagedList, RequestedPage};
use crate::features::rest_api::resource::{Collection, Link};
use crate::secrets::Secrets;
use actix_web::HttpRequest;

/// The name under which a token has the parameters of a page.
const PARAMETERS: &str = "parameters";

/// Returns the page that a request asks for. `filter` has the canonical parameters of the address, as a query string; a request
/// with a token can leave them out.
///
/// # Errors
/// [`Error::BadInput`] with the name of the parameter or of the header.
pub fn requested_page(
    request: &HttpRequest,
    secrets: &Secrets,
    list: &PagedList,
    given: &GivenParameters,
    filter: String,
) -> Result<RequestedPage> {
    let query = ListQuery {
        size: single(given, "size")?.to_owned(),
        seek_operation: single(given, "seekOperation")?.to_owned(),
        filter: String::new(),
    };
    let mut page = query.page(request, secrets, list)?;
    let own = |value| SearchFilter { field: PARAMETERS.to_owned(), value, operator: String::new() };
    let filter = (!filter.is_empty()).then(|| own(filter));
    if !page.is_continued {
        page.ask.filter = filter;
    } else if filter.is_some() && filter != page.ask.filter {
        return Err(Error::bad_input(HEADER, "it belongs to another filter"));
    }
    Ok(page)
}

/// Returns the parameters of the page's filter, as a query string.
pub fn filter_of(page: &RequestedPage) -> &str {
    page.ask.filter.as_ref().map_or("", |filter| filter.value.as_str())
}

/// Returns the collection. `total` counts the items of all pages.
///
/// # Errors
/// A token cannot be written.
pub fn collection<T>(
    page: &RequestedPage,
    (items, neighbors, total): (Vec<T>, Neighbors, usize),
    secrets: &Secrets,
    list: &PagedList,
) -> Result<Collection<T>> {
    let mut collection = page.collection(items, neighbors, secrets, list)?;
    collection.total_count = total;
    let size = page.ask.size;
    let own = match filter_of(page) {
        "" => list.address.with_query(format_args!("size={size}")),
        filter => list.address.with_query(format_args!("{filter}&size={size}")),
    };
    collection.links.own = Link::to(&own);
    Ok(collection)
}

/// Returns the items of the page of a list that is in memory as a whole, and where its neighbors begin.
///
/// # Errors
/// [`Error::BadInput`] for a place that is not in the list.
pub fn slice<T>(page: &RequestedPage, all: Vec<T>) -> Result<(Vec<T>, Neighbors, usize)> {
    let malformed = |_| Error::bad_input(HEADER, "it is not a token of this list");
    let place = page.ask.place.as_str();
    let start = if place.is_empty() { 0 } else { place.parse::<usize>().map_err(malformed)? };
    let (total, size) = (all.len(), page.ask.size);
    let end = start.saturating_add(size);
    let neighbors = Neighbors {
        next: (end < total).then(|| end.to_string()),
        previous: (start > 0).then(|| start.saturating_sub(size).to_string()),
    };
    Ok((all.into_iter().skip(start).take(size).collect(), neighbors, total))
}
