//! The organization of whoever is signed in: legal data, contact, tax id, and the business profile that customers see
//! on an invitation and providers in their list of resellers.

pub mod edit;
pub mod form;
pub mod model;
pub mod queries;
mod save;
pub mod show;
pub mod tax_id;
