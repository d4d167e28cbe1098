//! The customer agreement (domain.md 1.5): a partner attests who accepted it and when. Without it nothing is ordered.
//! An indirect reseller never attests, and there is none outside the global cloud: see `AttestAgreement`.
pub mod edit;
pub mod handlers;
pub mod queries;
