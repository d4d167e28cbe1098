//! Checks that docs/reference/, every citation and `.editorconfig` are correct. `UPDATE_DOCS=1 cargo test --test portal
//! reference::` rewrites outdated generated parts; review the difference before you commit it.

pub mod addresses;
mod citations;
mod commands;
mod csv;
mod editorconfig;
mod packaging;
pub mod page;
mod permissions;
mod project;
mod schema;
mod settings;
