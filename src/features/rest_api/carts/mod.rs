//! Carts: a program fills one with offers for a customer, reads what is wrong with it, and checks it out. Begin with [`model`].

pub mod check;
pub mod checkout;
pub mod handlers;
pub mod model;
pub mod order_groups;
pub mod queries;
pub mod resource;
pub mod sent_cart;
