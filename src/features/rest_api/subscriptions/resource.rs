//! A subscription as the API shows it.

use crate::domain::{BillingCycle, BillingType, MicrosoftId, OfferId, SubscriptionStatus};
use crate::features::rest_api::offers::resource::{cycle_word, is_microsofts, term, unit};
use crate::features::rest_api::products::product_catalog::ProductAddress;
use crate::features::rest_api::resource::{Attributes, Link, day, timestamp};
use crate::features::rest_api::subscriptions::next_term::NextTermResource;
use crate::features::rest_api::subscriptions::queries::SubscriptionView;
use crate::features::rest_api::words;
use crate::urls;
use serde::Serialize;
use utoipa::ToSchema;

/// A subscription.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Subscription)]
pub struct SubscriptionResource {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    offer_id: Option<String>,
    /// The name of the product.
    offer_name: String,
    /// The nickname, otherwise the name of the product.
    friendly_name: String,
    /// The number of licenses.
    quantity: i32,
    #[schema(value_type = words::UnitType)]
    unit_type: &'static str,
    /// The subscription of an add-on.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    parent_subscription_id: Option<String>,
    /// Whether add-ons can be ordered for it.
    has_purchasable_addons: bool,
    #[schema(format = DateTime)]
    creation_date: String,
    #[schema(format = DateTime)]
    effective_start_date: String,
    /// The day on which it renews or ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime, nullable = false)]
    commitment_end_date: Option<String>,
    #[schema(value_type = words::SubscriptionStatus)]
    status: &'static str,
    auto_renew_enabled: bool,
    is_trial: bool,
    #[schema(value_type = words::BillingType)]
    billing_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = words::BillingCycle)]
    billing_cycle: Option<&'static str>,
    /// The length of the term.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = words::TermDuration)]
    term_duration: Option<&'static str>,
    /// The length of the next term; missing if it does not renew.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = words::TermDuration)]
    renewal_term_duration: Option<&'static str>,
    /// What is planned for its renewal.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    scheduled_next_term_instructions: Option<NextTermResource>,
    /// What its state and offer allow.
    #[schema(value_type = Vec<words::SubscriptionAction>)]
    actions: Vec<&'static str>,
    /// The MPN ID of the reseller of record.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    partner_id: Option<String>,
    /// Only if it is suspended.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suspension_reasons: Vec<&'static str>,
    /// Always `subscription`.
    contract_type: &'static str,
    is_microsoft_product: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    publisher_name: Option<String>,
    /// The order with which it began here.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = Uuid, nullable = false)]
    order_id: Option<String>,
    links: SubscriptionLinks,
    attributes: Attributes,
}

/// The links of a subscription.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct SubscriptionLinks {
    /// Its offer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    offer: Option<Link>,
    /// The subscription of an add-on.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    parent_subscription: Option<Link>,
    /// The product of its offer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    product: Option<Link>,
    /// The SKU of this product.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    sku: Option<Link>,
    /// The availability of this SKU.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    availability: Option<Link>,
    /// The subscription itself.
    #[serde(rename = "self")]
    own: Link,
}

impl SubscriptionResource {
    /// Returns a subscription of this customer, whose partner is in `country`.
    pub fn new(customer: MicrosoftId, view: SubscriptionView<'_>, country: &str) -> Self {
        let (this, offer) = (view.this, view.offer);
        let cycle = this.billing_cycle.or(offer.map(|offer| offer.billing_cycle));
        let kind = offer.map_or(BillingType::License, |offer| offer.billing_type);
        SubscriptionResource {
            id: this.id.to_string(),
            offer_id: this.offer_id.as_ref().map(ToString::to_string),
            offer_name: this.name.clone(),
            friendly_name: this.nickname.clone().unwrap_or_else(|| this.name.clone()),
            quantity: this.quantity,
            unit_type: unit(kind),
            parent_subscription_id: this.parent.as_ref().map(ToString::to_string),
            has_purchasable_addons: view.has_add_ons,
            creation_date: timestamp(this.created_at),
            effective_start_date: timestamp(this.created_at),
            commitment_end_date: this.renews_on.map(day),
            status: this.status.as_str(),
            auto_renew_enabled: this.auto_renew,
            is_trial: false,
            billing_type: kind.as_str(),
            billing_cycle: cycle.map(cycle_word),
            term_duration: cycle.and_then(term),
            renewal_term_duration: renewal_cycle(view, cycle).and_then(term),
            scheduled_next_term_instructions: NextTermResource::new(this, cycle),
            actions: actions(view),
            partner_id: view.reseller.map(str::to_owned),
            suspension_reasons: match this.status {
                SubscriptionStatus::Suspended => vec!["PartnerInitiated"],
                _ => Vec::new(),
            },
            contract_type: "subscription",
            is_microsoft_product: offer.is_none_or(is_microsofts),
            publisher_name: offer.map(|offer| offer.publisher.clone()).filter(|name| !name.is_empty()),
            order_id: view.order.map(|order| order.to_string()),
            links: links(customer, view, country),
            attributes: Attributes::of_version("Subscription", &this.id, this.version),
        }
    }
}

/// Returns the cycle with which it renews; `None` if it does not.
fn renewal_cycle(view: SubscriptionView<'_>, cycle: Option<BillingCycle>) -> Option<BillingCycle> {
    view.this.at_renewal.cycle.or(cycle).filter(|_| view.this.auto_renew)
}

fn actions(view: SubscriptionView<'_>) -> Vec<&'static str> {
    let can_be_changed =
        matches!(view.this.status, SubscriptionStatus::Active | SubscriptionStatus::Suspended);
    match (can_be_changed, view.offer.is_some_and(|offer| offer.cancellable)) {
        (false, _) => Vec::new(),
        (true, false) => vec!["Edit"],
        (true, true) => vec!["Edit", "Cancel"],
    }
}

fn links(customer: MicrosoftId, view: SubscriptionView<'_>, country: &str) -> SubscriptionLinks {
    let offer = |id: &OfferId| urls::api_offer(id.as_str()).with_parameters([("country", country)]);
    let (products, known) = (ProductAddress { customer: Some(customer), country }, view.offer);
    SubscriptionLinks {
        offer: view.this.offer_id.as_ref().map(|id| Link::to(&offer(id))),
        parent_subscription: view
            .this
            .parent
            .as_ref()
            .map(|parent| Link::to(&urls::api_subscription(customer, parent))),
        product: known.map(|offer| Link::to(&products.product(&offer.id))),
        sku: known.map(|offer| Link::to(&products.sku(&offer.id))),
        availability: known.map(|offer| Link::to(&products.availability(&offer.id))),
        own: Link::to(&urls::api_subscription(customer, &view.this.id)),
    }
}
