//! Imports: what is added, changed, kept and refused, on both databases.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "import/customers.rs"]
mod customers;
#[path = "import/files.rs"]
mod files;
#[path = "import/resellers.rs"]
mod resellers;
#[path = "support/skipped.rs"]
#[allow(dead_code)]
mod skipped;
#[path = "import/subscriptions.rs"]
mod subscriptions;
#[path = "import/values.rs"]
mod values;
#[path = "import/world.rs"]
mod world;
