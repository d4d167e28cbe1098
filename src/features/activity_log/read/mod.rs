//! Finds the entries of a page by the index that leads to them fastest.

pub mod hits;
mod id_in;
pub mod queries;
pub mod selection;
