//! The columns of the customer list: which there are, and which ones a user has chosen. The name is always the first.

use crate::domain::text_enum::text_enum;
use crate::domain::{PartnerKind, TextEnum};
use crate::error::{Error, Result};
use crate::i18n::Texts;
use crate::search::Sort;

/// A column of the list besides the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListColumn {
    /// Primary domain name.
    Domain,
    /// Kind of relationship.
    Relationship,
    /// Indirect resellers; indirect providers only.
    Reseller,
    /// Country of the bill-to address.
    Country,
    /// The day on which it became a customer.
    Since,
    /// Number of subscriptions.
    Subscriptions,
    /// Number of licenses.
    Licenses,
    /// The day on which the next subscription renews or ends.
    Renewal,
    /// Tags.
    Tags,
}

text_enum!(ListColumn, "column", {
    Domain = "domain", Relationship = "relationship", Reseller = "reseller", Country = "country", Since = "since",
    Subscriptions = "subscriptions", Licenses = "licenses", Renewal = "renewal",
    Tags = "tags",
});

impl ListColumn {
    /// Returns the columns of a user who has chosen none.
    pub fn defaults(kind: PartnerKind) -> Vec<Self> {
        for_kind(vec![ListColumn::Domain, ListColumn::Relationship, ListColumn::Reseller], kind)
    }

    /// Returns all columns that this type of partner can show, in their usual order.
    pub fn all(kind: PartnerKind) -> impl Iterator<Item = Self> {
        <Self as TextEnum>::ALL.iter().map(|(column, _)| *column).filter(move |column| column.is_for(kind))
    }

    /// Whether this type of partner can show it.
    pub fn is_for(self, kind: PartnerKind) -> bool {
        self != ListColumn::Reseller || kind == PartnerKind::IndirectProvider
    }

    /// Returns the header.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            ListColumn::Domain => texts.primary_domain_name(),
            ListColumn::Relationship => texts.relationship(),
            ListColumn::Reseller => texts.field_reseller(),
            ListColumn::Country => texts.address_country(),
            ListColumn::Since => texts.customer_since(),
            ListColumn::Subscriptions => texts.subscriptions(),
            ListColumn::Licenses => texts.licenses(),
            ListColumn::Renewal => texts.next_renewal(),
            ListColumn::Tags => texts.tags(),
        }
    }

    /// Returns the ascending order by this column, if the list can be sorted by it.
    pub fn sort(self) -> Option<Sort> {
        match self {
            ListColumn::Domain => Some(Sort::Domain),
            ListColumn::Since => Some(Sort::Since),
            ListColumn::Subscriptions => Some(Sort::Subscriptions),
            ListColumn::Licenses => Some(Sort::Licenses),
            ListColumn::Renewal => Some(Sort::Renewal),
            ListColumn::Relationship | ListColumn::Reseller | ListColumn::Country | ListColumn::Tags => None,
        }
    }

    /// Whether it has numbers, which are aligned to the end.
    pub fn is_number(self) -> bool {
        matches!(self, ListColumn::Subscriptions | ListColumn::Licenses)
    }
}

/// Parses columns between commas; without any, `None`. Unknown ones and repetitions are an error.
///
/// # Errors
/// [`Error::BadInput`] with the field `columns`.
pub fn parse(text: &str) -> Result<Option<Vec<ListColumn>>> {
    if text.is_empty() {
        return Ok(None);
    }
    let mut columns = Vec::new();
    for word in text.split(',') {
        let column = ListColumn::from_text(word).map_err(|_| Error::bad_input("columns", word))?;
        if columns.contains(&column) {
            return Err(Error::bad_input("columns", word));
        }
        columns.push(column);
    }
    Ok(Some(columns))
}

/// Returns those of the columns that this type of partner can show.
pub fn for_kind(mut columns: Vec<ListColumn>, kind: PartnerKind) -> Vec<ListColumn> {
    columns.retain(|column| column.is_for(kind));
    columns
}

/// Returns columns as [`parse`] reads them.
pub fn text(columns: &[ListColumn]) -> String {
    columns.iter().map(|column| column.as_str()).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn reads_columns_in_their_order_once_each() {
        let all = [ListColumn::Renewal, ListColumn::Domain];
        assert_eq!(text(&all), "renewal,domain");
        assert_eq!(parse("renewal,domain").unwrap().as_deref(), Some(all.as_slice()));
        assert_eq!(parse("").unwrap(), None);
        for bad in ["price", "domain,domain", "domain,", ","] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn only_a_provider_has_resellers() {
        assert!(ListColumn::all(PartnerKind::IndirectProvider).any(|column| column == ListColumn::Reseller));
        assert!(!ListColumn::all(PartnerKind::Direct).any(|column| column == ListColumn::Reseller));
    }
}
