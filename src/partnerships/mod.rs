//! The partnerships of the channel: a provider's indirect resellers, a reseller's indirect providers. Neither sees the
//! other's customers by it; what they share is what one sold through the other (domain.md 5.35, 5.36).

pub mod providers;
pub mod providers_handlers;
pub mod queries;
pub mod resellers;
pub mod resellers_handlers;
