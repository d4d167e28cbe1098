//! The referral and the data of its customer.

use crate::db::connection::MultiBackend;
use crate::db::schema::referrals;
use crate::domain::{PartnerId, ReferralId, ReferralStatus};
use crate::i18n::script::full_name;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::{Insertable, Queryable, Selectable};

/// The number of days after which an unanswered referral expires.
pub const VALID_DAYS: i64 = 14;

/// The data about a potential customer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = referrals, check_for_backend(MultiBackend))]
#[allow(missing_docs)] // the columns of the table
pub struct Lead {
    pub company_name: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub phone: String,
    pub need: String,
    pub note: String,
}

impl Lead {
    /// Returns the contact's full name in the order of its script.
    pub fn contact_name(&self) -> String {
        full_name(&self.first_name, &self.last_name)
    }
}

/// A referral as stored.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = referrals, check_for_backend(MultiBackend))]
#[allow(missing_docs)] // the columns of the table
pub struct Referral {
    pub id: ReferralId,
    /// The partner that received it.
    #[diesel(column_name = partner_id)]
    pub partner: PartnerId,
    /// The provider that referred it; `None` for a lead of the partner itself.
    #[diesel(column_name = referrer_id)]
    pub referrer: Option<PartnerId>,
    pub status: ReferralStatus,
    #[diesel(embed)]
    pub lead: Lead,
    pub reason: Option<String>,
    pub created_name: String,
    pub created_at: NaiveDateTime,
    pub answer_until: NaiveDate,
    pub answered_by: Option<String>,
    pub answered_at: Option<NaiveDateTime>,
    pub closed_by: Option<String>,
    pub closed_at: Option<NaiveDateTime>,
    pub changed_at: NaiveDateTime,
}
