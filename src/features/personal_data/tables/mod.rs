//! The list of all tables with personal data; see [`list`].

mod accounts;
pub mod correspondence;
mod customers;
pub mod list;
mod log;
pub mod not_personal;
