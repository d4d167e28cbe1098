//! What servers answer, as far as the portal reads it. Unknown fields are ignored; a missing one that is needed is an error.

use serde::Deserialize;

/// A customer: in a list, alone, or as a line of an export.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)] // the fields of the API
pub struct ServerCustomer {
    pub id: String,
    pub company_profile: ServerCompany,
    #[serde(default)]
    pub billing_profile: Option<ServerBilling>,
    #[serde(default)]
    pub relationship_to_partner: Option<String>,
    #[serde(default)]
    pub allow_delegated_access: Option<bool>,
}

/// The company profile of a customer.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)]
pub struct ServerCompany {
    pub company_name: String,
    #[serde(default)]
    pub domain: Option<String>,
}

/// The billing profile of a customer.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)]
pub struct ServerBilling {
    #[serde(default)]
    pub first_name: Option<String>,
    #[serde(default)]
    pub last_name: Option<String>,
    #[serde(default)]
    pub email: Option<String>,
    #[serde(default)]
    pub company_name: Option<String>,
    #[serde(default)]
    pub default_address: Option<ServerAddress>,
    #[serde(default)]
    pub organization_registration_number: Option<String>,
}

/// An address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[allow(missing_docs)]
pub struct ServerAddress {
    pub country: Option<String>,
    pub city: Option<String>,
    pub state: Option<String>,
    pub address_line1: Option<String>,
    pub address_line2: Option<String>,
    pub postal_code: Option<String>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub phone_number: Option<String>,
}

/// A subscription. Lines of an export name the customer; in the list of a customer, the address does.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)]
pub struct ServerSubscription {
    pub id: String,
    #[serde(default)]
    pub customer_id: Option<String>,
    pub offer_name: String,
    pub quantity: i64,
    pub status: String,
    #[serde(default)]
    pub partner_id: Option<String>,
    #[serde(default)]
    pub billing_cycle: Option<String>,
    #[serde(default)]
    pub auto_renew_enabled: Option<bool>,
    #[serde(default)]
    pub commitment_end_date: Option<String>,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[allow(missing_docs)]
pub struct ServerPage<T> {
    pub items: Vec<T>,
    #[serde(default)]
    pub links: Option<ServerLinks>,
}

/// The links of a page.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[allow(missing_docs)]
pub struct ServerLinks {
    #[serde(default)]
    pub next: Option<ServerLink>,
}

/// A link with the headers to send with it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[allow(missing_docs)]
pub struct ServerLink {
    pub uri: String,
    #[serde(default)]
    pub headers: Vec<ServerHeader>,
}

/// A header of a link.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[allow(missing_docs)]
pub struct ServerHeader {
    pub key: String,
    pub value: String,
}

/// The membership of the partner as which the portal has signed in.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)]
pub struct ServerPartner {
    pub mpn_id: String,
    #[serde(default)]
    pub partner_name: Option<String>,
}

/// What a server says about a request that it refused: the vendor's fault, or an error of OAuth 2.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct ServerFault {
    pub description: Option<String>,
    pub message: Option<String>,
    pub error: Option<String>,
    pub error_description: Option<String>,
}

impl ServerFault {
    /// Returns the words of a body: those of the fault, otherwise its beginning.
    pub fn words(body: &[u8]) -> String {
        let fault: ServerFault = serde_json::from_slice(body).unwrap_or_default();
        let said = fault.description.or(fault.error_description).or(fault.message).or(fault.error);
        said.unwrap_or_else(|| String::from_utf8_lossy(body).into_owned())
    }
}
