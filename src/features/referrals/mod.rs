//! Referrals: a customer that an indirect provider refers to one of its resellers, or a lead that staff
//! write down for their own partner. What can be done with one is in [`answer_handlers`], its expiry in [`expiry`].
//! Rules: docs/reference/domain.md#referrals.

pub mod answer_handlers;
pub mod change;
pub mod expiry;
pub mod form;
pub mod handlers;
pub mod list_page;
pub mod model;
pub mod new_page;
pub mod queries;
pub mod show_page;
