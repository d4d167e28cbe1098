//! Subscriptions of customers: the list, the page of one, the CSV export, and the changes.
//! The rules are pure functions in [`lifecycle::transitions`] and [`lifecycle::daily`]; [`change`] and
//! [`change::due_job`] apply them.

pub mod change;
pub mod commitment;
pub mod download;
pub mod export;
pub mod forms;
pub mod handlers;
pub mod lifecycle;
pub mod list_page;
pub mod model;
pub mod planned;
pub mod queries;
pub mod renewal;
pub mod renewal_form;
pub mod show_page;
