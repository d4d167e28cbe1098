//! Parses the query parameters of the list. A malformed value is an error that names the parameter. A well-formed value that
//! nothing has, such as an unknown product, gives an empty list.

use crate::domain::{BillingCycle, DayWindow, IdPrefix, MicrosoftId, SubscriptionStatus, is_mpn_id};
use crate::error::{Error, Result};
use crate::search::subscriptions::{Column, SubscriptionAnchor, SubscriptionCursor};
use crate::text::SearchTerms;
use crate::text::terms::{MAX_QUERY, is_too_long};
use crate::web::list::{BadParameter, ColumnSort};
use crate::web::shell::Shell;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use serde::Deserialize;
use uuid::Uuid;

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
    /// `date`, `customer`, `product`, `quantity`, `status`; with `-` in front descending.
    pub sort: String,
    /// Cursor: the page starts after this row.
    pub after: String,
    /// Cursor: the page ends before this row.
    pub before: String,
    /// Language of the export.
    pub lang: String,
}

/// The reseller of record to filter by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ResellerParam {
    /// Subscriptions without one.
    Nobody,
    /// The one with this MPN ID.
    MpnId(String),
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
    pub reseller: Option<ResellerParam>,
    /// The billing cycle.
    pub cycle: Option<BillingCycle>,
    /// The days of the next date.
    pub renews: Option<DayWindow>,
    /// Whether auto-renewal is on.
    pub auto_renew: Option<bool>,
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

/// The numbers of days that the filter offers.
pub const WITHIN: [u16; 3] = [7, 30, 90];

impl ResellerParam {
    /// Returns the value of the parameter.
    pub fn param(&self) -> &str {
        match self {
            ResellerParam::Nobody => "none",
            ResellerParam::MpnId(mpn_id) => mpn_id,
        }
    }
}

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
    }
}

impl Params {
    /// Parses the search, the filters and the order.
    ///
    /// # Errors
    /// [`Error::BadInput`] with the name of the malformed parameter.
    pub fn filter(&self) -> Result<Filter> {
        if is_too_long(&self.q) {
            return Err(Error::bad_input("q", MAX_QUERY.to_string()));
        }
        let bad = Error::bad_input;
        let reseller = match self.reseller.as_str() {
            "" => None,
            "none" => Some(ResellerParam::Nobody),
            mpn_id if is_mpn_id(mpn_id) => Some(ResellerParam::MpnId(mpn_id.to_owned())),
            other => return Err(bad("reseller", other)),
        };
        let auto_renew = match self.auto_renew.as_str() {
            "" => None,
            "on" => Some(true),
            "off" => Some(false),
            other => return Err(bad("auto_renew", other)),
        };
        Ok(Filter {
            words: SearchTerms::parse(&self.q),
            q: self.q.clone(),
            status: given(&self.status, |word| word.parse().ok()).map_err(|word| bad("status", word))?,
            offer: given(&self.offer, short).map_err(|word| bad("offer", word))?,
            publisher: given(&self.publisher, short).map_err(|word| bad("publisher", word))?,
            reseller,
            cycle: given(&self.cycle, |word| word.parse().ok()).map_err(|word| bad("cycle", word))?,
            renews: self.next_dates()?,
            auto_renew,
            sort: ColumnSort::parse(&self.sort).ok_or_else(|| bad("sort", &self.sort))?,
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

/// Parses a parameter that may be empty.
fn given<T>(text: &str, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>, &str> {
    if text.is_empty() { Ok(None) } else { parse(text).map(Some).ok_or(text) }
}

fn short(text: &str) -> Option<String> {
    (!is_too_long(text)).then(|| text.to_owned())
}

/// Encodes a cursor for the URL: the order, the place of the seller, the ids, and the value of the sorted column. It contains
/// nothing that the page does not show.
pub fn write_cursor(position: &SubscriptionCursor, sort: ColumnSort<Column>) -> String {
    let mut bytes = Vec::with_capacity(HEAD + position.value.len());
    bytes.push(order_byte(sort));
    bytes.extend_from_slice(&position.source.to_be_bytes());
    bytes.extend_from_slice(position.customer.0.as_bytes());
    bytes.extend_from_slice(position.id.as_bytes());
    bytes.extend_from_slice(&position.value);
    BASE64.encode(bytes)
}

/// The length of a cursor without the value.
const HEAD: usize = 1 + 2 + 16 + 16;

/// The maximum length of a value, in bytes.
const MAX_VALUE: usize = 8_192;

fn read_cursor(field: &'static str, text: &str, sort: ColumnSort<Column>) -> Result<SubscriptionCursor> {
    let parsed = || {
        let bytes = BASE64.decode(text).ok()?;
        let (head, value) = bytes.split_at_checked(HEAD)?;
        let is_number = !matches!(sort.column, Column::Product | Column::Customer);
        if head[0] != order_byte(sort) || value.len() > MAX_VALUE || is_number && value.len() != 4 {
            return None;
        }
        if sort.column == Column::Product {
            std::str::from_utf8(value).ok()?;
        }
        Some(SubscriptionCursor {
            source: u16::from_be_bytes([head[1], head[2]]),
            customer: MicrosoftId(Uuid::from_slice(&head[3..19]).ok()?),
            id: Uuid::from_slice(&head[19..]).ok()?,
            value: value.to_vec(),
        })
    };
    parsed().ok_or_else(|| Error::bad_input(field, text))
}

fn order_byte(sort: ColumnSort<Column>) -> u8 {
    2 * sort.column as u8 + u8::from(sort.descending)
}

/// Returns the note about a malformed query parameter.
pub fn bad_parameter(field: &'static str, shell: &Shell) -> BadParameter {
    let texts = shell.texts;
    let text = match field {
        "q" => texts.bad_query(shell.locale.number(MAX_QUERY as u64)),
        "status" => texts.bad_status(),
        "reseller" => texts.bad_reseller(),
        "renews" => texts.subscriptions_bad_renews(),
        "sort" => texts.subscriptions_bad_sort(),
        "after" | "before" => texts.bad_page(),
        _ => texts.subscriptions_bad_filter(),
    };
    BadParameter { field, text }
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
                "reseller" => params.reseller = value,
                "sort" => params.sort = value,
                "after" => params.after = value,
                _ => params.from = value,
            }
            params
        };
        for name in ["status", "cycle", "auto_renew", "reseller", "sort", "after", "renews"] {
            let mut params = params(name);
            assert_eq!(field(&params), Some(name));
            params.remove(name);
            assert_eq!(field(&params), None, "{name}");
        }
    }

    #[test]
    fn a_cursor_belongs_to_one_order() {
        let position = SubscriptionCursor {
            value: vec![0, 0, 0, 7],
            customer: MicrosoftId(Uuid::from_u128(1)),
            id: Uuid::from_u128(2),
            source: 3,
        };
        let sort = ColumnSort { column: Column::Quantity, descending: true };
        let text = write_cursor(&position, sort);
        assert_eq!(read_cursor("after", &text, sort).unwrap(), position);
        let other = ColumnSort { descending: false, ..sort };
        assert!(read_cursor("after", &text, other).is_err());
    }
}
