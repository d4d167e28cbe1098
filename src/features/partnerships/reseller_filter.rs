//! The search and the filters of a provider's list of indirect resellers. A provider has few, so they are filtered and sorted
//! in memory.

use crate::domain::text_enum::text_enum;
use crate::error::{Error, Result};
use crate::features::partnerships::queries::PartnershipRow;
use crate::text::{SearchTerms, sort_key};
use crate::urls;
use crate::web::day_range::DayRange;
use crate::web::list::ColumnSort;
use crate::web::parameters;
use crate::web::parameters::{check_search_text, optional};
use chrono_tz::Tz;
use serde::Deserialize;

/// The query parameters of `GET /indirect-resellers`, see docs/reference/addresses.md.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    /// Name or MPN ID.
    pub q: String,
    /// Whether the partnership is active or ended.
    pub status: String,
    /// Country code.
    pub country: String,
    /// First day of the beginning of the partnership.
    pub from: String,
    /// Last day of the beginning of the partnership.
    pub to: String,
    /// `name` (default), `customers` or `since`, each also with `-`.
    pub sort: String,
    /// Language of the export.
    pub lang: String,
}

/// Whether a partnership is active.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartnershipStatus {
    /// Has not ended.
    Active,
    /// Has ended.
    Former,
}

text_enum!(PartnershipStatus, "status", { Active = "active", Former = "former" });

/// The columns by which the list can be sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResellerColumn {
    /// The name.
    Name,
    /// The number of customers.
    Customers,
    /// The beginning of the partnership.
    Since,
}

text_enum!(ResellerColumn, "column", { Name = "name", Customers = "customers", Since = "since" });

/// Which resellers are listed, and in which order.
#[derive(Debug, Clone)]
pub struct Filter {
    words: SearchTerms,
    status: Option<PartnershipStatus>,
    country: String,
    days: DayRange,
    /// The order.
    pub sort: ColumnSort<ResellerColumn>,
}

impl Params {
    /// Parses the parameters.
    ///
    /// # Errors
    /// [`Error::BadInput`] with the name of the malformed parameter.
    pub fn filter(&self) -> Result<Filter> {
        check_search_text(&self.q)?;
        let is_code = self.country.len() == 2 && self.country.bytes().all(|byte| byte.is_ascii_uppercase());
        if !self.country.is_empty() && !is_code {
            return Err(Error::bad_input("country", self.country.clone()));
        }
        Ok(Filter {
            words: SearchTerms::parse(&self.q),
            status: optional("status", &self.status)?,
            country: self.country.clone(),
            days: DayRange::parse(&self.from, &self.to)?,
            sort: parameters::sort(&self.sort)?,
        })
    }

    /// Clears the value of one parameter.
    pub fn remove(&mut self, field: &str) {
        match field {
            "q" => self.q.clear(),
            "status" => self.status.clear(),
            "country" => self.country.clear(),
            "from" => self.from.clear(),
            "to" => self.to.clear(),
            "sort" => self.sort.clear(),
            _ => (self.from, self.to) = Default::default(),
        }
    }

    /// Returns the parameters that say which resellers are listed, without the language.
    pub fn pairs(&self) -> [(&'static str, &str); 6] {
        [
            ("q", &self.q),
            ("status", &self.status),
            ("country", &self.country),
            ("from", &self.from),
            ("to", &self.to),
            ("sort", &self.sort),
        ]
    }

    /// Returns the URL of the list.
    pub fn address(&self) -> String {
        urls::indirect_resellers().with_parameters(self.pairs())
    }
}

impl Filter {
    /// Removes the resellers that do not match, and sorts the others; former ones come last. Days are in this time zone.
    pub fn apply(&self, resellers: &mut Vec<PartnershipRow>, zone: Tz) {
        let instants = self.days.instants(zone);
        resellers.retain(|one| {
            let status = match one.ended_at {
                None => PartnershipStatus::Active,
                Some(_) => PartnershipStatus::Former,
            };
            self.words.are_in(&format!("{} {}", one.name, one.mpn_id))
                && self.status.is_none_or(|wanted| wanted == status)
                && (self.country.is_empty() || self.country == one.country)
                && instants.contains(&one.since)
        });
        match self.sort.column {
            ResellerColumn::Name => self.sort.sort(resellers, |one| Some(sort_key(&one.name))),
            ResellerColumn::Customers => self.sort.sort(resellers, |one| Some(one.customers)),
            ResellerColumn::Since => self.sort.sort(resellers, |one| Some(one.since)),
        }
        resellers.sort_by_key(|one| one.ended_at.is_some());
    }
}
