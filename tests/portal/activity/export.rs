//! `activity.csv`: its columns, its rows, and the log entry it makes.

use actix_web::http::StatusCode;
use diesel::prelude::*;
use partner_portal::audit::{Action, Activity};
use partner_portal::config::MfaRequirement;
use partner_portal::config::Settings;
use serde_json::json;

use crate::activity::log::{self, noted};
use crate::support::TestApp;

pub async fn csv_matches_the_page(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "=1+1, \"Ltd\"", "contoso.example");
    noted(&app, "aa@1000.example", Action::UpdateBillTo, Some((customer, "=1+1, \"Ltd\"")), json!({}));
    let browser = app.signed_in("ga@1000.example").await;
    let page = browser.get("/activity").await;
    let file = browser.get("/activity.csv").await;
    assert_eq!(file.status, StatusCode::OK);
    // Today in the partner's time zone, Korea.
    let day = (partner_portal::clock::now() + chrono::TimeDelta::hours(9)).date();
    let name = format!("attachment; filename=\"activity-{}--{day}.csv\"", day - chrono::Days::new(30));
    assert_eq!(file.header("content-disposition"), name);
    assert_eq!(file.header("x-total-rows"), page.total());
    let text = file.text();
    let lines: Vec<&str> = text.split_terminator("\r\n").collect();
    assert_eq!(lines[0], "\u{FEFF}Date-Time,Affected customer,Action,Partner user");
    assert_eq!(lines.len() - 1, page.ids().len());
    let (at, rest) = lines[1].split_once(',').unwrap();
    assert!(chrono::DateTime::parse_from_rfc3339(at).is_ok() && at.ends_with('Z'), "{at}");
    assert_eq!(rest, "\"'=1+1, \"\"Ltd\"\"\",Updated the bill-to,aa@1000.example");
    let narrowed = browser.get("/activity.csv?action=update_customer_billing_profile&q=1%2B1").await;
    assert_eq!(narrowed.header("x-total-rows"), "1");
}

pub async fn detailed_csv_contains_the_chain_values(app: TestApp) {
    app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    let page = browser.get("/activity").await;
    let file = browser.get("/activity.csv?detailed=1").await.text();
    let mut reader = csv::Reader::from_reader(file.trim_start_matches('\u{FEFF}').as_bytes());
    let header = reader.headers().unwrap().iter().collect::<Vec<_>>().join(",");
    assert_eq!(
        header,
        "Date-Time,Affected customer,Action,Partner user,Status,Details,Entry ID,Chain value,\
                        Partner user ID,Partner user email address"
    );
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.iter().map(|row| row[6].to_owned()).collect::<Vec<_>>(), page.ids());
    for row in rows {
        assert_eq!(&row[4], "Succeeded");
        assert!(serde_json::from_str::<serde_json::Value>(&row[5]).is_ok());
        assert!(row[7].len() == 66 && row[7].starts_with("02"), "{}", &row[7]);
    }
}

pub async fn detailed_csv_identifies_users_by_stable_ids(app: TestApp) {
    let cast = app.cast();
    let us = log::author(&app, "aa@1000.example");
    noted(&app, "aa@1000.example", Action::UpdateBillTo, None, json!({}));
    // Another user takes the name, and a user of the provider acts in a reseller's log.
    let rename = format!("UPDATE users SET name = '{}' WHERE email = 'sa@1000.example'", us.name);
    app.portal.db.write_now(|c| Ok(diesel::sql_query(rename).execute(c)?)).unwrap();
    noted(&app, "sa@1000.example", Action::UpdateBillTo, None, json!({}));
    let told = Activity::new(Action::UpdateReferral, "referral", json!({})).also_in_log_of(cast.reseller.id);
    app.portal.log.record_now(&us, |_| Ok(((), vec![told]))).unwrap();
    let rows = |file: String| -> Vec<csv::StringRecord> {
        let mut reader = csv::Reader::from_reader(file.trim_start_matches('\u{FEFF}').as_bytes());
        reader.records().map(Result::unwrap).collect()
    };
    let ours =
        rows(app.signed_in("ga@1000.example").await.get("/activity.csv?detailed=1&lang=zh-TW").await.text());
    let (id, other) = (us.user.unwrap().0, log::author(&app, "sa@1000.example").user.unwrap().0);
    assert_eq!(
        (&ours[1][3], &ours[1][8], &ours[1][9]),
        (&us.name[..], &other.to_string()[..], "sa@1000.example")
    );
    assert_eq!(
        (&ours[2][3], &ours[2][8], &ours[2][9]),
        (&us.name[..], &id.to_string()[..], "aa@1000.example")
    );
    let first = ours.last().unwrap();
    assert_eq!((&first[8], &first[9]), ("", ""), "the operator is not a user");
    let theirs = app.signed_in("ga@2000.example").await.get("/activity.csv?detailed=1").await.text();
    let theirs = rows(theirs);
    assert_eq!(
        (&theirs[0][8], &theirs[0][9]),
        (&id.to_string()[..], ""),
        "email addresses of another partner are hidden"
    );
}

/// If the count were read before it is recorded, concurrent exports could exceed the limit.
pub async fn concurrent_exports_are_counted_one_by_one(app: TestApp) {
    let settings = Settings {
        portal_exports_per_hour: 3,
        portal_require_mfa: MfaRequirement::Off,
        ..Settings::default()
    };
    let app = TestApp::with(app.portal.db.clone(), settings).await;
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Contoso", "contoso.example");
    let subscriptions = format!("/customers/{customer}/subscriptions.csv");
    let browser = app.signed_in("aa@1000.example").await;
    let files =
        ["/activity.csv?detailed=1", "/customers.csv", subscriptions.as_str()].into_iter().cycle().take(12);
    let replies = futures_util::future::join_all(files.map(|file| browser.get(file))).await;
    let (mut done, mut refused) = (0, 0);
    for reply in replies {
        match reply.status {
            StatusCode::OK => done += 1,
            StatusCode::TOO_MANY_REQUESTS => {
                refused += 1;
                assert_eq!(reply.header("retry-after"), "3600");
                assert_eq!(reply.header("content-disposition"), "", "an error is not a file");
            }
            other => panic!("{other}"),
        }
    }
    assert_eq!((done, refused), (3, 9));
    let noted = app.signed_in("um@1000.example").await.get("/activity?action=portal_export").await;
    assert_eq!(noted.total(), "3");
}

pub async fn exports_are_counted_and_logged(app: TestApp) {
    app.cast();
    let most = app.portal.settings.portal_exports_per_hour;
    let browser = app.signed_in("aa@1000.example").await;
    for _ in 0..most {
        assert_eq!(browser.get("/activity.csv").await.status, StatusCode::OK);
    }
    assert_eq!(browser.get("/activity.csv").await.status, StatusCode::TOO_MANY_REQUESTS);
    let admin = app.signed_in("um@1000.example").await;
    let noted = admin.get("/activity?action=portal_export").await;
    assert_eq!(noted.total(), most.to_string());
    assert!(noted.all("tbody tr[data-id]").iter().all(|row| row.contains("aa@1000.example")));
}

/// `export activity` writes the same bytes. It uses UTC, so the page's time zone is set to UTC here.
pub async fn export_command_writes_the_same_file(app: TestApp) {
    use partner_portal::features::activity_log::customer_names::CustomerNames;
    use partner_portal::features::activity_log::export::{Layout, write_activity};
    use partner_portal::features::activity_log::filter::Params;
    use partner_portal::features::activity_log::read::selection::Selection;
    use partner_portal::i18n::Locale;
    use partner_portal::search::CustomerSearch;
    use partner_portal::table_file::{TableFile, TableFormat};
    let cast = app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    let downloaded = browser.get("/activity.csv?detailed=1&lang=zh-TW").await.body;
    let filter = Params::default().filter(partner_portal::clock::now().date()).unwrap();
    let (lists, names, mut file) =
        (CustomerSearch::new(usize::MAX), CustomerNames::new(usize::MAX), Vec::new());
    let csv = TableFile { format: TableFormat::Csv, locale: Locale::ZhTw, zone: chrono_tz::Tz::UTC };
    let layout = Layout { file: csv, detailed: true };
    let written = app.portal.db.read_now(|c| {
        let selection = Selection::resolve(&filter, chrono_tz::Tz::UTC, cast.provider.id, &lists, &names, c)?;
        write_activity(c, cast.provider.id, &selection, layout, &mut file)?.finish()
    });
    assert!(written.unwrap() > 5);
    assert!(file == downloaded);
}
