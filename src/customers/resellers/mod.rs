//! The indirect resellers of a provider as the customer list needs them: to filter by, and to name in a row.
pub mod queries;
