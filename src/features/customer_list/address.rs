//! The state of the customer list (search, filter, sort order, page) and its URLs. [`super::page`] renders it.

use crate::features::customers::model::ResellerChoice;
use crate::features::saved_views::kept_view::KeptView;
use crate::search::Sort;
use crate::table_file::TableFormat;
use crate::urls;
use crate::web::parameters::append;
use crate::web::reported_list::canonical_query;

/// The filters, in the order of the links.
const FILTERS: [&str; 8] =
    ["reseller", "tag", "relationship", "subscriptions", "renews", "country", "since", "until"];

/// Returns the `aria-sort` value of column `by`, and the sort order that a click on its header selects.
pub(super) fn head(sort: Sort, by: Sort) -> (Option<&'static str>, Sort) {
    match sort.ascending() == by {
        true if sort.is_descending() => (Some("descending"), by),
        true => (Some("ascending"), by.reversed()),
        false => (None, by),
    }
}

/// The search, filter, sort order and page of the list.
#[derive(Debug, Clone, Default)]
pub struct ListAddress {
    /// The search text as the user typed it.
    pub q: String,
    /// The conditions: names and values of their parameters.
    pub filters: Vec<(&'static str, String)>,
    /// The indirect reseller whose customers are listed, if it is one.
    pub reseller: Option<ResellerChoice>,
    /// The columns, if the address names them.
    pub columns: Option<String>,
    /// The sort order.
    pub sort: Sort,
    /// The saved view that is open, if one is.
    pub view: KeptView,
    /// The cursor of the page (`after=…` or `before=…`), so that opening a row stays on the same page.
    pub cursor: Option<(&'static str, String)>,
}

impl ListAddress {
    /// Whether the list has neither a search text nor a filter.
    pub fn is_all(&self) -> bool {
        self.q.is_empty() && self.filters.is_empty()
    }

    /// Returns the value of a filter, or an empty string.
    pub(super) fn value(&self, name: &str) -> &str {
        self.filters.iter().find(|(one, _)| *one == name).map_or("", |(_, value)| value)
    }

    /// Whether this reseller is the selected filter.
    pub(super) fn is_reseller(&self, choice: &ResellerChoice) -> bool {
        self.is_value("reseller", &choice.mpn_id)
    }

    /// Whether the filter has this value.
    pub(super) fn is_value(&self, name: &str, value: &str) -> bool {
        self.value(name) == value
    }

    /// Returns the URL of the first page of the list in this sort order.
    pub(super) fn sorted_by(&self, sort: Sort) -> String {
        self.address(&self.view, &self.q, |_| true, sort)
    }

    /// Returns the URL of the list without the search text.
    pub(super) fn without_search(&self) -> String {
        self.address(&self.view, "", |_| true, self.sort)
    }

    /// Returns the URL of the list without this filter.
    pub(super) fn without(&self, name: &str) -> String {
        self.address(&self.view, &self.q, |one| one != name, self.sort)
    }

    /// Returns the URL of the list with this value of a filter.
    pub(super) fn with(&self, name: &'static str, value: &str) -> String {
        let mut filters = self.filters.clone();
        filters.retain(|(one, _)| *one != name);
        filters.push((name, value.to_owned()));
        ListAddress { filters, ..self.clone() }.sorted_by(self.sort)
    }

    /// Returns the URL of the list without view, search text and filter, in the same sort order.
    pub(super) fn whole_list(&self) -> String {
        self.address(&self.view.left(), "", |_| false, self.sort)
    }

    /// Returns the URL of the export with the same search, filter and sort order; it does not name the view.
    pub(super) fn export(&self, format: TableFormat) -> String {
        let path = match format {
            TableFormat::Csv => urls::customers_csv(),
            TableFormat::Xlsx => urls::customers_xlsx(),
        };
        let mut address = path.to_string();
        KeptView::NoView.append(&mut address, &self.parameters(&self.q, |_| true, self.sort));
        address
    }

    /// Returns the query string of the whole list as it is filtered and sorted, for reports.
    pub(super) fn report_query(&self) -> String {
        let parameters = self.parameters(&self.q, |_| true, self.sort);
        canonical_query(parameters.iter().map(|(name, value)| (*name, *value)))
    }

    /// Returns the URL of this page of the list with no row open.
    pub(super) fn current(&self) -> String {
        let mut address = self.sorted_by(self.sort);
        if let Some((name, value)) = &self.cursor {
            append(&mut address, name, value);
        }
        address
    }

    /// Returns the URL of this page of the list with the columns that the user chose. With an open view, the columns that
    /// are chosen belong to what is shown, so that the URL ends where they are appended.
    pub(super) fn with_own_columns(&self) -> String {
        let mut columns = None;
        if let KeptView::Open(_, view) = &self.view {
            columns = Some(view.get("columns").to_owned());
        }
        ListAddress { columns, ..self.clone() }.current()
    }

    /// Whether a saved view is open.
    pub(super) fn is_in_view(&self) -> bool {
        matches!(self.view, KeptView::Open(..))
    }

    /// Returns the URL of the page after (`name` is `after`) or before (`name` is `before`) a cursor.
    pub(super) fn page(&self, name: &str, cursor: &str) -> String {
        let mut address = self.sorted_by(self.sort);
        append(&mut address, name, cursor);
        address
    }

    /// Returns the URL of this page up to `expanded=`; the caller appends the Microsoft ID of the row to open.
    pub(super) fn expand_prefix(&self) -> String {
        let mut address = self.current();
        address.push(if address.contains('?') { '&' } else { '?' });
        address.push_str("expanded=");
        address
    }

    fn address(&self, view: &KeptView, q: &str, keeps: impl Fn(&str) -> bool, sort: Sort) -> String {
        let mut address = "/customers".to_owned();
        view.append(&mut address, &self.parameters(q, keeps, sort));
        address
    }

    /// Returns all parameters of the list, also those that are empty.
    fn parameters<'a>(
        &'a self,
        q: &'a str,
        keeps: impl Fn(&str) -> bool,
        sort: Sort,
    ) -> Vec<(&'static str, &'a str)> {
        let filter = |name: &'static str| (name, if keeps(name) { self.value(name) } else { "" });
        let sort = if sort == Sort::default() { "" } else { sort.as_str() };
        let columns = self.columns.as_deref().unwrap_or_default();
        let all = [("q", q)].into_iter().chain(FILTERS.map(filter));
        all.chain([("columns", columns), ("sort", sort)]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_keep_the_current_filters() {
        let mut filter =
            ListAddress { q: "한 &".into(), sort: Sort::DomainDescending, ..ListAddress::default() };
        assert_eq!(filter.current(), "/customers?q=%ED%95%9C%20%26&sort=-domain");
        assert_eq!(filter.whole_list(), "/customers?sort=-domain");
        filter = ListAddress { cursor: Some(("after", "b6".into())), ..ListAddress::default() };
        assert_eq!(filter.expand_prefix(), "/customers?after=b6&expanded=");
        assert_eq!(filter.export(TableFormat::Csv), "/customers.csv");
        assert_eq!(filter.export(TableFormat::Xlsx), "/customers.xlsx");
    }
}
