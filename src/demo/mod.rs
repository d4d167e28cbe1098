//! A complete sample channel, made up from numbers alone: no real company, the same on every machine.
//! Begin at [`sample`] for who holds which customer; [`names`] has the customers, [`channel`] the partners.

pub mod channel;
pub mod fill;
mod licences;
pub mod names;
pub mod offers;
pub mod random;
pub mod sample;
mod spelling;
