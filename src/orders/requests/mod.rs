//! What an indirect reseller asks of its provider, and how it is answered.
pub mod queries;
