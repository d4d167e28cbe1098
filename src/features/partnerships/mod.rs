//! Partnerships between indirect providers and indirect resellers. A partnership does not let either see the other's
//! customers; they share only what one sells through the other.
//! Rules: docs/reference/domain.md#partnerships.

pub mod partners;
pub mod providers;
pub mod queries;
pub mod reported;
pub mod reseller_download;
pub mod reseller_filter;
pub mod resellers;
