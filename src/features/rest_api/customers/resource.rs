//! A customer as the API shows it: in a list without billing profile, alone with it.

use crate::domain::{MicrosoftId, Relationship};
use crate::features::rest_api::customers::profile_resource::{BillingProfile, CompanyProfile};
use crate::features::rest_api::customers::queries::WholeCustomer;
use crate::features::rest_api::resource::{Attributes, Link, OwnLinks};
use crate::features::rest_api::words;
use crate::urls;
use serde::Serialize;
use utoipa::ToSchema;

/// A customer.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Customer)]
pub struct CustomerResource {
    /// The Microsoft ID.
    #[schema(format = Uuid)]
    id: String,
    /// The Microsoft ID again.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = Uuid, nullable = false)]
    commerce_id: Option<String>,
    /// The company. In a list, without the address.
    company_profile: CompanyProfile,
    /// The bill-to; only of a single customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    billing_profile: Option<BillingProfile>,
    /// What the partner is to the customer.
    #[schema(value_type = words::RelationshipToPartner)]
    relationship_to_partner: &'static str,
    /// Whether the customer granted delegated administration.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    allow_delegated_access: Option<bool>,
    /// The domains of the customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    custom_domains: Option<Vec<String>>,
    /// The MPN ID of the indirect reseller, if there is exactly one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    associated_partner_id: Option<String>,
    links: OwnLinks,
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
pub fn relationship_word(relationship: Relationship) -> &'static str {
    match relationship {
        Relationship::MicrosoftSupport => "microsoft_support",
        other => other.as_str(),
    }
}
