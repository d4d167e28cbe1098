//! The frame of a list page: heading and actions, the note about an invalid parameter, tabs, the number of rows, the
//! table and the links to other pages. `templates/list_page.html` renders it. A list page extends that template and adds
//! what is its own: filters, columns and rows.

pub use crate::web::column_sort::{ColumnSort, SortHead};
pub use crate::web::export_menu::{ExportFile, ExportMenu};
pub use crate::web::list_filters::{FilterChoice, FilterField, ListFilters};
pub use crate::web::page_action::PageAction;
pub use crate::web::pager::{NumberedPage, Pager};
pub use crate::web::tabs::{Tab, Tabs};
pub use crate::web::time_sort::TimeSort;

use crate::error::{Error, Result};
use crate::i18n::labels::page_title;
use crate::i18n::{Locale, Texts};
use crate::search::CappedCount;
use crate::text::terms::MAX_QUERY;
use crate::web::shell::Shell;
use actix_web::http::StatusCode;

/// What all list pages have. Begin with [`ListFrame::new`], and set the fields that the list has.
#[derive(Debug, Clone, Default)]
pub struct ListFrame {
    /// The heading of the page, which also names the table's scroll region.
    pub heading: String,
    /// The title of the page, if it differs from the heading.
    pub title: Option<String>,
    /// The caption of the table.
    pub caption: String,
    /// What the user may do besides reading the list.
    pub actions: Vec<PageAction>,
    /// The invalid parameter, which was ignored.
    pub bad: Option<BadParameter>,
    /// The views of the list.
    pub tabs: Option<Tabs>,
    /// The search and the filters, if the page has no form of its own.
    pub filters: Option<ListFilters>,
    /// The files of the list.
    pub export: Option<ExportMenu>,
    /// The number of rows on all pages.
    pub count: ListCount,
    /// What to show instead of the table, if this page has no rows.
    pub empty: Option<EmptyState>,
    /// The links to other pages.
    pub pager: Pager,
}

impl ListFrame {
    /// Returns the frame of a list with one page and no actions.
    pub fn new(heading: String, count: ListCount) -> Self {
        ListFrame { caption: heading.clone(), heading, count, ..ListFrame::default() }
    }

    /// Returns the page's title without the portal's name. With an invalid parameter it begins with `Error:`.
    pub fn page_title(&self, texts: &Texts) -> String {
        page_title(texts, self.title.as_ref().unwrap_or(&self.heading).clone(), self.bad.is_some())
    }

    /// Returns the status of the response: 422 with an invalid parameter.
    pub fn status(&self) -> StatusCode {
        if self.bad.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }
    }
}

/// An invalid query parameter. The list is shown without it, with a note and status 422.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadParameter {
    /// The name of the parameter, for `data-error`.
    pub field: &'static str,
    /// What is wrong, and what is shown instead.
    pub text: String,
}

impl BadParameter {
    /// Returns the note about a parameter that many lists have: search, days, order, page; another one is part of an invalid
    /// address. A period is corrected in the field of its first day.
    pub fn of_list(shell: &Shell, field: &'static str) -> Self {
        let texts = shell.texts;
        let text = match field {
            "q" => texts.bad_query(shell.locale.number(MAX_QUERY as u64)),
            "from" => texts.bad_from(),
            "to" => texts.bad_to(),
            "period" => texts.bad_period(),
            "sort" => texts.bad_sort(),
            "after" | "before" | "page" => texts.bad_page(),
            _ => texts.order_bad_address(),
        };
        BadParameter { field: if field == "period" { "from" } else { field }, text }
    }
}

/// Parses query parameters and removes invalid ones. Returns also the name of the first invalid one.
///
/// # Errors
/// Those of `parse`, except [`Error::BadInput`].
pub fn parse_valid<P, T>(
    params: &mut P,
    parse: impl Fn(&P) -> Result<T>,
    remove: impl Fn(&mut P, &str),
) -> Result<(T, Option<&'static str>)> {
    let mut bad = None;
    loop {
        match parse(params) {
            Ok(parsed) => return Ok((parsed, bad)),
            Err(Error::BadInput { field, .. }) => {
                bad = bad.or(Some(field));
                remove(params, field);
            }
            Err(error) => return Err(error),
        }
    }
}

/// The number of rows of a list, and how the page says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListCount {
    /// The number, for `data-total`.
    pub total: CappedCount,
    /// The sentence, in parts: `62` and ` customers`. Without parts the page shows no number.
    pub parts: Vec<CountPart>,
    /// Whether only screen readers say it, because the selected tab shows the number.
    pub is_in_tab: bool,
    /// The search text that the number belongs to, for scripts.
    pub query: Option<String>,
}

/// A part of the sentence: an emphasized number between two texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountPart {
    /// The text before the number.
    pub before: String,
    /// The formatted number.
    pub number: String,
    /// The text after the number.
    pub after: String,
}

impl ListCount {
    /// Returns a number that the page does not show.
    pub fn unspoken(total: CappedCount) -> Self {
        ListCount { total, ..ListCount::default() }
    }

    /// Returns the number between two texts.
    pub fn new(total: CappedCount, [before, after]: [String; 2], locale: Locale) -> Self {
        ListCount::unspoken(total).and(total, [before, after], locale)
    }

    /// Returns a number that the selected tab shows too; `sentence` contains it.
    pub fn in_tab(total: CappedCount, sentence: String) -> Self {
        ListCount { is_in_tab: true, ..ListCount::sentence(total, sentence) }
    }

    /// Returns a sentence that contains the number.
    pub fn sentence(total: CappedCount, sentence: String) -> Self {
        let part = CountPart { before: sentence, number: String::new(), after: String::new() };
        ListCount { total, parts: vec![part], ..ListCount::default() }
    }

    /// Adds another number, such as the licenses of the listed subscriptions.
    #[must_use]
    pub fn and(mut self, number: CappedCount, [before, after]: [String; 2], locale: Locale) -> Self {
        self.parts.push(CountPart { before, number: number.text(locale), after });
        self
    }
}

/// What a list shows instead of an empty table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmptyState {
    /// The name of the icon.
    pub icon: &'static str,
    /// What there is not.
    pub title: String,
    /// What would be here, or what to do.
    pub text: Option<String>,
    /// What the user may do now.
    pub actions: Vec<PageAction>,
}

impl EmptyState {
    /// Returns the state of a list that never had rows.
    pub fn nothing_yet(title: String, text: String) -> Self {
        EmptyState { icon: "info", title, text: Some(text), actions: Vec::new() }
    }

    /// Returns the state of a list whose filter matches no row.
    pub fn nothing_found(title: String) -> Self {
        EmptyState { icon: "search", title, text: None, actions: Vec::new() }
    }

    /// Adds what the user may do now.
    #[must_use]
    pub fn with_actions(self, actions: impl IntoIterator<Item = PageAction>) -> Self {
        EmptyState { actions: actions.into_iter().collect(), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invalid_parameter_is_named_in_title_and_status() {
        let mut frame = ListFrame::new("Orders".into(), ListCount::default());
        let texts = Locale::En.texts();
        assert_eq!((frame.page_title(texts).as_str(), frame.status()), ("Orders", StatusCode::OK));
        frame.title = Some("Placed – Orders".into());
        frame.bad = Some(BadParameter { field: "status", text: String::new() });
        assert_eq!(frame.page_title(texts), "Error: Placed – Orders");
        assert_eq!(frame.status(), StatusCode::UNPROCESSABLE_ENTITY);
    }

    #[test]
    fn removes_every_invalid_parameter_and_names_the_first() {
        let mut params = vec!["1", "x", "y", "2"];
        let parse = |params: &Vec<&'static str>| match params.iter().find(|one| one.parse::<u8>().is_err()) {
            Some(bad) => Err(Error::bad_input(bad, "a number")),
            None => Ok(params.len()),
        };
        let parsed = parse_valid(&mut params, parse, |params, bad| params.retain(|one| *one != bad));
        assert!(matches!(parsed, Ok((2, Some("x")))));
        assert_eq!(params, ["1", "2"]);
    }
}
