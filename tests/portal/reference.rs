//! Keeps docs/reference/, every citation and `.editorconfig` true. A generated part that is stale is rewritten by
//! `UPDATE_DOCS=1 cargo test --test portal reference::`; read the difference before you commit it.

mod addresses;
mod citations;
mod commands;
mod csv;
mod editorconfig;
mod page;
mod permissions;
mod project;
mod schema;
mod settings;
