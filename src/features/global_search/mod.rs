//! The search in the header of every page: customers, requests, orders, subscriptions and users of the partner.

pub mod handlers;
mod page;
mod queries;
