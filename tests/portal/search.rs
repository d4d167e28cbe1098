//! Compares the search of the customer list with a simple reference implementation. The list changes between queries;
//! ids, order, counts and pages in both directions must agree.

mod changes;
mod list;

use changes::{apply, change, conditions, many, name};
use list::{List, customer};
use partner_portal::domain::TextEnum;
use partner_portal::search::{Conditions, IndexCache, PageAnchor, SearchRequest, Sort};
use partner_portal::text::SearchTerms;
use proptest::prelude::*;

fn check(list: &List, indexes: &IndexCache, query: &str, conditions: &Conditions, limit: usize) {
    let words = SearchTerms::parse(query);
    for &(sort, _) in Sort::ALL {
        let expected = list.naive(query, conditions, sort);
        let all = list.read(|c| indexes.all(c, list.partner, &words, conditions, sort));
        assert_eq!(all, expected, "{query:?} {sort:?}");
        let total = list.read(|c| indexes.count(c, list.partner, &words, conditions));
        assert_eq!(total, expected.len() as u64);
        let page = |place: PageAnchor| {
            let find = SearchRequest { words: &words, conditions, sort, place, limit };
            let found = list.read(|c| indexes.find(c, list.partner, &find));
            assert_eq!(found.total, total);
            found
        };
        let places = (0..=expected.len()).step_by(limit).chain([expected.len()]);
        for at in places {
            let before = at.checked_sub(1).map(|last| list.position(expected[last], sort));
            let found = page(before.map_or(PageAnchor::Start, PageAnchor::After));
            let end = expected.len().min(at + limit);
            assert_eq!(found.ids, &expected[at..end], "{query:?} {sort:?} after {at}");
            assert_eq!((found.more_before, found.more_after), (at > 0, end < expected.len()));
            if let Some(&next) = expected.get(at) {
                let found = page(PageAnchor::Before(list.position(next, sort)));
                let start = at.saturating_sub(limit);
                assert_eq!(found.ids, &expected[start..at], "{query:?} {sort:?} before {at}");
                assert_eq!((found.more_before, found.more_after), (start > 0, true));
            }
        }
        for gone in &list.gone {
            let found = page(PageAnchor::After(list::position_of(gone, sort)));
            let rest = list.naive_after(&expected, gone, sort);
            assert_eq!(
                found.ids,
                &rest[..limit.min(rest.len())],
                "{query:?} {sort:?} after a removed customer"
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]
    #[test]
    fn search_matches_its_naive_definition(
        seed in any::<u64>(),
        start in 0u64..900,
        steps in prop::collection::vec((prop::collection::vec(change(), 1..6), name(), name(), conditions()), 1..8),
        share in 1usize..5,
    ) {
        let mut list = List::new();
        list.add(&many(seed, start));
        let (eager, lazy) = (IndexCache::new(usize::MAX), IndexCache::new(1));
        let rounds = steps.len();
        for (round, (changes, first, second, conditions)) in steps.into_iter().enumerate() {
            changes.into_iter().for_each(|change| apply(&mut list, change));
            let some = Conditions { ids: Some(list.ids().into_iter().step_by(share).collect()), ..Conditions::default() };
            check(&list, &eager, &first, &Conditions::default(), 97);
            check(&list, &eager, &format!("{first} {second}"), &some, 7);
            check(&list, &eager, "", &conditions, 31);
            if round + 1 == rounds {
                check(&list, &lazy, &second, &conditions, 211);
                check(&list, &lazy, "", &some, 150);
            }
        }
    }
}

#[test]
fn an_older_snapshot_still_sees_its_own_results() {
    let mut list = List::new();
    list.add(&many(7, 500));
    let indexes = IndexCache::new(usize::MAX);
    let old = list.naive("한", &Conditions::default(), Sort::Name);
    let db = list.db.clone();
    let words = SearchTerms::parse("한");
    db.read_now(|before| {
        let partner = list.partner;
        assert_eq!(indexes.all(before, partner, &words, &Conditions::default(), Sort::Name)?, old);
        for _ in 0..3 {
            list.edit(5, |row| row.name.push_str(" 한"));
            list.add(&[customer("한국", "k.example")]);
            let new = list.naive("한", &Conditions::default(), Sort::Name);
            assert_eq!(
                list.read(|c| indexes.all(c, partner, &words, &Conditions::default(), Sort::Name)),
                new
            );
            assert_eq!(indexes.all(before, partner, &words, &Conditions::default(), Sort::Name)?, old);
        }
        let late = IndexCache::new(usize::MAX);
        list.read(|c| late.warm(c, partner));
        assert_eq!(late.all(before, partner, &words, &Conditions::default(), Sort::Name)?, old);
        Ok(())
    })
    .unwrap();
}

#[test]
fn rereads_everything_after_changes_were_pruned() {
    let mut list = List::new();
    list.add(&many(3, 300));
    let indexes = IndexCache::new(usize::MAX);
    check(&list, &indexes, "a", &Conditions::default(), 50);
    list.edit(9, |row| row.name = "alpha".into());
    list.forget_changes();
    list.edit(20, |row| row.name = "omega a".into());
    check(&list, &indexes, "a", &Conditions::default(), 50);
}

#[test]
fn pages_by_id_when_a_thousand_names_are_equal() {
    let mut list = List::new();
    list.add(&(0..1_200).map(|_| customer("同名 Ltd", "same.example.com")).collect::<Vec<_>>());
    list.add(&[customer("Aaa", "x"), customer("同名 Ltd 2", "y")]);
    let indexes = IndexCache::new(usize::MAX);
    check(&list, &indexes, "ltd", &Conditions::default(), 100);
    list.edit(600, |row| row.name = "同名".into());
    check(&list, &indexes, "同", &Conditions::default(), 100);
}

#[test]
fn partners_are_isolated_and_evicted_in_turn() {
    let (mut list, indexes) = (List::new(), IndexCache::new(60_000));
    list.add(&many(1, 500));
    let first = list.partner;
    let expected = list.naive("a", &Conditions::default(), Sort::Name);
    list.switch_to_new_partner();
    list.add(&many(2, 500));
    for _ in 0..3 {
        check(&list, &indexes, "한", &Conditions::default(), 300);
        assert_eq!(
            list.read(|c| indexes.all(
                c,
                first,
                &SearchTerms::parse("a"),
                &Conditions::default(),
                Sort::Name
            )),
            expected
        );
    }
}
