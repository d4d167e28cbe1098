//! The API for programs.

mod matrix;
mod orders;
mod reads;
mod tokens;
mod who_may;
mod writes;
