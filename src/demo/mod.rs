//! A complete sample channel, generated from fixed numbers: no real companies, and the same data on every
//! machine. Begin with [`holdings`], the lists of customers; [`names`] has the customers, [`channel`] the
//! partners.

mod accounts;
pub mod activity;
mod agenda;
mod annotations;
mod applications;
pub mod channel;
pub mod chat_channels;
mod customer_history;
mod figures;
pub mod holdings;
pub mod names;
mod notices;
pub mod offers;
pub mod orders;
pub mod past_orders;
pub mod random;
pub mod referrals;
mod removals;
pub mod reports;
pub mod requests;
pub mod seed;
mod spelling;
mod staff;
mod subscription_rows;
mod subscriptions;
mod terms;
mod views;
mod webhooks;
