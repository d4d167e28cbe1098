//! The import by browser: upload, look at what would change, confirm, watch, take away what was rejected.
//! Addresses are in [`handlers`], the upload itself in [`receive`], the work in [`job`].

pub mod handlers;
pub mod job;
pub mod model;
pub mod pace;
mod pages;
pub mod receive;
pub mod uploads;
