//! Parses the query parameters of the customer list. A malformed value is an error that names the parameter.
//! A well-formed value that is unknown, removed or belongs to another partner gives an empty list.

use crate::domain::{MicrosoftId, is_mpn_id};
use crate::error::{Error, Result};
use crate::search::{Cursor, PageAnchor, Sort};
use crate::text::SearchTerms;
use crate::text::terms::{MAX_QUERY, is_too_long};
use crate::web::list::BadParameter;
use crate::web::shell::Shell;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use serde::Deserialize;

/// The query parameters of `GET /customers`, see docs/reference/addresses.md.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    /// Search text.
    pub q: String,
    /// MPN ID of an indirect reseller.
    pub reseller: String,
    /// `name`, `-name`, `domain`, `-domain`.
    pub sort: String,
    /// Cursor: the page starts after this row.
    pub after: String,
    /// Cursor: the page ends before this row.
    pub before: String,
    /// Microsoft ID of the opened row.
    pub expanded: String,
    /// Language of the export's header.
    pub lang: String,
}

/// Which customers to list or export, and in which order.
#[derive(Debug, Clone)]
pub struct Filter {
    /// The search text as the user typed it.
    pub q: String,
    /// The search terms in `q`.
    pub words: SearchTerms,
    /// The Microsoft ID, if `q` is a complete one.
    pub id: Option<MicrosoftId>,
    /// MPN ID of an indirect reseller.
    pub reseller: Option<String>,
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
}

impl Params {
    /// Parses the search, filter and sort order.
    ///
    /// # Errors
    /// [`Error::BadInput`] with the name of the malformed parameter.
    pub fn filter(&self) -> Result<Filter> {
        if is_too_long(&self.q) {
            return Err(Error::bad_input("q", MAX_QUERY.to_string()));
        }
        let words = SearchTerms::parse(&self.q);
        if !self.reseller.is_empty() && !is_mpn_id(&self.reseller) {
            return Err(Error::bad_input("reseller", self.reseller.clone()));
        }
        let sort = match self.sort.as_str() {
            "" => Sort::Name,
            word => word.parse().map_err(|_| Error::bad_input("sort", word))?,
        };
        let reseller = (!self.reseller.is_empty()).then(|| self.reseller.clone());
        Ok(Filter { words, id: MicrosoftId::from_input(&self.q).ok(), q: self.q.clone(), reseller, sort })
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
        let expanded = match self.expanded.as_str() {
            "" => None,
            id => Some(id.parse().map_err(|_| Error::bad_input("expanded", id))?),
        };
        Ok(PageRequest { filter, place, expanded })
    }
}

impl Params {
    /// Clears the value of one parameter.
    pub fn remove(&mut self, field: &str) {
        match field {
            "q" => self.q.clear(),
            "reseller" => self.reseller.clear(),
            "sort" => self.sort.clear(),
            "expanded" => self.expanded.clear(),
            _ => {
                self.after.clear();
                self.before.clear();
            }
        }
    }
}

impl PageRequest {
    /// Whether the page belongs to the unfiltered list sorted by name: an index seek reads it, however far down it is.
    pub fn is_a_seek(&self) -> bool {
        let filter = &self.filter;
        filter.words.is_empty()
            && filter.id.is_none()
            && filter.reseller.is_none()
            && !filter.sort.is_by_domain()
    }
}

/// Encodes a cursor for the URL: sort column, id, sort key. It contains nothing that the page does not show.
pub fn write_cursor(position: &Cursor, sort: Sort) -> String {
    let mut bytes = Vec::with_capacity(17 + position.key.len());
    bytes.push(sort.is_by_domain().into());
    bytes.extend_from_slice(position.id.0.as_bytes());
    bytes.extend_from_slice(&position.key);
    BASE64.encode(bytes)
}

fn read_cursor(field: &'static str, text: &str, sort: Sort) -> Result<Cursor> {
    let malformed = || Error::bad_input(field, text);
    let bytes = BASE64.decode(text).map_err(|_| malformed())?;
    let (head, key) = bytes.split_at_checked(17).ok_or_else(malformed)?;
    if head[0] != u8::from(sort.is_by_domain()) || key.len() > 8_192 {
        return Err(malformed());
    }
    let id = uuid::Uuid::from_slice(&head[1..]).map_err(|_| malformed())?;
    Ok(Cursor { key: key.to_vec(), id: MicrosoftId(id) })
}

/// Returns the note about a malformed query parameter.
pub fn bad_parameter(field: &'static str, shell: &Shell) -> BadParameter {
    let texts = shell.texts;
    let text = match field {
        "sort" => texts.bad_sort(),
        "reseller" => texts.bad_reseller(),
        "expanded" => texts.bad_expanded(),
        "q" => texts.bad_query(shell.locale.number(MAX_QUERY as u64)),
        _ => texts.bad_page(),
    };
    BadParameter { field, text }
}
