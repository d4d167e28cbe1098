//! The state of the customer list (search, filter, sort order, page) and its URLs. [`super::page`] renders it.

use crate::features::customers::model::ResellerChoice;
use crate::search::Sort;
use crate::table_file::TableFormat;
use crate::text::percent::percent_encode;
use crate::urls;

/// Returns the `aria-sort` value of column `by`, and the sort order that a click on its header selects.
pub(super) const fn head(sort: Sort, by: Sort) -> (Option<&'static str>, Sort) {
    match (sort, by) {
        (Sort::Name, Sort::Name) => (Some("ascending"), Sort::NameDescending),
        (Sort::NameDescending, Sort::Name) => (Some("descending"), Sort::Name),
        (Sort::Domain, Sort::Domain) => (Some("ascending"), Sort::DomainDescending),
        (Sort::DomainDescending, Sort::Domain) => (Some("descending"), Sort::Domain),
        _ => (None, by),
    }
}

/// The search, filter, sort order and page of the list.
#[derive(Debug, Clone, Default)]
pub struct ListAddress {
    /// The search text as the user typed it.
    pub q: String,
    /// The indirect reseller whose customers are listed; `None` lists those of all.
    pub reseller: Option<ResellerChoice>,
    /// The sort order.
    pub sort: Sort,
    /// The cursor of the page (`after=…` or `before=…`), so that opening a row stays on the same page.
    pub cursor: Option<(&'static str, String)>,
}

impl ListAddress {
    /// Whether the list has neither a search text nor a filter.
    pub fn is_all(&self) -> bool {
        self.q.is_empty() && self.reseller.is_none()
    }

    /// Whether this reseller is the selected filter.
    pub(super) fn is_reseller(&self, choice: &ResellerChoice) -> bool {
        self.reseller.as_ref().is_some_and(|reseller| reseller.mpn_id == choice.mpn_id)
    }

    /// Returns the MPN ID of the selected reseller, or an empty string.
    pub(super) fn reseller_value(&self) -> &str {
        self.reseller.as_ref().map_or("", |reseller| &reseller.mpn_id)
    }

    /// Returns the URL of the first page of the list in this sort order.
    pub(super) fn sorted_by(&self, sort: Sort) -> String {
        self.address("/customers", Some(&self.q), Some(self.reseller_value()), sort)
    }

    /// Returns the URL of the list without the search text.
    pub(super) fn without_search(&self) -> String {
        self.address("/customers", None, Some(self.reseller_value()), self.sort)
    }

    /// Returns the URL of the list without the reseller filter.
    pub(super) fn without_reseller(&self) -> String {
        self.address("/customers", Some(&self.q), None, self.sort)
    }

    /// Returns the URL of the list without search text and filter, in the same sort order.
    pub(super) fn whole_list(&self) -> String {
        self.address("/customers", None, None, self.sort)
    }

    /// Returns the URL of the export with the same search, filter and sort order.
    pub(super) fn export(&self, format: TableFormat) -> String {
        let path = match format {
            TableFormat::Csv => urls::customers_csv(),
            TableFormat::Xlsx => urls::customers_xlsx(),
        };
        self.address(&path, Some(&self.q), Some(self.reseller_value()), self.sort)
    }

    /// Returns the URL of this page of the list with no row open.
    pub(super) fn current(&self) -> String {
        let mut address = self.sorted_by(self.sort);
        if let Some((name, value)) = &self.cursor {
            push(&mut address, name, value);
        }
        address
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

    fn address(&self, path: &str, q: Option<&str>, reseller: Option<&str>, sort: Sort) -> String {
        let mut address = path.to_owned();
        push(&mut address, "q", q.unwrap_or_default());
        push(&mut address, "reseller", reseller.unwrap_or_default());
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
