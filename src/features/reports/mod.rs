//! Lists that are sent as files regularly: a person chooses the list, the days and who gets it. [`due`] finds what is due,
//! [`work`] makes the file of a run and writes its letters in one transaction; [`occurrences`] says when. The pages are
//! [`list_page`], [`new_report`] and [`edit`]; the lists themselves are in [`crate::web::reported_list`].

pub mod actions;
pub mod changes;
pub mod download;
pub mod due;
pub mod edit;
pub mod filter;
pub mod form;
pub mod form_page;
pub mod leases;
pub mod letter;
pub mod list_page;
pub mod model;
pub mod new_report;
pub mod occurrences;
pub mod pause;
pub mod queries;
pub mod recipients;
pub mod work;
