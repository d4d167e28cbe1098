//! Acts on many customers or subscriptions: select rows in a list, choose the act, review, confirm, follow the progress, see
//! the result, undo. [`work`] does the rows in small transactions; [`acts`] changes each row as the act on one row does.

pub mod acts;
pub mod choose_page;
pub mod download;
pub mod export;
pub mod handlers;
pub mod leases;
pub mod list_page;
pub mod model;
pub mod outcomes;
pub mod parameters;
pub mod planning;
pub mod queries;
pub mod row_texts;
pub mod rows;
pub mod selection;
pub mod show_page;
pub mod step_handlers;
pub mod transitions;
pub mod work;
pub mod workers;
