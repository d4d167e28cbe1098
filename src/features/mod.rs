//! The features. Each has its own folder or file with its handlers, pages, forms, queries and rules.
//! `FEATURES` in `tests/portal/architecture.rs` lists which feature may import which.

pub mod activity_log;
pub mod agreements;
pub mod aliases;
pub mod bill_to;
pub mod bulk_acts;
pub mod contacts;
pub mod customer_account;
pub mod customer_list;
pub mod customer_removal;
pub mod customers;
pub mod drafts;
pub mod global_search;
pub mod id_correction;
pub mod import;
pub mod invitations;
pub mod new_customer;
pub mod notes;
pub mod offers;
pub mod operator;
pub mod orders;
pub mod organization;
pub mod partnerships;
pub mod password;
pub mod personal_data;
pub mod profile;
pub mod referrals;
pub mod relationship_requests;
pub mod reseller_of_record;
pub mod retention;
pub mod sign_in;
pub mod subscription_list;
pub mod subscriptions;
pub mod system;
pub mod tags;
pub mod users;
