//! What changes at the renewal of a subscription, as the vendor writes it: `scheduledNextTermInstructions`. A program sends back
//! what it has read, and only what differs from it counts. To undo a plan, it sends the present product and quantity.

use crate::domain::{BillingCycle, OfferId, Permission};
use crate::features::rest_api::fields::Fields;
use crate::features::rest_api::offers::resource::{cycle_word, term};
use crate::features::rest_api::products::catalog_item::SKU;
use crate::features::rest_api::words;
use crate::features::subscriptions::lifecycle::at_renewal::renews;
use crate::features::subscriptions::lifecycle::operation::Operation;
use crate::features::subscriptions::lifecycle::renewal_wish::{RenewalWish, Wish};
use crate::features::subscriptions::model::{ANY_QUANTITY, Subscription};
use serde::Serialize;
use utoipa::ToSchema;

/// The plan for the next term.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = NextTerm)]
pub struct NextTermResource {
    /// The product; missing if the subscription has no known offer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    product: Option<ProductTerm>,
    /// The number of licenses.
    quantity: i32,
}

/// The product of the next term.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ProductTerm {
    /// The Offer ID.
    product_id: String,
    /// Always `0001`.
    sku_id: &'static str,
    /// The Offer ID.
    availability_id: String,
    /// How often it is billed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = words::BillingCycle)]
    billing_cycle: Option<&'static str>,
    /// The length of the term.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = words::TermDuration)]
    term_duration: Option<&'static str>,
}

impl NextTermResource {
    /// Returns the plan of a subscription that renews with the cycle `present` if none is planned; `None` without a plan.
    pub fn new(this: &Subscription, present: Option<BillingCycle>) -> Option<Self> {
        let plan = &this.at_renewal;
        let offer = plan.offer.as_ref().or(this.offer_id.as_ref());
        let cycle = plan.cycle.or(present);
        let product = offer.map(|offer| ProductTerm {
            product_id: offer.to_string(),
            sku_id: SKU,
            availability_id: offer.to_string(),
            billing_cycle: cycle.map(cycle_word),
            term_duration: cycle.and_then(term),
        });
        let quantity = plan.quantity.unwrap_or(this.quantity);
        (!plan.is_empty()).then_some(NextTermResource { product, quantity })
    }
}

/// The plan that a program sent. What is missing stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SentNextTerm {
    offer: Option<OfferId>,
    cycle: Option<BillingCycle>,
    quantity: Option<i32>,
}

impl SentNextTerm {
    /// Reads the plan from the body of a subscription.
    pub fn read(fields: &mut Fields<'_>) -> Self {
        fields.object("scheduledNextTermInstructions", |plan| {
            let mut sent = plan.object("product", read_product);
            sent.quantity = plan.number("quantity");
            if sent.quantity.is_some_and(|quantity| !ANY_QUANTITY.contains(&quantity)) {
                let (least, most) = (ANY_QUANTITY.start(), ANY_QUANTITY.end());
                plan.add("quantity", format!("it must be from {least} to {most}"));
            }
            if plan.text("customTermEndDate").is_some() {
                plan.add("customTermEndDate", "a term ends by its billing cycle");
            }
            sent
        })
    }

    /// Returns the operation that makes the stored plan what was sent, and the permission that it needs; `None` if it is so
    /// already.
    pub fn operation(&self, now: &Subscription) -> Option<(Operation, Permission)> {
        let plan = &now.at_renewal;
        let present = (now.offer_id.clone(), now.billing_cycle, now.quantity);
        let planned = (
            plan.offer.clone().or(present.0.clone()),
            plan.cycle.or(present.1),
            plan.quantity.unwrap_or(present.2),
        );
        let offer = self.offer.clone().or(planned.0.clone());
        let other_cycle = if offer == planned.0 { planned.1 } else { None };
        let wanted = (offer, self.cycle.or(other_cycle), self.quantity.unwrap_or(planned.2));
        if wanted == planned {
            return None;
        }
        let is_present = wanted.0 == present.0 && wanted.1.is_none_or(|cycle| Some(cycle) == present.1);
        if is_present && wanted.2 == present.2 {
            return Some((Operation::RenewUnchanged, Permission::ChangeSubscription));
        }
        let wish = RenewalWish {
            renews: None,
            offer: wish(wanted.0.map(|offer| offer.to_string()), &planned.0, &present.0),
            cycle: match wanted.1 {
                Some(cycle) if Some(cycle) != planned.1 => Wish::Changed(cycle),
                _ => Wish::AsPlanned,
            },
            quantity: match wanted.2 {
                quantity if quantity == planned.2 => Wish::AsPlanned,
                quantity if quantity == present.2 => Wish::Unchanged,
                quantity => Wish::Changed(quantity),
            },
        };
        let is_order = wish.is_order() || wish.offer != Wish::AsPlanned;
        let needed = if is_order { Permission::Order } else { Permission::ChangeSubscription };
        Some((Operation::AtRenewal(wish), needed))
    }
}

/// Returns the wish for an offer.
fn wish(wanted: Option<String>, planned: &Option<OfferId>, present: &Option<OfferId>) -> Wish<String> {
    let is = |offer: &Option<OfferId>| wanted.as_deref() == offer.as_ref().map(OfferId::as_str);
    match (is(planned), is(present)) {
        (true, _) => Wish::AsPlanned,
        (false, true) => Wish::Unchanged,
        (false, false) => wanted.map_or(Wish::AsPlanned, Wish::Changed),
    }
}

fn read_product(fields: &mut Fields<'_>) -> SentNextTerm {
    let id = fields.text("productId").filter(|id| !id.is_empty());
    let offer = id.and_then(OfferId::parse);
    if id.is_some() && offer.is_none() {
        fields.add("productId", "it must be the id of a product");
    }
    if fields.text("skuId").is_some_and(|sku| !sku.is_empty() && sku != SKU) {
        fields.add("skuId", format!("it must be {SKU}"));
    }
    let availability = fields.text("availabilityId").filter(|id| !id.is_empty());
    if availability.is_some() && availability != id {
        fields.add("availabilityId", "it must be that of the product");
    }
    let cycle = fields.text("billingCycle").map(str::to_ascii_lowercase);
    let of_word = cycle.as_deref().and_then(|word| word.parse::<BillingCycle>().ok());
    let of_word = of_word.filter(|cycle| renews(*cycle));
    if cycle.is_some() && of_word.is_none() {
        fields.add("billingCycle", "it must be monthly or annual");
    }
    let duration = fields.text("termDuration").map(str::to_ascii_uppercase);
    let cycles = [BillingCycle::Monthly, BillingCycle::Annual];
    let of_term =
        duration.as_deref().and_then(|duration| cycles.into_iter().find(|one| term(*one) == Some(duration)));
    if duration.is_some() && (of_term.is_none() || of_word.is_some() && of_word != of_term) {
        fields.add("termDuration", "it must be that of the billing cycle: P1M for monthly, P1Y for annual");
    }
    SentNextTerm { offer, cycle: of_word.or(of_term), quantity: None }
}
