//! What every page shares: frame and headers, forms, the shell, assets, error pages, downloads.

pub mod answer;
pub mod assets;
pub mod connections;
pub mod download;
pub mod error_page;
pub mod errors;
pub mod fields;
pub mod flash;
pub mod forms;
pub mod frame;
pub mod guard;
pub mod health;
pub mod kept_forms;
pub mod keys_page;
pub mod log_path;
pub mod methods;
pub mod nav;
pub mod page;
pub mod preferences;
pub mod reader;
pub mod setup_page;
pub mod spool;
pub mod until_set_up;

use actix_web::{HttpMessage, HttpRequest};

/// The id of a request, as the log and error pages name it.
#[derive(Debug, Clone)]
pub struct RequestId(pub String);

/// The id of this request; empty outside the frame.
pub fn request_id(request: &HttpRequest) -> String {
    request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default()
}
