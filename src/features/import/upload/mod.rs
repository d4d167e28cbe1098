//! The import in the browser: upload, preview, confirm, watch the progress, download rejected rows.
//! The handlers are in [`handlers`], the upload in [`receive`], the check and the import in [`work`].

pub mod choices;
pub mod file;
pub mod handlers;
pub mod leases;
pub mod model;
pub mod pace;
mod pages;
pub mod pieces;
pub mod queries;
pub mod receive;
mod row;
pub mod uploads;
pub mod work;
