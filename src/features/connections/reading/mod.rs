//! Reads everything from a server into the pieces of a run: from another portal ([`portal`]) or from the vendor ([`vendor`]).
//! [`rows`] writes what was read as rows of an import, [`spool`] stores them.

pub mod customer_ids;
pub mod portal;
pub mod rows;
pub mod spool;
pub mod vendor;
