//! What is wrong with an address of the list.

use crate::i18n::{Locale, Texts};

/// A value of the address that is wrong. The list is shown nevertheless, with status 422.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadValue {
    /// `after` names no page.
    After,
    /// `before` names no page.
    Before,
    /// No such order.
    Sort,
    /// No such indirect reseller.
    Reseller,
    /// Not a Microsoft ID.
    Expanded,
    /// Longer than so many characters.
    Query(u64),
}

impl BadValue {
    /// By the parameter's name.
    pub fn of(field: &str) -> Option<Self> {
        match field {
            "after" => Some(BadValue::After),
            "before" => Some(BadValue::Before),
            "sort" => Some(BadValue::Sort),
            "reseller" => Some(BadValue::Reseller),
            "expanded" => Some(BadValue::Expanded),
            "q" => Some(BadValue::Query(super::filter::LONGEST_QUERY as u64)),
            _ => None,
        }
    }

    /// The parameter's name, for `data-error`.
    pub const fn field(self) -> &'static str {
        match self {
            BadValue::After => "after",
            BadValue::Before => "before",
            BadValue::Sort => "sort",
            BadValue::Reseller => "reseller",
            BadValue::Expanded => "expanded",
            BadValue::Query(_) => "q",
        }
    }

    /// What is wrong and what is shown instead.
    pub fn text(self, locale: Locale, texts: &Texts) -> String {
        match self {
            BadValue::After | BadValue::Before => texts.bad_page(),
            BadValue::Sort => texts.bad_sort(),
            BadValue::Reseller => texts.bad_reseller(),
            BadValue::Expanded => texts.bad_expanded(),
            BadValue::Query(max) => texts.bad_query(locale.number(max)),
        }
    }
}
