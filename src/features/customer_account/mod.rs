//! The account page of a customer: profile, bill-to, agreement, permissions, partners, and who changed what last.
//! What is changed from here has features of its own: bill_to, agreements, customer_permissions, removal.

pub mod account;
pub mod handlers;
pub mod page;
pub mod permissions;
pub mod subscription_summary;
