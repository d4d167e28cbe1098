//! The ids under which customers were known before their Microsoft ID was corrected. Addresses, search, log and imports
//! know them still; [`queries`] has the table, [`redirect`] leads addresses on.

pub mod queries;
pub mod redirect;
