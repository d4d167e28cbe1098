//! The search and the filters of the list of referrals: its query parameters, and what they select.

use crate::domain::ReferralStatus;
use crate::error::Result;
use crate::web::day_range::DayRange;
use crate::web::list::TimeSort;
use crate::web::parameters::{PartnerParameter, check_search_text, given, optional};
use serde::Deserialize;

/// The query parameters of `GET /referrals`, see docs/reference/addresses.md.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    /// Company, contact, id or person.
    pub q: String,
    /// The tab; received referrals by default.
    pub status: String,
    /// MPN ID of the other partner, or `none` for own leads.
    pub partner: String,
    /// Name of the user who created the referral.
    pub by: String,
    /// First day of the last change.
    pub from: String,
    /// Last day of the last change.
    pub to: String,
    /// `-changed` (default) or `changed`.
    pub sort: String,
    /// Cursor: the page starts after this row.
    pub after: String,
    /// Cursor: the page ends before this row.
    pub before: String,
    /// Language of the export.
    pub lang: String,
}

/// Which referrals are listed, and in which order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// The search text; empty for all.
    pub q: String,
    /// The tab.
    pub status: ReferralStatus,
    /// The other partner; `None` for all.
    pub partner: Option<PartnerParameter>,
    /// The name of the user who created the referral; `None` for all.
    pub by: Option<String>,
    /// The days of the last change.
    pub days: DayRange,
    /// The order.
    pub sort: TimeSort,
}

impl Params {
    /// Parses the parameters except the cursor.
    ///
    /// # Errors
    /// [`BadInput`](crate::error::Error::BadInput) with the name of the malformed parameter.
    pub fn filter(&self) -> Result<Filter> {
        check_search_text(&self.q)?;
        Ok(Filter {
            q: self.q.trim().to_owned(),
            status: optional("status", &self.status)?.unwrap_or(ReferralStatus::Received),
            partner: optional("partner", &self.partner)?,
            by: given(&self.by),
            days: DayRange::parse(&self.from, &self.to)?,
            sort: TimeSort::parse(&self.sort, "changed")?,
        })
    }

    /// Clears the value of one parameter.
    pub fn remove(&mut self, field: &str) {
        match field {
            "q" => self.q.clear(),
            "status" => self.status.clear(),
            "partner" => self.partner.clear(),
            "from" => self.from.clear(),
            "to" => self.to.clear(),
            "sort" => self.sort.clear(),
            _ => (self.from, self.to) = Default::default(),
        }
    }

    /// Returns the parameters that say which referrals are listed, without page and language.
    pub fn pairs(&self) -> [(&'static str, &str); 7] {
        [
            ("status", &self.status),
            ("q", &self.q),
            ("partner", &self.partner),
            ("by", &self.by),
            ("from", &self.from),
            ("to", &self.to),
            ("sort", &self.sort),
        ]
    }
}
