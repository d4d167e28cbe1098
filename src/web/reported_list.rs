//! What reports need from the lists that can be sent regularly. The lists implement [`ReportedList`], and
//! [`crate::portal::Portal`] names all of them in [`ReportedLists`], so that no feature imports the lists.

use crate::audit::{Activity, Author};
use crate::auth::scope::Grants;
use crate::auth::{Actor, Scope};
use crate::domain::{ReportList, is_mpn_id};
use crate::error::{Error, Result};
use crate::i18n::Locale;
use crate::state::AppState;
use crate::table_file::TableFile;
use std::fs::File;
use std::sync::Arc;

/// A list that can be sent regularly.
pub trait ReportedList: Send + Sync {
    /// Returns which list it is.
    fn list(&self) -> ReportList;

    /// Returns the query string of the list in canonical form: search text, filters and order, without page and view.
    ///
    /// # Errors
    /// [`Error::BadInput`] with the name of a malformed parameter.
    fn parse(&self, query: &str) -> Result<String>;

    /// Returns the filters of a canonical query string as labels and values. A filter that this version does not have is
    /// left out.
    fn words(&self, query: &str, words: FilterWords<'_>) -> Vec<(String, String)>;

    /// Whether a person may export what the query string selects.
    fn is_allowed(&self, actor: &Actor, _query: &str) -> bool {
        actor.may(self.list().permission())
    }

    /// Writes the file in one snapshot, with the rights of the person.
    ///
    /// # Errors
    /// [`Error::Forbidden`] if the person may not export the list; [`Error::TooManyRows`]; the database or `out` failed.
    fn write(&self, portal: &AppState, reader: &ReportReader<'_>, out: &mut File) -> Result<WrittenTable>;
}

/// For whom a file is written, and of what.
#[derive(Debug, Clone, Copy)]
pub struct ReportReader<'a> {
    /// The person with whose rights the list is read.
    pub actor: &'a Actor,
    /// The author of the log entry.
    pub author: &'a Author,
    /// The canonical query string.
    pub query: &'a str,
    /// Format, language and time zone.
    pub file: TableFile,
}

impl ReportReader<'_> {
    /// Returns the scope in which the list is read.
    ///
    /// # Errors
    /// [`Error::Forbidden`] if the person may not export the list.
    pub fn scope<P: Grants>(&self, list: &impl ReportedList) -> Result<Scope<P>> {
        let scope = Scope::for_job(self.actor.clone(), self.author.clone());
        scope.ok_or_else(|| Error::Forbidden(list.list().permission()))
    }
}

/// A file that was written.
#[derive(Debug, Clone)]
pub struct WrittenTable {
    /// The number of rows without the header.
    pub rows: u64,
    /// The entry for the log.
    pub entry: Activity,
}

/// All lists that can be sent regularly. Clones share them.
#[derive(Clone)]
pub struct ReportedLists(pub Arc<[Box<dyn ReportedList>]>);

impl ReportedLists {
    /// Returns a list.
    ///
    /// # Errors
    /// [`Error::Internal`] if it is not one of them.
    pub fn get(&self, list: ReportList) -> Result<&dyn ReportedList> {
        let found = self.0.iter().find(|one| one.list() == list);
        found.map(AsRef::as_ref).ok_or_else(|| Error::internal("a list that cannot be sent"))
    }
}

/// Returns the canonical query string of these parameters: those that are not empty, in the order of their names.
pub fn canonical_query<'v>(parameters: impl IntoIterator<Item = (&'static str, &'v str)>) -> String {
    let trimmed =
        |(name, value): (&'static str, &'v str)| (name, if name == "q" { value.trim() } else { value });
    let mut given: Vec<_> =
        parameters.into_iter().map(trimmed).filter(|(_, value)| !value.is_empty()).collect();
    given.sort_unstable();
    serde_urlencoded::to_string(given).unwrap_or_default()
}

/// Collects the words of filters.
#[derive(Clone)]
pub struct FilterWords<'a> {
    /// The language.
    pub locale: Locale,
    names: &'a [(String, String)],
    collected: Vec<(String, String)>,
}

impl<'a> FilterWords<'a> {
    /// Starts in this language. `names` are the names of partners by MPN ID and of users by id.
    pub fn new(locale: Locale, names: &'a [(String, String)]) -> Self {
        FilterWords { locale, names, collected: Vec::new() }
    }

    /// Adds a filter with its value in words, unless the value is missing.
    #[must_use]
    pub fn with(mut self, label: String, value: Option<String>) -> Self {
        self.collected.extend(value.filter(|value| !value.is_empty()).map(|value| (label, value)));
        self
    }

    /// Adds a filter with its value as typed.
    #[must_use]
    pub fn text(self, label: String, value: &str) -> Self {
        self.with(label, Some(value.trim().to_owned()))
    }

    /// Adds a filter by a day.
    #[must_use]
    pub fn day(self, label: String, value: &str) -> Self {
        let day = value.parse().map_or_else(|_| value.to_owned(), |day| self.locale.date(day));
        self.with(label, Some(day))
    }

    /// Adds the first and the last day.
    #[must_use]
    pub fn days(self, from: &str, to: &str) -> Self {
        let texts = self.locale.texts();
        self.day(texts.entry_from(), from).day(texts.entry_to(), to)
    }

    /// Adds a filter by a partner; `none` is the text for rows without one.
    #[must_use]
    pub fn partner(self, label: String, value: &str, none: String) -> Self {
        let name = if value == "none" { none } else { self.name(value) };
        self.with(label, Some(name))
    }

    /// Returns the name of a partner or user; its MPN ID or number if it is unknown.
    pub fn name(&self, id: &str) -> String {
        let known = self.names.iter().find(|(one, _)| one == id);
        known.map_or_else(|| id.to_owned(), |(_, name)| name.clone())
    }

    /// Returns the labels and values.
    pub fn collect(self) -> Vec<(String, String)> {
        self.collected
    }
}

/// Returns the MPN IDs that a canonical query string filters by.
pub fn partners_in(query: &str) -> Vec<String> {
    parameters(query)
        .into_iter()
        .filter(|(name, value)| {
            ["reseller", "provider", "partner"].contains(&name.as_str()) && is_mpn_id(value)
        })
        .map(|(_, value)| value)
        .collect()
}

/// Returns the parameters of a query string.
pub fn parameters(query: &str) -> Vec<(String, String)> {
    serde_urlencoded::from_str(query).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_has_one_spelling() {
        let query = canonical_query([("status", "placed"), ("q", " 삼성 "), ("by", "")]);
        assert_eq!(query, "q=%EC%82%BC%EC%84%B1&status=placed");
        assert_eq!(partners_in("partner=5120448&reseller=none&q=1234567"), ["5120448"]);
    }

    #[test]
    fn filters_are_said_in_words() {
        let names = [("5120448".to_owned(), "Solbit".to_owned())];
        let texts = Locale::En.texts();
        let words = FilterWords::new(Locale::En, &names)
            .text(texts.status(), "")
            .partner(texts.reseller(), "5120448", texts.none())
            .days("2026-11-01", "");
        let said = words.collect();
        assert_eq!(said[0].1, "Solbit");
        assert_eq!(
            (said.len(), said[1].1.as_str()),
            (2, Locale::En.date("2026-11-01".parse().unwrap_or_default()).as_str())
        );
    }
}
