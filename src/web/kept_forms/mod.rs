//! Forms that were typed and could not be saved yet.

mod html;
pub mod kept_form;
pub mod pages;
pub mod queries;
mod refill;
pub mod switches;
