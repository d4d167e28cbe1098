//! Applications of a partner: their pages ([`list_page`], [`register`], [`application_page`]), and the addresses where they sign
//! in ([`token_endpoint`], [`discovery`]). The applications are in [`crate::auth::api_applications`].

pub mod application_page;
pub mod discovery;
pub mod form;
pub mod list_page;
pub mod queries;
pub mod register;
pub mod secret_once;
pub mod secret_text;
pub mod sign_in;
pub mod token_endpoint;
pub mod token_request;
