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
    /// What changes when the next term begins. To undo it, send the present product and quantity.
    pub scheduled_next_term_instructions: Option<NextTermChange>,
    /// The version that is changed.
    pub attributes: Option<SeenAttributes>,
}

/// The plan for the next term. What is missing stays as it is.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "camelCase")]
pub struct NextTermChange {
    /// The product of the next term.
    pub product: Option<NextTermProductChange>,
    /// The number of licenses, in the limits of the offer.
    #[schema(minimum = 1, maximum = 10_000_000)]
    pub quantity: Option<i32>,
}

/// The product of the next term.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "camelCase")]
pub struct NextTermProductChange {
    /// The id of the product.
    pub product_id: Option<String>,
    /// Always `0001`.
    pub sku_id: Option<String>,
    /// The id of the product again.
    pub availability_id: Option<String>,
    /// `monthly` or `annual`.
    pub billing_cycle: Option<String>,
    /// `P1M` or `P1Y`, that of the billing cycle.
    pub term_duration: Option<String>,
}

/// The partner that supports the users of a subscription: its seller or its reseller of record. One of the ids is needed.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "camelCase")]
pub struct SupportContactChange {
    /// The id of the partner, derived from its MPN ID.
    pub support_tenant_id: Option<String>,
    /// The MPN ID of the partner.
    pub support_mpn_id: Option<String>,
    /// The version of the subscription.
    pub attributes: Option<SeenAttributes>,
}

/// The lines of a cart.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "camelCase")]
pub struct NewCart {
    /// The lines, at most 50 with their add-ons.
    #[schema(min_items = 1, max_items = 50)]
    pub line_items: Vec<NewCartLine>,
}

/// A line of a cart.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "camelCase")]
pub struct NewCartLine {
    /// That of an availability, or an Offer ID.
    #[schema(min_length = 1)]
    pub catalog_item_id: String,
    /// The number of licenses, in the limits of the offer.
    #[schema(minimum = 1, maximum = 10_000_000)]
    pub quantity: i32,
    /// The billing cycle that the program expects.
    pub billing_cycle: Option<String>,
    /// The term that the program expects.
    pub term_duration: Option<String>,
    /// The reseller of record.
    #[schema(max_items = 1)]
    pub participants: Option<Vec<NewCartParticipant>>,
    /// The subscription of an add-on.
    pub provisioning_context: Option<NewCartContext>,
    /// Add-ons of this line.
    #[schema(max_items = 50)]
    pub addon_items: Option<Vec<NewCartAddOn>>,
}

/// An add-on of a line.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "camelCase")]
pub struct NewCartAddOn {
    /// That of an availability, or an Offer ID.
    #[schema(min_length = 1)]
    pub catalog_item_id: String,
    /// The number of licenses, in the limits of the offer.
    #[schema(minimum = 1, maximum = 10_000_000)]
    pub quantity: i32,
    /// The billing cycle that the program expects.
    pub billing_cycle: Option<String>,
    /// The term that the program expects.
    pub term_duration: Option<String>,
}

/// The reseller of record of a line.
#[derive(Debug, ToSchema)]
pub struct NewCartParticipant {
    /// Only `transaction_reseller`.
    pub key: String,
    /// The MPN ID.
    #[schema(min_length = 1)]
    pub value: String,
}

/// What an add-on belongs to.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "camelCase")]
pub struct NewCartContext {
    /// The subscription.
    pub parent_subscription_id: Option<String>,
}

/// A new tag.
#[derive(Debug, ToSchema)]
pub struct NewTag {
    /// The name, which no other tag has.
    #[schema(min_length = 1)]
    pub name: String,
    /// `teal`, `blue`, `plum`, `rust`, `olive` or `gray`. Nothing: one by the name.
    pub color: Option<String>,
}

/// What can change in a tag.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "camelCase")]
pub struct TagChange {
    /// The name.
    pub name: Option<String>,
    /// `teal`, `blue`, `plum`, `rust`, `olive` or `gray`.
    pub color: Option<String>,
    /// The id of the tag that has the name already, to merge both.
    pub merge_into: Option<i32>,
}

/// The tags of a customer.
#[derive(Debug, ToSchema)]
pub struct CustomerTags {
    /// The tags.
    pub items: Vec<TagName>,
}

/// A tag by its name.
#[derive(Debug, ToSchema)]
pub struct TagName {
    /// The name.
    #[schema(min_length = 1)]
    pub name: String,
}

/// A new note.
#[derive(Debug, ToSchema)]
pub struct NewNote {
    /// The text.
    #[schema(min_length = 1)]
    pub text: String,
}

/// What can change in a note.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "camelCase")]
pub struct NoteChange {
    /// The text, which only its author can change.
    pub text: Option<String>,
    /// Whether it is pinned. A customer has one pinned note.
    pub is_pinned: Option<bool>,
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
