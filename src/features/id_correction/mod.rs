//! Corrects a Microsoft ID that the portal assigned, once the customer's real one is known: in the list of every partner
//! that holds the customer, with all that hangs from it. Begin at [`handlers`]; [`queries`] has the rules.

pub mod handlers;
pub mod page;
pub mod queries;
pub mod redirect;
