//! The subscriptions of all customers: search, filters, totals, export. The index in [`crate::search::subscriptions`] finds
//! the rows; [`crate::features::subscriptions`] has the pages of a single customer.

pub mod address;
mod chips;
pub mod cursor;
pub mod customer_names;
pub mod download;
pub mod export;
pub mod filter;
pub mod handlers;
pub mod page;
pub mod queries;
pub mod reported;
pub mod row;
pub mod saved;
