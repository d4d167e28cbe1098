//! The description of the API: `/openapi.json`, and `/api-reference` for people. Begin with [`operations`], one line for each
//! route for programs; [`document`] makes the OpenAPI document of it, and [`page`] the page of the document.

pub mod document;
pub mod faults;
pub mod handlers;
pub mod operation;
pub mod operations;
pub mod page;
pub mod parameters;
pub mod schema_view;
