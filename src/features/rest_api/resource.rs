//! What all resources have: links, attributes with the etag, times; and the collections that contain them.

use crate::error::{Error, Fault};
use crate::features::rest_api::words;
use crate::urls;
use crate::web::api_fault;
use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;
use utoipa::ToSchema;

/// A link of a resource.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Link {
    /// The path without `/v1`, because the vendor's clients add it.
    pub uri: String,
    /// The method.
    #[schema(value_type = words::Method)]
    pub method: &'static str,
    /// The headers to send.
    pub headers: Vec<LinkHeader>,
}

/// The links of a resource that only has a link to itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OwnLinks {
    /// The resource itself.
    #[serde(rename = "self")]
    pub own: Link,
}

/// A header that belongs to a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LinkHeader {
    /// Its name.
    pub key: &'static str,
    /// Its value.
    pub value: String,
}

impl Link {
    /// Returns a link to read this address of the API.
    pub fn to(address: &str) -> Self {
        let uri = address.strip_prefix(urls::API_VERSION).unwrap_or(address).to_owned();
        Link { uri, method: "GET", headers: Vec::new() }
    }

    /// Returns the links of a resource that only has a link to itself.
    pub fn own(address: &str) -> OwnLinks {
        OwnLinks { own: Link::to(address) }
    }
}

/// What a resource says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Attributes {
    /// The version, for `If-Match`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub etag: Option<String>,
    /// The kind of the resource.
    pub object_type: &'static str,
}

impl Attributes {
    /// Returns the attributes of a resource without an etag.
    pub fn new(object_type: &'static str) -> Self {
        Attributes { etag: None, object_type }
    }

    /// Returns the attributes of this version of the resource with this id.
    pub fn of_version(object_type: &'static str, id: impl ToString, version: i32) -> Self {
        Attributes { etag: Some(etag(&id.to_string(), version)), object_type }
    }
}

/// Returns the etag of a version, in the vendor's form: base64 of `{"id":"…","version":2}`.
pub fn etag(id: &str, version: i32) -> String {
    STANDARD.encode(serde_json::to_vec(&EtagContent { id, version }).unwrap_or_default())
}

#[derive(Serialize)]
struct EtagContent<'a> {
    id: &'a str,
    version: i32,
}

/// A list of resources.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Collection<T> {
    /// The number of items in this answer.
    pub total_count: usize,
    /// The items.
    pub items: Vec<T>,
    /// The links to this page and to the next and previous one.
    pub links: CollectionLinks,
    /// The token of the next page, also beside the links, where some clients look for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub continuation_token: Option<String>,
    attributes: Attributes,
}

/// The links of a collection.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CollectionLinks {
    /// This page.
    #[serde(rename = "self")]
    pub own: Link,
    /// The next page, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub next: Option<Link>,
    /// The previous page, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub previous: Option<Link>,
}

impl<T> Collection<T> {
    /// Returns a collection with one page.
    pub fn new(items: Vec<T>, address: &str) -> Self {
        Collection {
            total_count: items.len(),
            items,
            links: CollectionLinks { own: Link::to(address), next: None, previous: None },
            continuation_token: None,
            attributes: Attributes::new("Collection"),
        }
    }
}

/// Returns a time as the API writes it: UTC with milliseconds.
pub fn timestamp(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// Returns the beginning of a day as the API writes times.
pub fn day(day: NaiveDate) -> String {
    format!("{day}T00:00:00.000Z")
}

/// Returns the answer with a resource.
pub fn ok(resource: &impl Serialize) -> HttpResponse {
    api_fault::json(StatusCode::OK, resource)
}

/// Returns the answer with a new resource.
pub fn created(resource: &impl Serialize, address: &str) -> HttpResponse {
    let mut response = api_fault::json(StatusCode::CREATED, resource);
    if let Ok(value) = header::HeaderValue::try_from(address) {
        response.headers_mut().insert(header::LOCATION, value);
    }
    response
}

/// Gives the fault of an unknown resource its own code: the customer was found, but not the thing of it.
pub fn with_code(error: Error, code: &'static str, description: impl Into<String>) -> Error {
    match error {
        Error::NotFound => Fault::new(404, code, description).into(),
        error => error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_have_no_version_and_etags_the_vendors_form() {
        assert_eq!(Link::to("/v1/customers/1?a=b").uri, "/customers/1?a=b");
        assert_eq!(STANDARD.decode(etag("x", 2)).ok(), Some(br#"{"id":"x","version":2}"#.to_vec()));
    }
}
