//! The company profile and the billing profile of a customer as the API shows them.

use crate::domain::MicrosoftId;
use crate::features::bill_to::address::bill_to::BillTo;
use crate::features::bill_to::queries::StoredBillTo;
use crate::features::rest_api::culture::culture;
use crate::features::rest_api::resource::{Attributes, Link, OwnLinks};
use crate::urls;
use serde::Serialize;
use utoipa::ToSchema;

/// The company profile.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CompanyProfile {
    /// The Microsoft ID.
    #[schema(format = Uuid)]
    tenant_id: String,
    /// The primary domain.
    domain: String,
    /// The name in the customer list.
    company_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    address: Option<AddressResource>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    email: Option<String>,
    /// The number in the register of companies, if the country needs one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    organization_registration_number: Option<String>,
    links: OwnLinks,
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
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BillingProfile {
    /// The Microsoft ID.
    #[schema(format = Uuid)]
    id: String,
    first_name: String,
    last_name: String,
    email: String,
    /// Follows the country of the partner; it is not stored.
    culture: String,
    /// Follows the country of the partner; it is not stored.
    language: String,
    /// The name on invoices and in the customer list.
    company_name: String,
    default_address: AddressResource,
    /// The number in the register of companies, if the country needs one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    organization_registration_number: Option<String>,
    links: OwnLinks,
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
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Address)]
pub struct AddressResource {
    /// The country, as an ISO 3166 code of two letters.
    country: String,
    /// Always null.
    #[schema(required)]
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
