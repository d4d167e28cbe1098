//! The links of a resource that leads nowhere but to itself.

use crate::features::rest_api::resource::Link;
use serde::Serialize;

/// A link to the resource itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OwnLink {
    #[serde(rename = "self")]
    own: Link,
}

impl OwnLink {
    /// Returns the link of the resource at this address.
    pub fn to(address: &str) -> Self {
        OwnLink { own: Link::to(address) }
    }
}
