//! One customer: what its pages and its opened row show.
pub mod queries;
