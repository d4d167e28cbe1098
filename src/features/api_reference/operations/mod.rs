//! What each route for programs does, reads and answers. A new route needs a line here; `tests/portal/api/description.rs` says
//! which is missing. [`all`] joins the tables.

pub mod all;
pub mod audit;
pub mod carts;
pub mod customers;
pub mod offers;
pub mod orders;
pub mod own_annotations;
pub mod own_exports;
pub mod own_lists;
pub mod partner;
pub mod products;
pub mod sign_in;
pub mod subscriptions;
pub mod webhooks;
