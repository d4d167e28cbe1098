//! What customers bought.
pub mod export;
pub mod model;
pub mod words;
