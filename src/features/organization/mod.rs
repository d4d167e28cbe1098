//! The organization of the user's partner: legal data, contact, tax ID, and the business profile that customers see on
//! invitations and providers in their list of resellers.

pub mod edit;
pub mod form;
pub mod model;
pub mod queries;
mod save;
pub mod show;
pub mod tax_id;
