//! Replaces a generated Microsoft ID with the customer's real one, at each partner that has the customer and in all
//! data that refers to it. Begin at [`handlers`]; [`queries`] has the rules.

pub mod handlers;
pub mod page;
pub mod queries;
pub mod redirect;
