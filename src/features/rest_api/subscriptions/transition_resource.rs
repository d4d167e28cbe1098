//! Which offers a subscription can change to, as the API shows it.

use crate::features::rest_api::offers::resource::{cycle_word, term};
use crate::features::rest_api::products::catalog_item::catalog_item_id;
use crate::features::rest_api::resource::Attributes;
use crate::features::rest_api::words;
use crate::features::subscriptions::change::choices::RenewalChoices;
use crate::features::subscriptions::lifecycle::operation::OperationError;
use crate::i18n::Locale;
use serde::Serialize;
use utoipa::ToSchema;

/// An offer to which a subscription can change, or cannot.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TransitionEligibility {
    catalog_item_id: String,
    title: String,
    /// Always empty.
    description: String,
    quantity: i32,
    #[schema(value_type = words::BillingCycle)]
    billing_cycle: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = words::TermDuration)]
    term_duration: Option<&'static str>,
    eligibilities: Vec<EligibilityDetail>,
    attributes: Attributes,
}

/// Whether one kind of change is possible.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = TransitionDetail)]
struct EligibilityDetail {
    is_eligible: bool,
    /// Always `transition_only`: users keep their licenses.
    transition_type: &'static str,
    errors: Vec<TransitionError>,
}

/// Why a change is not possible.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct TransitionError {
    code: u32,
    description: String,
}

impl TransitionEligibility {
    /// Returns the offers to which a subscription can change at its renewal. The portal has no licenses of users, so none are
    /// transferred.
    pub fn list(choices: &RenewalChoices, locale: Locale) -> Vec<Self> {
        let quantity = choices.this.at_renewal.quantity.unwrap_or(choices.this.quantity);
        let item = |(offer, forbidden): &(crate::domain::Offer, Option<OperationError>)| {
            let errors = forbidden.iter();
            let errors =
                errors.map(|error| TransitionError { code: code(error), description: error.text(locale) });
            TransitionEligibility {
                catalog_item_id: catalog_item_id(&offer.id),
                title: offer.name.clone(),
                description: String::new(),
                quantity,
                billing_cycle: cycle_word(offer.billing_cycle),
                term_duration: term(offer.billing_cycle),
                eligibilities: vec![EligibilityDetail {
                    is_eligible: forbidden.is_none(),
                    transition_type: "transition_only",
                    errors: errors.collect(),
                }],
                attributes: Attributes::new("TransitionEligibility"),
            }
        };
        choices.offers.iter().map(item).collect()
    }
}

/// Returns the vendor's number for the reason: 1 if the subscription is not active, otherwise 0.
fn code(error: &OperationError) -> u32 {
    use OperationError::{Deleted, DeletionDue, KeptByVendor, Pending, Suspended};
    u32::from(matches!(error, Deleted | DeletionDue | KeptByVendor | Pending | Suspended))
}
