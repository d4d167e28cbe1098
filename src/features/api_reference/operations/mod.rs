//! What each route for programs does, reads and answers. A new route needs a line here; `tests/portal/api/description.rs` says
//! which is missing. [`all`] joins the tables.

pub mod all;
pub mod audit;
pub mod customers;
pub mod offers;
pub mod orders;
pub mod partner;
pub mod subscriptions;
