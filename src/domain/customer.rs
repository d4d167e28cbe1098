//! The relationship between a customer and a partner, and its origin.

use crate::domain::text_enum::text_enum;

/// The kind of business relationship. Whether it is active is stored separately (docs/reference/domain.md#customers).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relationship {
    /// The partner sells to the customer.
    Reseller,
    /// The partner advises the customer.
    Advisor,
    /// The partner sells by syndication.
    Syndication,
    /// Support by the vendor.
    MicrosoftSupport,
    /// The customer is in the list without a kind of relationship.
    None,
}

text_enum!(Relationship, "relationship", {
    Reseller = "reseller", Advisor = "advisor", Syndication = "syndication",
    MicrosoftSupport = "microsoft-support", None = "none",
});

/// How the customer was added to this partner's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// Added by this partner's staff.
    Added,
    /// The customer accepted a relationship request.
    Request,
    /// The customer came by a referral.
    Referral,
    /// The indirect provider added the customer for this reseller.
    Provider,
    /// Imported from another portal.
    OtherPortal,
}

text_enum!(Origin, "origin", { Added = "added", Request = "request", Referral = "referral", Provider = "provider", OtherPortal = "other-portal" });
