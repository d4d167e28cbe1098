//! Imports: what is added, changed, kept and refused, on both databases.

mod customers;
mod files;
mod resellers;
mod subscriptions;
mod values;
pub mod world;
