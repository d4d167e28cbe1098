//! Connections: the portal reads customers, bill-tos and subscriptions from a server that speaks the API, the vendor's or that of
//! another portal. A run ([`runs`]) reads all of it into rows of an import ([`reading`], [`server`]), compares them with what is
//! stored, waits for a person if it is the first, and writes them by the rules of imports ([`work`], [`importing`]). What the
//! server has no more is marked ([`missing`]). What people change here is written back, if the
//! connection says so ([`writing`]). The pages are in [`pages`].

pub mod changes;
pub mod choices;
pub mod credentials;
pub mod due;
pub mod fault;
pub mod importing;
pub mod missing;
pub mod missing_queries;
pub mod model;
pub mod pages;
pub mod queries;
pub mod reading;
pub mod runs;
pub mod server;
pub mod trial;
pub mod work;
pub mod workers;
pub mod write_choices;
pub mod writing;
