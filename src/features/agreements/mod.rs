//! The customer agreement: a partner attests who accepted it and when. Without it nothing is ordered.
//! An indirect reseller never attests, and there is none outside the global cloud: see `AttestAgreement`.
//! Rules: docs/reference/domain.md#customer-agreement.

pub mod handlers;
pub mod page;
pub mod queries;
