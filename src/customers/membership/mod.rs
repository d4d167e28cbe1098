//! Who is in a partner's customer list: a customer is added, renamed, its relationship ends or comes back.
//! Each change keeps list, search and sort order true; what else belongs to it is the caller's, in the same [`Tx`].
//!
//! [`Tx`]: crate::activity::Tx

pub mod queries;
