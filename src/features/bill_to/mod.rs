//! Editing the bill-to of a customer: company name, contact, address. [`address`] parses the form.
//! The company name is also the customer's name in this partner's list. Other partners' lists do not change.

pub mod address;
pub mod handlers;
pub mod page;
pub mod queries;
