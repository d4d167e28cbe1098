//! A complete sample channel, made up from numbers alone: no real company, the same on every machine.
//! Begin at [`sample`] for who holds which customer; [`names`] has the customers, [`channel`] the partners.

mod accounts;
pub mod activity;
pub mod channel;
mod deeds;
pub mod fill;
mod licences;
pub mod names;
pub mod offers;
pub mod orders;
pub mod random;
pub mod referrals;
mod removals;
pub mod requests;
pub mod sample;
mod sold;
mod spelling;
mod staff;
mod terms;
