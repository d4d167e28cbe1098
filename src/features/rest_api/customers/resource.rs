//! A customer as the API shows it: in a list without billing profile, alone with it.

use crate::domain::{MicrosoftId, Relationship};
use crate::features::rest_api::customers::profile_resource::{BillingProfile, CompanyProfile};
use crate::features::rest_api::customers::queries::WholeCustomer;
use crate::features::rest_api::resource::{Attributes, Link};
use crate::urls;
use serde::Serialize;
use serde_json::Value;

/// A customer.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CustomerResource {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    commerce_id: Option<String>,
    company_profile: CompanyProfile,
    #[serde(skip_serializing_if = "Option::is_none")]
    billing_profile: Option<BillingProfile>,
    relationship_to_partner: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    allow_delegated_access: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    custom_domains: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    associated_partner_id: Option<String>,
    links: Value,
    attributes: Attributes,
}

impl CustomerResource {
    /// Returns a customer of a list.
    pub fn of_list(id: MicrosoftId, name: &str, domain: &str, relationship: Relationship) -> Self {
        CustomerResource {
            id: id.to_string(),
            commerce_id: None,
            company_profile: CompanyProfile::new(id, name, domain),
            billing_profile: None,
            relationship_to_partner: relationship_word(relationship),
            allow_delegated_access: None,
            custom_domains: None,
            associated_partner_id: None,
            links: Link::own(&urls::api_customer(id)),
            attributes: Attributes::new("Customer"),
        }
    }

    /// Returns a customer with everything that the API shows of it.
    pub fn whole(customer: &WholeCustomer, country: &str) -> Self {
        let row = &customer.row;
        let short = Self::of_list(row.microsoft_id, &row.list_name, &row.domain, row.relationship);
        CustomerResource {
            commerce_id: Some(short.id.clone()),
            company_profile: CompanyProfile::whole(row.microsoft_id, &row.domain, &customer.stored.bill_to),
            billing_profile: Some(BillingProfile::new(row.microsoft_id, &customer.stored, country)),
            allow_delegated_access: Some(customer.delegated_admin),
            custom_domains: Some(vec![row.domain.clone()]),
            associated_partner_id: customer.reseller_mpn_id.clone(),
            ..short
        }
    }

    /// Returns the customer after its relationship with the partner has ended.
    #[must_use]
    pub fn without_relationship(self) -> Self {
        CustomerResource { relationship_to_partner: "none", allow_delegated_access: Some(false), ..self }
    }
}

/// Returns the vendor's word for a relationship.
fn relationship_word(relationship: Relationship) -> &'static str {
    match relationship {
        Relationship::MicrosoftSupport => "microsoft_support",
        other => other.as_str(),
    }
}
