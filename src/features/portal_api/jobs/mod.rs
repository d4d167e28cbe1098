//! `/api/v1/jobs`: bulk acts and imports, which work in the background.

pub mod handlers;
pub mod resource;
