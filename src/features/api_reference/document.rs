//! The OpenAPI document: made of the operations once, when it is first read.

use crate::features::api_reference::operations::all::groups;
use crate::features::api_reference::{faults, parameters};
use crate::text::hex;
use crate::urls;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::sync::OnceLock;

/// What the API is about, in English.
const ABOUT: &str = "Resources, names and faults under `/v1` are those of the vendor's REST API for partners, so that programs \
    that were written for it work with this portal. A program acts as a user or as an application: it can do what such a user can do on the pages, with \
    the same rules and the same entries in the activity log. In bodies, the first letter of a name can be a capital, `null` \
    counts as missing, and unknown names are ignored. Times are UTC.";

/// How programs sign in, in English.
const BEARER: &str = "An API token that a user made on the page `/profile/tokens`, or the access token of an application \
    (OAuth 2 client credentials at `/{tenant}/oauth2/v2.0/token`). It acts with the roles that its user or application has at that \
    moment, in the areas that were chosen for it.";

/// How applications sign in, in English.
const APPLICATION: &str = "An access token of an application that a Global admin registered, for its client id and secret. It acts \
    with the roles of the application.";

/// The document of one portal.
#[derive(Debug, Default)]
pub struct ApiDocument(OnceLock<WrittenDocument>);

/// The document as it is served.
#[derive(Debug)]
pub struct WrittenDocument {
    /// The document.
    pub value: Value,
    /// The same as JSON.
    pub json: String,
    /// The hash of the JSON, for `ETag`.
    pub etag: String,
}

impl ApiDocument {
    /// Returns the document of the portal with this public URL.
    pub fn read(&self, public_url: &str) -> &WrittenDocument {
        self.0.get_or_init(|| {
            let value = document(public_url);
            let json = value.to_string();
            let etag = hex(&Sha256::digest(&json)[..16]);
            WrittenDocument { value, json, etag }
        })
    }
}

/// Returns the OpenAPI document of a portal with this public URL.
pub fn document(public_url: &str) -> Value {
    let mut paths: Map<String, Value> = Map::new();
    let mut schemas: Map<String, Value> = Map::new();
    let mut tags = Vec::new();
    let token_url = format!("{public_url}{}", urls::application_token("common"));
    for (group, operations) in groups() {
        tags.push(json!({ "name": group.name, "description": group.about }));
        for operation in operations {
            let item = paths.entry(operation.path).or_insert_with(|| json!({}));
            item[operation.method] = operation.to_json(group);
            schemas.extend(operation.schemas().iter().map(|(name, schema)| (name.clone(), schema.clone())));
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Partner portal", "version": env!("CARGO_PKG_VERSION"), "description": ABOUT },
        "servers": [{ "url": public_url }],
        "security": [{ "bearer": [] }, { "application": [] }],
        "tags": tags,
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": faults::components(),
            "parameters": parameters::components(),
            "headers": faults::header_components(),
            "securitySchemes": {
                "bearer": { "type": "http", "scheme": "bearer", "description": BEARER },
                "application": {
                    "type": "oauth2",
                    "description": APPLICATION,
                    "flows": { "clientCredentials": { "tokenUrl": token_url, "scopes": {} } },
                },
            },
        },
    })
}
