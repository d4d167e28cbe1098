//! The steps of the wizard: one file per step, with its handlers and page.

pub mod common;
pub mod company;
pub mod company_page;
pub mod done;
pub mod progress;
pub mod reseller;
pub mod review;
pub mod subscriptions;
pub mod subscriptions_page;
