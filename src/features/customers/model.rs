//! A partner's customers and their subscriptions. Each row belongs to one partner; partners share no records.
//! Rules: docs/reference/domain.md#customers.

use crate::db::stored::stored_in;
use crate::domain::{MicrosoftId, Relationship, SubscriptionStatus};
use crate::i18n::Texts;
use diesel::backend::Backend;
use diesel::deserialize;
use diesel::deserialize::{FromStaticSqlRow, Queryable};
use diesel::sql_types::{Bool, Integer, Text};

/// A row of the customer list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerRow {
    /// The customer's tenant id.
    pub microsoft_id: MicrosoftId,
    /// The bill-to company name, which is its name in this partner's list.
    pub list_name: String,
    /// Primary domain name.
    pub domain: String,
    /// Kind of relationship.
    pub relationship: Relationship,
    /// Whether the portal generated the id, because the vendor's was not known.
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

/// An indirect reseller as a filter choice or in an opened row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResellerChoice {
    /// Its MPN ID, which is also the value in URLs.
    pub mpn_id: String,
    /// Its name.
    pub name: String,
    /// Whether the partnership ended. Its customers stay associated with it.
    /// Rules: docs/reference/domain.md#partnerships.
    pub is_former: bool,
}

impl ResellerChoice {
    /// Returns its name, marked if it is a former reseller.
    pub fn label(&self, texts: &Texts) -> String {
        if self.is_former { texts.former_reseller(&self.name) } else { self.name.clone() }
    }
}

/// A subscription as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubscriptionLine {
    /// The vendor's id of the subscription, as imported.
    pub subscription_id: String,
    /// Product name.
    pub name: String,
    /// Number of licenses.
    pub quantity: i32,
    /// Its state.
    pub status: SubscriptionStatus,
}

impl<DB: Backend> Queryable<(Text, Text, Integer, Text), DB> for SubscriptionLine
where
    (String, String, i32, String): FromStaticSqlRow<(Text, Text, Integer, Text), DB>,
{
    type Row = (String, String, i32, String);

    fn build((subscription_id, name, quantity, status): Self::Row) -> deserialize::Result<Self> {
        let status = stored_in(&status, "subscriptions.status", &subscription_id)?;
        Ok(SubscriptionLine { subscription_id, name, quantity, status })
    }
}
