//! The state of the customer list (search, filter, sort order, page) and its URLs. [`super::page`] renders it.

use crate::features::customers::model::ResellerChoice;
use crate::search::Sort;
use crate::table_file::TableFormat;
use crate::text::percent::percent_encode;
use crate::urls;

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
        self.address("/customers", &self.q, |_| true, sort)
    }

    /// Returns the URL of the list without the search text.
    pub(super) fn without_search(&self) -> String {
        self.address("/customers", "", |_| true, self.sort)
    }

    /// Returns the URL of the list without this filter.
    pub(super) fn without(&self, name: &str) -> String {
        self.address("/customers", &self.q, |one| one != name, self.sort)
    }

    /// Returns the URL of the list with this value of a filter.
    pub(super) fn with(&self, name: &'static str, value: &str) -> String {
        let mut address = self.without(name);
        push(&mut address, name, value);
        address
    }

    /// Returns the URL of the list without search text and filter, in the same sort order.
    pub(super) fn whole_list(&self) -> String {
        self.address("/customers", "", |_| false, self.sort)
    }

    /// Returns the URL of the export with the same search, filter and sort order.
    pub(super) fn export(&self, format: TableFormat) -> String {
        let path = match format {
            TableFormat::Csv => urls::customers_csv(),
            TableFormat::Xlsx => urls::customers_xlsx(),
        };
        self.address(&path, &self.q, |_| true, self.sort)
    }

    /// Returns the query that selects all rows of the list.
    pub(super) fn filter_query(&self) -> String {
        let address = self.sorted_by(self.sort);
        address.split_once('?').map_or_else(String::new, |(_, query)| query.to_owned())
    }

    /// Returns the URL of this page of the list with no row open.
    pub(super) fn current(&self) -> String {
        let mut address = self.sorted_by(self.sort);
        if let Some((name, value)) = &self.cursor {
            push(&mut address, name, value);
        }
        address
    }

    /// Returns the URL of this page of the list with the columns that the user chose.
    pub(super) fn with_own_columns(&self) -> String {
        ListAddress { columns: None, ..self.clone() }.current()
    }

    /// Returns the URL of the page after (`name` is `after`) or before (`name` is `before`) a cursor.
    pub(super) fn page(&self, name: &str, cursor: &str) -> String {
        let mut address = self.sorted_by(self.sort);
        push(&mut address, name, cursor);
        address
    }

    /// Returns the URL of this page up to `expanded=`; the caller appends the Microsoft ID of the row to open.
    pub(super) fn expand_prefix(&self) -> String {
        let mut address = self.current();
        address.push(if address.contains('?') { '&' } else { '?' });
        address.push_str("expanded=");
        address
    }

    fn address(&self, path: &str, q: &str, keeps: impl Fn(&str) -> bool, sort: Sort) -> String {
        let mut address = path.to_owned();
        push(&mut address, "q", q);
        for (name, value) in self.filters.iter().filter(|(name, _)| keeps(name)) {
            push(&mut address, name, value);
        }
        push(&mut address, "columns", self.columns.as_deref().unwrap_or_default());
        push(&mut address, "sort", if sort == Sort::default() { "" } else { sort.as_str() });
        address
    }
}

/// Appends `name=value`, percent-encoded; omits it if the value is empty.
fn push(address: &mut String, name: &str, value: &str) {
    if value.is_empty() {
        return;
    }
    address.push(if address.contains('?') { '&' } else { '?' });
    address.push_str(name);
    address.push('=');
    address.extend(percent_encode(value));
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
