//! What the address of the log asks for, read strictly: a malformed value is a clear error that names it, a
//! well-formed one that is unknown or another partner's finds nothing.

pub use crate::text::terms::MAX_QUERY;

use crate::audit::action::Resource;
use crate::audit::{Action, ActorKind};
use crate::error::{Error, Result};
use crate::features::activity_log::period::Period;
use crate::text::terms::is_too_long;
use chrono::NaiveDate;
use serde::Deserialize;

/// The query of `GET /activity`, see docs/reference/addresses.md.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// Customer: any name the log knows, a domain, a Microsoft ID.
    pub q: String,
    /// Operation name.
    pub action: String,
    /// Number of a person, or `operator`, `system`, `customer`.
    pub user: String,
    /// Kind of thing.
    pub resource: String,
    /// `change` (when left out) or `access`.
    pub kind: String,
    /// The Entry ID before the page.
    pub after: String,
    /// The Entry ID behind the page.
    pub before: String,
    /// The Entry ID of the opened row.
    pub expanded: String,
    /// The newest Entry ID that the reader has seen.
    pub since: String,
    /// How often the page has asked already.
    pub asked: String,
    /// `1`: an export with all columns.
    pub detailed: String,
    /// Language of an export.
    pub lang: String,
}

/// Which half of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// Changes: for everybody.
    #[default]
    Change,
    /// Sign-ins and exports: for those who manage people.
    Access,
}

impl Kind {
    /// The word in the database and in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Kind::Change => "change",
            Kind::Access => "access",
        }
    }

    /// Whether it is changes.
    pub fn is_change(self) -> bool {
        self == Kind::Change
    }
}

/// Who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActorFilter {
    /// A person, by row id.
    Person(i32),
    /// Somebody who is no person of a partner's.
    Other(ActorKind),
}

/// Which entries: what page and export have in common.
#[derive(Debug, Clone)]
pub struct Filter {
    /// From when to when.
    pub period: Period,
    /// Which customer, as it was typed.
    pub q: String,
    /// Which half.
    pub kind: Kind,
    /// What was done.
    pub action: Option<Action>,
    /// By whom.
    pub who: Option<ActorFilter>,
    /// To what.
    pub resource: Option<Resource>,
}

/// Where a page lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageAnchor {
    /// The newest entries.
    Start,
    /// The older ones right after this entry.
    After(i64),
    /// The newer ones right before this entry.
    Before(i64),
}

impl Params {
    /// Which entries.
    ///
    /// # Errors
    /// [`Error::BadInput`] that names the part of the address.
    pub fn filter(&self, today: NaiveDate) -> Result<Filter> {
        let period = Period::read(&self.from, &self.to, today)?;
        if is_too_long(&self.q) {
            return Err(Error::bad_input("q", MAX_QUERY.to_string()));
        }
        let action: Option<Action> = parse_option("action", &self.action)?;
        let kind = match (self.kind.as_str(), action) {
            (_, Some(action)) if action.kind() == "access" => Kind::Access,
            ("" | "change", _) | (_, Some(_)) => Kind::Change,
            ("access", _) => Kind::Access,
            (other, _) => return Err(Error::bad_input("kind", other)),
        };
        let who = match self.user.as_str() {
            "" => None,
            "operator" => Some(ActorFilter::Other(ActorKind::Operator)),
            "system" => Some(ActorFilter::Other(ActorKind::System)),
            "customer" => Some(ActorFilter::Other(ActorKind::Customer)),
            number => {
                Some(ActorFilter::Person(number.parse().map_err(|_| Error::bad_input("user", number))?))
            }
        };
        Ok(Filter {
            period,
            q: self.q.trim().to_owned(),
            kind,
            action,
            who,
            resource: parse_option("resource", &self.resource)?,
        })
    }

    /// Where the page lies.
    ///
    /// # Errors
    /// As for [`Self::filter`].
    pub fn anchor(&self) -> Result<PageAnchor> {
        match (self.after.as_str(), self.before.as_str()) {
            ("", "") => Ok(PageAnchor::Start),
            (after, "") => Ok(PageAnchor::After(entry("after", after)?)),
            ("", before) => Ok(PageAnchor::Before(entry("before", before)?)),
            (_, before) => Err(Error::bad_input("before", before)),
        }
    }

    /// The opened row.
    ///
    /// # Errors
    /// As for [`Self::filter`].
    pub fn expanded(&self) -> Result<Option<i64>> {
        if self.expanded.is_empty() { Ok(None) } else { entry("expanded", &self.expanded).map(Some) }
    }

    /// The same without one value, by its name.
    pub fn remove(&mut self, field: &str) {
        match field {
            "from" => self.from.clear(),
            "to" => self.to.clear(),
            "period" => (self.from, self.to) = Default::default(),
            "q" => self.q.clear(),
            "action" => self.action.clear(),
            "user" => self.user.clear(),
            "resource" => self.resource.clear(),
            "kind" => self.kind.clear(),
            "expanded" => self.expanded.clear(),
            _ => (self.after, self.before) = Default::default(),
        }
    }
}

fn entry(field: &'static str, text: &str) -> Result<i64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| digits).ok_or_else(|| Error::bad_input(field, text))
}

fn parse_option<T: std::str::FromStr>(field: &'static str, text: &str) -> Result<Option<T>> {
    match text {
        "" => Ok(None),
        word => word.parse().map(Some).map_err(|_| Error::bad_input(field, word)),
    }
}
