//! Bill-to name, contact and address, validated by the rules of the country.
//! [`form::AddressForm`] is the submitted form, [`bill_to::BillTo`] the stored data; the table of countries is in
//! rules.rs.
//!
//! The portal has its own rules because no maintained Rust crate contains Google's address data. Addresses in a country
//! without rules are hardly checked, and the form says so. The country names in countries.tsv are from CLDR 48.
//! Rules: docs/reference/domain.md#bill-to-addresses.

pub mod bill_to;
pub mod form;
pub mod parse;
pub mod postal_code;
pub mod registration_number;
pub mod rules;
pub mod states;
