//! The catalog as products, SKUs and availabilities, from which carts are filled: one of each for an offer.

pub mod catalog_item;
pub mod handlers;
pub mod of_customer;
pub mod product_catalog;
pub mod resource;
