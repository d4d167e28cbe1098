//! The list of subscriptions across customers: its index against a naive definition while everything changes, and its page
//! and export over HTTP.

mod changes;
mod model;
mod page;

use crate::on_both_databases;
use crate::support::TestApp;
use crate::support::cast::Cast;
use changes::{Random, World};
use diesel::prelude::*;
use partner_portal::db::DbConnection;
use partner_portal::db::schema::subscription_changes;
use partner_portal::domain::{
    BillingCycle, ComingEvent, IdPrefix, Partner, PartnerId, SubscriptionStatus, TextEnum,
};
use partner_portal::error::Result;
use partner_portal::search::CustomerSearch;
use partner_portal::search::subscriptions::{
    Column, RowTotals, SubscriptionAnchor, SubscriptionFilter, SubscriptionKey, SubscriptionPage,
    SubscriptionQuery,
};
use partner_portal::text::SearchTerms;

on_both_databases! {
    the_index_matches_its_naive_definition
    rereads_everything_after_changes_were_pruned
    an_older_snapshot_still_sees_its_own_subscriptions
}

const LIMIT: usize = 7;

/// Compares all pages, in both directions, with the naive definition.
fn check(
    app: &TestApp,
    lists: &CustomerSearch,
    partner: PartnerId,
    filter: &SubscriptionFilter,
    (column, descending): (Column, bool),
) {
    let expected = app.portal.db.read_now(|c| model::visible(c, partner)).unwrap();
    let mut expected: Vec<_> = expected.into_iter().filter(|one| model::matches(one, filter)).collect();
    expected.sort_by(|a, b| model::compare(a, b, column, descending));
    let keys: Vec<SubscriptionKey> = expected.iter().map(|one| one.key).collect();
    let seats: u64 = expected.iter().map(|one| u64::from(one.quantity.unsigned_abs())).sum();
    let what = format!("{filter:?} {column:?} {descending}");
    let page = |place: SubscriptionAnchor| -> SubscriptionPage {
        let query = SubscriptionQuery { filter: filter.clone(), column, descending, place, limit: LIMIT };
        let found =
            app.portal.db.read_now(|c| lists.subscriptions.find(c, &lists.search, partner, &query)).unwrap();
        assert_eq!((found.rows, found.seats), (keys.len() as u64, seats), "{what}");
        found
    };
    let (mut place, mut forward, mut previous) = (SubscriptionAnchor::Start, Vec::new(), None);
    loop {
        let found = page(place);
        assert_eq!(found.previous.is_some(), !forward.is_empty() && !found.keys.is_empty(), "{what}");
        forward.extend(found.keys);
        previous = found.previous.or(previous);
        assert_eq!(found.next.is_some(), forward.len() < keys.len(), "{what}");
        let Some(next) = found.next else { break };
        place = SubscriptionAnchor::After(next);
    }
    assert_eq!(forward, keys, "{what}");
    let mut end = keys.len() - keys.len().saturating_sub(1) % LIMIT - usize::from(!keys.is_empty());
    while let Some(cursor) = previous.take() {
        let found = page(SubscriptionAnchor::Before(cursor));
        assert_eq!(found.keys, &keys[end.saturating_sub(LIMIT)..end], "{what} before {end}");
        end = end.saturating_sub(LIMIT);
        assert_eq!(found.previous.is_some(), end > 0, "{what}");
        previous = found.previous;
    }
    let all = app
        .portal
        .db
        .read_now(|c| lists.subscriptions.all(c, &lists.search, partner, filter, (column, descending)));
    let all = all.unwrap();
    let exported: Vec<SubscriptionKey> = all.rows(0..usize::MAX).map(|one| one.key).collect();
    assert_eq!(exported, keys, "{what}");
}

/// Compares the numbers that are kept with the index with what filters of the same meaning find.
fn check_totals(app: &TestApp, lists: &CustomerSearch, world: &World, partner: PartnerId) {
    let days = world.day(-10)..=world.day(90);
    let compare = |c: &mut DbConnection| {
        let totals = lists.subscriptions.totals(c, &lists.search, partner, days.clone())?;
        let names = lists.subscriptions.product_names(c, &lists.search, partner)?;
        let mut find = |filter: SubscriptionFilter| {
            let query = SubscriptionQuery {
                filter,
                column: Column::Quantity,
                descending: true,
                place: SubscriptionAnchor::Start,
                limit: 1,
            };
            let found = lists.subscriptions.find(c, &lists.search, partner, &query)?;
            Ok::<_, partner_portal::error::Error>(RowTotals { rows: found.rows, licenses: found.seats })
        };
        for (status, _) in SubscriptionStatus::ALL {
            let filter = SubscriptionFilter { status: Some(*status), ..SubscriptionFilter::default() };
            assert_eq!(totals.of_status(*status), find(filter)?, "{status:?}");
        }
        for (event, _) in ComingEvent::ALL {
            for window in [days.clone(), world.day(0)..=world.day(7), world.day(3)..=world.day(3)] {
                let wanted = (Some(window.clone()), Some(*event));
                let filter =
                    SubscriptionFilter { days: wanted.0, event: wanted.1, ..SubscriptionFilter::default() };
                assert_eq!(totals.between(&window).of(*event), find(filter)?, "{event:?} {window:?}");
            }
        }
        let planned = SubscriptionFilter {
            days: Some(days.clone()),
            is_planned: true,
            ..SubscriptionFilter::default()
        };
        assert_eq!(totals.between(&days).planned, find(planned)?);
        for name in names {
            let of_product = totals.products.iter().find(|(known, _)| *known == name).map(|(_, one)| *one);
            let filter = SubscriptionFilter {
                status: Some(SubscriptionStatus::Active),
                product: Some(name.clone()),
                ..SubscriptionFilter::default()
            };
            assert_eq!(of_product.unwrap_or_default(), find(filter)?, "{name}");
        }
        Ok(())
    };
    app.portal.db.read_now(compare).unwrap();
}

/// Returns random conditions; each is set in one of three filters.
fn filter(random: &mut Random, world: &World) -> SubscriptionFilter {
    let mut filter = SubscriptionFilter::default();
    for _ in 0..random.below(3) {
        match random.below(11) {
            0 => filter.status = Some(SubscriptionStatus::ALL[random.below(6)].0),
            1 => filter.cycle = Some(BillingCycle::ALL[random.below(4)].0),
            2 => filter.auto_renew = Some(random.below(2) == 0),
            3 => {
                let from = world.day(random.below(60) as i64 - 10);
                filter.days = Some(from..=world.day(random.below(90) as i64));
            }
            4 => filter.reseller = *random.choose(&world.resellers),
            5 => filter.product = Some((*random.choose(&["Plan A", "offer-1", "없는 제품"])).to_owned()),
            6 => filter.publisher = Some((*random.choose(&["Contoso", "Fabrikam", "Nobody"])).to_owned()),
            7 => filter.is_planned = true,
            9 => filter.event = Some(ComingEvent::ALL[random.below(3)].0),
            8 => {
                let id = *random.choose(&world.ids);
                let text = id.to_string();
                filter.id = IdPrefix::parse(&text[..8]);
                filter.words = SearchTerms::parse(&text[..8]);
            }
            _ => {
                let words = ["plan", "한빛", "example", "e3", "가", "zz", "c1"];
                let text = format!("{} {}", random.choose(&words), random.choose(&["", "a", "한"]));
                filter.words = SearchTerms::parse(&text);
            }
        }
    }
    filter
}

async fn the_index_matches_its_naive_definition(app: TestApp) {
    let cast = app.cast();
    for seed in [1, 20_261_129, 77] {
        let mut random = Random(seed);
        let mut world = World::new(&app, &cast, seed);
        let lists = CustomerSearch::new(usize::MAX);
        let small = CustomerSearch::new(1);
        for round in 0..8 {
            for _ in 0..=random.below(6) {
                world.change(&app, &mut random);
            }
            for _ in 0..4 {
                let wanted = filter(&mut random, &world);
                let column = Column::ALL[random.below(5)].0;
                let partner = random.choose(&world.partners).id;
                check(&app, &lists, partner, &wanted, (column, random.below(2) == 0));
            }
            for partner in &world.partners {
                check_totals(&app, &lists, &world, partner.id);
            }
            if round == 7 {
                let wanted = filter(&mut random, &world);
                check(&app, &small, cast.reseller.id, &wanted, (Column::Product, false));
                check(&app, &small, cast.provider.id, &wanted, (Column::Customer, true));
            }
        }
        for (column, _) in Column::ALL {
            for partner in [&cast.provider, &cast.reseller] {
                check(&app, &lists, partner.id, &SubscriptionFilter::default(), (*column, true));
                check(&app, &lists, partner.id, &SubscriptionFilter::default(), (*column, false));
            }
        }
    }
}

fn sold(app: &TestApp, cast: &Cast, customers: u128) {
    for number in 0..customers {
        let customer = app.customer(&cast.provider, number + 1, &format!("Customer {number}"), "c.example");
        app.subscription(&cast.provider, customer, "Plan A", None);
    }
}

fn everything(app: &TestApp, lists: &CustomerSearch, partner: &Partner) {
    check(app, lists, partner.id, &SubscriptionFilter::default(), (Column::Quantity, false));
}

async fn rereads_everything_after_changes_were_pruned(app: TestApp) {
    let cast = app.cast();
    let lists = CustomerSearch::new(usize::MAX);
    sold(&app, &cast, 9);
    everything(&app, &lists, &cast.provider);
    let forget = |c: &mut _| Ok(diesel::delete(subscription_changes::table).execute(c)?);
    let customer = crate::support::cast::id(3);
    app.subscription(&cast.provider, customer, "Plan B", None);
    app.portal.db.write_now(forget).unwrap();
    app.subscription(&cast.provider, customer, "Plan C", None);
    everything(&app, &lists, &cast.provider);
}

fn count(lists: &CustomerSearch, partner: PartnerId, c: &mut DbConnection) -> Result<u64> {
    let query = SubscriptionQuery {
        filter: SubscriptionFilter::default(),
        column: Column::NextDate,
        descending: false,
        place: SubscriptionAnchor::Start,
        limit: 1,
    };
    Ok(lists.subscriptions.find(c, &lists.search, partner, &query)?.rows)
}

async fn an_older_snapshot_still_sees_its_own_subscriptions(app: TestApp) {
    let cast = app.cast();
    let lists = CustomerSearch::new(usize::MAX);
    sold(&app, &cast, 5);
    let rows = |c: &mut DbConnection| count(&lists, cast.provider.id, c);
    let db = app.portal.db.clone();
    db.read_now(|before| {
        assert_eq!(rows(before)?, 5);
        app.subscription(&cast.provider, crate::support::cast::id(2), "Plan B", None);
        assert_eq!(app.portal.db.read_now(rows)?, 6);
        assert_eq!(rows(before)?, 5);
        Ok(())
    })
    .unwrap();
}
