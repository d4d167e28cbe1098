//! The list of relationships that a partner ended and that were not made again, newest first.
//! [`page`] shows it; queries.rs reads it: a seek for a page of the whole list, a walk for a search.
pub mod page;
pub mod queries;
