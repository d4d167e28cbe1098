//! What a change of a subscription asks the database, inside its transaction.
pub mod queries;
