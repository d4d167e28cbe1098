//! Import of CSV files, from the command line or by upload. Begin at [`run`].

pub mod engine;
pub mod kinds;
pub mod run;
pub mod upload;
