//! An offer: what it is, how it is billed, how much of it may be bought (domain.md 1.8).

use crate::db::words::words;
use chrono::{Months, NaiveDate};
use std::fmt;

/// The vendor's id of an offer: letters, digits and `-_.:`, at most 64 of them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OfferId(String);

impl OfferId {
    /// The id that is written like this, if it is one.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte);
        ((1..=64).contains(&text.len()) && text.bytes().all(plain)).then(|| OfferId(text.to_owned()))
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OfferId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for OfferId {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        OfferId::parse(&text).ok_or(text)
    }
}

/// What is counted for the bill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BillingType {
    /// Licences.
    License,
    /// What was used.
    Usage,
}
words!(BillingType, "billing type", { License = "license", Usage = "usage" });

/// How often it is billed and renewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BillingCycle {
    /// Every month.
    Monthly,
    /// Every year.
    Annual,
    /// Once.
    OneTime,
    /// Never by itself.
    None,
}
words!(BillingCycle, "billing cycle", {
    Monthly = "monthly", Annual = "annual", OneTime = "one-time", None = "none",
});

impl BillingCycle {
    /// The day on which what begins on this day is renewed.
    pub fn renewal(self, begins: NaiveDate) -> Option<NaiveDate> {
        match self {
            BillingCycle::Monthly => begins.checked_add_months(Months::new(1)),
            BillingCycle::Annual => begins.checked_add_months(Months::new(12)),
            BillingCycle::OneTime | BillingCycle::None => None,
        }
    }
}

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
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn renewals_fall_on_days_that_exist() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(BillingCycle::Monthly.renewal(day("2026-01-31")), Some(day("2026-02-28")));
        assert_eq!(BillingCycle::Annual.renewal(day("2024-02-29")), Some(day("2025-02-28")));
        assert_eq!(BillingCycle::OneTime.renewal(day("2026-01-31")), None);
    }

    #[test]
    fn ids() {
        assert!(OfferId::parse("CFQ7TTC0LH18:0001").is_some());
        for bad in ["", "a b", "a/b", "가", &"a".repeat(65), "a\n"] {
            assert!(OfferId::parse(bad).is_none(), "{bad:?}");
        }
    }
}
