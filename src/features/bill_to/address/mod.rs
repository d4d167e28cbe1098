//! Where bills go: bill-to name, contact and address by the rules of the country.
//! [`form::AddressForm`] is what was typed, [`bill_to::BillTo`] what is kept; rules.rs is the table of countries.
//!
//! The rules are our own: no Rust crate carries Google's address data and is maintained. A country without rules is
//! taken leniently, and the form says so. The countries' names in countries.tsv are CLDR 48's.
//! Rules: docs/reference/domain.md#bill-to-addresses.

pub mod bill_to;
pub mod form;
pub mod parse;
pub mod postal_code;
pub mod registration_number;
pub mod rules;
pub mod states;
