//! A tag.

use crate::features::rest_api::resource::{Attributes, Link};
use crate::features::rest_api::words;
use crate::features::tags::model::Tag;
use crate::urls;
use serde::Serialize;
use utoipa::ToSchema;

/// A tag of the partner.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Tag)]
pub struct TagResource {
    id: i32,
    name: String,
    /// `teal`, `blue`, `plum`, `rust`, `olive` or `gray`.
    #[schema(value_type = words::TagColor)]
    color: &'static str,
    /// How many customers have it.
    customer_count: u64,
    links: TagLinks,
    attributes: Attributes,
}

/// The links of a tag.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TagLinks {
    #[serde(rename = "self")]
    own: Link,
    /// The customers that have it.
    customers: Link,
}

impl From<&Tag> for TagResource {
    fn from(tag: &Tag) -> Self {
        let customers = urls::portal_api_customers().with_parameters([("tag", tag.name.as_str())]);
        TagResource {
            id: tag.id.0,
            name: tag.name.clone(),
            color: tag.hue.as_str(),
            customer_count: tag.customers(),
            links: TagLinks { own: Link::to(&urls::portal_api_tag(tag.id)), customers: Link::to(&customers) },
            attributes: Attributes::new("Tag"),
        }
    }
}
