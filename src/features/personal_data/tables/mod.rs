//! Every table with personal data.

mod accounts;
pub mod correspondence;
mod customers;
pub mod list;
mod log;
pub mod not_personal;
