//! Parses the query parameters of the customer list. A malformed value is an error that names the parameter.
//! A well-formed value that is unknown, removed or belongs to another partner gives an empty list.

use crate::domain::text_enum::text_enum;
use crate::domain::{
    CountryCode, DayWindow, IdPrefix, MicrosoftId, Relationship, TextEnum, is_mpn_id, parse_day,
};
use crate::error::{Error, Result};
use crate::features::customer_list::columns;
use crate::features::customer_list::columns::ListColumn;
use crate::features::customer_list::cursor::read_cursor;
use crate::i18n::Locale;
use crate::search::{NameCondition, PageAnchor, Sort};
use crate::text::SearchTerms;
use crate::text::terms::{MAX_QUERY, is_too_long};
use crate::web::list::BadParameter;
use crate::web::parameters::{check_search_text, optional, optional_by};
use crate::web::shell::Shell;
use chrono::NaiveDate;
use serde::Deserialize;

/// The query parameters of `GET /customers`, see docs/reference/addresses.md.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    /// Search text.
    pub q: String,
    /// MPN ID of an indirect reseller, `none`, or `former`.
    pub reseller: String,
    /// Name of a tag.
    pub tag: String,
    /// Kind of relationship.
    pub relationship: String,
    /// Two-letter code of a country.
    pub country: String,
    /// `none`, `any`, `suspended`, `ending`.
    pub subscriptions: String,
    /// The days on which the next subscription renews or ends: `30`, `2026-12-01..2026-12-31`.
    pub renews: String,
    /// Customers since this day, `this-month` or `this-year`.
    pub since: String,
    /// Customers that were added on this day or before.
    pub until: String,
    /// The columns to show, between commas.
    pub columns: String,
    /// The column to sort by, with `-` in front for the reverse order.
    pub sort: String,
    /// Cursor: the page starts after this row.
    pub after: String,
    /// Cursor: the page ends before this row.
    pub before: String,
    /// Microsoft ID of the opened row.
    pub expanded: String,
    /// The id of a saved view, or `all` for none.
    pub view: String,
    /// Language of the export's header.
    pub lang: String,
}

/// A filter by indirect reseller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ResellerFilter {
    /// The reseller with this MPN ID.
    MpnId(String),
    /// Customers without a reseller.
    NoReseller,
    /// Customers of resellers whose partnership ended.
    Former,
}

/// A filter by subscriptions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubscriptionFilter {
    /// Customers without subscriptions.
    NoSubscription,
    /// Customers with subscriptions.
    Any,
    /// Customers with a suspended subscription.
    Suspended,
    /// Customers with a subscription that ends within 30 days.
    Ending,
}

text_enum!(SubscriptionFilter, "subscriptions", {
    Any = "any", NoSubscription = "none", Suspended = "suspended", Ending = "ending",
});

/// The first day of a filter by the time at which they became customers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// This day.
    Day(NaiveDate),
    /// The first day of the month.
    ThisMonth,
    /// The first day of the year.
    ThisYear,
}

/// Which customers to list or export, and in which order.
#[derive(Debug, Clone)]
pub struct Filter {
    /// The search text as the user typed it.
    pub q: String,
    /// The search terms in `q`.
    pub words: SearchTerms,
    /// The beginning of a Microsoft ID, if `q` is one.
    pub id: Option<IdPrefix>,
    /// How name or domain begins; only programs ask for it.
    pub name: Option<NameCondition>,
    /// The indirect reseller.
    pub reseller: Option<ResellerFilter>,
    /// The name of a tag.
    pub tag: Option<String>,
    /// The kind of relationship.
    pub relationship: Option<Relationship>,
    /// The country of the bill-to address.
    pub country: Option<CountryCode>,
    /// The subscriptions.
    pub subscriptions: Option<SubscriptionFilter>,
    /// The days on which the next subscription renews or ends.
    pub renews: Option<DayWindow>,
    /// The first day on which they became customers.
    pub since: Option<Since>,
    /// The last day on which they became customers.
    pub until: Option<NaiveDate>,
    /// The sort order.
    pub sort: Sort,
}

/// A request for one page of the list.
#[derive(Debug, Clone)]
pub struct PageRequest {
    /// Which customers, and in which order.
    pub filter: Filter,
    /// Where the page begins or ends.
    pub place: PageAnchor,
    /// The row to open.
    pub expanded: Option<MicrosoftId>,
    /// The number of rows of the page.
    pub limit: usize,
    /// The columns to show; `None` for those of the user.
    pub columns: Option<Vec<ListColumn>>,
}

/// Rows of a page, unless another number is asked for.
pub const PAGE: usize = 50;

/// Returns a Microsoft ID, as people paste it from anywhere, or the beginning of one.
fn id(text: &str) -> Option<IdPrefix> {
    let whole = MicrosoftId::from_input(text).ok().map(|id| IdPrefix { first: id.0, last: id.0 });
    whole.or_else(|| IdPrefix::parse(text))
}

impl Params {
    /// Parses the search, filter and sort order.
    ///
    /// # Errors
    /// [`Error::BadInput`] with the name of the malformed parameter.
    pub fn filter(&self) -> Result<Filter> {
        check_search_text(&self.q)?;
        let since = optional_by("since", &self.since, |text| match text {
            "this-month" => Some(Since::ThisMonth),
            "this-year" => Some(Since::ThisYear),
            day => parse_day(day).ok().map(Since::Day),
        })?;
        let until = optional_by("until", &self.until, |text| parse_day(text).ok())?;
        if let (Some(Since::Day(first)), Some(last)) = (since, until)
            && first > last
        {
            return Err(Error::bad_input("until", self.until.clone()));
        }
        Ok(Filter {
            words: SearchTerms::parse(&self.q),
            id: id(&self.q),
            q: self.q.clone(),
            name: None,
            reseller: optional_by("reseller", &self.reseller, |text| match text {
                "none" => Some(ResellerFilter::NoReseller),
                "former" => Some(ResellerFilter::Former),
                mpn_id => is_mpn_id(mpn_id).then(|| ResellerFilter::MpnId(mpn_id.to_owned())),
            })?,
            tag: optional_by("tag", &self.tag, |name| {
                Some(name.to_owned()).filter(|name| !is_too_long(name))
            })?,
            relationship: optional("relationship", &self.relationship)?,
            country: optional("country", &self.country)?,
            subscriptions: optional("subscriptions", &self.subscriptions)?,
            renews: optional("renews", &self.renews)?,
            since,
            until,
            sort: optional("sort", &self.sort)?.unwrap_or_default(),
        })
    }

    /// Parses the search, filter, sort order and page.
    ///
    /// # Errors
    /// [`Error::BadInput`] with the name of the malformed parameter.
    pub fn page(&self) -> Result<PageRequest> {
        let filter = self.filter()?;
        let place = match (self.after.as_str(), self.before.as_str()) {
            ("", "") => PageAnchor::Start,
            (after, "") => PageAnchor::After(read_cursor("after", after, filter.sort)?),
            ("", before) => PageAnchor::Before(read_cursor("before", before, filter.sort)?),
            (_, _) => return Err(Error::bad_input("before", self.before.clone())),
        };
        let expanded = optional("expanded", &self.expanded)?;
        Ok(PageRequest { filter, place, expanded, limit: PAGE, columns: columns::parse(&self.columns)? })
    }

    /// Clears the value of one parameter.
    pub fn remove(&mut self, field: &str) {
        match field {
            "q" => self.q.clear(),
            "reseller" => self.reseller.clear(),
            "tag" => self.tag.clear(),
            "relationship" => self.relationship.clear(),
            "country" => self.country.clear(),
            "subscriptions" => self.subscriptions.clear(),
            "renews" => self.renews.clear(),
            "since" => self.since.clear(),
            "until" => self.until.clear(),
            "sort" => self.sort.clear(),
            "columns" => self.columns.clear(),
            "expanded" => self.expanded.clear(),
            _ => {
                self.after.clear();
                self.before.clear();
            }
        }
    }
}

impl Filter {
    /// Whether it has neither a search text nor a condition.
    pub fn is_all(&self) -> bool {
        self.q.is_empty() && self.name.is_none() && self.parameters().is_empty()
    }

    /// Returns the parameters of the conditions, without the search text and the sort order.
    pub fn parameters(&self) -> Vec<(&'static str, String)> {
        let reseller = self.reseller.as_ref().map(|reseller| match reseller {
            ResellerFilter::MpnId(mpn_id) => mpn_id.clone(),
            ResellerFilter::NoReseller => "none".to_owned(),
            ResellerFilter::Former => "former".to_owned(),
        });
        let since = self.since.map(|since| match since {
            Since::Day(day) => day.to_string(),
            Since::ThisMonth => "this-month".to_owned(),
            Since::ThisYear => "this-year".to_owned(),
        });
        let all = [
            ("reseller", reseller),
            ("tag", self.tag.clone()),
            ("relationship", self.relationship.map(|relationship| relationship.text().to_owned())),
            ("subscriptions", self.subscriptions.map(|subscriptions| subscriptions.text().to_owned())),
            ("renews", self.renews.map(|days| days.to_string())),
            ("country", self.country.map(|country| country.to_string())),
            ("since", since),
            ("until", self.until.map(|day| day.to_string())),
        ];
        all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }
}

impl PageRequest {
    /// Whether the page belongs to the unfiltered list sorted by name: an index seek reads it, however far down it is.
    pub fn is_a_seek(&self) -> bool {
        let filter = &self.filter;
        let is_unfiltered =
            filter.words.is_empty() && filter.name.is_none() && filter.parameters().is_empty();
        is_unfiltered && filter.sort.is_by_name()
    }
}

/// Returns the note about a malformed query parameter.
pub fn bad_parameter(field: &'static str, shell: &Shell) -> BadParameter {
    BadParameter { field, text: bad_parameter_text(field, shell.locale) }
}

/// Returns the sentence about a malformed query parameter.
pub fn bad_parameter_text(field: &str, locale: Locale) -> String {
    let texts = locale.texts();
    match field {
        "sort" => texts.bad_sort(),
        "view" => texts.bad_view(),
        "reseller" => texts.bad_reseller(),
        "expanded" => texts.bad_expanded(),
        "q" => texts.bad_query(locale.number(MAX_QUERY as u64)),
        "relationship" | "country" | "subscriptions" | "columns" | "tag" => texts.bad_choice(),
        "renews" | "since" => texts.bad_days(),
        "until" => texts.bad_until(),
        _ => texts.bad_page(),
    }
}
