//! The subscriptions of all customers, 2.5 for each of 1,000,000 customers of one partner: first build, filters of one or two
//! conditions with their exact count and sum, the orders, refreshes, and the rows of the whole export.
//! `cargo bench --bench subscriptions [-- ROWS]` prints the figures, of queries the best of three; the target is
//! beside.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "search/list.rs"]
#[allow(dead_code)] // the queries of the other benchmark
mod list;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use list::{PARTNER, fill, queries};
use partner_portal::clock;
use partner_portal::csv::Writer;
use partner_portal::db::Db;
use partner_portal::db::bulk_insert::{
    SubscriptionInsert, WholeSubscriptionInsert, insert_whole_subscriptions,
};
use partner_portal::db::schema::customers;
use partner_portal::domain::{
    BillingCycle, MicrosoftId, PartnerId, SubscriptionDates, SubscriptionStatus, TextEnum,
};
use partner_portal::features::subscription_list::export::for_each_row;
use partner_portal::search::subscriptions::{
    Column, ResellerOfRecord, SubscriptionAnchor, SubscriptionFilter, SubscriptionQuery,
};
use partner_portal::search::{CustomerSearch, subscriptions_changed};
use partner_portal::text::SearchTerms;
use std::time::{Duration, Instant};
use uuid::Uuid;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const PRODUCTS: usize = 60;

const RESELLERS: i32 = 40;

/// A subscription as the naive scan sees it.
struct Plain {
    status: SubscriptionStatus,
    reseller: Option<PartnerId>,
    day: Option<chrono::NaiveDate>,
    quantity: i32,
}

fn report(what: &str, mut times: Vec<Duration>, asked: &str) {
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    println!("{what:<46} p50 {:8.3}  p99 {:8.3}  max {:8.3} ms   {asked}", at(0.5), at(0.99), at(1.0));
}

fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    std::hint::black_box(work());
    start.elapsed()
}

/// The best of three, since machines are shared.
fn best<T>(work: impl Fn() -> T) -> Duration {
    (0..3).map(|_| timed(&work)).min().unwrap_or_default()
}

/// A repeatable sequence (splitmix64).
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n as u64) as usize
    }
}

/// Two or three subscriptions for each customer.
fn sell(db: &Db) -> Vec<Plain> {
    let mut random = Random(3);
    let mut customers: Vec<MicrosoftId> =
        db.read_now(|c| Ok(customers::table.select(customers::microsoft_id).load(c)?)).unwrap();
    customers.sort_unstable();
    let products: Vec<String> = (0..PRODUCTS).map(|number| format!("Plan {number}")).collect();
    let today = clock::now().date();
    let mut all = Vec::new();
    db.write_now(|c| {
        for reseller in 2..2 + RESELLERS {
            c.batch_execute(&format!(
                "INSERT INTO partners (id, mpn_id, kind, cloud, name, country, created_at)
                 VALUES ({reseller}, '{reseller}', 'indirect-reseller', 'global', 'R', 'KR', '2026-01-01 00:00:00');
                 INSERT INTO partnerships (provider_id, reseller_id, created_at)
                 VALUES (1, {reseller}, '2026-01-01 00:00:00')"
            ))?;
        }
        for customers in customers.chunks(20_000) {
            let mut rows = Vec::new();
            for (number, customer) in customers.iter().enumerate() {
                for _ in 0..2 + number % 2 {
                    let status = match random.below(100) {
                        0..90 => SubscriptionStatus::Active,
                        90..95 => SubscriptionStatus::Suspended,
                        _ => SubscriptionStatus::Deleted,
                    };
                    let day = Some(today + chrono::TimeDelta::days(random.below(365) as i64));
                    let suspended = status == SubscriptionStatus::Suspended;
                    let reseller =
                        (random.below(3) > 0).then(|| PartnerId(2 + random.below(RESELLERS as usize) as i32));
                    let quantity = 1 + random.below(300) as i32;
                    let id = Uuid::from_u64_pair(random.below(usize::MAX) as u64, random.below(usize::MAX) as u64);
                    let auto_renew = random.below(4) > 0;
                    let dates = SubscriptionDates {
                        status,
                        auto_renew,
                        renews_on: day,
                        cancels_on: None,
                        deletes_on: day.filter(|_| suspended),
                    };
                    all.push(Plain { status, reseller, quantity, day: dates.next().and_then(|(_, day)| day) });
                    rows.push(WholeSubscriptionInsert {
                        basic: SubscriptionInsert {
                            partner_id: PARTNER,
                            microsoft_id: *customer,
                            subscription_id: id.to_string(),
                            name: &products[random.below(PRODUCTS)],
                            quantity,
                            status,
                            reseller_id: reseller,
                            created_at: clock::now(),
                        },
                        nickname: None,
                        offer_id: None,
                        parent_id: None,
                        billing_cycle: Some(BillingCycle::ALL[random.below(2)].0),
                        auto_renew,
                        renews_on: day,
                        cancels_on: None,
                        suspended_at: None,
                        suspended_with: None,
                        deletes_on: day.filter(|_| suspended),
                        support_id: None,
                        renewal_quantity: (random.below(50) == 0).then_some(1),
                        renewal_offer_id: None,
                        renewal_cycle: None,
                    });
                }
            }
            insert_whole_subscriptions(c, &rows)?;
        }
        Ok(())
    })
    .unwrap();
    all
}

/// One or two random conditions.
fn filter(random: &mut Random) -> SubscriptionFilter {
    let today = clock::now().date();
    let mut filter = SubscriptionFilter::default();
    for _ in 0..1 + random.below(2) {
        match random.below(8) {
            0 => filter.status = Some(SubscriptionStatus::ALL[random.below(4)].0),
            1 => filter.cycle = Some(BillingCycle::ALL[random.below(2)].0),
            2 => filter.auto_renew = Some(random.below(2) == 0),
            3 | 4 => {
                filter.days = Some(today..=today + chrono::TimeDelta::days([7, 30, 90][random.below(3)]));
            }
            5 => {
                filter.reseller =
                    ResellerOfRecord::One(PartnerId(2 + random.below(RESELLERS as usize) as i32));
            }
            6 => filter.is_planned = true,
            _ => filter.product = Some(format!("Plan {}", random.below(PRODUCTS))),
        }
    }
    filter
}

fn main() {
    let customers = std::env::args().filter_map(|argument| argument.parse().ok()).next().unwrap_or(1_000_000);
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&format!("sqlite://{}/bench.sqlite", folder.path().display())).unwrap();
    db.migrate().unwrap();
    let names = fill(&db, customers);
    let plain = sell(&db);
    println!("{:<46} {}", "subscriptions", plain.len());
    let lists = CustomerSearch::new(1 << 30);
    db.read_now(|c| lists.search.warm(c, PARTNER)).unwrap();
    let before = lists.search.memory();
    report("first build", vec![timed(|| db.read_now(|c| lists.subscriptions.warm(c, PARTNER)).unwrap())], "");
    println!("{:<46} {:.1} MB", "memory of the index", (lists.search.memory() - before) as f64 / 1e6);
    let find = |filter: &SubscriptionFilter, column, descending, place| {
        let query = SubscriptionQuery { filter: filter.clone(), column, descending, place, limit: 50 };
        db.read_now(|c| lists.subscriptions.find(c, &lists.search, PARTNER, &query)).unwrap()
    };
    let mut random = Random(4);
    let filters: Vec<SubscriptionFilter> = (0..500).map(|_| filter(&mut random)).collect();
    for (column, word) in Column::ALL {
        for descending in [false, true] {
            let times = filters
                .iter()
                .map(|filter| best(|| find(filter, *column, descending, SubscriptionAnchor::Start)));
            let what =
                format!("filter, count, sum and page, sort={}{word}", if descending { "-" } else { "" });
            report(&what, times.collect(), "p50 <= 5, p99 <= 25");
        }
    }
    let later = filters.iter().filter_map(|filter| {
        let place = find(filter, Column::NextDate, false, SubscriptionAnchor::Start).next?;
        let place = SubscriptionAnchor::After(place);
        Some(best(|| find(filter, Column::NextDate, false, place.clone())))
    });
    report("the same, second page", later.collect(), "p50 <= 5, p99 <= 25");
    let words = queries(&names, 300).into_iter().map(|query| SubscriptionFilter {
        words: SearchTerms::parse(&query),
        ..SubscriptionFilter::default()
    });
    let words: Vec<SubscriptionFilter> = words.collect();
    let times =
        words.iter().map(|filter| best(|| find(filter, Column::NextDate, false, SubscriptionAnchor::Start)));
    report("search, count, sum and page", times.collect(), "");
    let today = clock::now().date();
    let naive = (0..20).map(|number| {
        timed(|| {
            let matching = plain.iter().filter(|one| {
                one.status == SubscriptionStatus::Active
                    && one.reseller == Some(PartnerId(2 + number))
                    && one.day.is_some_and(|day| day >= today)
            });
            matching.fold((0_u64, 0_u64), |(rows, seats), one| (rows + 1, seats + one.quantity as u64))
        })
    });
    report("naive scan of rows in memory, count and sum", naive.collect(), "reference");
    refreshes(&db, &lists);
    export(&db, &lists);
}

fn refreshes(db: &Db, lists: &CustomerSearch) {
    let ids: Vec<MicrosoftId> =
        db.read_now(|c| Ok(customers::table.select(customers::microsoft_id).limit(1_000).load(c)?)).unwrap();
    for changes in [1, 50] {
        let times = ids.chunks(changes).take(20).map(|ids| {
            db.write_now(|c| subscriptions_changed(c, PARTNER, ids.iter().map(|id| *id..=*id))).unwrap();
            timed(|| db.read_now(|c| lists.subscriptions.warm(c, PARTNER)).unwrap())
        });
        report(&format!("refresh after changes of {changes} customers"), times.collect(), "");
    }
}

fn export(db: &Db, lists: &CustomerSearch) {
    for column in [Column::NextDate, Column::Customer] {
        let time = timed(|| {
            db.read_now(|c| {
                let filter = SubscriptionFilter::default();
                let found = lists.subscriptions.all(c, &lists.search, PARTNER, &filter, (column, false))?;
                let mut writer = Writer::new(std::io::sink(), ["x"])?;
                for_each_row(c, PARTNER, &found, |row| {
                    writer.word(&row.one.key.customer.to_string()).text(row.customer_name).text(row.domain);
                    writer.word(&row.one.key.id.to_string()).text(row.one.name).word(row.reseller);
                    Ok(writer.end_row()?)
                })?;
                Ok(writer.finish()?.0)
            })
            .unwrap()
        });
        report(&format!("rows of the whole export, sort={}", column.text()), vec![time], "");
    }
}
