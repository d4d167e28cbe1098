//! Partner organisations and their partnerships.
//! What a partner is stands in [`model`]; commands that add and link them are in `command`.
pub mod model;
pub mod queries;
pub mod words;
