//! The links to the previous and the next page of a list. `m::pager` in `templates/macros.html` shows them.

use crate::db::keyset::PageEdges;

/// The URLs of the pages beside the current one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pager {
    /// The URL of the previous page, if there is one.
    pub previous: Option<String>,
    /// The URL of the next page, if there is one.
    pub next: Option<String>,
    /// The text of the link to the next page, if it is not the usual one.
    pub next_label: Option<String>,
}

impl Pager {
    /// Returns a pager with the usual texts.
    pub fn new(previous: Option<String>, next: Option<String>) -> Self {
        Pager { previous, next, next_label: None }
    }

    /// Returns the pager of a page with these rows. `link` gets `before` and the first row, or `after` and the last.
    pub fn around<T>(rows: &[T], edges: PageEdges, link: impl Fn(&'static str, &T) -> String) -> Self {
        Pager::new(
            rows.first().filter(|_| edges.previous).map(|first| link("before", first)),
            rows.last().filter(|_| edges.next).map(|last| link("after", last)),
        )
    }

    /// Whether there is another page.
    pub fn is_needed(&self) -> bool {
        self.previous.is_some() || self.next.is_some()
    }
}

/// A page of a short list, which is read as a whole and cut into pages with numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberedPage {
    /// The number of the page, from 1.
    number: usize,
    /// The number of pages, at least 1.
    pages: usize,
}

/// Rows per page.
const ROWS: usize = crate::db::keyset::ROWS;

impl NumberedPage {
    /// Parses the parameter `page` of a list with `total` rows; an empty one is the first page. Returns also the
    /// parameter's name if its value is not the number of a page; then the first page is shown.
    pub fn read(text: &str, total: usize) -> (Self, Option<&'static str>) {
        let pages = total.div_ceil(ROWS).max(1);
        let number = if text.is_empty() { Some(1) } else { text.parse().ok() };
        match number.filter(|number| (1..=pages).contains(number)) {
            Some(number) => (NumberedPage { number, pages }, None),
            None => (NumberedPage { number: 1, pages }, Some("page")),
        }
    }

    /// Returns the rows of this page.
    pub fn rows<T>(self, all: &[T]) -> &[T] {
        all.chunks(ROWS).nth(self.number - 1).unwrap_or_default()
    }

    /// Returns the links to the pages beside this one. `link` gets the number of a page.
    pub fn pager(self, link: impl Fn(usize) -> String) -> Pager {
        Pager::new(
            (self.number > 1).then(|| link(self.number - 1)),
            (self.number < self.pages).then(|| link(self.number + 1)),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbered_pages_begin_at_one() {
        let read = |text: &str| NumberedPage::read(text, 101);
        let all: Vec<usize> = (0..101).collect();
        let rows = |text: &str| read(text).0.rows(&all).first().copied();
        assert_eq!((rows(""), rows("1"), rows("3")), (Some(0), Some(0), Some(100)));
        for bad in ["0", "4", "x", "-1", "99999999999999999999"] {
            assert_eq!((rows(bad), read(bad).1), (Some(0), Some("page")), "{bad}");
        }
        let pager = |text: &str| read(text).0.pager(|page| page.to_string());
        assert_eq!(pager("2"), Pager::new(Some("1".into()), Some("3".into())));
        assert_eq!(pager("3"), Pager::new(Some("2".into()), None));
        assert!(!NumberedPage::read("", 0).0.pager(|_| String::new()).is_needed());
    }
}
