//! The wizard that adds a customer: company and contact, reseller, subscriptions, review. The input is stored as a
//! draft ([`model`]); the last step adds the customer in one transaction ([`queries::add`]).

pub mod checks;
pub mod model;
pub mod primary_domain;
pub mod queries;
pub mod steps;
