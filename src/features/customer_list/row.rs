//! The rows of the customer list: what matches the search in them, and the texts that they repeat.

use crate::domain::{PartnerId, TextEnum};
use crate::features::customer_list::columns::ListColumn;
use crate::features::customers::model::{CustomerRow, ResellerChoice};
use crate::features::customers::other_names::{MatchedName, OtherNameKind, matched_name};
use crate::features::tags::model::Tag;
use crate::i18n::Texts;
use crate::text::{Highlighted, SearchTerms, match_ranges};
use std::ops::Range;

/// What matches the search in a row: byte ranges of name and domain, and another name, if it is needed.
pub type Marks = ([Vec<Range<usize>>; 2], Option<MatchedName>);

/// Texts that each row repeats, looked up once per page.
pub struct RowTexts {
    pub(super) reseller: String,
    columns: Vec<(ListColumn, String)>,
    alias: String,
    former_name: String,
    pub(super) select: [String; 2],
    pub(super) show: [String; 2],
    pub(super) hide: [String; 2],
}

impl RowTexts {
    /// Looks up the texts.
    pub fn new(texts: &Texts) -> Self {
        let (show, hide) = (texts.show_details(), texts.hide_details());
        let select = texts.bulk_select_row();
        RowTexts {
            reseller: texts.relationship_reseller(),
            columns: <ListColumn as TextEnum>::ALL
                .iter()
                .map(|(column, _)| (*column, column.label(texts)))
                .collect(),
            alias: texts.alias() + &texts.colon(),
            former_name: texts.former_name() + &texts.colon(),
            select: [select.s0, select.s1],
            show: [show.s0, show.s1],
            hide: [hide.s0, hide.s1],
        }
    }
}

/// A row of the list with its highlighted matches.
pub struct Line<'a> {
    /// The customer.
    pub row: &'a CustomerRow,
    /// Its name with highlighted matches.
    pub name: Highlighted<'a>,
    /// Its domain with highlighted matches.
    pub domain: Highlighted<'a>,
    /// The alias or former name that the search found, if neither name nor domain have all words.
    pub also: Option<(OtherNameKind, Highlighted<'a>)>,
    /// Its tags, by name.
    pub tags: &'a [Tag],
    /// Its indirect resellers, former ones last.
    pub resellers: Vec<&'a ResellerChoice>,
}

impl RowTexts {
    pub(super) fn other_name(&self, kind: &OtherNameKind) -> &str {
        match kind {
            OtherNameKind::Alias => &self.alias,
            OtherNameKind::Former => &self.former_name,
        }
    }
}

impl Line<'_> {
    /// How many indirect resellers the row does not name.
    pub(super) fn more_resellers(&self) -> u64 {
        self.resellers.len().saturating_sub(1) as u64
    }
}

impl RowTexts {
    /// Returns the label of a column.
    pub(super) fn label(&self, column: &ListColumn) -> &str {
        self.columns.iter().find(|(one, _)| one == column).map_or("", |(_, label)| label)
    }
}

/// Returns what matches the search in each row of a page.
pub fn row_match_ranges(rows: &[CustomerRow], words: &SearchTerms) -> Vec<Marks> {
    let marks = |row: &CustomerRow| {
        ([&row.list_name, &row.domain].map(|text| match_ranges(text, words)), matched_name(row, words))
    };
    rows.iter().map(marks).collect()
}

impl<'a> Line<'a> {
    /// Returns a row. `resellers` has at least its indirect resellers.
    pub fn new(
        row: &'a CustomerRow,
        ([name, domain], also): &'a Marks,
        tags: &'a [Tag],
        resellers: &'a [ResellerChoice],
    ) -> Self {
        let ids: Vec<PartnerId> = row.resellers().collect();
        Line {
            row,
            tags,
            resellers: resellers.iter().filter(|reseller| ids.contains(&reseller.id)).collect(),
            name: Highlighted { text: &row.list_name, ranges: name.clone() },
            domain: Highlighted { text: &row.domain, ranges: domain.clone() },
            also: also
                .as_ref()
                .map(|also| (also.kind, Highlighted { text: &also.name, ranges: also.ranges.clone() })),
        }
    }
}
