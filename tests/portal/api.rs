//! The API for programs.

mod annotations;
mod applications;
mod areas;
mod carts;
mod description;
mod exports;
mod matrix;
mod orders;
mod portal_lists;
mod portal_log;
mod products;
mod reads;
mod renewals;
mod tokens;
mod who_may;
mod writes;
