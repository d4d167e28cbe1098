//! The search and the filters of the lists of requests and referrals, compared with a naive model: each row is compared with
//! each condition.

use crate::on_both_databases;
use crate::support::cast::Cast;
use crate::support::{Browser, TestApp};
use diesel::connection::SimpleConnection;
use partner_portal::text::fold;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use uuid::Uuid;

on_both_databases! {
    requests_are_filtered_as_by_a_naive_model
    referrals_are_filtered_as_by_a_naive_model
}

/// A row of either list.
#[derive(Debug, Clone)]
struct Row {
    id: Uuid,
    /// The status, of [`List::statuses`].
    status: usize,
    /// Whether the reseller made it (with the provider, for a request), or the provider alone.
    of_reseller: bool,
    /// Whether the two partners share it.
    is_shared: bool,
    company: &'static str,
    person: &'static str,
    email: &'static str,
    by: &'static str,
    /// Minutes since 2026-11-01T00:00Z.
    minute: i64,
}

const COMPANIES: [&str; 6] =
    ["한빛무역", "Söderberg AB", "Straße 7 & Co", "鴻海科技", "ＡＢＣ Ltd", "Contoso"];
const PERSONS: [&str; 4] = ["박지우", "Zoë Ångström", "王小明", "O'Neil"];
const EMAILS: [&str; 3] = ["it@hanbit.example", "buy@soderberg.example", "a_b%c@x.example"];
const AUTHORS: [&str; 3] = ["김서연", "José Ibarra", "Ann Straßer"];

fn arbitrary_rows() -> impl Strategy<Value = Vec<Row>> {
    let texts = (0_usize..6, 0_usize..4, 0_usize..3, 0_usize..3);
    let one = (any::<u32>(), 0_usize..6, any::<bool>(), any::<bool>(), texts, 0_i64..4_320);
    let row = |(id, status, of_reseller, is_shared, (company, person, email, by), minute): (
        u32,
        usize,
        bool,
        bool,
        (usize, usize, usize, usize),
        i64,
    )| Row {
        id: Uuid::from_u128((u128::from(id) << 96) | 0x4000_8000_0000_0000_0000),
        status,
        of_reseller,
        is_shared,
        company: COMPANIES[company],
        person: PERSONS[person],
        email: EMAILS[email],
        by: AUTHORS[by],
        // Some have the same time.
        minute: minute / 11 * 11,
    };
    proptest::collection::vec(one.prop_map(row), 130..180)
}

/// What differs between the two lists.
struct List {
    address: &'static str,
    /// The parameter of the tab, and the tab of each status.
    tab: &'static str,
    statuses: [(&'static str, &'static str); 6],
    insert: fn(&Cast, &Row, &str) -> String,
    /// The MPN ID of the other partner for the provider and for the reseller; `none` if there is none, `None` if the partner
    /// does not see the row.
    other: fn(&Row, bool) -> Option<&'static str>,
}

const REQUESTS: List = List {
    address: "/relationship-requests",
    tab: "state",
    statuses: [
        ("draft", "waiting"),
        ("sent", "waiting"),
        ("accepted", "accepted"),
        ("declined", "declined"),
        ("expired", "expired"),
        ("revoked", "revoked"),
    ],
    insert: |cast, row, at| {
        let (partner, provider, kind) = match (row.of_reseller, row.is_shared) {
            (true, true) => (cast.reseller.id.0, cast.provider.id.0.to_string(), "customer-with-provider"),
            (true, false) => (cast.reseller.id.0, "NULL".to_owned(), "customer"),
            (false, _) => (cast.provider.id.0, "NULL".to_owned(), "customer"),
        };
        let user = format!("(SELECT min(id) FROM users WHERE partner_id = {partner})");
        format!(
            "INSERT INTO relationship_requests (id, partner_id, provider_id, kind, language, delegated_admin, recipient, \
             subject, body, status, link_seq, valid_until, created_by, created_name, created_email, created_at, changed_by, \
             changed_at, company_name, person_name, version) VALUES ('{}', {partner}, {provider}, '{kind}', 'ko', FALSE, \
             '{}', 'Subject', '{{link}}', '{}', 1, '2026-12-24', {user}, '{}', 'a@b.example', '{at}', '', '{at}', '{}', \
             '{}', 1)",
            row.id,
            row.email,
            REQUESTS.statuses[row.status].0,
            row.by,
            row.company,
            row.person.replace('\'', "''"),
        )
    },
    other: |row, as_reseller| match (row.of_reseller, row.is_shared, as_reseller) {
        (true, true, true) => Some("1000"),
        (true, false, true) | (false, _, false) => Some("none"),
        // The provider sees what its reseller asks for with it, once it was sent.
        (true, true, false) if row.status != 0 => Some("2000"),
        _ => None,
    },
};

const REFERRALS: List = List {
    address: "/referrals",
    tab: "status",
    statuses: [
        ("received", "received"),
        ("accepted", "accepted"),
        ("won", "won"),
        ("lost", "lost"),
        ("declined", "declined"),
        ("expired", "expired"),
    ],
    insert: |cast, row, at| {
        let (partner, referrer) = match (row.of_reseller, row.is_shared) {
            (_, true) => (cast.reseller.id.0, cast.provider.id.0.to_string()),
            (true, false) => (cast.reseller.id.0, "NULL".to_owned()),
            (false, false) => (cast.provider.id.0, "NULL".to_owned()),
        };
        format!(
            "INSERT INTO referrals (id, partner_id, referrer_id, status, company_name, first_name, last_name, email, phone, \
             need, note, created_name, created_at, answer_until, changed_at) VALUES ('{}', {partner}, {referrer}, '{}', \
             '{}', '', '{}', '{}', '', 'Mail', '', '{}', '{at}', '2026-12-24', '{at}')",
            row.id,
            REFERRALS.statuses[row.status].0,
            row.company,
            row.person.replace('\'', "''"),
            row.email,
            row.by,
        )
    },
    other: |row, as_reseller| match (row.of_reseller, row.is_shared, as_reseller) {
        (_, true, true) => Some("1000"),
        (_, true, false) => Some("2000"),
        (true, false, true) | (false, false, false) => Some("none"),
        _ => None,
    },
};

#[derive(Debug, Clone)]
struct Query {
    q: String,
    status: usize,
    other: Option<&'static str>,
    by: Option<&'static str>,
    /// First and last day of November 2026, in Seoul.
    days: Option<(u32, u32)>,
    oldest_first: bool,
}

fn arbitrary_query() -> impl Strategy<Value = Query> {
    let q = prop_oneof![
        4 => Just(String::new()),
        1 => Just("한빛".to_owned()),
        1 => Just("soderberg".to_owned()),
        1 => Just("STRASSE".to_owned()),
        1 => Just("abc o’neil".to_owned()),
        1 => Just("%".to_owned()),
        1 => Just("_".to_owned()),
        1 => Just("서연".to_owned()),
        1 => Just("angstrom zoe".to_owned()),
        1 => (0_usize..60).prop_map(|number| format!("#{number}")),
    ];
    let other = proptest::option::weighted(0.4, prop_oneof![Just("none"), Just("1000"), Just("2000")]);
    let by = proptest::option::weighted(0.3, (0_usize..3).prop_map(|number| AUTHORS[number]));
    let days =
        proptest::option::weighted(0.4, (1_u32..4, 0_u32..3).prop_map(|(from, days)| (from, from + days)));
    (q, 0_usize..6, other, by, days, any::<bool>()).prop_map(|(q, status, other, by, days, oldest_first)| {
        Query { q, status, other, by, days, oldest_first }
    })
}

impl Query {
    /// Returns the ids of the matching rows in the order of the list.
    fn run(&self, list: &List, rows: &[Row], as_reseller: bool) -> Vec<String> {
        let tab = list.statuses[self.status].1;
        let matches = |row: &&Row| {
            let day = (row.minute + 9 * 60).div_euclid(24 * 60) + 1;
            let Some(other) = (list.other)(row, as_reseller) else { return false };
            list.statuses[row.status].1 == tab
                && self.other.is_none_or(|wanted| wanted == other)
                && self.by.is_none_or(|by| by == row.by)
                && self.days.is_none_or(|(from, to)| (i64::from(from)..=i64::from(to)).contains(&day))
                && self.finds(row)
        };
        let mut found: Vec<&Row> = rows.iter().filter(matches).collect();
        found.sort_by_key(|row| (row.minute, row.id));
        if !self.oldest_first {
            found.reverse();
        }
        found.into_iter().map(|row| row.id.to_string()).collect()
    }

    fn finds(&self, row: &Row) -> bool {
        let is_id = self.q.len() >= 8 && self.q.chars().all(|c| c.is_ascii_hexdigit());
        let text = fold(&format!("{} {} {} {} Subject Mail", row.company, row.person, row.email, row.by));
        (is_id && row.id.to_string().starts_with(&self.q))
            || fold(&self.q).split_whitespace().all(|word| text.contains(word))
    }

    fn address(&self, list: &List) -> String {
        let (from, to) = self.days.unzip();
        let day = |day: Option<u32>| day.map(|day| format!("2026-11-{day:02}")).unwrap_or_default();
        let mut pairs = vec![
            ("q", self.q.clone()),
            (list.tab, list.statuses[self.status].1.to_owned()),
            ("partner", self.other.unwrap_or_default().to_owned()),
            ("by", self.by.unwrap_or_default().to_owned()),
            ("from", day(from)),
            ("to", day(to)),
            ("sort", if self.oldest_first { "changed".to_owned() } else { String::new() }),
        ];
        pairs.retain(|(_, value)| !value.is_empty());
        format!("{}?{}", list.address, serde_urlencoded::to_string(pairs).unwrap())
    }
}

/// Returns the ids on all pages, and checks that each says the same number.
async fn listed(browser: &Browser, address: &str) -> Vec<String> {
    let mut page = browser.get(address).await;
    assert_eq!(page.status.as_u16(), 200, "{address}");
    let (total, mut ids) = (page.total(), page.ids());
    while let Some(next) = page.attributes("a[rel=next]", "href").pop() {
        page = browser.get(&next).await;
        assert_eq!(page.total(), total, "{next}");
        ids.extend(page.ids());
    }
    assert_eq!(total, ids.len().to_string(), "{address}");
    ids
}

async fn compare(app: &TestApp, list: &List) {
    let cast = app.cast();
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(proptest::test_runner::Config::default(), rng);
    let mut rows = arbitrary_rows().new_tree(&mut runner).unwrap().current();
    rows.sort_by_key(|row| row.id);
    rows.dedup_by_key(|row| row.id);
    let start: chrono::NaiveDateTime = "2026-11-01T00:00:00".parse().unwrap();
    for row in &rows {
        let at = start + chrono::TimeDelta::minutes(row.minute);
        let sql = (list.insert)(&cast, row, &at.format("%Y-%m-%d %H:%M:%S").to_string());
        app.portal.db.write_now(|c| Ok(c.batch_execute(&sql)?)).unwrap();
    }
    let (provider, reseller) =
        (app.signed_in("sa@1000.example").await, app.signed_in("sa@2000.example").await);
    let mut found_any = 0;
    for _ in 0..70 {
        let mut query = arbitrary_query().new_tree(&mut runner).unwrap().current();
        if let Some(number) = query.q.strip_prefix('#') {
            let row = &rows[number.parse::<usize>().unwrap() % rows.len()];
            query.q = row.id.to_string()[..8].to_owned();
            query.status = row.status;
        }
        for (browser, as_reseller) in [(&provider, false), (&reseller, true)] {
            let address = query.address(list);
            let expected = query.run(list, &rows, as_reseller);
            assert_eq!(listed(browser, &address).await, expected, "{address} as_reseller={as_reseller}");
            found_any += usize::from(!expected.is_empty());
        }
    }
    assert!(found_any > 35, "{found_any}");
}

async fn requests_are_filtered_as_by_a_naive_model(app: TestApp) {
    compare(&app, &REQUESTS).await;
}

async fn referrals_are_filtered_as_by_a_naive_model(app: TestApp) {
    compare(&app, &REFERRALS).await;
}
