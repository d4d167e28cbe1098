//! The customer list: search, filter, expand, export.

pub mod address;
mod around;
pub mod choose_columns;
pub mod columns;
pub mod conditions;
pub mod cursor;
pub mod download;
pub mod expanded_row;
pub mod export;
pub mod filter;
mod filter_words;
pub mod handlers;
pub mod jump;
mod list_data;
pub mod page;
pub mod queries;
pub mod reported;
pub mod row;
pub mod saved;
pub mod vendor_portals;
