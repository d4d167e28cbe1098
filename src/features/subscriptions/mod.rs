//! Subscriptions of customers: the list, the page of one, the CSV export, and the changes.
//! The rules are pure functions in [`lifecycle::transitions`] and [`lifecycle::daily`]; [`change`] and
//! [`change::due_job`] apply them.

pub mod change;
pub mod download;
pub mod export;
pub mod forms;
pub mod handlers;
pub mod lifecycle;
pub mod list_page;
pub mod model;
pub mod queries;
pub mod renewal;
pub mod show_page;
