//! Imports: added, changed, kept and rejected rows, on both databases.

mod changes;
mod customers;
mod files;
mod resellers;
mod subscriptions;
mod values;
pub mod world;
