//! Gives a provider's customer to another of its indirect resellers, or to none: the association and all subscriptions
//! that are not deleted. Begin at [`handlers`]; [`changes`] has the rules.

pub mod changes;
pub mod current;
pub mod handlers;
pub mod page;
pub mod queries;
