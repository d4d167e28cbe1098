//! The order of a list by time, from the parameter `sort`: the newest first by default.

use crate::error::{Error, Result};
use crate::web::column_sort::SortHead;

/// The order of a list by the time of its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TimeSort {
    /// The newest first.
    #[default]
    NewestFirst,
    /// The oldest first.
    OldestFirst,
}

impl TimeSort {
    /// Parses the parameter: `COLUMN` for the oldest first, `-COLUMN` or nothing for the newest first.
    ///
    /// # Errors
    /// [`Error::BadInput`] for another column.
    pub fn parse(text: &str, column: &str) -> Result<Self> {
        match text {
            "" => Ok(TimeSort::NewestFirst),
            text if text == column => Ok(TimeSort::OldestFirst),
            text if text.strip_prefix('-') == Some(column) => Ok(TimeSort::NewestFirst),
            other => Err(Error::bad_input("sort", other)),
        }
    }

    /// Whether the oldest row comes first.
    pub fn is_oldest_first(self) -> bool {
        self == TimeSort::OldestFirst
    }

    /// Returns the header of the column. A click on it reverses the order; `address` makes the URL of a parameter.
    pub fn head(self, column: &'static str, label: String, address: impl Fn(&str) -> String) -> SortHead {
        let (state, next) = match self {
            TimeSort::NewestFirst => ("descending", column),
            TimeSort::OldestFirst => ("ascending", ""),
        };
        SortHead { label, column, state: Some(state), address: address(next) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_click_reverses_the_order() {
        let next = |text: &str| {
            let sort = TimeSort::parse(text, "made").ok()?;
            let head = sort.head("made", String::new(), str::to_owned);
            Some((head.state?, head.address))
        };
        assert_eq!(next(""), Some(("descending", "made".to_owned())));
        assert_eq!(next("-made"), next(""));
        assert_eq!(next("made"), Some(("ascending", String::new())));
        assert_eq!(next("changed"), None);
    }
}
