//! The customer agreement: a partner attests who accepted it and when. Orders require it.
//! Indirect resellers do not attest it, and it exists only in the global cloud: see `AttestAgreement`.
//! Rules: docs/reference/domain.md#customer-agreement.

pub mod handlers;
pub mod page;
pub mod queries;
