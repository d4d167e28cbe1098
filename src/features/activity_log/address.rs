//! The state of the activity log page (its query parameters) and the URLs of its links.

use crate::features::activity_log::filter::Params;
use crate::features::activity_log::period::Period;
use crate::i18n::{Locale, Texts};
use crate::text::terms;

/// The query parameters of the page, without malformed ones.
#[derive(Debug, Clone)]
pub struct LogAddress(pub Params);

impl LogAddress {
    /// Returns the URL of this page with no row open.
    pub fn current(&self) -> String {
        let (after, before) = (self.0.after.as_str(), self.0.before.as_str());
        self.address("/activity", &[("after", after), ("before", before)])
    }

    /// Returns the URL of this page with a row open.
    pub fn with_row_open(&self, entry: i64) -> String {
        let (after, before) = (self.0.after.as_str(), self.0.before.as_str());
        self.address("/activity", &[("after", after), ("before", before), ("expanded", &entry.to_string())])
    }

    /// Returns the URL of the page after (`name` is `after`) or before (`name` is `before`) an entry.
    pub fn page(&self, name: &str, entry: &i64) -> String {
        self.address("/activity", &[(name, &entry.to_string())])
    }

    /// Returns the URL with another period and the same filters.
    pub fn with_period(&self, period: Period) -> String {
        let with = |params: &mut Params| {
            (params.from, params.to) = (period.from.to_string(), period.to.to_string());
        };
        self.with_changes(with)
    }

    /// Returns the URL with the default period and the same filters.
    pub fn with_default_period(&self) -> String {
        self.with_changes(|params| (params.from, params.to) = Default::default())
    }

    /// Returns the URL of the other kind of entries in the same period. Each kind has its own actions and resources, so
    /// these filters are removed.
    pub fn kind(&self, kind: &str) -> String {
        self.with_changes(|params| {
            params.kind = kind.to_owned();
            (params.action, params.resource) = Default::default();
        })
    }

    /// Returns the URL with another value of one filter; an empty value removes it.
    pub fn with(&self, filter: &str, value: &str) -> String {
        self.with_changes(|params| match filter {
            "q" => params.q = value.to_owned(),
            "action" => params.action = value.to_owned(),
            "user" => params.user = value.to_owned(),
            _ => params.resource = value.to_owned(),
        })
    }

    /// Returns the URL without filters, with the same period and kind.
    pub fn without_filters(&self) -> String {
        self.with_changes(|params| {
            (params.q, params.action, params.user, params.resource) = Default::default()
        })
    }

    /// Returns the URL of the first page with the same filters.
    pub fn newest(&self) -> String {
        self.address("/activity", &[])
    }

    /// Returns the URL of the export with the same filters.
    pub fn export(&self, detailed: bool) -> String {
        self.address("/activity.csv", &[("detailed", if detailed { "1" } else { "" })])
    }

    /// Whether there are filters besides the period and the kind.
    pub fn is_filtered(&self) -> bool {
        [&self.0.q, &self.0.action, &self.0.user, &self.0.resource].iter().any(|value| !value.is_empty())
    }

    fn with_changes(&self, change: impl FnOnce(&mut Params)) -> String {
        let mut params = self.0.clone();
        change(&mut params);
        LogAddress(params).newest()
    }

    fn address(&self, path: &str, more: &[(&str, &str)]) -> String {
        let Params { from, to, q, action, user, resource, kind, .. } = &self.0;
        let filters = [
            ("from", from.as_str()),
            ("to", to),
            ("q", q),
            ("action", action),
            ("user", user),
            ("resource", resource),
            ("kind", kind),
        ];
        let given: Vec<_> = filters.iter().chain(more).filter(|(_, value)| !value.is_empty()).collect();
        match serde_urlencoded::to_string(given) {
            Ok(query) if !query.is_empty() => format!("{path}?{query}"),
            _ => path.to_owned(),
        }
    }
}

/// A malformed query parameter. The log is still shown, with status 422.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadValue(pub &'static str);

impl BadValue {
    /// Returns the parameter's name, for `data-error`.
    pub fn field(self) -> &'static str {
        if self.0 == "period" { "from" } else { self.0 }
    }

    /// Returns the message: what is wrong and what is shown instead.
    pub fn text(self, locale: Locale, texts: &Texts) -> String {
        match self.0 {
            "from" => texts.bad_from(),
            "to" => texts.bad_to(),
            "period" => texts.bad_period(),
            "action" => texts.bad_action(),
            "user" => texts.bad_user(),
            "resource" => texts.bad_resource(),
            "kind" => texts.bad_kind(),
            "expanded" => texts.bad_entry(),
            "q" => texts.bad_query(locale.number(terms::MAX_QUERY as u64)),
            _ => texts.bad_page(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_keep_the_current_filters() {
        let params = Params { q: "한 &".into(), user: "7".into(), after: "12".into(), ..Params::default() };
        let showing = LogAddress(params);
        assert_eq!(showing.current(), "/activity?q=%ED%95%9C+%26&user=7&after=12");
        assert_eq!(showing.with_row_open(9), "/activity?q=%ED%95%9C+%26&user=7&after=12&expanded=9");
        assert_eq!(showing.with("user", ""), "/activity?q=%ED%95%9C+%26");
        assert_eq!(showing.export(true), "/activity.csv?q=%ED%95%9C+%26&user=7&detailed=1");
        assert_eq!(showing.without_filters(), "/activity");
        assert!(showing.is_filtered());
    }
}
