//! The API for programs.

mod carts;
mod description;
mod matrix;
mod orders;
mod products;
mod reads;
mod renewals;
mod tokens;
mod who_may;
mod writes;
