//! Parses the query parameters of the list. A malformed value is an error that names the parameter. A well-formed value that
//! nothing has, such as an unknown product, gives an empty list.

use crate::domain::{BillingCycle, ComingEvent, DayWindow, IdPrefix, MicrosoftId, SubscriptionStatus};
use crate::error::{Error, Result};
use crate::features::subscription_list::cursor::read_cursor;
use crate::i18n::Locale;
use crate::search::subscriptions::{Column, SubscriptionAnchor};
use crate::text::SearchTerms;
use crate::text::terms::{MAX_QUERY, is_too_long};
use crate::web::list::{BadParameter, ColumnSort};
use crate::web::parameters;
use crate::web::parameters::{PartnerParameter, check_search_text, optional, optional_by};
use crate::web::shell::Shell;
use serde::Deserialize;

/// The query parameters of `GET /subscriptions`, see docs/reference/addresses.md.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    /// Search text.
    pub q: String,
    /// A status.
    pub status: String,
    /// The name of a product, or an Offer ID.
    pub offer: String,
    /// The publisher of the offer.
    pub publisher: String,
    /// MPN ID of the reseller of record, or `none`.
    pub reseller: String,
    /// A billing cycle.
    pub cycle: String,
    /// `7`, `30` or `90` days from today, or `FROM..TO`.
    pub renews: String,
    /// The first day, from the fields of the form; `renews` in links.
    pub from: String,
    /// The last day.
    pub to: String,
    /// `on` or `off`.
    pub auto_renew: String,
    /// `scheduled`: a change is planned for the renewal.
    pub at_renewal: String,
    /// What happens on the next date: `renewal`, `end` or `deletion`.
    pub event: String,
    /// `date`, `customer`, `product`, `quantity`, `status`; with `-` in front descending.
    pub sort: String,
    /// Cursor: the page starts after this row.
    pub after: String,
    /// Cursor: the page ends before this row.
    pub before: String,
    /// The id of a saved view, or `all` for none.
    pub view: String,
    /// Language of the export.
    pub lang: String,
}

/// Which subscriptions to list or export, and in which order.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// The search text as the user typed it.
    pub q: String,
    /// The search terms in `q`.
    pub words: SearchTerms,
    /// The status.
    pub status: Option<SubscriptionStatus>,
    /// The name of a product, or an Offer ID.
    pub offer: Option<String>,
    /// The publisher.
    pub publisher: Option<String>,
    /// The reseller of record.
    pub reseller: Option<PartnerParameter>,
    /// The billing cycle.
    pub cycle: Option<BillingCycle>,
    /// The days of the next date.
    pub renews: Option<DayWindow>,
    /// Whether auto-renewal is on.
    pub auto_renew: Option<bool>,
    /// Whether another quantity, billing cycle or offer is planned for the renewal.
    pub is_planned: bool,
    /// What happens on the next date.
    pub event: Option<ComingEvent>,
    /// The order.
    pub sort: ColumnSort<Column>,
}

/// Which page of the list.
#[derive(Debug, Clone)]
pub struct PageRequest {
    /// Which subscriptions, and in which order.
    pub filter: Filter,
    /// Where the page begins or ends.
    pub place: SubscriptionAnchor,
}

/// The value of the parameter `at_renewal`.
pub const PLANNED: &str = "scheduled";

/// The numbers of days that the filter offers.
pub const WITHIN: [u16; 3] = [7, 30, 90];

impl Filter {
    /// Returns the Microsoft ID, if the search text is one.
    pub fn customer(&self) -> Option<MicrosoftId> {
        self.words.id()
    }

    /// Returns the beginning of an id, if the search text is one.
    pub fn id(&self) -> Option<IdPrefix> {
        IdPrefix::parse(&self.q)
    }

    /// Whether nothing is searched and no filter is set.
    pub fn is_all(&self) -> bool {
        self.words.is_empty()
            && self.status.is_none()
            && self.offer.is_none()
            && self.publisher.is_none()
            && self.reseller.is_none()
            && self.cycle.is_none()
            && self.renews.is_none()
            && self.auto_renew.is_none()
            && !self.is_planned
            && self.event.is_none()
    }
}

impl Params {
    /// Parses the search, the filters and the order.
    ///
    /// # Errors
    /// [`Error::BadInput`] with the name of the malformed parameter.
    pub fn filter(&self) -> Result<Filter> {
        check_search_text(&self.q)?;
        let auto_renew = optional_by("auto_renew", &self.auto_renew, |word| match word {
            "on" => Some(true),
            "off" => Some(false),
            _ => None,
        })?;
        Ok(Filter {
            words: SearchTerms::parse(&self.q),
            q: self.q.clone(),
            status: optional("status", &self.status)?,
            offer: optional_by("offer", &self.offer, short)?,
            publisher: optional_by("publisher", &self.publisher, short)?,
            reseller: optional("reseller", &self.reseller)?,
            cycle: optional("cycle", &self.cycle)?,
            renews: self.next_dates()?,
            auto_renew,
            is_planned: optional_by("at_renewal", &self.at_renewal, |word| (word == PLANNED).then_some(()))?
                .is_some(),
            event: optional("event", &self.event)?,
            sort: parameters::sort(&self.sort)?,
        })
    }

    /// Parses the days of the next date. The fields of the form count before the parameter of links.
    fn next_dates(&self) -> Result<Option<DayWindow>> {
        let bad = || Error::bad_input("renews", &self.renews);
        if !self.from.is_empty() || !self.to.is_empty() {
            return format!("{}..{}", self.from, self.to).parse().map(Some).map_err(|_| bad());
        }
        if self.renews.is_empty() { Ok(None) } else { self.renews.parse().map(Some).map_err(|_| bad()) }
    }

    /// Parses the search, the filters, the order and the page.
    ///
    /// # Errors
    /// [`Error::BadInput`] with the name of the malformed parameter.
    pub fn page(&self) -> Result<PageRequest> {
        let filter = self.filter()?;
        let place = match (self.after.as_str(), self.before.as_str()) {
            ("", "") => SubscriptionAnchor::Start,
            (after, "") => SubscriptionAnchor::After(read_cursor("after", after, filter.sort)?),
            ("", before) => SubscriptionAnchor::Before(read_cursor("before", before, filter.sort)?),
            (_, before) => return Err(Error::bad_input("before", before)),
        };
        Ok(PageRequest { filter, place })
    }

    /// Clears the value of one parameter.
    pub fn remove(&mut self, field: &str) {
        match field {
            "q" => self.q.clear(),
            "status" => self.status.clear(),
            "offer" => self.offer.clear(),
            "publisher" => self.publisher.clear(),
            "reseller" => self.reseller.clear(),
            "cycle" => self.cycle.clear(),
            "auto_renew" => self.auto_renew.clear(),
            "at_renewal" => self.at_renewal.clear(),
            "event" => self.event.clear(),
            "sort" => self.sort.clear(),
            "renews" => {
                self.renews.clear();
                self.from.clear();
                self.to.clear();
            }
            _ => {
                self.after.clear();
                self.before.clear();
            }
        }
    }
}

fn short(text: &str) -> Option<String> {
    (!is_too_long(text)).then(|| text.to_owned())
}

/// Returns the note about a malformed query parameter.
pub fn bad_parameter(field: &'static str, shell: &Shell) -> BadParameter {
    BadParameter { field, text: bad_parameter_text(field, shell.locale) }
}

/// Returns the sentence about a malformed query parameter.
pub fn bad_parameter_text(field: &str, locale: Locale) -> String {
    let texts = locale.texts();
    match field {
        "q" => texts.bad_query(locale.number(MAX_QUERY as u64)),
        "status" => texts.bad_status(),
        "view" => texts.bad_view(),
        "reseller" => texts.bad_reseller(),
        "renews" => texts.subscriptions_bad_renews(),
        "sort" => texts.subscriptions_bad_sort(),
        "after" | "before" => texts.bad_page(),
        _ => texts.subscriptions_bad_filter(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    fn field(params: &Params) -> Option<&'static str> {
        match params.page() {
            Err(Error::BadInput { field, .. }) => Some(field),
            _ => None,
        }
    }

    #[test]
    fn accepts_days_from_today_and_ranges() {
        let renews =
            |text: &str| Params { renews: text.into(), ..Params::default() }.filter().map(|one| one.renews);
        let today = NaiveDate::from_ymd_opt(2026, 11, 29).unwrap();
        let days = |text| renews(text).unwrap().unwrap().days(today);
        assert_eq!(days("30").end().to_string(), "2026-12-29");
        assert_eq!(days("2026-12-01..2026-12-31").start().to_string(), "2026-12-01");
        for bad in ["3651", "-7", "2026-12-02..2026-12-01", "2026-12-01..", "x..y", "2026-02-30..2026-03-01"]
        {
            assert!(renews(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn names_the_malformed_parameter() {
        let params = |name: &str| {
            let mut params = Params::default();
            let value = "?".to_owned();
            match name {
                "status" => params.status = value,
                "cycle" => params.cycle = value,
                "auto_renew" => params.auto_renew = value,
                "at_renewal" => params.at_renewal = value,
                "event" => params.event = value,
                "reseller" => params.reseller = value,
                "sort" => params.sort = value,
                "after" => params.after = value,
                _ => params.from = value,
            }
            params
        };
        let names =
            ["status", "cycle", "auto_renew", "at_renewal", "event", "reseller", "sort", "after", "renews"];
        for name in names {
            let mut params = params(name);
            assert_eq!(field(&params), Some(name));
            params.remove(name);
            assert_eq!(field(&params), None, "{name}");
        }
    }
}
