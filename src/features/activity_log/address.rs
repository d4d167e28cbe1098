//! The state of the activity log page (its query parameters) and the URLs of its links.

use crate::domain::MicrosoftId;
use crate::features::activity_log::filter::Params;
use crate::features::activity_log::period::Period;
use crate::i18n::Locale;
use crate::table_file::TableFormat;
use crate::text::terms::MAX_QUERY;
use crate::urls;
use crate::urls::PortalUrl;
use crate::web::list::BadParameter;
use crate::web::reported_list::canonical_query;
use crate::web::shell::Shell;

/// The query parameters of the page, without malformed ones.
#[derive(Debug, Clone)]
pub struct LogAddress {
    /// The parameters.
    pub params: Params,
    /// The customer whose part of the log this is, below the customer's pages; `None` for the whole log.
    pub customer: Option<MicrosoftId>,
}

impl LogAddress {
    /// Returns the URL without parameters.
    pub fn page_url(&self) -> PortalUrl {
        self.customer.map_or_else(urls::activity, urls::customer_activity)
    }

    /// Returns the URL of this page with no row open.
    pub fn current(&self) -> String {
        let (after, before) = (self.params.after.as_str(), self.params.before.as_str());
        self.address(&self.page_url(), &[("after", after), ("before", before)])
    }

    /// Returns the URL of this page with a row open.
    pub fn with_row_open(&self, entry: i64) -> String {
        let (after, before) = (self.params.after.as_str(), self.params.before.as_str());
        self.address(
            &self.page_url(),
            &[("after", after), ("before", before), ("expanded", &entry.to_string())],
        )
    }

    /// Returns the URL of the page after (`name` is `after`) or before (`name` is `before`) an entry.
    pub fn page(&self, name: &str, entry: &i64) -> String {
        self.address(&self.page_url(), &[(name, &entry.to_string())])
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
        self.address(&self.page_url(), &[])
    }

    /// Returns the URL of the export with the same filters.
    pub fn export(&self, format: TableFormat, detailed: bool) -> String {
        let customer = self.customer.map(|id| id.to_string()).unwrap_or_default();
        let more = [("q", customer.as_str()), ("detailed", if detailed { "1" } else { "" })];
        let path = match format {
            TableFormat::Csv => urls::activity_csv(),
            TableFormat::Xlsx => urls::activity_xlsx(),
        };
        self.address(&path, &more)
    }

    /// Returns the query string of the log with the same filters and period, for reports.
    pub fn report_query(&self) -> String {
        let mut params = self.params.clone();
        if let Some(id) = self.customer {
            params.q = id.to_string();
        }
        canonical_query(params.pairs())
    }

    /// Whether there are filters besides the period and the kind.
    pub fn is_filtered(&self) -> bool {
        [&self.params.q, &self.params.action, &self.params.user, &self.params.resource]
            .iter()
            .any(|value| !value.is_empty())
    }

    fn with_changes(&self, change: impl FnOnce(&mut Params)) -> String {
        let mut params = self.params.clone();
        change(&mut params);
        LogAddress { params, ..*self }.newest()
    }

    fn address(&self, url: &PortalUrl, more: &[(&str, &str)]) -> String {
        url.with_parameters(self.params.pairs().iter().chain(more).copied())
    }
}

/// Returns the note about a malformed query parameter.
pub fn bad_parameter(name: &'static str, shell: &Shell) -> BadParameter {
    let text = bad_parameter_text(name, shell.locale);
    // The first day of the period is the field where the user corrects it.
    BadParameter { field: if name == "period" { "from" } else { name }, text }
}

/// Returns the sentence about a malformed query parameter.
pub fn bad_parameter_text(name: &str, locale: Locale) -> String {
    let texts = locale.texts();
    match name {
        "from" => texts.bad_from(),
        "to" => texts.bad_to(),
        "period" => texts.bad_period(),
        "action" => texts.bad_action(),
        "user" => texts.bad_user(),
        "resource" => texts.bad_resource(),
        "kind" => texts.bad_kind(),
        "expanded" => texts.bad_entry(),
        "q" => texts.bad_query(locale.number(MAX_QUERY as u64)),
        _ => texts.bad_page(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_keep_the_current_filters() {
        let params = Params { q: "한 &".into(), user: "7".into(), after: "12".into(), ..Params::default() };
        let showing = LogAddress { params, customer: None };
        assert_eq!(showing.current(), "/activity?q=%ED%95%9C+%26&user=7&after=12");
        assert_eq!(showing.with_row_open(9), "/activity?q=%ED%95%9C+%26&user=7&after=12&expanded=9");
        assert_eq!(showing.with("user", ""), "/activity?q=%ED%95%9C+%26");
        assert_eq!(showing.export(TableFormat::Csv, true), "/activity.csv?q=%ED%95%9C+%26&user=7&detailed=1");
        assert_eq!(showing.without_filters(), "/activity");
        assert!(showing.is_filtered());
    }

    #[test]
    fn links_stay_on_the_log_of_one_customer() {
        let params = Params { user: "7".into(), ..Params::default() };
        let id = MicrosoftId(uuid::Uuid::nil());
        let showing = LogAddress { params, customer: Some(id) };
        assert_eq!(showing.newest(), format!("/customers/{id}/activity?user=7"));
        assert_eq!(showing.with_row_open(9), format!("/customers/{id}/activity?user=7&expanded=9"));
        assert_eq!(showing.export(TableFormat::Csv, false), format!("/activity.csv?user=7&q={id}"));
        assert_eq!(showing.without_filters(), format!("/customers/{id}/activity"));
    }
}
