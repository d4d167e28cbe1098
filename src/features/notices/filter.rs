//! The query parameters of `GET /notifications`.

use crate::domain::{NoticeGroup, TextEnum};
use crate::error::{Error, Result};
use crate::urls;
use serde::Deserialize;

/// The query parameters, see docs/reference/addresses.md.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    /// `unread`; empty for all.
    pub show: String,
    /// A group of events.
    pub group: String,
    /// The page starts after this notice.
    pub after: String,
    /// The page ends before this notice.
    pub before: String,
}

/// Which notices to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Filter {
    /// Only those that the user has not read.
    pub only_unread: bool,
    /// Only events of this group.
    pub group: Option<NoticeGroup>,
    /// The anchor of the page.
    pub place: PageAnchor,
}

/// The anchor of a page: the id of a notice. Newer ones come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PageAnchor {
    /// The page begins with the newest notice.
    #[default]
    Start,
    /// The page begins after this notice.
    After(i32),
    /// The page ends before this notice.
    Before(i32),
}

impl Params {
    /// Parses the parameters.
    ///
    /// # Errors
    /// [`Error::BadInput`] names the first invalid one.
    pub fn filter(&self) -> Result<Filter> {
        let only_unread = match &*self.show {
            "" => false,
            "unread" => true,
            _ => return Err(Error::bad_input("show", "unread, or nothing")),
        };
        let group = match &*self.group {
            "" => None,
            word => Some(
                NoticeGroup::from_text(word).map_err(|_| Error::bad_input("group", "a group of events"))?,
            ),
        };
        let id = |name, text: &str| text.parse().map_err(|_| Error::bad_input(name, "the id of a notice"));
        let place = match (&*self.after, &*self.before) {
            ("", "") => PageAnchor::Start,
            (after, "") => PageAnchor::After(id("after", after)?),
            (_, before) => PageAnchor::Before(id("before", before)?),
        };
        Ok(Filter { only_unread, group, place })
    }

    /// Removes a parameter.
    pub fn remove(&mut self, name: &str) {
        match name {
            "show" => self.show.clear(),
            "group" => self.group.clear(),
            "after" => self.after.clear(),
            _ => self.before.clear(),
        }
    }
}

impl Filter {
    /// Returns the address of the list with this filter and an anchor: `after` or `before`, and an id.
    pub fn address(&self, anchor: (&'static str, &str)) -> String {
        let show = if self.only_unread { "unread" } else { "" };
        let group = self.group.map(NoticeGroup::as_str).unwrap_or_default();
        urls::notifications().with_parameters([("show", show), ("group", group), anchor])
    }

    /// Returns the address of the first page.
    pub fn first_page(&self) -> String {
        self.address(("", ""))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn parses_what_links_contain_and_names_what_is_wrong() {
        let params = Params { show: "unread".into(), group: "orders".into(), ..Params::default() };
        let filter = params.filter().unwrap();
        assert_eq!(filter.address(("after", "7")), "/notifications?show=unread&group=orders&after=7");
        assert_eq!(Filter::default().first_page(), "/notifications");
        for name in ["show", "group", "after", "before"] {
            let mut bad = Params { after: "3".into(), ..Params::default() };
            *match name {
                "show" => &mut bad.show,
                "group" => &mut bad.group,
                "after" => &mut bad.after,
                _ => &mut bad.before,
            } = "x".into();
            assert!(matches!(bad.filter(), Err(Error::BadInput { field, .. }) if field == name), "{name}");
            bad.remove(name);
            assert!(bad.filter().is_ok(), "{name}");
        }
    }
}
