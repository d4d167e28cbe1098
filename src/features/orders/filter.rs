//! The search and the filters of the list of orders: its query parameters, and what they select.

use crate::domain::{OrderStatus, is_mpn_id};
use crate::error::{Error, Result};
use crate::web::day_range::DayRange;
use crate::web::list::TimeSort;
use crate::web::parameters::{PartnerParameter, check_search_text, given, optional, optional_by};
use serde::Deserialize;

/// The query parameters of `GET /orders`, see docs/reference/addresses.md.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    /// Customer, id or person.
    pub q: String,
    /// Status.
    pub status: String,
    /// MPN ID of the indirect reseller of record, or `none`.
    pub reseller: String,
    /// MPN ID of the indirect provider that sells.
    pub provider: String,
    /// Name of the user who ordered.
    pub by: String,
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// `-made` (default) or `made`.
    pub sort: String,
    /// Cursor: the page starts after this row.
    pub after: String,
    /// Cursor: the page ends before this row.
    pub before: String,
    /// Language of the export.
    pub lang: String,
}

/// The other partner of an order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum OtherParty {
    /// Any partner, or none.
    #[default]
    Any,
    /// No indirect reseller.
    NoReseller,
    /// The indirect reseller of record with this MPN ID.
    Reseller(String),
    /// The indirect provider with this MPN ID.
    Provider(String),
}

/// Which orders are listed, and in which order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// The search text; empty for all.
    pub q: String,
    /// The status; `None` for all.
    pub status: Option<OrderStatus>,
    /// The other partner.
    pub other: OtherParty,
    /// The name of the user who ordered; `None` for all.
    pub by: Option<String>,
    /// The days on which orders were made.
    pub days: DayRange,
    /// The order.
    pub sort: TimeSort,
}

impl Params {
    /// Parses the parameters except the cursor.
    ///
    /// # Errors
    /// [`Error::BadInput`] with the name of the malformed parameter.
    pub fn filter(&self) -> Result<Filter> {
        check_search_text(&self.q)?;
        let provider =
            optional_by("provider", &self.provider, |text| is_mpn_id(text).then(|| text.to_owned()))?;
        let other = match (optional("reseller", &self.reseller)?, provider) {
            (None, None) => OtherParty::Any,
            (Some(PartnerParameter::NoPartner), None) => OtherParty::NoReseller,
            (Some(PartnerParameter::MpnId(reseller)), None) => OtherParty::Reseller(reseller),
            (None, Some(provider)) => OtherParty::Provider(provider),
            (Some(_), Some(provider)) => return Err(Error::bad_input("provider", provider)),
        };
        Ok(Filter {
            q: self.q.trim().to_owned(),
            status: optional("status", &self.status)?,
            other,
            by: given(&self.by),
            days: DayRange::parse(&self.from, &self.to)?,
            sort: TimeSort::parse(&self.sort, "made")?,
        })
    }

    /// Clears the value of one parameter.
    pub fn remove(&mut self, field: &str) {
        match field {
            "q" => self.q.clear(),
            "status" => self.status.clear(),
            "reseller" => self.reseller.clear(),
            "provider" => self.provider.clear(),
            "from" => self.from.clear(),
            "to" => self.to.clear(),
            "sort" => self.sort.clear(),
            _ => (self.from, self.to) = Default::default(),
        }
    }

    /// Returns the parameters that say which orders are listed, without page and language.
    pub fn pairs(&self) -> [(&'static str, &str); 8] {
        [
            ("q", &self.q),
            ("status", &self.status),
            ("reseller", &self.reseller),
            ("provider", &self.provider),
            ("by", &self.by),
            ("from", &self.from),
            ("to", &self.to),
            ("sort", &self.sort),
        ]
    }
}

impl Filter {
    /// Whether the list is filtered by nothing but a status, so that its number is known without counting.
    pub fn is_by_status_only(&self) -> bool {
        let Filter { q, status: _, other, by, days, sort: _ } = self;
        q.is_empty() && *other == OtherParty::Any && by.is_none() && days.is_everything()
    }
}
