//! `/api/v1/exports/…`: whole lists as streams. CSV is the file of the page, sent by its handler; NDJSON has an object a line.
//! Both have the filters of the page, its entry in the log and its limit per hour. Begin with [`format`].

pub mod activity;
pub mod customer_line;
pub mod customer_rows;
pub mod customers;
pub mod format;
pub mod orders;
pub mod referrals;
pub mod requests;
pub mod resellers;
pub mod resource;
pub mod subscriptions;
