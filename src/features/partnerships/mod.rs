//! The partnerships of the channel: a provider's indirect resellers, a reseller's indirect providers. Neither sees the
//! other's customers by it; what they share is what one sold through the other.
//! Rules: docs/reference/domain.md#partnerships.

pub mod partners;
pub mod providers;
pub mod queries;
pub mod resellers;
