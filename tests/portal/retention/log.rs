//! Retention periods of the activity log.

use chrono::TimeDelta;
use diesel::prelude::*;
use partner_portal::audit::{Action, Activity, ActorKind, Author};
use partner_portal::clock;
use partner_portal::db::schema::activity_entries as entries;
use partner_portal::domain::Partner;
use partner_portal::domain::UserId;
use serde_json::json;

use crate::personal_data::rows::{CANARY, holding, user_id};
use crate::retention::{erased_entries, period, retain, retain_at, told, would};
use crate::support::TestApp;
use crate::support::cast::id;

/// Logs actions on customers: number, and name at that time.
fn note(app: &TestApp, partner: &Partner, customers: &[(u128, &str)]) -> chrono::NaiveDateTime {
    let before = clock::now();
    while clock::now() == before {} // gives each entry a different millisecond
    let author = Author {
        kind: ActorKind::User,
        partner: Some(partner.id),
        user: Some(UserId(user_id(app, &format!("sa@{}.example", partner.mpn_id)) as i32)),
        name: "Canary Kim".to_owned(),
        request_id: "7f3ac1d0".to_owned(),
        program: None,
        address: "203.0.113.24".to_owned(),
    };
    let entry = |(number, name): &(u128, &str)| {
        let details = json!({ "note": "Canary note" });
        Activity::for_customer(Action::UpdateBillTo, id(*number), name, details)
    };
    app.portal.log.record_now(&author, |_| Ok(((), customers.iter().map(entry).collect()))).unwrap();
    let times = entries::table.filter(entries::partner_id.eq(partner.id.0)).order(entries::seq.desc());
    app.portal.db.read_now(|c| Ok(times.select(entries::at).first(c)?)).unwrap()
}

/// The number of values in the log that contain this word.
fn values(app: &TestApp, word: &str) -> usize {
    holding(app, word).iter().filter(|(table, ..)| table == "activity_values").count()
}

pub async fn erases_ip_addresses_from_the_log_exactly_on_the_day(app: TestApp) {
    let cast = app.cast();
    let written = note(&app, &cast.provider, &[(1, "Canary Foods")]);
    note(&app, &cast.provider, &[(1, "Canary Foods")]);
    let periods = period(|settings| settings.portal_retention_log_addresses_days = Some(json!(30)));
    let due = written + TimeDelta::days(30);
    assert_eq!(retain_at(&app, &periods, due - TimeDelta::milliseconds(1)).total(), 0);
    assert_eq!(erased_entries(&app, cast.provider.id), 0);
    let would = would(&app, &periods, due);
    let report = retain_at(&app, &periods, due);
    assert_eq!(report.counts, would.counts);
    assert_eq!(report.counts.len(), 1, "operators and the portal have no IP address: {report:?}");
    assert_eq!(report.counts[&cast.provider.id]["log_addresses"], 1);
    assert_eq!(erased_entries(&app, cast.provider.id), 1);
    assert_eq!(values(&app, "203.0.113.24"), 1, "the later one stays");
    assert_eq!(values(&app, "Canary Kim"), 2, "and names stay");
    let told = told(&app, &cast.provider, "activity");
    let until = written.date();
    assert_eq!(told, json!({ "log_addresses": 1, "until": until, "retention_days": 30 }));
    assert_eq!(app.log_of(&cast.direct, "activity"), []);
    let before = holding(&app, "");
    assert_eq!(retain_at(&app, &periods, due).total(), 0);
    assert_eq!(holding(&app, ""), before);
}

pub async fn erases_log_details_and_search_finds_only_later_names(app: TestApp) {
    let cast = app.cast();
    note(&app, &cast.provider, &[(1, "Former Foods"), (1, "Lasting Foods"), (2, "Gone Foods")]);
    let written = note(&app, &cast.provider, &[(3, "Both Foods"), (1, "Lasting Foods")]);
    note(&app, &cast.provider, &[(1, "Lasting Foods"), (3, "Both Foods")]);
    let browser = app.signed_in("aa@1000.example").await;
    let second = app.second().await.signed_in("aa@1000.example").await;
    assert_eq!(second.get("/activity?q=former").await.total(), "4");
    let periods = period(|settings| settings.portal_retention_log_days = Some(json!(7)));
    let due = written + TimeDelta::days(7);
    let report = retain_at(&app, &periods, due);
    let erased = report.counts[&cast.provider.id]["log_entries"];
    assert_eq!(erased_entries(&app, cast.provider.id), erased as i64);
    assert!(erased >= 5, "{report:?}");
    assert_eq!(values(&app, "Canary note"), 2);
    for browser in [&browser, &second] {
        assert_eq!(browser.get("/activity?q=former").await.total(), "0");
        assert_eq!(browser.get("/activity?q=gone").await.total(), "0");
        assert_eq!(
            browser.get("/activity?q=lasting").await.total(),
            "4",
            "the customer has this name later too"
        );
        assert_eq!(browser.get("/activity?q=both").await.total(), "2");
    }
    // Entries about erasures are kept: they account for the missing data.
    let much_later = due + TimeDelta::days(30);
    retain_at(&app, &periods, much_later);
    assert_eq!(told(&app, &cast.provider, "activity")["retention_days"], 7);
    assert_eq!(retain_at(&app, &periods, much_later + TimeDelta::days(30)).total(), 0);
    assert_eq!(holding(&app, CANARY), []);
    assert_eq!(browser.get("/activity?q=lasting").await.total(), "0");
    assert!(erased_entries(&app, cast.provider.id) > 0);
}

pub async fn an_interrupted_run_resumes_and_logs_once(app: TestApp) {
    let cast = app.cast();
    let many: Vec<(u128, &str)> = (0..1_200).map(|number| (number % 90, "Canary Foods")).collect();
    let written = note(&app, &cast.direct, &many);
    let periods = period(|settings| settings.portal_retention_log_days = Some(json!(7)));
    let due = written + TimeDelta::days(7);
    let all = would(&app, &periods, due).counts[&cast.direct.id]["log_entries"];
    assert!(all >= 1_200);
    // The logs of the other partners are shorter than a batch and are processed first.
    let first = retain(&app, &periods, due, 5);
    assert!(first.counts[&cast.direct.id]["log_entries"] < all, "{first:?}");
    let mut rest = 0;
    loop {
        let report = retain(&app, &periods, due, 1);
        if report.total() == 0 {
            break;
        }
        rest += report.counts[&cast.direct.id]["log_entries"];
    }
    assert_eq!(first.counts[&cast.direct.id]["log_entries"] + rest, all);
    assert_eq!(erased_entries(&app, cast.direct.id), all as i64);
    assert_eq!(holding(&app, CANARY), []);
    let told: u64 = app
        .log_of(&cast.direct, "activity")
        .iter()
        .map(|(_, details)| serde_json::from_str::<serde_json::Value>(details).unwrap())
        .map(|details| details["log_entries"].as_u64().unwrap())
        .sum();
    assert_eq!(told, all as u64);
}

pub async fn describes_erasures_in_three_languages(app: TestApp) {
    let cast = app.cast();
    let written = note(&app, &cast.provider, &[(1, "Canary Foods")]);
    let periods = period(|settings| settings.portal_retention_log_days = Some(json!(7)));
    retain_at(&app, &periods, written + TimeDelta::days(7));
    for (language, words) in [
        (
            "en",
            ["The portal", "Erased personal data", "Data up to", "Retention period (days)", "Log entries"],
        ),
        ("ko", ["포털", "개인 정보 삭제", "이 날짜까지의 데이터", "보존 기간(일)", "로그 항목"]),
        ("zh-TW", ["入口網站", "已清除個人資料", "此日期以前的資料", "保留期間 (天)", "記錄項目"]),
    ] {
        let browser = app.browser();
        browser.sign_in("ga@1000.example", crate::support::cast::PASSWORD).await;
        browser.submit("/customers", "/language", &[("lang", language)]).await;
        let list = browser.get("/activity?action=portal_erase_personal_data").await;
        let entry = list.ids()[0].clone();
        let open =
            browser.get(&format!("/activity?action=portal_erase_personal_data&expanded={entry}")).await;
        let said = [open.all("tr.open"), open.all("dl.facts")].concat().join(" ");
        for word in words {
            assert!(said.contains(word), "{language}: {word}: {said}");
        }
    }
}
