//! Sample customers as in lists in Seoul, Taipei and Munich, each a pure function of its index. The words
//! are in `hangul`, `han` and `latin`; `edge_cases` has names that programs often fail on.

use crate::demo::names::{edge_cases, han, hangul, latin};
use crate::demo::random::Random;
use crate::domain::{MicrosoftId, Relationship};
use std::ops::Range;

const COMPANY: u64 = 1;

/// The indexes of the companies whose names are edge cases, three of each kind. They are beyond those of any sample.
pub const EDGE_CASES: Range<u64> = 9_000_000..9_000_048;

/// A made-up customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Company {
    /// The tenant id, a UUID of version 4, unique for each index.
    pub microsoft_id: MicrosoftId,
    /// The name; rarely, two companies have the same.
    pub name: String,
    /// The primary domain name in ASCII, unique for each index.
    pub domain: String,
    /// ISO 3166 country, two capital letters.
    pub country: &'static str,
    /// The kind of relationship with its partners, mostly reseller.
    pub relationship: Relationship,
}

/// Returns the company with this index: 40 % Latin, 30 % Hangul and 30 % Traditional Han script.
pub fn company(index: u64) -> Company {
    let mut random = Random::new(COMPANY, index);
    let microsoft_id = MicrosoftId(random.uuid());
    let mut draft = match random.below(10) {
        0..4 => latin::draft(&mut random),
        4..7 => hangul::draft(&mut random),
        _ => han::draft(&mut random),
    };
    if EDGE_CASES.contains(&index) {
        draft.name = edge_cases::distort(&draft.name, index);
    }
    let end = random.pick(draft.ends);
    let relationship = random.pick_weighted(&[
        (Relationship::Reseller, 76),
        (Relationship::Advisor, 12),
        (Relationship::None, 10),
        (Relationship::Syndication, 1),
        (Relationship::MicrosoftSupport, 1),
    ]);
    let domain = format!("{:.20}{index}.{end}", draft.roman);
    Company { microsoft_id, name: draft.name, domain, country: draft.country, relationship }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{HashMap, HashSet};

    const MANY: u64 = 200_000;

    #[test]
    fn equal_indexes_give_equal_companies() {
        assert!((0..1_000).all(|index| company(index) == company(index)));
    }

    #[test]
    fn ids_and_domains_are_unique_and_names_almost_unique() {
        let companies: Vec<Company> = (0..MANY).map(company).collect();
        let ids: HashSet<_> = companies.iter().map(|c| c.microsoft_id).collect();
        let domains: HashSet<_> = companies.iter().map(|c| &c.domain).collect();
        let names: HashSet<_> = companies.iter().map(|c| &c.name).collect();
        assert_eq!((ids.len(), domains.len()), (companies.len(), companies.len()));
        assert!(names.len() * 100 > companies.len() * 97, "only {} different names", names.len());
        assert!(companies.iter().all(|c| c.microsoft_id.0.get_version_num() == 4));
    }

    #[test]
    fn domains_are_ascii_and_short_enough_for_a_tenant() {
        for domain in (0..10_000).map(|index| company(index).domain) {
            let (host, _) = domain.split_once('.').unwrap_or_default();
            assert!(host.len() >= 2 && host.len() <= 27 && host.is_ascii(), "{domain}");
            assert!(host.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()), "{domain}");
        }
    }

    #[test]
    fn scripts_occur_in_the_intended_proportions() {
        let mut shares: HashMap<&str, u32> = HashMap::new();
        for country in (0..10_000).map(|index| company(index).country) {
            *shares.entry(if matches!(country, "KR" | "TW") { country } else { "Latin" }).or_default() += 1;
        }
        assert!((2_850..3_150).contains(&shares["KR"]), "{shares:?}");
        assert!((2_850..3_150).contains(&shares["TW"]), "{shares:?}");
    }
}
