//! Saved input of forms that could not be submitted yet. Begin with [`kept_form`].

pub mod kept_form;
pub mod pages;
pub mod queries;
mod refill;
pub mod switches;
