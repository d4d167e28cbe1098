//! The import by browser: upload, look at what would change, confirm, watch, take away what was rejected.
//! Addresses are in [`handlers`], the upload itself in [`receive`], the work in [`work`].

pub mod file;
pub mod handlers;
pub mod model;
pub mod pace;
mod pages;
pub mod pieces;
pub mod queries;
pub mod receive;
pub mod uploads;
pub mod work;
