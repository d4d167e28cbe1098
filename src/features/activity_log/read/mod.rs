//! Reads entries of the activity log: the pages with the most selective index, the export in batches.

pub mod hits;
mod id_in;
pub mod queries;
pub mod selection;
