//! Days in the reader's time zone: the date filters, the page and the exported file agree on the same instants, also on
//! days that are longer or shorter than 24 hours.

use crate::support::{Browser, TestApp};
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use diesel::prelude::*;
use partner_portal::db::schema::activity_log as log;

/// A time zone, a day there, and the instants at which it begins and ends. Written out, not computed by the portal's
/// code.
const DAYS: [(&str, &str, &str, &str); 12] = [
    ("Asia/Seoul", "2026-10-20", "2026-10-19T15:00:00", "2026-10-20T15:00:00"),
    ("Asia/Seoul", "1988-05-08", "1988-05-07T15:00:00", "1988-05-08T14:00:00"),
    ("Asia/Seoul", "1988-10-09", "1988-10-08T14:00:00", "1988-10-09T15:00:00"),
    ("America/New_York", "2026-03-08", "2026-03-08T05:00:00", "2026-03-09T04:00:00"),
    ("America/New_York", "2025-11-02", "2025-11-02T04:00:00", "2025-11-03T05:00:00"),
    ("Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00", "2026-03-29T22:00:00"),
    ("Europe/Berlin", "2025-10-26", "2025-10-25T22:00:00", "2025-10-26T23:00:00"),
    ("Australia/Lord_Howe", "2026-04-05", "2026-04-04T13:00:00", "2026-04-05T13:30:00"),
    ("Australia/Lord_Howe", "2025-10-05", "2025-10-04T13:30:00", "2025-10-05T13:00:00"),
    // In this zone, clocks skip midnight.
    ("Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00", "2026-04-24T21:00:00"),
    ("Asia/Kathmandu", "2026-05-01", "2026-04-30T18:15:00", "2026-05-01T18:15:00"),
    ("UTC", "2026-05-02", "2026-05-02T00:00:00", "2026-05-03T00:00:00"),
];

/// A time zone, two instants with the same local time, and how they are shown.
const TWICE: [(&str, &str, &str, &str); 3] = [
    ("America/New_York", "2025-11-02T05:30:00", "2025-11-02T06:30:00", "1:30"),
    ("Europe/Berlin", "2025-10-26T00:15:00", "2025-10-26T01:15:00", "2:15"),
    ("Australia/Lord_Howe", "2026-04-04T14:45:00", "2026-04-04T15:15:00", "1:45"),
];

pub async fn uses_the_readers_days_and_the_same_instants_everywhere(app: TestApp) {
    app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    let mut number = 1_000_000;
    for (zone, day, from, to) in DAYS {
        let (from, to) = (instant(from), instant(to));
        let within = [to - TimeDelta::seconds(1), from + (to - from) / 2, from];
        let outside = [from - TimeDelta::milliseconds(1), to];
        for at in within.into_iter().chain(outside) {
            number += 1;
            insert(&app, number, at);
        }
        set_zone(&browser, zone, "en").await;
        let address = format!("from={day}&to={day}&action=create_agreement");
        let page = browser.get(&format!("/activity?{address}")).await;
        assert_eq!(instants(&page.attributes("tbody time", "datetime")), within, "{zone} {day}: the page");
        assert_eq!(page.total(), "3", "{zone} {day}");
        let local = page.attributes("tbody time", "datetime");
        assert!(local.iter().all(|time| time.starts_with(day)), "{zone} {day}: {local:?}");
        let file = browser.get(&format!("/activity.csv?{address}&lang=en")).await;
        let cells: Vec<String> =
            file.text().lines().skip(1).map(|line| line.split(',').next().unwrap().to_owned()).collect();
        assert!(cells.iter().all(|cell| cell.ends_with('Z')), "{cells:?}");
        assert_eq!(instants(&cells), within, "{zone} {day}: the file");
        assert_eq!(file.header("x-total-rows"), "3");
    }
}

pub async fn distinguishes_the_repeated_hour(app: TestApp) {
    app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    let mut number = 1_000_000;
    for (zone, first, second, clock) in TWICE {
        for at in [first, second] {
            number += 1;
            insert(&app, number, instant(at));
        }
        let day = &first[..10];
        for language in ["en", "ko", "zh-TW"] {
            set_zone(&browser, zone, language).await;
            let from = (instant(first).date() - TimeDelta::days(1)).to_string();
            let to = (instant(first).date() + TimeDelta::days(1)).to_string();
            let page = browser.get(&format!("/activity?from={from}&to={to}&action=create_agreement")).await;
            let shown = page.all("tbody time");
            assert_eq!(shown.len(), 2, "{zone} {day}");
            assert!(shown.iter().all(|time| time.contains(clock)), "{zone} {language}: {shown:?}");
            assert_ne!(shown[0], shown[1], "{zone} {language}");
        }
    }
}

async fn set_zone(browser: &Browser, zone: &str, language: &str) {
    let fields = [("name", "Somebody"), ("language", language), ("time_zone", zone), ("theme", "")];
    assert_eq!(browser.submit("/profile", "/profile", &fields).await.status.as_u16(), 303, "{zone}");
}

fn instant(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

/// Parses times with any offset as instants.
fn instants(times: &[String]) -> Vec<NaiveDateTime> {
    times
        .iter()
        .map(|time| DateTime::parse_from_rfc3339(time).unwrap().with_timezone(&Utc).naive_utc())
        .collect()
}

/// Inserts an entry with this time, which cannot be produced by waiting.
fn insert(app: &TestApp, seq: i64, at: NaiveDateTime) {
    let row = (
        (log::partner_id.eq(1), log::seq.eq(seq), log::at.eq(at), log::kind.eq("change")),
        (log::action.eq("create_agreement"), log::resource.eq("customer"), log::actor_kind.eq("operator")),
        log::request_id.eq(""),
        log::mac.eq(vec![0_u8; 33]),
    );
    app.portal.db.write_now(|c| Ok(diesel::insert_into(log::table).values(row).execute(c)?)).unwrap();
}
