//! `/api/v1/views`: the saved views of lists.

pub mod handlers;
pub mod resource;
