//! The API for programs under `/api/v1`: what the portal has and the vendor's API does not, such as lists across customers,
//! exports as streams, tags, notes and the log with its proof. Names, pages of lists and faults are those of
//! [`super::rest_api`]; each handler calls what the pages call. Begin with [`parameters`], then [`paging`].

pub mod activity;
pub mod customers;
pub mod exports;
pub mod faults;
pub mod jobs;
pub mod notes;
pub mod paging;
pub mod parameters;
pub mod subscriptions;
pub mod tags;
pub mod views;
