//! What customers bought: the list, a subscription's own page, the file, and what may be done with one.
//! The rules are in [`lifecycle::transitions`] and [`lifecycle::daily`], pure; [`change`] and [`change::due_job`] apply them.

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
