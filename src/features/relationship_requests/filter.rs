//! The search and the filters of the list of requests: its query parameters, and what they select.

use crate::error::Result;
use crate::features::relationship_requests::model::{OnlyRequests, RequestKind, RequestsTab, SentMonth};
use crate::web::day_range::DayRange;
use crate::web::list::TimeSort;
use crate::web::parameters::{PartnerParameter, check_search_text, given, optional};
use serde::Deserialize;

/// The query parameters of `GET /relationship-requests`, see docs/reference/addresses.md.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    /// Recipient, company, id or person.
    pub q: String,
    /// The tab; pending requests by default.
    pub state: String,
    /// What is requested.
    pub kind: String,
    /// MPN ID of the other partner, or `none`.
    pub partner: String,
    /// Name of the user who made the request.
    pub by: String,
    /// First day of the last change.
    pub from: String,
    /// Last day of the last change.
    pub to: String,
    /// `undecided`, `undelivered`, `expiring` or `opened`.
    pub only: String,
    /// `this-month` or `last-month`.
    pub sent: String,
    /// `-changed` (default) or `changed`.
    pub sort: String,
    /// Cursor: the page starts after this row.
    pub after: String,
    /// Cursor: the page ends before this row.
    pub before: String,
    /// Language of the export.
    pub lang: String,
}

/// Which requests are listed, and in which order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// The search text; empty for all.
    pub q: String,
    /// The tab.
    pub tab: RequestsTab,
    /// What is requested; `None` for all.
    pub kind: Option<RequestKind>,
    /// The other partner; `None` for all.
    pub partner: Option<PartnerParameter>,
    /// The name of the user who made the request; `None` for all.
    pub by: Option<String>,
    /// The days of the last change.
    pub days: DayRange,
    /// Which requests only; `None` for all.
    pub only: Option<OnlyRequests>,
    /// The month in which they were first sent; `None` for all.
    pub sent: Option<SentMonth>,
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
            tab: optional("state", &self.state)?.unwrap_or(RequestsTab::Waiting),
            kind: optional("kind", &self.kind)?,
            partner: optional("partner", &self.partner)?,
            by: given(&self.by),
            days: DayRange::parse(&self.from, &self.to)?,
            only: optional("only", &self.only)?,
            sent: optional("sent", &self.sent)?,
            sort: TimeSort::parse(&self.sort, "changed")?,
        })
    }

    /// Clears the value of one parameter.
    pub fn remove(&mut self, field: &str) {
        match field {
            "q" => self.q.clear(),
            "state" => self.state.clear(),
            "kind" => self.kind.clear(),
            "partner" => self.partner.clear(),
            "from" => self.from.clear(),
            "to" => self.to.clear(),
            "only" => self.only.clear(),
            "sent" => self.sent.clear(),
            "sort" => self.sort.clear(),
            _ => (self.from, self.to) = Default::default(),
        }
    }

    /// Returns the parameters that say which requests are listed, without page and language.
    pub fn pairs(&self) -> [(&'static str, &str); 10] {
        [
            ("state", &self.state),
            ("q", &self.q),
            ("kind", &self.kind),
            ("partner", &self.partner),
            ("by", &self.by),
            ("from", &self.from),
            ("to", &self.to),
            ("only", &self.only),
            ("sent", &self.sent),
            ("sort", &self.sort),
        ]
    }
}
