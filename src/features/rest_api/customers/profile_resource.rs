//! The company profile and the billing profile of a customer as the API shows them.

use crate::domain::MicrosoftId;
use crate::features::bill_to::address::bill_to::BillTo;
use crate::features::bill_to::queries::StoredBillTo;
use crate::features::rest_api::culture::culture;
use crate::features::rest_api::resource::{Attributes, Link};
use crate::urls;
use serde::Serialize;
use serde_json::Value;

/// The company profile.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CompanyProfile {
    tenant_id: String,
    domain: String,
    company_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<AddressResource>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    organization_registration_number: Option<String>,
    links: Value,
    attributes: Attributes,
}

impl CompanyProfile {
    /// Returns the profile without address.
    pub fn new(id: MicrosoftId, name: &str, domain: &str) -> Self {
        CompanyProfile {
            tenant_id: id.to_string(),
            domain: domain.to_owned(),
            company_name: name.to_owned(),
            address: None,
            email: None,
            organization_registration_number: None,
            links: Link::own(&urls::api_company_profile(id)),
            attributes: Attributes::new("CustomerCompanyProfile"),
        }
    }

    /// Returns the profile with the address, if there is one.
    pub fn whole(id: MicrosoftId, domain: &str, bill_to: &BillTo) -> Self {
        CompanyProfile {
            address: bill_to.has_address().then(|| AddressResource::new(bill_to)),
            email: given(&bill_to.email),
            organization_registration_number: given(&bill_to.registration_number),
            ..Self::new(id, &bill_to.company_name, domain)
        }
    }
}

/// The billing profile.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BillingProfile {
    id: String,
    first_name: String,
    last_name: String,
    email: String,
    culture: String,
    language: String,
    company_name: String,
    default_address: AddressResource,
    #[serde(skip_serializing_if = "Option::is_none")]
    organization_registration_number: Option<String>,
    links: Value,
    attributes: Attributes,
}

impl BillingProfile {
    /// Returns the stored profile. Its language is that of `country`, the partner's.
    pub fn new(id: MicrosoftId, stored: &StoredBillTo, country: &str) -> Self {
        let (bill_to, (language, culture)) = (&stored.bill_to, culture(country));
        BillingProfile {
            id: id.to_string(),
            first_name: bill_to.first_name.clone(),
            last_name: bill_to.last_name.clone(),
            email: bill_to.email.clone(),
            culture: culture.to_owned(),
            language: language.to_owned(),
            company_name: bill_to.company_name.clone(),
            default_address: AddressResource::new(bill_to),
            organization_registration_number: given(&bill_to.registration_number),
            links: Link::own(&urls::api_billing_profile(id)),
            attributes: Attributes::of_version("CustomerBillingProfile", id, stored.version),
        }
    }

    /// Returns the profile with the language that a program sent, which is not stored.
    #[must_use]
    pub fn in_language(mut self, culture: Option<String>, language: Option<String>) -> Self {
        self.culture = culture.unwrap_or(self.culture);
        self.language = language.unwrap_or(self.language);
        self
    }
}

/// An address.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AddressResource {
    country: String,
    region: Option<String>,
    city: String,
    state: String,
    address_line1: String,
    address_line2: String,
    postal_code: String,
    first_name: String,
    last_name: String,
    phone_number: String,
}

impl AddressResource {
    /// Returns the address of a bill-to.
    pub fn new(bill_to: &BillTo) -> Self {
        AddressResource {
            country: bill_to.country.clone(),
            region: None,
            city: bill_to.city.clone(),
            state: bill_to.state.clone(),
            address_line1: bill_to.address_line1.clone(),
            address_line2: bill_to.address_line2.clone(),
            postal_code: bill_to.postal_code.clone(),
            first_name: bill_to.first_name.clone(),
            last_name: bill_to.last_name.clone(),
            phone_number: bill_to.phone.clone(),
        }
    }
}

fn given(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.is_empty())
}
