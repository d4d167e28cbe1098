//! A subscription as the API shows it.

use crate::domain::{BillingCycle, BillingType, MicrosoftId, SubscriptionStatus};
use crate::features::rest_api::offers::resource::{cycle_word, is_microsofts, term, unit};
use crate::features::rest_api::products::product_catalog::ProductAddress;
use crate::features::rest_api::resource::{Attributes, Link, day, timestamp};
use crate::features::rest_api::subscriptions::next_term::NextTermResource;
use crate::features::rest_api::subscriptions::queries::SubscriptionView;
use crate::urls;
use serde::Serialize;
use serde_json::{Map, Value, json};

/// A subscription.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SubscriptionResource {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    offer_id: Option<String>,
    offer_name: String,
    friendly_name: String,
    quantity: i32,
    unit_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent_subscription_id: Option<String>,
    has_purchasable_addons: bool,
    creation_date: String,
    effective_start_date: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    commitment_end_date: Option<String>,
    status: &'static str,
    auto_renew_enabled: bool,
    is_trial: bool,
    billing_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    billing_cycle: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    term_duration: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    renewal_term_duration: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scheduled_next_term_instructions: Option<NextTermResource>,
    actions: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    partner_id: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suspension_reasons: Vec<&'static str>,
    contract_type: &'static str,
    is_microsoft_product: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    order_id: Option<String>,
    links: Value,
    attributes: Attributes,
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

fn links(customer: MicrosoftId, view: SubscriptionView<'_>, country: &str) -> Value {
    let mut links = Map::new();
    if let Some(offer) = &view.this.offer_id {
        let address = urls::api_offer(offer.as_str()).with_parameters([("country", country)]);
        links.insert("offer".to_owned(), json!(Link::to(&address)));
    }
    if let Some(parent) = &view.this.parent {
        let address = urls::api_subscription(customer, parent);
        links.insert("parentSubscription".to_owned(), json!(Link::to(&address)));
    }
    if let Some(offer) = view.offer {
        let address = ProductAddress { customer: Some(customer), country };
        links.insert("product".to_owned(), json!(Link::to(&address.product(&offer.id))));
        links.insert("sku".to_owned(), json!(Link::to(&address.sku(&offer.id))));
        links.insert("availability".to_owned(), json!(Link::to(&address.availability(&offer.id))));
    }
    links.insert("self".to_owned(), json!(Link::to(&urls::api_subscription(customer, &view.this.id))));
    Value::Object(links)
}
