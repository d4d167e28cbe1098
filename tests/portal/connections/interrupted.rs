//! Runs whose process ends at any moment: another process continues, and the lists are equal in the end.

use super::stage::{Remote, Stage, content, exports};
use crate::on_both_databases;
use crate::support::{TestApp, runs_long_tests};
use chrono::TimeDelta;
use diesel::prelude::*;
use partner_portal::clock;
use partner_portal::db::schema::connection_runs;
use partner_portal::features::connections::runs::model::RunPart;
use partner_portal::features::connections::work;
use partner_portal::state::AppState;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

on_both_databases! {
    a_run_that_is_interrupted_at_random_moments_ends_with_equal_lists
    what_was_written_before_an_interruption_is_counted_once
}

/// Takes the lease of the process that works on a run, as if it had expired: the writes of that process fail, as if it had ended.
fn interrupt(portal: &AppState) -> usize {
    let leased = connection_runs::table.filter(connection_runs::lease.is_not_null());
    let taken = diesel::update(leased).set((
        connection_runs::lease.eq(Some("taken")),
        connection_runs::leased_until.eq(Some(clock::now() - TimeDelta::seconds(1))),
        connection_runs::failures.eq(0),
    ));
    portal.db.write_now(|c| Ok(taken.execute(c)?)).unwrap()
}

async fn a_run_that_is_interrupted_at_random_moments_ends_with_equal_lists(app: TestApp) {
    let (stage, remote) = (Stage::set(app).await, Remote::start().await);
    remote.fill(1..if runs_long_tests() { 20_000 } else { 1_500 });
    let connection = stage.connect(&remote, "portal").await;
    stage.act(connection, "runs").await;
    let over = Arc::new(AtomicBool::new(false));
    let (second, done) = (stage.app.second().await.portal.state, over.clone());
    let interrupter = std::thread::spawn(move || {
        let mut interruptions = 0;
        while !done.load(Ordering::SeqCst) && interruptions < 20 {
            std::thread::sleep(Duration::from_millis(20 + 37 * (interruptions as u64 % 7)));
            interruptions += interrupt(&second);
        }
        interruptions
    });
    for _ in 0..200 {
        let portal = stage.app.portal.state.clone();
        // The work ends with an error when the lease is lost.
        let worked = actix_web::web::block(move || work::run_waiting(&portal, clock::now())).await.unwrap();
        let run = stage.newest(connection);
        match run.state.as_str() {
            "preview" => drop(stage.act(connection, &format!("runs/{}/confirmation", run.id)).await),
            "done" => break,
            _ => assert!(worked.is_err() || run.next_at.is_some(), "{run:?}"),
        }
    }
    over.store(true, Ordering::SeqCst);
    let interruptions = interrupter.join().unwrap();
    let run = stage.newest(connection);
    assert_eq!(run.state.as_str(), "done", "after {interruptions} interruptions: {:?}", run.fault);
    assert!(interruptions > 2, "{interruptions}");
    assert_eq!(exports(&stage.app).await, exports(&remote.app).await);
    remote.stop().await;
}

async fn what_was_written_before_an_interruption_is_counted_once(app: TestApp) {
    let (stage, remote) = (Stage::set(app).await, Remote::start().await);
    remote.fill(1..1_201); // several batches
    let connection = stage.connect(&remote, "portal").await;
    let run = stage.run(connection).await;
    stage.act(connection, &format!("runs/{}/confirmation", run.id)).await;
    let second = stage.app.second().await.portal.state;
    let interrupter = std::thread::spawn(move || {
        for _ in 0..3 {
            std::thread::sleep(Duration::from_millis(60));
            interrupt(&second);
        }
    });
    for _ in 0..50 {
        let portal = stage.app.portal.state.clone();
        let _ = actix_web::web::block(move || work::run_waiting(&portal, clock::now())).await.unwrap();
        if stage.newest(connection).state.is_over() {
            break;
        }
    }
    interrupter.join().unwrap();
    let run = stage.newest(connection);
    assert_eq!(run.state.as_str(), "done", "{:?}", run.fault);
    let written = content(&run).written;
    let added = |part| written.iter().find(|(known, _)| *known == part).map_or(0, |(_, counts)| counts.added);
    assert_eq!(RunPart::ORDER.map(added), [1_200, 600, 1_200]);
    remote.stop().await;
}
