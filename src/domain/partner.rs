//! The organisations of the channel. Who may sell to whom follows from their kind.
//! Rules: docs/reference/domain.md#partner-organisations.

use crate::domain::text_enum::text_enum;
use crate::domain::{MpnId, PartnerId};

/// What a partner organisation is in the two-tier channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PartnerKind {
    /// Buys from the vendor and sells to its own customers.
    Direct,
    /// A distributor: buys from the vendor and sells through indirect resellers.
    IndirectProvider,
    /// Sells through a provider.
    IndirectReseller,
}

text_enum!(PartnerKind, "type", {
    Direct = "direct", IndirectProvider = "indirect-provider", IndirectReseller = "indirect-reseller",
});

/// The vendor's cloud that a partner works in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cloud {
    /// The world-wide cloud.
    Global,
    /// The cloud of the United States' government.
    UsGovernment,
    /// The closed German cloud: list, search, export, log and removal only.
    Germany,
}

text_enum!(Cloud, "cloud", { Global = "global", UsGovernment = "us-government", Germany = "germany" });

/// A partner organisation as others see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partner {
    /// Row id.
    pub id: PartnerId,
    /// The vendor's number for this partner, by which people and files name it.
    pub mpn_id: String,
    /// Its place in the channel.
    pub kind: PartnerKind,
    /// The cloud it works in.
    pub cloud: Cloud,
    /// Its name.
    pub name: String,
    /// ISO 3166 country, two capital letters.
    pub country: String,
}

/// Whether this is an MPN ID as tables keep it: 1 to 10 digits.
pub fn is_mpn_id(text: &str) -> bool {
    text.parse::<MpnId>().is_ok_and(|id| id.as_str() == text)
}
