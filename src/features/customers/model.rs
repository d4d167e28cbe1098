//! A partner's customers and their subscriptions. Each row belongs to one partner; partners share no records.
//! Rules: docs/reference/domain.md#customers.

use crate::db::connection::MultiBackend;
use crate::db::schema::{customers, partners, partnerships, subscriptions};
use crate::domain::{MicrosoftId, PartnerId, Relationship, SubscriptionId, SubscriptionStatus};
use crate::i18n::Texts;
use crate::search::SortColumns;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::{ExpressionMethods, Queryable, Selectable};

/// A row of the customer list.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = customers, check_for_backend(MultiBackend))]
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
    /// When it became a customer, UTC.
    pub customer_since: NaiveDateTime,
    /// The two-letter code of the country of its bill-to address; empty without one.
    pub country: String,
    /// How many subscriptions it has, without deleted, expired and disabled ones.
    pub subscription_count: i32,
    /// How many licenses these subscriptions have.
    pub licenses: i64,
    /// When the next of them renews or ends.
    pub renews_on: Option<NaiveDate>,
    /// When the next of them ends.
    pub ends_on: Option<NaiveDate>,
    /// The ids of its indirect resellers, between spaces.
    pub reseller_ids: String,
    /// Its aliases and former names, as [`OtherNames::parse`] reads them.
    ///
    /// [`OtherNames::parse`]: crate::features::customers::other_names::OtherNames::parse
    pub other_names: Option<String>,
}

impl CustomerRow {
    /// Returns the values by which the list can be sorted.
    pub fn sort_columns(&self) -> SortColumns {
        SortColumns {
            since: self.customer_since,
            subscriptions: self.subscription_count,
            licenses: self.licenses,
            renews_on: self.renews_on,
        }
    }

    /// Returns the indirect resellers with which it is associated.
    pub fn resellers(&self) -> impl Iterator<Item = PartnerId> {
        self.reseller_ids.split(' ').filter_map(|id| id.parse().ok().map(PartnerId))
    }
}

/// An indirect reseller as a filter choice or in an opened row.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = partners, check_for_backend(MultiBackend))]
pub struct ResellerChoice {
    /// Its id.
    pub id: PartnerId,
    /// Its MPN ID, which is also the value in URLs.
    pub mpn_id: String,
    /// Its name.
    pub name: String,
    /// Whether the partnership ended. Its customers stay associated with it.
    /// Rules: docs/reference/domain.md#partnerships.
    #[diesel(select_expression = partnerships::ended_at.is_not_null())]
    pub is_former: bool,
}

impl ResellerChoice {
    /// Returns its name, marked if it is a former reseller.
    pub fn label(&self, texts: &Texts) -> String {
        if self.is_former { texts.former_reseller(&self.name) } else { self.name.clone() }
    }
}

/// A subscription as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = subscriptions, check_for_backend(MultiBackend))]
pub struct SubscriptionLine {
    /// The vendor's id of the subscription, as imported.
    pub subscription_id: SubscriptionId,
    /// Product name.
    pub name: String,
    /// Number of licenses.
    pub quantity: i32,
    /// Its state.
    pub status: SubscriptionStatus,
}
