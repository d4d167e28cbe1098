//! What a customer is to a partner.

use crate::domain::text_enum::text_enum;

/// The kind of business relationship, apart from whether it is active (docs/reference/domain.md#customers).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relationship {
    /// Sells to the customer.
    Reseller,
    /// Advises it.
    Advisor,
    /// Syndicates.
    Syndication,
    /// The vendor's support.
    MicrosoftSupport,
    /// Listed, with no kind.
    None,
}

text_enum!(Relationship, "relationship", {
    Reseller = "reseller", Advisor = "advisor", Syndication = "syndication",
    MicrosoftSupport = "microsoft-support", None = "none",
});

/// How a customer came to this partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// Added by this partner's staff.
    Added,
    /// It accepted a relationship request.
    Request,
    /// By a referral.
    Referral,
    /// Its indirect provider added it for this reseller.
    Provider,
    /// Imported from another portal.
    OtherPortal,
}

text_enum!(Origin, "origin", { Added = "added", Request = "request", Referral = "referral", Provider = "provider", OtherPortal = "other-portal" });
