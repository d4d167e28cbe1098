//! The account page of a customer: profile, bill-to, agreement, permissions, partners, and the last changes.
//! Most changes that begin here are other features: bill_to, agreements, id_correction, customer_removal.

pub mod account;
pub mod handlers;
pub mod page;
pub mod permissions;
pub mod subscription_summary;
