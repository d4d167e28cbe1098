//! The quantity of an offer: reading what was typed, and saying how many there may be.

use crate::domain::{BillingType, Offer};
use crate::i18n::Locale;
use crate::web::form_fields::FormReader;

/// The quantity of an offer that was not accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuantityError {
    /// The Offer ID.
    pub offer: String,
    /// The submitted value.
    pub typed: String,
    /// The message.
    pub sentence: String,
}

/// Parses the quantity that was typed for an offer.
///
/// # Errors
/// The message, if it is not a whole number within the limits of the offer.
pub fn parse_quantity(offer: &Offer, typed: &str, locale: Locale) -> Result<i32, QuantityError> {
    let mut fields = FormReader::new(locale);
    let number = fields.number("quantity", &offer.name, typed, offer.minimum..=offer.maximum);
    fields.done(number).map_err(|faults| QuantityError {
        offer: offer.id.to_string(),
        typed: typed.to_owned(),
        sentence: faults.get("quantity").unwrap_or_default().to_owned(),
    })
}

/// Returns the allowed quantity with its unit: `1–300 licenses`; `1` for usage, which has no unit.
pub fn limits(offer: &Offer, locale: Locale) -> String {
    let texts = locale.texts();
    let number = |number: i32| locale.number(number.unsigned_abs().into());
    let (least, most) = (number(offer.minimum), number(offer.maximum));
    match offer.billing_type {
        BillingType::Usage if offer.has_fixed_quantity() => most,
        BillingType::Usage => texts.number_range(least, most),
        BillingType::License if offer.has_fixed_quantity() => {
            texts.license_count(offer.maximum.unsigned_abs(), most)
        }
        BillingType::License => texts.offer_range(texts.number_range(least, most)),
    }
}
