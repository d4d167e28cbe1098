//! Partner organizations. Their type decides who may sell to whom.
//! Rules: docs/reference/domain.md#partner-organisations.

use crate::domain::text_enum::text_enum;
use crate::domain::{MpnId, PartnerId};

/// The type of a partner in the two-tier channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PartnerKind {
    /// Buys from the vendor and sells to its own customers.
    Direct,
    /// A distributor: buys from the vendor and sells through indirect resellers.
    IndirectProvider,
    /// Sells through an indirect provider.
    IndirectReseller,
}

text_enum!(PartnerKind, "type", {
    Direct = "direct", IndirectProvider = "indirect-provider", IndirectReseller = "indirect-reseller",
});

/// The vendor's cloud that a partner works in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cloud {
    /// The worldwide cloud.
    Global,
    /// The cloud of the United States government.
    UsGovernment,
    /// The closed German cloud: only the list, search, export, activity log and removal are available.
    Germany,
}

text_enum!(Cloud, "cloud", { Global = "global", UsGovernment = "us-government", Germany = "germany" });

/// A partner organization, as other partners see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partner {
    /// Row id.
    pub id: PartnerId,
    /// The vendor's id of this partner. People and files use it to refer to the partner.
    pub mpn_id: String,
    /// The type of partner.
    pub kind: PartnerKind,
    /// The cloud it works in.
    pub cloud: Cloud,
    /// Its name.
    pub name: String,
    /// ISO 3166 country, two capital letters.
    pub country: String,
    /// The name of the time zone in its profile; `None` for that of its country.
    pub time_zone: Option<String>,
}

/// Whether the text is an MPN ID in the form that the database stores: 1 to 10 digits.
pub fn is_mpn_id(text: &str) -> bool {
    text.parse::<MpnId>().is_ok_and(|id| id.as_str() == text)
}
