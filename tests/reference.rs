//! Keeps docs/reference/, every citation and `.editorconfig` true. A generated part that is stale is rewritten by
//! `UPDATE_DOCS=1 cargo test --test reference`; read the difference before you commit it.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "reference/addresses.rs"]
mod addresses;
#[path = "reference/citations.rs"]
mod citations;
#[path = "reference/commands.rs"]
mod commands;
#[path = "reference/csv.rs"]
mod csv;
#[path = "reference/editorconfig.rs"]
mod editorconfig;
#[path = "reference/page.rs"]
mod page;
#[path = "reference/permissions.rs"]
mod permissions;
#[path = "reference/project.rs"]
mod project;
#[path = "reference/schema.rs"]
mod schema;
#[path = "reference/settings.rs"]
mod settings;
#[path = "architecture/tree.rs"]
mod tree;
