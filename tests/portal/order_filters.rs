//! The search and the filters of the list of orders, compared with a naive model; and the numbers that triggers keep.

use crate::on_both_databases;
use crate::support::cast::{Cast, id};
use crate::support::{Browser, TestApp};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use partner_portal::db::schema::{order_counts, orders};
use partner_portal::domain::{MicrosoftId, OrderStatus, PartnerId};
use partner_portal::text::fold;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use std::collections::BTreeMap;
use uuid::Uuid;

on_both_databases! {
    every_filter_selects_what_a_naive_model_selects
    counts_stay_exact_whatever_changes
    pages_in_both_directions_meet
    malformed_filters_are_named_and_what_was_typed_is_kept
    files_have_the_filtered_rows
}

/// A customer of the provider, the reseller, or both.
#[derive(Debug, Clone)]
struct Customer {
    id: MicrosoftId,
    name: &'static str,
    domain: String,
    of_provider: bool,
    of_reseller: bool,
}

/// An order of the model.
#[derive(Debug, Clone)]
struct Order {
    id: Uuid,
    customer: usize,
    reseller: bool,
    status: OrderStatus,
    is_request: bool,
    by: &'static str,
    /// Minutes since 2026-11-01T00:00Z.
    minute: i64,
}

/// The number of the first customer; the IDs of all begin with the same eight digits.
const FIRST: u128 = 0x1000_0000_0000_0000_0000_0000_0000_0000;

const NAMES: [&str; 6] = ["한빛무역", "Söderberg AB", "Straße 7 & Co", "鴻海科技", "ＡＢＣ Ltd", "Contoso"];
const PEOPLE: [&str; 4] = ["김서연", "José Ibarra", "Ann Straßer", "Somebody"];
const STATUSES: [OrderStatus; 4] =
    [OrderStatus::Requested, OrderStatus::Placed, OrderStatus::Declined, OrderStatus::Withdrawn];

fn customers() -> Vec<Customer> {
    (0..12)
        .map(|number| Customer {
            id: id(FIRST + number),
            name: NAMES[number as usize % 6],
            domain: format!("c{number}.example"),
            of_provider: number != 5,
            of_reseller: number % 3 != 0,
        })
        .collect()
}

fn arbitrary_orders() -> impl Strategy<Value = Vec<Order>> {
    let one = (any::<u32>(), 0_usize..12, any::<bool>(), 0_usize..4, any::<bool>(), 0_usize..4, 0_i64..4_320);
    let order = |(id, customer, reseller, status, is_request, by, minute): (
        u32,
        usize,
        bool,
        usize,
        bool,
        usize,
        i64,
    )| Order {
        id: Uuid::from_u128((u128::from(id) << 96) | 0x4000_8000_0000_0000_0000),
        customer,
        reseller: reseller || is_request,
        status: STATUSES[status],
        is_request,
        by: PEOPLE[by],
        minute: minute / 7 * 7,
    };
    proptest::collection::vec(one.prop_map(order), 40..90)
}

/// Inserts customers, ended where the partner does not have them, and orders; all customers are the provider's for the
/// foreign key.
fn insert(app: &TestApp, cast: &Cast, customers: &[Customer], orders: &[Order]) {
    for (number, customer) in customers.iter().enumerate() {
        let number = number as u128 + FIRST;
        for (partner, is_active, optional) in
            [(&cast.provider, customer.of_provider, false), (&cast.reseller, customer.of_reseller, true)]
        {
            if optional && !is_active && number.is_multiple_of(2) {
                continue;
            }
            let id = app.customer(partner, number, customer.name, &customer.domain);
            assert_eq!(id, customer.id);
            if !is_active {
                app.end(partner, id);
            }
        }
    }
    let rows: Vec<String> = orders.iter().map(|order| row(cast, customers, order)).collect();
    write(app, &format!("INSERT INTO orders ({COLUMNS}) VALUES {}", rows.join(", ")));
}

const COLUMNS: &str = "id, partner_id, microsoft_id, reseller_id, status, is_request, made_by, made_at";

fn row(cast: &Cast, customers: &[Customer], order: &Order) -> String {
    let at = at(order.minute);
    let reseller = if order.reseller { cast.reseller.id.0.to_string() } else { "NULL".to_owned() };
    format!(
        "('{}', {}, '{}', {reseller}, '{}', {}, '{}', '{at}')",
        order.id,
        cast.provider.id.0,
        customers[order.customer].id,
        order.status.as_str(),
        if order.is_request { "TRUE" } else { "FALSE" },
        order.by
    )
}

fn at(minute: i64) -> String {
    let start: chrono::NaiveDateTime = "2026-11-01T00:00:00".parse().unwrap();
    (start + chrono::TimeDelta::minutes(minute)).format("%Y-%m-%d %H:%M:%S").to_string()
}

fn write(app: &TestApp, sql: &str) {
    app.portal.db.write_now(|c| Ok(c.batch_execute(sql)?)).unwrap();
}

/// The query of the model.
#[derive(Debug, Clone, Default)]
struct Query {
    q: String,
    status: Option<OrderStatus>,
    reseller: Option<bool>,
    by: Option<&'static str>,
    /// First and last day of November 2026, in Seoul.
    days: Option<(u32, u32)>,
    oldest_first: bool,
}

fn arbitrary_query() -> impl Strategy<Value = Query> {
    let q = prop_oneof![
        3 => Just(String::new()),
        1 => Just("한빛".to_owned()),
        1 => Just("soderberg".to_owned()),
        1 => Just("STRASSE".to_owned()),
        1 => Just("abc ltd".to_owned()),
        1 => Just("c1".to_owned()),
        1 => Just("%".to_owned()),
        1 => Just("김서연".to_owned()),
        1 => Just("10000000".to_owned()),
        1 => Just("10000000-0000-4000-8000-000000000004".to_owned()),
        1 => (0_usize..60).prop_map(|number| format!("#{number}")),
    ];
    let status = proptest::option::of((0_usize..4).prop_map(|number| STATUSES[number]));
    let by = proptest::option::weighted(0.3, (0_usize..4).prop_map(|number| PEOPLE[number]));
    let days =
        proptest::option::weighted(0.4, (1_u32..4, 0_u32..3).prop_map(|(from, days)| (from, from + days)));
    let reseller = proptest::option::weighted(0.4, any::<bool>());
    (q, status, reseller, by, days, any::<bool>()).prop_map(
        |(q, status, reseller, by, days, oldest_first)| Query { q, status, reseller, by, days, oldest_first },
    )
}

impl Query {
    /// Returns the ids of the matching orders in the order of the list, by comparing each order.
    fn run(&self, customers: &[Customer], orders: &[Order], as_reseller: bool) -> Vec<String> {
        let mut found: Vec<&Order> = orders
            .iter()
            .filter(|order| {
                let customer = &customers[order.customer];
                match as_reseller {
                    true => order.reseller && (order.is_request || customer.of_reseller),
                    false => customer.of_provider,
                }
            })
            .filter(|order| self.status.is_none_or(|status| status == order.status))
            .filter(|order| as_reseller || self.reseller.is_none_or(|reseller| reseller == order.reseller))
            .filter(|order| self.by.is_none_or(|by| by == order.by))
            .filter(|order| {
                self.days.is_none_or(|(from, to)| {
                    let day = (order.minute + 9 * 60).div_euclid(24 * 60) + 1;
                    (i64::from(from)..=i64::from(to)).contains(&day)
                })
            })
            .filter(|order| self.finds(order, &customers[order.customer], as_reseller))
            .collect();
        found.sort_by_key(|order| (order.minute, order.id));
        if !self.oldest_first {
            found.reverse();
        }
        found.into_iter().map(|order| order.id.to_string()).collect()
    }

    fn finds(&self, order: &Order, customer: &Customer, as_reseller: bool) -> bool {
        if self.q.is_empty() {
            return true;
        }
        let digits: String = self.q.chars().filter(|c| *c != '-').collect();
        let is_id = digits.len() >= 8 && digits.chars().all(|c| c.is_ascii_hexdigit());
        let begins = |id: String| id.replace('-', "").starts_with(&digits);
        if is_id && (begins(order.id.to_string()) || begins(customer.id.to_string())) {
            return true;
        }
        let has_all = |text: &str| fold(&self.q).split_whitespace().all(|word| fold(text).contains(word));
        // A reseller that never had the customer knows no name of it.
        let number = customer.id.0.as_u128() & 0xff;
        let knows = !as_reseller || customer.of_reseller || !number.is_multiple_of(2);
        (knows && has_all(&format!("{} {}", customer.name, customer.domain))) || has_all(order.by)
    }

    fn address(&self, cast: &Cast, as_reseller: bool) -> String {
        let mut pairs = vec![("q", self.q.clone())];
        pairs.push(("status", self.status.map(|status| status.as_str().to_owned()).unwrap_or_default()));
        pairs.push(("by", self.by.unwrap_or_default().to_owned()));
        let reseller = match self.reseller {
            Some(true) => cast.reseller.mpn_id.clone(),
            Some(false) => "none".to_owned(),
            None => String::new(),
        };
        pairs.push(("reseller", if as_reseller { String::new() } else { reseller }));
        if let Some((from, to)) = self.days {
            pairs.push(("from", format!("2026-11-{from:02}")));
            pairs.push(("to", format!("2026-11-{to:02}")));
        }
        pairs.push(("sort", if self.oldest_first { "made".to_owned() } else { String::new() }));
        pairs.retain(|(_, value)| !value.is_empty());
        format!("/orders?{}", serde_urlencoded::to_string(pairs).unwrap())
    }
}

/// Returns the ids on all pages, and the number that the first page says.
async fn listed(browser: &Browser, address: &str) -> (Vec<String>, String) {
    let mut page = browser.get(address).await;
    assert_eq!(page.status.as_u16(), 200, "{address}");
    let (total, mut ids) = (page.total(), page.ids());
    while let Some(next) = page.attributes("a[rel=next]", "href").pop() {
        page = browser.get(&next).await;
        assert_eq!(page.total(), total);
        ids.extend(page.ids());
    }
    (ids, total)
}

async fn every_filter_selects_what_a_naive_model_selects(app: TestApp) {
    let cast = app.cast();
    let mut runner = TestRunner::new_with_rng(
        Config::default(),
        proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    );
    let customers = customers();
    let mut orders = arbitrary_orders().new_tree(&mut runner).unwrap().current();
    orders.sort_by_key(|order| order.id);
    orders.dedup_by_key(|order| order.id);
    insert(&app, &cast, &customers, &orders);
    let (provider, reseller) =
        (app.signed_in("sa@1000.example").await, app.signed_in("sa@2000.example").await);
    let mut found_any = 0;
    for _ in 0..60 {
        let mut query = arbitrary_query().new_tree(&mut runner).unwrap().current();
        if let Some(number) = query.q.strip_prefix('#') {
            let order = &orders[number.parse::<usize>().unwrap() % orders.len()];
            query.q = order.id.to_string()[..8].to_owned();
        }
        for (browser, as_reseller) in [(&provider, false), (&reseller, true)] {
            let address = query.address(&cast, as_reseller);
            let expected = query.run(&customers, &orders, as_reseller);
            let (ids, total) = listed(browser, &address).await;
            assert_eq!(ids, expected, "{address} as_reseller={as_reseller}");
            assert_eq!(total, expected.len().to_string(), "{address}");
            found_any += usize::from(!expected.is_empty());
        }
    }
    assert!(found_any > 30, "{found_any}");
}

/// Returns the stored numbers, and those that counting gives.
fn numbers(app: &TestApp) -> [BTreeMap<(i32, String), i64>; 2] {
    app.portal
        .db
        .read_now(|c| {
            let stored: Vec<(PartnerId, String, i64)> = order_counts::table.load(c)?;
            let stored = stored.into_iter().filter(|(.., number)| *number != 0);
            let mut counted = BTreeMap::new();
            let rows: Vec<(PartnerId, Option<PartnerId>, String, bool, bool)> = orders::table
                .select((
                    orders::partner_id,
                    orders::reseller_id,
                    orders::status,
                    orders::shown_to_seller,
                    orders::shown_to_reseller,
                ))
                .load(c)?;
            for (seller, reseller, status, to_seller, to_reseller) in rows {
                let viewers = [Some(seller).filter(|_| to_seller), reseller.filter(|_| to_reseller)];
                for viewer in viewers.into_iter().flatten() {
                    *counted.entry((viewer.0, status.clone())).or_insert(0) += 1;
                }
            }
            Ok([stored.map(|(viewer, status, number)| ((viewer.0, status), number)).collect(), counted])
        })
        .unwrap()
}

/// Returns who should see each order, from the customers alone.
fn visibility(app: &TestApp) -> Vec<(String, bool, bool)> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = diesel::sql_types::Text)]
        id: String,
        #[diesel(sql_type = diesel::sql_types::Bool)]
        same: bool,
        #[diesel(sql_type = diesel::sql_types::Bool)]
        shown: bool,
    }
    let held = |partner: &str| {
        format!(
            "EXISTS (SELECT 1 FROM customers c WHERE c.partner_id = o.{partner} AND c.microsoft_id = o.microsoft_id \
             AND c.ended_at IS NULL)"
        )
    };
    let sql = format!(
        "SELECT o.id, (o.shown_to_seller = {}) AS same, \
         (o.shown_to_reseller = (o.reseller_id IS NOT NULL AND (o.is_request OR {}))) AS shown FROM orders o",
        held("partner_id"),
        held("reseller_id")
    );
    let rows: Vec<Row> = app.portal.db.read_now(|c| Ok(diesel::sql_query(sql).load(c)?)).unwrap();
    rows.into_iter().map(|row| (row.id, row.same, row.shown)).collect()
}

fn assert_exact(app: &TestApp, what: &str) {
    let [stored, counted] = numbers(app);
    assert_eq!(stored, counted, "{what}");
    assert!(visibility(app).iter().all(|(_, seller, reseller)| *seller && *reseller), "{what}");
}

async fn counts_stay_exact_whatever_changes(app: TestApp) {
    let cast = app.cast();
    let mut runner = TestRunner::deterministic();
    let customers = customers();
    let mut orders = arbitrary_orders().new_tree(&mut runner).unwrap().current();
    orders.sort_by_key(|order| order.id);
    orders.dedup_by_key(|order| order.id);
    insert(&app, &cast, &customers, &orders);
    assert_exact(&app, "inserted");
    let total: i64 = numbers(&app)[0].values().sum();
    assert!(total > 20, "{total}");
    let first = customers[1].id;
    let (provider, reseller) = (cast.provider.id.0, cast.reseller.id.0);
    let moved = Uuid::from_u128(77);
    for change in [
        format!(
            "UPDATE customers SET ended_at = '2026-11-05 00:00:00' WHERE partner_id = {provider} AND microsoft_id = '{first}'"
        ),
        format!(
            "UPDATE customers SET ended_at = '2026-11-06 00:00:00' WHERE partner_id = {reseller} AND microsoft_id = '{first}'"
        ),
        format!("UPDATE customers SET ended_at = NULL WHERE microsoft_id = '{first}'"),
        "UPDATE orders SET status = 'placed' WHERE status = 'requested'".to_owned(),
        format!(
            "UPDATE orders SET reseller_id = NULL WHERE microsoft_id = '{}' AND NOT is_request",
            customers[4].id
        ),
        format!("DELETE FROM orders WHERE microsoft_id = '{}'", customers[2].id),
        format!(
            "UPDATE orders SET status = 'declined', microsoft_id = '{}' WHERE microsoft_id = '{first}'",
            customers[7].id
        ),
    ] {
        write(&app, &change);
        assert_exact(&app, &change);
    }
    // As the correction of an ID does it, in both orders.
    let defer = match app.portal.db.backend().is_postgres() {
        true => "SET CONSTRAINTS ALL DEFERRED",
        false => "PRAGMA defer_foreign_keys = ON",
    };
    for (from, to, tables) in [
        (customers[7].id.0, moved, ["orders", "customers"]),
        (moved, customers[7].id.0, ["customers", "orders"]),
    ] {
        let [one, two] = tables
            .map(|table| format!("UPDATE {table} SET microsoft_id = '{to}' WHERE microsoft_id = '{from}'"));
        write(&app, &format!("{defer}; {one}; {two};"));
        assert_exact(&app, &one);
    }
}

async fn pages_in_both_directions_meet(app: TestApp) {
    let cast = app.cast();
    let customers = customers();
    let order = |number: u32| Order {
        id: Uuid::from_u128((u128::from(number) << 96) | 1),
        customer: 1,
        reseller: true,
        status: STATUSES[number as usize % 2],
        is_request: false,
        by: PEOPLE[number as usize % 4],
        minute: i64::from(number / 4),
    };
    let orders: Vec<Order> = (1..=130).map(order).collect();
    insert(&app, &cast, &customers, &orders);
    let browser = app.signed_in("sa@1000.example").await;
    for query in ["", "sort=made", "status=placed", "q=c1", "q=c1&sort=made"] {
        let first = browser.get(&format!("/orders?{query}")).await;
        let second = browser.get(&first.attributes("a[rel=next]", "href")[0]).await;
        let again = browser.get(&second.attributes("a[rel=prev]", "href")[0]).await;
        assert_eq!(again.ids(), first.ids(), "{query}");
        assert!(first.attributes("a[rel=prev]", "href").is_empty());
        assert_eq!(first.attributes("th[aria-sort]", "aria-sort").len(), 1);
        assert_eq!(first.attributes("[data-capped]", "data-capped").len(), 0);
    }
    assert_eq!(browser.get("/orders").await.total(), "130");
}

async fn malformed_filters_are_named_and_what_was_typed_is_kept(app: TestApp) {
    app.cast();
    let browser = app.signed_in("sa@1000.example").await;
    let long = "x".repeat(2_000);
    for (field, value) in [
        ("status", "gone"),
        ("reseller", "12 34"),
        ("provider", "x"),
        ("from", "2026-02-30"),
        ("to", "yesterday"),
        ("sort", "price"),
        ("after", "x"),
        ("before", "1.2"),
        ("q", long.as_str()),
    ] {
        let value = serde_urlencoded::to_string([(field, value)]).unwrap();
        let page = browser.get(&format!("/orders?{value}")).await;
        assert_eq!(page.status.as_u16(), 422, "{field}");
        assert_eq!(page.attributes("[data-error]", "data-error"), [field], "{field}");
        let is_page = ["after", "before"].contains(&field);
        let file = browser.get(&format!("/orders.csv?{value}")).await;
        assert_eq!(file.status.as_u16(), if is_page { 200 } else { 422 }, "{field}");
    }
    let page = browser.get("/orders?from=2026-11-30&to=2026-11-01&q=kept&status=placed").await;
    assert_eq!(
        (page.status.as_u16(), page.attributes("[data-error]", "data-error")),
        (422, vec!["from".to_owned()])
    );
    assert_eq!(
        (page.value("#from"), page.value("#to"), page.value("#q")),
        ("2026-11-30".into(), "2026-11-01".into(), "kept".into())
    );
    assert_eq!(
        page.attributes("details.more[open]", "class"),
        ["more"],
        "the fields with the error are visible"
    );
    let both = browser.get("/orders?reseller=2000&provider=1000").await;
    assert_eq!(both.status.as_u16(), 422, "no order has both");
    let unknown = browser.get("/orders?reseller=999999&by=Nobody").await;
    assert_eq!(
        (unknown.status.as_u16(), unknown.total()),
        (200, "0".to_owned()),
        "a well-formed unknown value"
    );
}

async fn files_have_the_filtered_rows(app: TestApp) {
    let cast = app.cast();
    let customers = customers();
    let mut orders = arbitrary_orders().new_tree(&mut TestRunner::deterministic()).unwrap().current();
    orders.sort_by_key(|order| order.id);
    orders.dedup_by_key(|order| order.id);
    insert(&app, &cast, &customers, &orders);
    for (who, as_reseller) in [("sa@1000.example", false), ("ba@2000.example", true)] {
        let browser = app.signed_in(who).await;
        for query in [
            Query::default(),
            Query { q: "c1".into(), oldest_first: true, ..Query::default() },
            Query { status: Some(OrderStatus::Placed), by: Some(PEOPLE[0]), ..Query::default() },
        ] {
            let address = query.address(&cast, as_reseller).replace("/orders?", "/orders.csv?lang=en&");
            let file = browser.get(&address).await;
            assert_eq!(file.status.as_u16(), 200, "{address}");
            let text = file.text();
            let ids: Vec<&str> = text
                .lines()
                .filter_map(|line| line.get(..36))
                .filter(|id| Uuid::try_parse(id).is_ok())
                .collect();
            assert_eq!(ids, query.run(&customers, &orders, as_reseller), "{address}");
            assert_eq!(file.header("x-total-rows"), ids.len().to_string());
        }
    }
    let helper = app.signed_in("um@1000.example").await;
    assert_eq!(helper.get("/orders.csv").await.status.as_u16(), 403);
    assert_eq!(helper.get("/orders.xlsx").await.status.as_u16(), 403);
}
