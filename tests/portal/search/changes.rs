//! Random changes of a list between two queries, and names that are hard to search. `list.rs` applies the changes.

use super::list::{Attributes, Customer, List, customer, day};
use partner_portal::domain::{PartnerId, Relationship};
use partner_portal::search::{Conditions, ResellerCondition, SubscriptionCondition};
use proptest::prelude::*;

const PIECES: [&str; 38] = [
    "한강",
    "무역",
    "\u{1112}\u{1161}\u{11AB}강",
    "삼성",
    "한",
    "㈜",
    "(주)",
    "주식회사",
    "ㅎ",
    "ㅎㄱ",
    "大同",
    "公司",
    "大",
    "ガス",
    "カ\u{3099}",
    "カ",
    "ﾊﾝ",
    "Söder",
    "SODER",
    "so\u{308}d",
    "Straße",
    "strasse",
    "ＡＢＣ",
    "abc",
    "a",
    "B",
    "%",
    "_",
    "\\",
    "'",
    "\"",
    "😀",
    " ",
    "\u{3000}",
    "\u{301}",
    "İ",
    "\u{10FFFF}",
    "x y",
];

#[derive(Debug, Clone)]
pub enum Change {
    Add(String, String),
    Rename(usize, String),
    Move(usize, String),
    Alter(usize, u64),
    Alias(usize, String),
    Former(usize, String),
    End(usize),
    AddMany(u64),
}

pub fn name() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES.as_slice()), 0..5).prop_map(|pieces| pieces.concat())
}

fn domain() -> impl Strategy<Value = String> {
    prop_oneof!["[a-c]{0,2}\\.[a-c]\\.example\\.com", "[A-C]{1,2}\\.example", Just(String::new())]
}

pub fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        4 => (name(), domain()).prop_map(|(name, domain)| Change::Add(name, domain)),
        4 => (any::<usize>(), name()).prop_map(|(at, name)| Change::Rename(at, name)),
        2 => (any::<usize>(), domain()).prop_map(|(at, domain)| Change::Move(at, domain)),
        3 => (any::<usize>(), any::<u64>()).prop_map(|(at, number)| Change::Alter(at, number)),
        2 => (any::<usize>(), name()).prop_map(|(at, name)| Change::Alias(at, name)),
        2 => (any::<usize>(), name()).prop_map(|(at, name)| Change::Former(at, name)),
        2 => any::<usize>().prop_map(Change::End),
        1 => any::<u64>().prop_map(Change::AddMany),
    ]
}

pub fn apply(list: &mut List, change: Change) {
    match change {
        Change::Add(name, domain) => list.add(&[customer(&name, &domain)]),
        Change::Rename(at, name) => list.edit(at, |row| row.name = name.clone()),
        Change::Move(at, domain) => list.edit(at, |row| row.domain = domain.clone()),
        Change::Alter(at, number) => list.edit(at, |row| row.attributes = Attributes::numbered(number)),
        Change::Alias(at, name) => list.edit(at, |row| row.aliases.extend(non_empty(&name))),
        Change::Former(at, name) => list.edit(at, |row| row.former.extend(non_empty(&name))),
        Change::End(at) => list.end(at),
        Change::AddMany(seed) => list.add(&many(seed, 400)),
    }
}

fn non_empty(name: &str) -> Option<String> {
    (!name.is_empty()).then(|| name.to_owned())
}

/// Enough long names to fill several blocks; some are equal.
pub fn many(seed: u64, count: u64) -> Vec<Customer> {
    let piece = |n: u64| PIECES[(n % PIECES.len() as u64) as usize];
    (0..count)
        .map(|i| {
            let n = (seed % 1_000_003).wrapping_mul(31).wrapping_add(i.wrapping_mul(2_654_435_761)) >> 3;
            let name =
                format!("{}{} {}{}", piece(n), piece(n / 7), piece(n / 60), "lang ".repeat((n % 9) as usize));
            let domain = format!("{}{}.example.com", piece(n / 11), "sub.".repeat((n % 12) as usize));
            let aliases = if n % 5 == 0 { vec![piece(n / 13).to_owned()] } else { Vec::new() };
            Customer { aliases, ..customer(&name, &domain) }
        })
        .collect()
}

/// Up to three conditions.
pub fn conditions() -> impl Strategy<Value = Conditions> {
    let add = |(kind, n): (u8, u64), mut conditions: Conditions| {
        let days = day(n % 40)..=day(n % 40 + n / 40 % 30);
        match kind {
            0 => {
                conditions.relationship =
                    Some([Relationship::Reseller, Relationship::Advisor][(n % 2) as usize])
            }
            1 => conditions.country = ["KR", "TW", "DE"][(n % 3) as usize].parse().ok(),
            2 => {
                let start =
                    day(0).and_time(chrono::NaiveTime::MIN) - chrono::TimeDelta::hours((n % 2_000) as i64);
                conditions.since = Some(start..=start + chrono::TimeDelta::hours((n / 2_000 % 1_000) as i64));
            }
            3 => conditions.renews = Some(days),
            4 => {
                let (from, to) = days.into_inner();
                let all = [
                    SubscriptionCondition::NoSubscription,
                    SubscriptionCondition::AtLeastOne,
                    SubscriptionCondition::Suspended,
                    SubscriptionCondition::Ending { from, to },
                ];
                conditions.subscriptions = Some(all[(n / 1_200 % 4) as usize]);
            }
            _ => {
                let all = [vec![], vec![7], vec![70], vec![7, 70, 5]];
                let any = all[(n % 4) as usize].iter().map(|id| PartnerId(*id)).collect();
                conditions.resellers = Some(match kind {
                    0 => ResellerCondition::NoReseller,
                    1 => ResellerCondition::FormerOrAnyOf(any),
                    _ => ResellerCondition::AnyOf(any),
                });
            }
        }
        conditions
    };
    prop::collection::vec((0u8..6, any::<u64>()), 0..3).prop_map(move |all| {
        all.into_iter().fold(Conditions::default(), |conditions, one| add(one, conditions))
    })
}
