//! Referrals: customers that an indirect provider refers to one of its resellers, and leads that users record for their
//! own partner. Answers are in [`answer_handlers`], the expiry is in [`expiry`].
//! Rules: docs/reference/domain.md#referrals.

pub mod answer_handlers;
pub mod change;
pub mod download;
pub mod expiry;
pub mod filter;
pub mod form;
pub mod handlers;
pub mod list_page;
pub mod model;
pub mod new_page;
pub mod queries;
pub mod reported;
pub mod selection;
pub mod show_page;
