//! What a partner knows of a customer. Every row belongs to one partner; there is no shared record.
//! Rules: docs/reference/domain.md#customers.

use crate::db::stored::stored_in;
use crate::db::words::words;
use diesel::backend::Backend;
use diesel::deserialize::{self, FromStaticSqlRow, Queryable};
use diesel::sql_types::{Bool, Text};

pub use crate::domain::MicrosoftId;

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
words!(Relationship, "relationship", {
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
words!(Origin, "origin", { Added = "added", Request = "request", Referral = "referral", Provider = "provider", OtherPortal = "other-portal" });

/// One line of the customer list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerRow {
    /// The customer's tenant id.
    pub microsoft_id: MicrosoftId,
    /// The bill-to company name, which is what this partner's list calls it.
    pub list_name: String,
    /// Primary domain name.
    pub domain: String,
    /// Kind of relationship.
    pub relationship: Relationship,
    /// Whether the portal assigned the id, because the vendor's was not known.
    pub id_invented: bool,
}

type RowTypes = (Text, Text, Text, Text, Bool);

impl<DB: Backend> Queryable<RowTypes, DB> for CustomerRow
where
    (String, String, String, String, bool): FromStaticSqlRow<RowTypes, DB>,
{
    type Row = (String, String, String, String, bool);

    fn build((id, list_name, domain, relationship, id_invented): Self::Row) -> deserialize::Result<Self> {
        let relationship = stored_in(&relationship, "customers.relationship", &id)?;
        let microsoft_id = stored_in(&id, "customers.microsoft_id", &id)?;
        Ok(CustomerRow { microsoft_id, list_name, domain, relationship, id_invented })
    }
}
