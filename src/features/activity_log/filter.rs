//! Parses the query parameters of the activity log. A malformed value is an error that names the parameter.
//! A well-formed value that is unknown or belongs to another partner finds nothing.

pub use crate::text::terms::MAX_QUERY;

use crate::audit::action::Resource;
use crate::audit::{Action, ActorKind};
use crate::domain::{MicrosoftId, UserId};
use crate::error::{Error, Result};
use crate::features::activity_log::period::Period;
use crate::text::terms::is_too_long;
use chrono::NaiveDate;
use serde::Deserialize;

/// The query parameters of `GET /activity`, see docs/reference/addresses.md.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// Customer: a current or former name, a domain, or a Microsoft ID.
    pub q: String,
    /// Action.
    pub action: String,
    /// Id of a user, or `operator`, `system`, `customer`.
    pub user: String,
    /// Type of resource.
    pub resource: String,
    /// `change` (default) or `access`.
    pub kind: String,
    /// Entry ID after which the page begins.
    pub after: String,
    /// Entry ID before which the page ends.
    pub before: String,
    /// Entry ID of the opened row.
    pub expanded: String,
    /// The newest Entry ID that the page already shows.
    pub since: String,
    /// How often the page has already asked for news.
    pub asked: String,
    /// `1` exports all columns.
    pub detailed: String,
    /// Language of the export.
    pub lang: String,
}

/// The kind of log entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// Changes; visible to all users who may view the log.
    #[default]
    Change,
    /// Sign-ins and exports; visible to those who manage users.
    Access,
}

impl Kind {
    /// Returns the value in the database and in URLs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Kind::Change => "change",
            Kind::Access => "access",
        }
    }

    /// Whether this is the kind for changes.
    pub fn is_change(self) -> bool {
        self == Kind::Change
    }
}

/// The actor to filter by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActorFilter {
    /// A user.
    Person(UserId),
    /// An actor that is not a user.
    Other(ActorKind),
}

/// The filters of page and export.
#[derive(Debug, Clone)]
pub struct Filter {
    /// The days.
    pub period: Period,
    /// The customer, as the user typed it.
    pub q: String,
    /// The kind of entries.
    pub kind: Kind,
    /// The action.
    pub action: Option<Action>,
    /// The actor.
    pub who: Option<ActorFilter>,
    /// The type of resource.
    pub resource: Option<Resource>,
}

/// The position of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageAnchor {
    /// The newest entries.
    Start,
    /// The older entries that follow this one.
    After(i64),
    /// The newer entries that precede this one.
    Before(i64),
}

impl Filter {
    /// Whether the actor to filter by is a user.
    pub fn is_by_user(&self) -> bool {
        matches!(self.who, Some(ActorFilter::Person(_)))
    }

    /// Returns the Microsoft ID that was searched for.
    pub fn picked_id(&self) -> Option<MicrosoftId> {
        MicrosoftId::from_input(&self.q).ok()
    }
}

impl Params {
    /// Returns the parameters that say which entries are listed, without page and language.
    pub fn pairs(&self) -> [(&'static str, &str); 7] {
        [
            ("from", &self.from),
            ("to", &self.to),
            ("q", &self.q),
            ("action", &self.action),
            ("user", &self.user),
            ("resource", &self.resource),
            ("kind", &self.kind),
        ]
    }

    /// Parses the filters.
    ///
    /// # Errors
    /// [`Error::BadInput`] with the name of the malformed parameter.
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

    /// Parses the position of the page.
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

    /// Parses the Entry ID of the opened row.
    ///
    /// # Errors
    /// As for [`Self::filter`].
    pub fn expanded(&self) -> Result<Option<i64>> {
        if self.expanded.is_empty() { Ok(None) } else { entry("expanded", &self.expanded).map(Some) }
    }

    /// Clears the value of one parameter.
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
