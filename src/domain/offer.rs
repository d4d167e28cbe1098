//! An offer: what it is, how it is billed, how much of it may be bought (docs/reference/domain.md#offers).

use crate::domain::OfferId;
use crate::domain::text_enum::text_enum;

/// What is counted for the bill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BillingType {
    /// Licences.
    License,
    /// What was used.
    Usage,
}

text_enum!(BillingType, "billing type", { License = "license", Usage = "usage" });

/// How often it is billed, which is how long it runs until it renews.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BillingCycle {
    /// Every month.
    Monthly,
    /// Every year.
    Annual,
    /// Once, without a renewal.
    OneTime,
    /// By use, without a renewal.
    None,
}

text_enum!(BillingCycle, "billing cycle", {
    Monthly = "monthly", Annual = "annual", OneTime = "one-time", None = "none",
});

/// Something that a partner may sell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The vendor's id.
    pub id: OfferId,
    /// Product name.
    pub name: String,
    /// Who makes it.
    pub publisher: String,
    /// Where it stands in the catalogue.
    pub category: String,
    /// What is counted.
    pub billing_type: BillingType,
    /// How often it is billed.
    pub billing_cycle: BillingCycle,
    /// The fewest that may be bought.
    pub minimum: i32,
    /// The most that a subscription may have.
    pub maximum: i32,
    /// An add-on's parent offer.
    pub parent: Option<OfferId>,
    /// Whether it may be cancelled for a while after it was bought.
    pub cancellable: bool,
}

#[cfg(test)]
mod tests {
    use crate::domain::OfferId;

    #[test]
    fn ids() {
        assert!(OfferId::parse("CFQ7TTC0LH18:0001").is_some());
        for bad in ["", "a b", "a/b", "가", &"a".repeat(65), "a\n"] {
            assert!(OfferId::parse(bad).is_none(), "{bad:?}");
        }
    }
}
