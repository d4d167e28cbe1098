//! The version that a program saw: from `If-Match`, otherwise from the body's `attributes.etag`.

use crate::error::{Error, Fault, Result};
use crate::features::rest_api::fields::Fields;
use crate::web::api_fault;
use actix_web::HttpRequest;
use actix_web::http::header::IF_MATCH;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

/// What a program says of the version that it changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeenEtag {
    /// Nothing.
    Missing,
    /// `*`: whatever is stored.
    Any,
    /// The etag of this version of the resource.
    Version(i32),
    /// An etag of another resource, or none of this portal.
    Other,
}

#[derive(Deserialize)]
struct Content {
    id: String,
    version: i32,
}

impl SeenEtag {
    /// Reads the etag for the resource with this id.
    pub fn read(request: &HttpRequest, body: &mut Fields<'_>, id: &str) -> Self {
        let header = request.headers().get(IF_MATCH).map(|value| value.to_str().unwrap_or("?"));
        let in_body = body.object("attributes", |attributes| attributes.text("etag"));
        match header.or(in_body) {
            None => SeenEtag::Missing,
            Some(text) => Self::parse(text, id),
        }
    }

    fn parse(text: &str, id: &str) -> Self {
        let text = text.trim();
        if text == "*" {
            return SeenEtag::Any;
        }
        let text = text.strip_prefix("W/").unwrap_or(text).trim_matches('"');
        let content =
            STANDARD.decode(text).ok().and_then(|json| serde_json::from_slice::<Content>(&json).ok());
        match content {
            Some(content) if content.id == id => SeenEtag::Version(content.version),
            _ => SeenEtag::Other,
        }
    }

    /// Checks the etag against the stored version. A missing one passes.
    ///
    /// # Errors
    /// [`Error::Stale`] if the resource has another version.
    pub fn check(self, version: i32) -> Result<()> {
        match self {
            SeenEtag::Missing | SeenEtag::Any => Ok(()),
            SeenEtag::Version(seen) if seen == version => Ok(()),
            SeenEtag::Version(_) | SeenEtag::Other => Err(Error::Stale),
        }
    }

    /// Checks that there is an etag.
    ///
    /// # Errors
    /// A fault with status 428.
    pub fn require(self, request: &HttpRequest) -> Result<()> {
        match self {
            SeenEtag::Missing => {
                let text = api_fault::locale(request).texts().api_fault_no_etag();
                Err(Fault::new(428, "428", text).into())
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::rest_api::resource::etag;

    #[test]
    fn reads_quoted_and_weak_etags_of_the_same_resource() {
        let own = etag("a", 3);
        for text in [own.clone(), format!("\"{own}\""), format!("W/\"{own}\"")] {
            assert_eq!(SeenEtag::parse(&text, "a"), SeenEtag::Version(3), "{text}");
        }
        assert_eq!(SeenEtag::parse("*", "a"), SeenEtag::Any);
        for text in ["", "b1", &etag("b", 3), "?"] {
            assert_eq!(SeenEtag::parse(text, "a"), SeenEtag::Other, "{text}");
        }
        assert!(SeenEtag::Version(3).check(3).is_ok() && SeenEtag::Version(2).check(3).is_err());
    }
}
