//! The order of a list by one of its columns, from the parameter `sort`: `quantity`, or descending `-quantity`.

use crate::domain::TextEnum;
use std::cmp::Reverse;

/// The order of a list. `C` is an enum of the columns by which it can be sorted; the first one is the default.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ColumnSort<C> {
    /// The column.
    pub column: C,
    /// Whether the largest value comes first.
    pub descending: bool,
}

impl<C: TextEnum> Default for ColumnSort<C> {
    fn default() -> Self {
        ColumnSort { column: C::ALL[0].0, descending: false }
    }
}

impl<C: TextEnum + PartialEq> ColumnSort<C> {
    /// Parses the parameter; without it, the order is that of the first column. Returns `None` for an unknown column.
    pub fn parse(text: &str) -> Option<Self> {
        let (descending, name) = text.strip_prefix('-').map_or((false, text), |name| (true, name));
        let parsed = || C::from_text(name).ok().map(|column| ColumnSort { column, descending });
        if text.is_empty() { Some(Self::default()) } else { parsed() }
    }

    /// Returns the parameter; empty for the default order.
    pub fn param(self) -> String {
        match self.descending {
            true => format!("-{}", self.column.text()),
            false if self == Self::default() => String::new(),
            false => self.column.text().to_owned(),
        }
    }

    /// Sorts rows by a key of the column. Rows with equal keys keep their order; rows without a key come last.
    pub fn sort<T, K: Ord>(self, rows: &mut [T], key: impl Fn(&T) -> Option<K>) {
        match self.descending {
            true => rows.sort_by_cached_key(|row| (key(row).is_none(), Reverse(key(row)))),
            false => rows.sort_by_cached_key(|row| (key(row).is_none(), key(row))),
        }
    }

    /// Returns the header of a column. A click on it sorts by the column, or reverses the order; `address` makes the URL of
    /// a parameter.
    pub fn head(self, column: C, label: String, address: impl Fn(&str) -> String) -> SortHead {
        let is_current = self.column == column;
        let next = ColumnSort { column, descending: is_current && !self.descending };
        let direction = if self.descending { "descending" } else { "ascending" };
        SortHead {
            label,
            column: column.text(),
            state: is_current.then_some(direction),
            address: address(&next.param()),
        }
    }
}

/// The header of a column by which a list can be sorted; `list_parts.html` renders it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SortHead {
    /// The text.
    pub label: String,
    /// The name of the column, for the id of the link.
    pub column: &'static str,
    /// The value of `aria-sort`; only the sorted column has one.
    pub state: Option<&'static str>,
    /// The URL that a click on it opens.
    pub address: String,
}

#[cfg(test)]
mod tests {
    use super::ColumnSort;
    use crate::domain::text_enum::text_enum;

    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum Column {
        Name,
        Quantity,
    }

    text_enum!(Column, "column", { Name = "name", Quantity = "quantity" });

    fn sorted(sort: &str) -> Option<Vec<Option<i32>>> {
        let mut rows = [Some(2), None, Some(10), Some(1)];
        ColumnSort::<Column>::parse(sort).map(|sort| {
            sort.sort(&mut rows, |row| *row);
            rows.to_vec()
        })
    }

    #[test]
    fn sorts_both_ways_with_missing_values_last() {
        assert_eq!(sorted("quantity"), Some(vec![Some(1), Some(2), Some(10), None]));
        assert_eq!(sorted("-quantity"), Some(vec![Some(10), Some(2), Some(1), None]));
        assert_eq!(sorted("price"), None);
        assert_eq!(sorted("-"), None);
    }

    #[test]
    fn a_click_on_the_sorted_column_reverses_the_order() {
        let head = |sort: &str, column| {
            let sort =
                ColumnSort::<Column>::parse(sort).map(|sort| sort.head(column, String::new(), str::to_owned));
            sort.map(|head| (head.state, head.address))
        };
        assert_eq!(head("", Column::Name), Some((Some("ascending"), "-name".to_owned())));
        assert_eq!(head("", Column::Quantity), Some((None, "quantity".to_owned())));
        assert_eq!(head("-name", Column::Name), Some((Some("descending"), String::new())));
    }
}
