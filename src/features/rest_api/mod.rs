//! The API for programs under `/v1`: the resources, names and faults of the vendor's REST API, so that programs written for
//! it work with this portal. Each handler takes a `Scope` and calls what the pages call; docs/reference/api.md describes the
//! addresses. Begin with [`resource`], what all answers have, and [`paging`].

pub mod audit;
pub mod bodies;
pub mod carts;
pub mod continuation;
pub mod culture;
pub mod customers;
pub mod domains;
pub mod etag;
pub mod export_entry;
pub mod fields;
pub mod filter;
pub mod json;
pub mod offers;
pub mod orders;
pub mod paging;
pub mod partner_guid;
pub mod products;
pub mod profiles;
pub mod relationships;
pub mod resource;
pub mod subscriptions;
pub mod words;
