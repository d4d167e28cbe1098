//! Why an order cannot be placed.

use crate::domain::OfferId;
use crate::features::orders::model::MAX_LINES;
use crate::i18n::Locale;
use crate::urls;

/// A reason why an order cannot be placed. [`Problem::sentence`] returns its message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// The seller's cloud is closed for new orders.
    ClosedCloud,
    /// The seller is an indirect reseller, which cannot sell by itself.
    NoSeller,
    /// The customer agreement is not attested (docs/reference/domain.md#customer-agreement).
    NoAgreement,
    /// The reseller of record is not, or no longer, an indirect reseller of this provider.
    NoReseller,
    /// The order has no lines.
    Empty,
    /// The order has more than [`MAX_LINES`] lines.
    TooMany,
    /// The seller does not, or no longer, offer this.
    UnknownOffer(OfferId),
    /// The quantity is outside the offer's limits.
    Quantity {
        /// The name of the offer.
        offer: String,
        /// The minimum.
        least: i32,
        /// The maximum.
        most: i32,
    },
    /// The parent of this add-on (its name) is not an active subscription to the parent offer with the same reseller.
    NoActiveParent(String),
}

/// Returns the URL of the page that attests the agreement and then returns to `back`.
pub fn agreement_address(customer: &str, back: &str) -> String {
    let next = serde_urlencoded::to_string([("next", back)]).unwrap_or_default();
    urls::customer_agreement(customer).with_query(next)
}

impl Problem {
    /// Returns the message: the rule, and what to do.
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
