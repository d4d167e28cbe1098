//! The activity log page: filters, readable entries, exports. [`crate::audit`] writes the log.

pub mod address;
pub mod customer_names;
pub mod days;
pub mod details;
pub mod download;
pub mod export;
pub mod field_names;
pub mod filter;
pub mod handlers;
pub mod known_customers;
pub mod labels;
pub mod name_block;
pub mod news;
pub mod page;
pub mod period;
pub mod queries;
pub mod read;
pub mod reported;
pub mod sentence;
pub mod toolbar;
mod value_labels;
pub mod wording;
