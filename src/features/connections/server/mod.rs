//! The server of a connection: signing in and sending requests ([`access`]), within a budget ([`budget`]), and what its answers
//! look like ([`answers`]).

pub mod access;
pub mod answers;
pub mod budget;
pub mod token;
