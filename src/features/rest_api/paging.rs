//! Pages of lists: `size`, `filter` and the continuation token, and the links to the next and previous page.

use crate::domain::PartnerId;
use crate::error::{Error, Result};
use crate::features::rest_api::continuation::{Continuation, HEADER, Way};
use crate::features::rest_api::filter::SearchFilter;
use crate::features::rest_api::resource::{Collection, Link, LinkHeader};
use crate::secrets::Secrets;
use crate::urls::PortalUrl;
use actix_web::HttpRequest;
use serde::Deserialize;

/// The most items of a page.
pub const MAX_SIZE: usize = 500;

/// The query parameters of lists.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    /// The number of items; 0 or nothing: as many as allowed.
    pub size: String,
    /// The filter, as JSON.
    pub filter: String,
    /// `Next` or `Previous`, with a continuation token.
    #[serde(rename = "seekOperation")]
    pub seek_operation: String,
}

/// A list: its name in tokens, its partner and its address.
#[derive(Debug, Clone)]
pub struct PagedList {
    /// The name.
    pub name: &'static str,
    /// The partner.
    pub partner: PartnerId,
    /// The address without parameters.
    pub address: PortalUrl,
}

/// A page that a program asks for.
#[derive(Debug, Clone)]
pub struct RequestedPage {
    /// The filter, the size and the place. Without a token, the place is empty.
    pub ask: Continuation,
    /// Whether the program goes on from another page.
    pub is_continued: bool,
}

/// The places from which the neighboring pages are read.
#[derive(Debug, Default)]
pub struct Neighbors {
    /// That of the next page.
    pub next: Option<String>,
    /// That of the previous page.
    pub previous: Option<String>,
}

impl Neighbors {
    /// Returns the places of these cursors.
    pub fn new<C>(previous: Option<&C>, next: Option<&C>, write: impl Fn(&C) -> String) -> Self {
        Neighbors { previous: previous.map(&write), next: next.map(&write) }
    }
}

impl ListQuery {
    /// Parses the parameters and the token.
    ///
    /// # Errors
    /// [`Error::BadInput`] with the name of the parameter or of the header.
    pub fn page(&self, request: &HttpRequest, secrets: &Secrets, list: &PagedList) -> Result<RequestedPage> {
        let way = match self.seek_operation.as_str() {
            "" => None,
            word if word.eq_ignore_ascii_case("next") => Some(Way::Next),
            word if word.eq_ignore_ascii_case("previous") => Some(Way::Previous),
            _ => return Err(Error::bad_input("seekOperation", "it is Next or Previous")),
        };
        let filter = SearchFilter::parse(&self.filter)?;
        let token = request.headers().get(HEADER).map(|value| value.to_str().unwrap_or_default());
        let Some(token) = token else {
            if way.is_some() {
                return Err(Error::bad_input(HEADER, "send the token of the link with seekOperation"));
            }
            let (place, size) = (String::new(), self.size()?);
            let ask = Continuation { filter, period: None, size, place, way: Way::Next };
            return Ok(RequestedPage { ask, is_continued: false });
        };
        let ask = Continuation::open(token, secrets, list.partner, list.name)?;
        if way.is_some_and(|way| way != ask.way) || filter.is_some() && filter != ask.filter {
            return Err(Error::bad_input(HEADER, "it belongs to another filter or direction"));
        }
        Ok(RequestedPage { ask, is_continued: true })
    }

    fn size(&self) -> Result<usize> {
        match self.size.trim() {
            "" | "0" => Ok(MAX_SIZE),
            text => match text.parse::<u32>() {
                Ok(size) => Ok(MAX_SIZE.min(size as usize)),
                Err(_) => Err(Error::bad_input("size", "it is a whole number, 0 or more")),
            },
        }
    }
}

impl RequestedPage {
    /// Returns the collection with links to the neighboring pages.
    ///
    /// # Errors
    /// A token cannot be written.
    pub fn collection<T>(
        &self,
        items: Vec<T>,
        neighbors: Neighbors,
        secrets: &Secrets,
        list: &PagedList,
    ) -> Result<Collection<T>> {
        let size = self.ask.size.to_string();
        let link = |place: Option<String>, way: Way| {
            let Some(place) = place else { return Ok(None) };
            let token = Continuation { place, way, ..self.ask.clone() };
            let value = token.seal(secrets, list.partner, list.name)?;
            let seek = if way == Way::Next { "Next" } else { "Previous" };
            let uri = list.address.with_parameters([("size", size.as_str()), ("seekOperation", seek)]);
            let headers = vec![LinkHeader { key: HEADER, value }];
            Ok::<_, Error>(Some(Link { headers, ..Link::to(&uri) }))
        };
        let mut collection = Collection::new(items, &list.address.with_parameters([("size", size.as_str())]));
        collection.links.next = link(neighbors.next, Way::Next)?;
        collection.links.previous = link(neighbors.previous, Way::Previous)?;
        collection.continuation_token = collection
            .links
            .next
            .as_ref()
            .and_then(|next| next.headers.first())
            .map(|header| header.value.clone());
        Ok(collection)
    }
}
