//! An offer: the product, how it is billed, and the allowed quantity (docs/reference/domain.md#offers).

use crate::domain::OfferId;
use crate::domain::text_enum::text_enum;

/// What the bill is based on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BillingType {
    /// The number of licences.
    License,
    /// The usage.
    Usage,
}

text_enum!(BillingType, "billing type", { License = "license", Usage = "usage" });

/// How often an offer is billed. This is also the term after which it renews.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BillingCycle {
    /// Every month.
    Monthly,
    /// Every year.
    Annual,
    /// Once, without a renewal.
    OneTime,
    /// Billed by usage, without a renewal.
    None,
}

text_enum!(BillingCycle, "billing cycle", {
    Monthly = "monthly", Annual = "annual", OneTime = "one-time", None = "none",
});

/// A product that a partner may sell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The vendor's id.
    pub id: OfferId,
    /// Product name.
    pub name: String,
    /// The publisher of the product.
    pub publisher: String,
    /// The category in the catalogue.
    pub category: String,
    /// What the bill is based on.
    pub billing_type: BillingType,
    /// How often it is billed.
    pub billing_cycle: BillingCycle,
    /// The minimum quantity of an order.
    pub minimum: i32,
    /// The maximum quantity of a subscription.
    pub maximum: i32,
    /// The parent offer, if this is an add-on.
    pub parent: Option<OfferId>,
    /// Whether it can be cancelled for a limited time after the purchase.
    pub cancellable: bool,
}

impl Offer {
    /// Whether there is exactly one possible quantity.
    pub fn has_fixed_quantity(&self) -> bool {
        self.minimum == self.maximum
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::OfferId;

    #[test]
    fn accepts_only_well_formed_offer_ids() {
        assert!(OfferId::parse("CFQ7TTC0LH18:0001").is_some());
        for bad in ["", "a b", "a/b", "가", &"a".repeat(65), "a\n"] {
            assert!(OfferId::parse(bad).is_none(), "{bad:?}");
        }
    }
}
