//! The offers of a seller, and the list of offers beside a cart, in which orders and new customers choose them.

pub mod catalog;
pub mod form;
pub mod known;
pub mod picker;
pub mod quantity;
pub mod queries;
pub mod typed;
