//! Adding a customer, step by step: company and contact, reseller, subscriptions, review. What was typed is a draft
//! ([`model`]); nothing exists before the last step, which is one transaction ([`queries::add`]).

pub mod checks;
pub mod company;
pub mod domain;
pub mod handlers;
pub mod model;
pub mod pages;
pub mod queries;
pub mod reseller;
pub mod review;
pub mod subscriptions;
