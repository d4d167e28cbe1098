//! Adding a customer, step by step: company and contact, reseller, subscriptions, review. What was typed is a draft
//! ([`model`]); nothing exists before the last step, which is one transaction ([`queries::add`]).

pub mod checks;
pub mod model;
pub mod primary_domain;
pub mod queries;
pub mod steps;
