//! The bodies of requests as schemas. [`crate::features::rest_api::fields`] reads bodies by name, because clients send whole
//! resources: the first letter of a name can be a capital, `null` counts as missing, and unknown names are ignored.

use crate::features::rest_api::words;
use utoipa::ToSchema;

/// The version that is changed, if `If-Match` does not say it.
#[derive(Debug, ToSchema)]
pub struct SeenAttributes {
    /// The etag.
    pub etag: Option<String>,
}

/// The only change of a customer: the end of the relationship.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "camelCase")]
pub struct CustomerChange {
    /// Only `none` can be set.
    #[schema(value_type = words::EndedRelationship)]
    pub relationship_to_partner: String,
    /// The version that is changed.
    pub attributes: Option<SeenAttributes>,
}

/// A new billing profile.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "camelCase")]
pub struct BillingProfileChange {
    /// The name on invoices and in the customer list. Nothing: as it is.
    pub company_name: Option<String>,
    /// The given name of the contact.
    pub first_name: Option<String>,
    /// The family name of the contact.
    pub last_name: Option<String>,
    /// The email address of the contact.
    pub email: Option<String>,
    /// It is repeated in the answer, and not stored.
    pub culture: Option<String>,
    /// It is repeated in the answer, and not stored.
    pub language: Option<String>,
    /// The address.
    pub default_address: BillingAddress,
    /// The number in the register of companies, if the country needs one. Nothing: as it is.
    pub organization_registration_number: Option<String>,
    /// The version that is changed.
    pub attributes: Option<SeenAttributes>,
}

/// A new address. The country decides which parts are needed.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "camelCase")]
pub struct BillingAddress {
    /// The country, as an ISO 3166 code of two letters.
    pub country: String,
    /// The city.
    pub city: Option<String>,
    /// The state or province.
    pub state: Option<String>,
    /// The first line.
    pub address_line1: Option<String>,
    /// The second line.
    pub address_line2: Option<String>,
    /// The postal code.
    pub postal_code: Option<String>,
    /// The given name of the contact, if the profile has none.
    pub first_name: Option<String>,
    /// The family name of the contact, if the profile has none.
    pub last_name: Option<String>,
    /// The telephone number of the contact.
    pub phone_number: Option<String>,
}

/// What can change in a subscription.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "camelCase")]
pub struct SubscriptionChange {
    /// The number of licenses, in the limits of the offer.
    #[schema(minimum = 1, maximum = 10_000_000)]
    pub quantity: Option<i32>,
    /// The nickname. Empty: none.
    #[schema(max_length = 100)]
    pub friendly_name: Option<String>,
    /// Whether it renews.
    pub auto_renew_enabled: Option<bool>,
    /// `active`, `suspended` or `deleted`.
    pub status: Option<String>,
    /// It cannot change: another one than that of the offer is refused.
    pub billing_cycle: Option<String>,
    /// The version that is changed.
    pub attributes: Option<SeenAttributes>,
}

/// An order to place.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "camelCase")]
pub struct NewOrder {
    /// The billing cycle that the program expects of lines that name none. Another one than that of the offer is refused.
    pub billing_cycle: Option<String>,
    /// The lines.
    #[schema(min_items = 1, max_items = 50)]
    pub line_items: Vec<NewOrderLine>,
}

/// A line of an order to place.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "camelCase")]
pub struct NewOrderLine {
    /// The offer.
    #[schema(min_length = 1)]
    pub offer_id: String,
    /// The number of licenses, in the limits of the offer.
    #[schema(minimum = 1, maximum = 10_000_000)]
    pub quantity: i32,
    /// The subscription of an add-on.
    pub parent_subscription_id: Option<String>,
    /// The MPN ID of the reseller of record; the same for all lines.
    pub partner_id_on_record: Option<String>,
    /// The billing cycle that the program expects.
    pub billing_cycle: Option<String>,
}
