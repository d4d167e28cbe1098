//! Why an order cannot be placed.

use crate::domain::OfferId;
use crate::features::orders::model::MAX_LINES;
use crate::i18n::Locale;

/// Why an order cannot be placed. [`Problem::sentence`] says each in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// The cloud takes no new orders.
    ClosedCloud,
    /// An indirect reseller sells nothing itself.
    NoSeller,
    /// The customer agreement is not attested (docs/reference/domain.md#customer-agreement).
    NoAgreement,
    /// The reseller of record is no indirect reseller of this provider, or no longer.
    NoReseller,
    /// There is no line.
    Empty,
    /// There are more than [`MAX_LINES`].
    TooMany,
    /// The seller does not offer this, or no longer.
    UnknownOffer(OfferId),
    /// The quantity is outside the offer's limits.
    Quantity {
        /// The name of the offer.
        offer: String,
        /// The fewest.
        least: i32,
        /// The most.
        most: i32,
    },
    /// The add-on, by name, has no active subscription to its parent offer there.
    NoActiveParent(String),
}

/// Where the agreement is attested, and back.
pub fn agreement_address(customer: &str, back: &str) -> String {
    let next = serde_urlencoded::to_string([("next", back)]).unwrap_or_default();
    format!("/customers/{customer}/agreement?{next}")
}

impl Problem {
    /// The rule, and what to do.
    pub fn sentence(&self, locale: Locale) -> String {
        let texts = locale.texts();
        match self {
            Problem::ClosedCloud => texts.order_closed_cloud(),
            Problem::NoSeller => texts.order_no_seller(),
            Problem::NoAgreement => texts.order_no_agreement(),
            Problem::NoReseller => texts.order_no_reseller(),
            Problem::Empty => texts.order_empty(),
            Problem::TooMany => texts.order_too_many(locale.number(MAX_LINES as u64)),
            Problem::UnknownOffer(id) => texts.order_unknown_offer(id.as_str()),
            Problem::Quantity { offer, least, most } => {
                let (least, most) = (least.unsigned_abs().into(), most.unsigned_abs().into());
                texts.fault_number(offer, locale.number(least), locale.number(most))
            }
            Problem::NoActiveParent(offer) => texts.order_no_active_parent(offer),
        }
    }
}
