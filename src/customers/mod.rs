//! The customer list: search, filter, expand, export.
pub mod customer;
pub mod customer_handlers;
pub mod download;
pub mod expanded;
pub mod export;
pub mod filter;
pub mod handlers;
pub mod index;
pub mod list;
pub mod lists;
pub mod membership;
pub mod model;
pub mod queries;
pub mod resellers;
pub mod search;
pub mod vendor_portals;
pub mod words;
