//! A customer as a line of an export: what `/v1/customers/{id}` answers, without links. It borrows from the row of the database,
//! because an export has a million of them.

use crate::features::rest_api::resource::Attributes;
use serde::Serialize;

/// A customer with its profiles.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)] // the fields of `CustomerResource`
pub struct CustomerLine<'a> {
    pub id: &'a str,
    pub commerce_id: &'a str,
    pub company_profile: CompanyProfileLine<'a>,
    pub billing_profile: BillingProfileLine<'a>,
    pub relationship_to_partner: &'a str,
    pub allow_delegated_access: bool,
    pub custom_domains: [&'a str; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub associated_partner_id: Option<&'a str>,
    pub attributes: Attributes,
}

/// The company profile.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)] // the fields of `CompanyProfile`
pub struct CompanyProfileLine<'a> {
    pub tenant_id: &'a str,
    pub domain: &'a str,
    pub company_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<AddressLine<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization_registration_number: Option<&'a str>,
    pub attributes: Attributes,
}

/// The billing profile.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)] // the fields of `BillingProfile`
pub struct BillingProfileLine<'a> {
    pub id: &'a str,
    pub first_name: &'a str,
    pub last_name: &'a str,
    pub email: &'a str,
    pub culture: &'a str,
    pub language: &'a str,
    pub company_name: &'a str,
    pub default_address: AddressLine<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization_registration_number: Option<&'a str>,
    pub attributes: Attributes,
}

/// An address.
#[derive(Debug, Clone, Copy, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)] // the fields of `AddressResource`
pub struct AddressLine<'a> {
    pub country: &'a str,
    pub region: Option<&'a str>,
    pub city: &'a str,
    pub state: &'a str,
    pub address_line1: &'a str,
    pub address_line2: &'a str,
    pub postal_code: &'a str,
    pub first_name: &'a str,
    pub last_name: &'a str,
    pub phone_number: &'a str,
}
