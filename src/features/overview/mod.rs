//! The overview, the page `/`: what waits for the user, what is coming, how the partner is doing, and what happened. Each number
//! leads to the list that it counts. Begin with [`handlers`]; [`queries`] reads everything in one snapshot, and each block of the
//! page has a file. [`daily`] keeps the figures of the past.

pub mod coming;
pub mod counts;
pub mod daily;
pub mod figures;
pub mod filter;
pub mod handlers;
pub mod months;
pub mod page;
pub mod queries;
pub mod recent;
pub mod waiting;
