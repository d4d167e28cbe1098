//! The kinds of files: their columns, and how their rows are compared and written.

pub mod aliases;
pub mod bill_to;
pub mod bill_to_queries;
pub mod customer_facts;
pub mod customers;
pub mod customers_queries;
pub mod offers;
pub mod offers_queries;
pub mod resellers;
pub mod resellers_of_record;
pub mod resellers_queries;
pub mod subscription_terms;
pub mod subscriptions;
pub mod subscriptions_queries;
pub mod tags;
pub mod tags_queries;
