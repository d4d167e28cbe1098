//! What customers bought: the list, a subscription's own page, the file, and what may be done with one.
//! The rules stand in [`rules`] and [`rules_of_days`], pure; [`change`] and [`due`] apply them.
pub mod calendar;
pub mod change;
pub mod change_handlers;
pub mod changing;
pub mod download;
pub mod due;
pub mod entry;
pub mod export;
pub mod forms;
pub mod handlers;
pub mod list;
pub mod model;
pub mod operation;
pub mod queries;
pub mod renewal;
pub mod rules;
pub mod rules_of_days;
pub mod show;
pub mod suspension;
pub mod words;
