//! The steps of the wizard, one file each, with its page.

pub mod common;
pub mod company;
pub mod company_page;
pub mod done;
pub mod progress;
pub mod reseller;
pub mod review;
pub mod subscriptions;
