//! The words for how far an order is and for what stands in its way, in the reader's language.

use super::model::{MOST_LINES, OrderStatus, Problem};
use crate::i18n::{Locale, Texts};

impl OrderStatus {
    /// How far it is.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            OrderStatus::Requested => texts.order_requested(),
            OrderStatus::Placed => texts.order_placed(),
            OrderStatus::Declined => texts.order_declined(),
            OrderStatus::Withdrawn => texts.order_withdrawn(),
        }
    }

    /// The shape and colour that stand beside the word.
    pub const fn look(self) -> &'static str {
        match self {
            OrderStatus::Requested => "pending",
            OrderStatus::Placed => "active",
            OrderStatus::Declined => "declined",
            OrderStatus::Withdrawn => "revoked",
        }
    }
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
            Problem::TooMany => texts.order_too_many(locale.number(MOST_LINES as u64)),
            Problem::UnknownOffer(id) => texts.order_unknown_offer(id.as_str()),
            Problem::Quantity { offer, least, most } => {
                let (least, most) = (least.unsigned_abs().into(), most.unsigned_abs().into());
                texts.fault_number(offer, locale.number(least), locale.number(most))
            }
            Problem::NoActiveParent(offer) => texts.order_no_active_parent(offer),
        }
    }
}
