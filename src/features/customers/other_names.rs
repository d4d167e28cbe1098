//! The other names of a customer: aliases that staff entered, and the names that it had in this partner's list before. One
//! column of the customer's row has all of them, so that the search index needs no second table: the aliases, an empty
//! line, and the former names, one on each line.

use crate::features::customers::model::CustomerRow;
use crate::text::{SearchTerms, fold, match_ranges, searchable};
use std::ops::Range;

/// Maximum number of aliases.
pub const MAX_ALIASES: usize = 10;

/// Maximum length of an alias, in characters.
pub const MAX_ALIAS: usize = 200;

/// Number of former names that are kept; the oldest ones are dropped.
const MAX_FORMER: usize = 20;

const SECTIONS: &str = "\n\n";

/// The other names of a customer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OtherNames {
    /// Names that staff entered, such as a brand, in their order.
    pub aliases: Vec<String>,
    /// Names that the customer had in the list, the oldest first.
    pub former: Vec<String>,
}

/// Which of the other names one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherNameKind {
    /// An alias.
    Alias,
    /// A former name.
    Former,
}

/// An other name by which a search found a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchedName {
    /// The name.
    pub name: String,
    /// Which name it is.
    pub kind: OtherNameKind,
    /// The byte ranges that match.
    pub ranges: Vec<Range<usize>>,
}

impl OtherNames {
    /// Reads the column.
    pub fn parse(column: Option<&str>) -> Self {
        let lines =
            |text: &str| text.split('\n').filter(|line| !line.is_empty()).map(str::to_owned).collect();
        match column.unwrap_or_default().split_once(SECTIONS) {
            Some((aliases, former)) => OtherNames { aliases: lines(aliases), former: lines(former) },
            None => OtherNames { aliases: lines(column.unwrap_or_default()), former: Vec::new() },
        }
    }

    /// Returns the value of the column; `None` without names.
    pub fn to_column(&self) -> Option<String> {
        match (self.aliases.is_empty(), self.former.is_empty()) {
            (true, true) => None,
            (false, true) => Some(self.aliases.join("\n")),
            (_, false) => Some([self.aliases.join("\n"), self.former.join("\n")].join(SECTIONS)),
        }
    }

    /// Records that the customer has a new name in the list: the one before becomes a former name.
    pub fn rename(&mut self, before: &str, now: &str) {
        if before == now {
            return;
        }
        self.former.retain(|name| name != now && name != before);
        if !before.is_empty() {
            self.former.push(before.replace(['\n', '\r'], " "));
        }
        let surplus = self.former.len().saturating_sub(MAX_FORMER);
        self.former.drain(..surplus);
    }

    /// Records that a change of the name was undone, so that the customer has its name from before it.
    pub fn undo_rename(&mut self, now: &str) {
        self.former.retain(|name| name != now);
    }

    /// Adds an alias, unless it is one already; compares folded names. Returns whether it was added.
    pub fn add_alias(&mut self, alias: &str) -> bool {
        let key = fold(alias);
        let is_new = self.aliases.iter().all(|known| fold(known) != key);
        if is_new {
            self.aliases.push(alias.to_owned());
        }
        is_new
    }

    fn all(&self) -> impl Iterator<Item = (OtherNameKind, &String)> {
        let aliases = self.aliases.iter().map(|name| (OtherNameKind::Alias, name));
        aliases.chain(self.former.iter().rev().map(|name| (OtherNameKind::Former, name)))
    }
}

/// Returns the other name by which a search found a customer: the one that has the most of the words that neither name nor
/// domain have. `None` if those have all words.
pub fn matched_name(row: &CustomerRow, words: &SearchTerms) -> Option<MatchedName> {
    let other = row.other_names.as_deref()?;
    let (name, domain) = (searchable(&row.list_name), fold(&row.domain));
    let missing: Vec<&str> =
        words.iter().filter(|word| !name.contains(word) && !domain.contains(word)).collect();
    let names = OtherNames::parse(Some(other));
    let counted = names.all().map(|(kind, name)| {
        let folded = searchable(name);
        (missing.iter().filter(|word| folded.contains(**word)).count(), kind, name)
    });
    let best = counted
        .filter(|(count, ..)| *count > 0)
        .reduce(|best, next| if next.0 > best.0 { next } else { best });
    let (_, kind, name) = best?;
    Some(MatchedName { name: name.clone(), kind, ranges: match_ranges(name, words) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{MicrosoftId, Relationship};
    use uuid::Uuid;

    fn names(aliases: &[&str], former: &[&str]) -> OtherNames {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        OtherNames { aliases: owned(aliases), former: owned(former) }
    }

    #[test]
    fn one_column_has_both_kinds() {
        for (names, column) in [
            (names(&[], &[]), None),
            (names(&["Onsaemiro", "온새미로"], &[]), Some("Onsaemiro\n온새미로")),
            (names(&[], &["Old"]), Some("\n\nOld")),
            (names(&["A"], &["B", "C"]), Some("A\n\nB\nC")),
        ] {
            assert_eq!(names.to_column().as_deref(), column);
            assert_eq!(OtherNames::parse(column), names);
        }
    }

    #[test]
    fn remembers_former_names_but_not_mistakes() {
        let mut all = names(&[], &[]);
        all.rename("A", "B");
        all.rename("B", "C");
        assert_eq!(all.former, ["A", "B"]);
        all.undo_rename("B");
        assert_eq!(all.former, ["A"]);
        all.rename("B", "A");
        assert_eq!(all.former, ["B"], "a name that the customer has again is no former one");
        for number in 0..30 {
            all.rename(&format!("N{number}"), &format!("N{}", number + 1));
        }
        assert_eq!((all.former.len(), all.former[0].as_str()), (20, "N10"));
        assert!(all.add_alias("Café") && !all.add_alias("CAFE"));
    }

    #[test]
    fn names_the_other_name_that_matched() {
        let row = CustomerRow {
            microsoft_id: MicrosoftId(Uuid::nil()),
            list_name: "온새미로 의료재단".into(),
            domain: "onsaemiro.example".into(),
            relationship: Relationship::Reseller,
            id_invented: false,
            customer_since: chrono::NaiveDateTime::MIN,
            country: String::new(),
            subscription_count: 0,
            licenses: 0,
            renews_on: None,
            ends_on: None,
            reseller_ids: String::new(),
            other_names: names(&["Whole Care", "Whole Health Seoul"], &["서울의원"]).to_column(),
        };
        let found = |query: &str| {
            matched_name(&row, &SearchTerms::parse(query)).map(|found| (found.name, found.kind))
        };
        assert_eq!(found("온새미로"), None);
        assert_eq!(found("whole"), Some(("Whole Care".into(), OtherNameKind::Alias)));
        assert_eq!(found("seoul 의료 whole"), Some(("Whole Health Seoul".into(), OtherNameKind::Alias)));
        assert_eq!(found("서울"), Some(("서울의원".into(), OtherNameKind::Former)));
    }
}
