//! Excel workbooks: the same rows as the CSV file, with cells of the right types, of which none is a formula.

use crate::on_both_databases;
use crate::subscriptions::fixtures::entries;
use crate::support::{Reply, TestApp, request};
use actix_web::http::{Method, StatusCode};
use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use chrono::{NaiveDate, NaiveDateTime};
use chrono_tz::Tz;
use diesel::connection::SimpleConnection;
use partner_portal::error::Error;
use partner_portal::i18n::Locale;
use partner_portal::table_file::table_format::MAX_XLSX_ROWS;
use partner_portal::table_file::{TableFile, TableFormat, TableWriter};
use partner_portal::web::download;
use serde_json::json;
use std::io::{Cursor, Read};

on_both_databases! {
    a_workbook_has_the_cells_of_the_csv_file
    a_workbook_is_exported_with_the_rights_and_limits_of_the_csv_file
    the_log_is_exported_with_times_in_utc
    every_list_offers_both_formats
}

const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Returns the name of the only worksheet and its cells.
fn sheet(bytes: &[u8]) -> (String, Vec<Vec<Data>>) {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes.to_vec())).unwrap();
    let names = book.sheet_names();
    assert_eq!(names.len(), 1);
    let range = book.worksheet_range(&names[0]).unwrap();
    (names[0].clone(), range.rows().map(<[Data]>::to_vec).collect())
}

fn texts(rows: &[Vec<Data>]) -> Vec<Vec<String>> {
    rows.iter().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

/// Returns the XML of the worksheet.
fn xml(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes.to_vec())).unwrap();
    let mut text = String::new();
    archive.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut text).unwrap();
    text
}

fn csv_rows(reply: &Reply) -> Vec<Vec<String>> {
    let text = reply.text();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let cells = |row: csv::StringRecord| {
        row.iter().map(|cell| partner_portal::csv::unguard(cell).to_owned()).collect()
    };
    reader.records().map(|row| cells(row.unwrap())).collect()
}

async fn a_workbook_has_the_cells_of_the_csv_file(app: TestApp) {
    let cast = app.cast();
    app.customer(&cast.provider, 1, "한강,무역", "hangang.example");
    app.customer(&cast.provider, 2, "=SUM(A1)", "sum.example");
    app.customer(&cast.provider, 3, "_x0041_ \u{1}<&>", "escapes.example");
    app.customer(&cast.provider, 4, "'quoted", "quoted.example");
    let browser = app.signed_in("sa@1000.example").await;
    for query in ["lang=en", "lang=ko", "lang=zh-TW&q=sum", "lang=en&sort=-domain"] {
        let (csv, file) = (
            browser.get(&format!("/customers.csv?{query}")).await,
            browser.get(&format!("/customers.xlsx?{query}")).await,
        );
        assert_eq!(file.header("content-type"), MEDIA_TYPE);
        assert_eq!(file.header("x-total-rows"), csv.header("x-total-rows"));
        let name = csv.header("content-disposition").replace(".csv", ".xlsx");
        assert_eq!(file.header("content-disposition"), name);
        let (_, rows) = sheet(&file.body);
        assert!(rows.iter().flatten().all(|cell| matches!(cell, Data::String(_))), "ids are texts");
        assert_eq!(texts(&rows), csv_rows(&csv), "{query}");
    }
    let file = browser.get("/customers.xlsx?lang=ko").await;
    assert_eq!(sheet(&file.body).0, "고객");
    let xml = xml(&file.body);
    assert!(!xml.contains("<f>") && !xml.contains("<f "), "no cell is a formula");
    assert!(xml.contains("<autoFilter ref=\"A1:D5\""), "{xml}");
    assert!(xml.contains("state=\"frozen\"") && xml.contains("ySplit=\"1\""));
    assert_eq!(xml.matches("<col ").count(), 4, "each column has a width");
}

async fn a_workbook_is_exported_with_the_rights_and_limits_of_the_csv_file(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Plain", "plain.example");
    app.subscription(&cast.provider, customer, "=Plan", Some(&cast.reseller));
    let path = format!("/customers/{customer}/subscriptions.xlsx");
    for (who, file, status) in [
        ("ba@1000.example", "/customers.xlsx", 403),
        ("um@1000.example", path.as_str(), 403),
        ("sa@1000.example", "/customers.xlsx?sort=price", 422),
        ("sa@1000.example", "/customers.xlsx?lang=fr", 422),
    ] {
        assert_eq!(app.signed_in(who).await.get(file).await.status.as_u16(), status, "{who} {file}");
    }
    let browser = app.signed_in("ba@1000.example").await;
    let logged = entries(&app, cast.provider.id).len();
    let head = browser.send(request(&Method::HEAD, &path)).await;
    assert_eq!((head.status, head.header("x-total-rows").as_str()), (StatusCode::OK, "1"));
    assert_eq!((head.header("content-type").as_str(), head.body.len()), (MEDIA_TYPE, 0));
    assert_eq!(entries(&app, cast.provider.id).len(), logged, "a HEAD request is not logged");
    let (name, rows) = sheet(&browser.get(&format!("{path}?lang=en")).await.body);
    assert_eq!(name, "Subscriptions");
    assert_eq!(texts(&rows[..1]), [["Subscription ID", "Subscription", "Quantity", "Status", "Reseller"]]);
    assert_eq!(
        rows[1][1..],
        [
            Data::String("=Plan".into()),
            Data::Float(7.0),
            Data::String("Active".into()),
            Data::String("2000".into())
        ]
    );
    let entry = &entries(&app, cast.provider.id)[0];
    assert_eq!((entry.action.as_str(), entry.kind.as_str()), ("portal_export", "access"));
    assert_eq!(entry.details, json!({ "file": "subscriptions.xlsx", "rows": 1 }));
    let most = app.portal.settings.portal_exports_per_hour;
    for _ in 1..most {
        assert_eq!(browser.get(&path).await.status, StatusCode::OK);
    }
    for refused in [path.clone(), path.replace(".xlsx", ".csv")] {
        assert_eq!(browser.get(&refused).await.status, StatusCode::TOO_MANY_REQUESTS, "one limit for both");
    }
}

/// The reader is in Seoul; files of the log are in UTC all the same.
async fn the_log_is_exported_with_times_in_utc(app: TestApp) {
    app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    for query in ["lang=en", "lang=en&detailed=1", "kind=access&lang=zh-TW"] {
        let file = browser.get(&format!("/activity.xlsx?{query}")).await;
        let csv = browser.get(&format!("/activity.csv?{query}")).await;
        let ((_, rows), csv) = (sheet(&file.body), csv_rows(&csv));
        assert_eq!(texts(&rows[..1]), csv[..1], "{query}");
        // The export itself is one more entry of the second file.
        let skipped = csv.len() - rows.len();
        for (row, csv) in rows.iter().zip(&csv[skipped..]).skip(1) {
            let Data::DateTime(at) = row[0] else { panic!("{row:?}") };
            let shown = at.as_datetime().unwrap().format("%Y-%m-%dT%H:%M:%S").to_string();
            assert!(csv[0].starts_with(&shown[..18]), "{shown} {csv:?}");
            let numbers: Vec<_> = row.iter().filter(|cell| matches!(cell, Data::Float(_))).collect();
            assert_eq!(
                numbers.len(),
                usize::from(query.contains("detailed")),
                "only the Entry ID is a number"
            );
            assert_eq!(texts(std::slice::from_ref(row))[0][1..], csv[1..]);
        }
        assert!(rows.len() > 1, "{query}");
    }
}

async fn every_list_offers_both_formats(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Plain", "plain.example");
    app.subscription(&cast.provider, customer, "Plan", None);
    let at = "2026-11-01 10:00:00";
    let insert = format!(
        "INSERT INTO orders (id, partner_id, microsoft_id, status, is_request, made_by, made_at)
         VALUES ('{}', {}, '{customer}', 'placed', FALSE, 'Somebody', '{at}')",
        uuid::Uuid::new_v4(),
        cast.provider.id.0
    );
    app.portal.db.write_now(|c| Ok(c.batch_execute(&insert)?)).unwrap();
    app.referral(
        uuid::Uuid::new_v4(),
        (&cast.provider, None),
        ("received", "Lead"),
        "2026-11-01T10:00:00".parse().unwrap(),
    );
    let browser = app.signed_in("ga@1000.example").await;
    let request = browser.get("/relationship-requests/new").await;
    let form = "/relationship-requests";
    let until = (partner_portal::clock::now() + chrono::TimeDelta::days(30)).date().to_string();
    let fields = [
        ("language", "en"),
        ("recipient", "a@b.example"),
        ("valid_until", until.as_str()),
        ("delegated_admin", "yes"),
    ];
    assert_eq!(request.status, StatusCode::OK);
    let made = browser.submit("/relationship-requests/new", form, &fields).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
    for list in LISTS {
        let path = list.replace("ID", &customer.to_string());
        let page = browser.get(&path).await;
        let files = page.attributes("main .sheet a[download]", "href");
        let at = |format: &str| files.iter().find(|file| file.starts_with(&format!("{path}.{format}")));
        let (workbook, csv) = (at("xlsx").unwrap_or_else(|| panic!("{path}: {files:?}")), at("csv").unwrap());
        assert_eq!(workbook.replace(".xlsx", ".csv"), *csv, "the same filter");
        for file in [workbook, csv] {
            let file = browser.get(file).await;
            assert_eq!(file.status, StatusCode::OK, "{path}");
            assert_eq!(file.header("x-total-rows"), page.total(), "{path}");
        }
    }
}

/// The lists that can be exported.
const LISTS: &[&str] = &[
    "/customers",
    "/customers/ID/subscriptions",
    "/activity",
    "/orders",
    "/relationship-requests",
    "/referrals",
    "/account-settings/users",
    "/indirect-resellers",
];

fn file(zone: Tz) -> TableFile {
    TableFile { format: TableFormat::Xlsx, locale: Locale::En, zone }
}

fn header(columns: usize) -> Vec<String> {
    vec!["Header".to_owned(); columns]
}

fn written(zone: Tz, write: impl FnOnce(&mut TableWriter<&mut Vec<u8>>)) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut table = file(zone).start("A/B [1]", &header(2), &mut bytes).unwrap();
    write(&mut table);
    assert_eq!(table.finish().unwrap(), 1);
    bytes
}

#[test]
fn times_are_in_the_zone_of_the_reader() {
    let at: NaiveDateTime = "2026-02-10T20:03:04.5".parse().unwrap();
    for (zone, there) in [(Tz::UTC, at), (Tz::Asia__Seoul, "2026-02-11T05:03:04.5".parse().unwrap())] {
        let bytes = written(zone, |table| table.moment(Some(at)).number(-7).end_row().unwrap());
        let (name, rows) = sheet(&bytes);
        assert_eq!(name, "A B  1 ");
        let Data::DateTime(cell) = rows[1][0] else { panic!("{rows:?}") };
        assert_eq!((cell.as_datetime().unwrap(), &rows[1][1]), (there, &Data::Float(-7.0)));
    }
}

#[test]
fn days_are_dates_and_what_a_workbook_cannot_have_is_text() {
    let day = |text: &str| Some(text.parse::<NaiveDate>().unwrap());
    let bytes = written(Tz::UTC, |table| table.day(day("2026-02-10")).number(i64::MAX).end_row().unwrap());
    let rows = sheet(&bytes).1;
    let Data::DateTime(cell) = rows[1][0] else { panic!("{rows:?}") };
    assert_eq!(cell.as_datetime().unwrap().date(), day("2026-02-10").unwrap());
    assert_eq!(rows[1][1], Data::String(i64::MAX.to_string()));
    let bytes = written(Tz::UTC, |table| table.day(day("1850-02-10")).text("").end_row().unwrap());
    assert_eq!(sheet(&bytes).1[1][0], Data::String("1850-02-10".into()));
    let bytes = written(Tz::UTC, |table| table.day(None).moment(None).end_row().unwrap());
    assert_eq!(sheet(&bytes).1.len(), 1, "a row of empty cells");
}

#[test]
fn a_text_longer_than_a_cell_is_cut() {
    let long = "한".repeat(40_000);
    let bytes = written(Tz::UTC, |table| table.text(&long).text("x").end_row().unwrap());
    let rows = sheet(&bytes).1;
    let Data::String(cut) = &rows[1][0] else { panic!() };
    assert_eq!((cut.chars().count(), cut.chars().last()), (32_767, Some('…')));
}

/// Writing stops at the last row that a worksheet can have, and the file is never completed.
#[test]
fn a_row_too_many_is_an_error() {
    let mut bytes = Vec::new();
    let mut table = file(Tz::UTC).start("A", &header(1), &mut bytes).unwrap();
    for _ in 0..MAX_XLSX_ROWS {
        table.end_row().unwrap();
    }
    assert!(matches!(table.number(1).end_row(), Err(Error::TooManyRows { .. })));
    drop(table);
    assert!(bytes.is_empty());
}

#[actix_web::test]
async fn a_list_that_is_too_long_is_refused_before_anything_is_sent() {
    let refused = download::table(TableFormat::Xlsx, "a.xlsx", false, |_| {
        TableFormat::Xlsx.check_rows(MAX_XLSX_ROWS + 1)
    });
    assert!(matches!(refused.await, Err(Error::TooManyRows { .. })));
}

/// The page about it offers the same list as CSV.
#[test]
fn the_page_about_too_many_rows_offers_csv() {
    use askama::Template;
    use partner_portal::web::error_page::{ErrorPage, ErrorPageKind};
    for locale in Locale::ALL {
        let shell = partner_portal::web::shell::Shell::new(locale);
        let fault =
            ErrorPageKind::TooManyRows { most: MAX_XLSX_ROWS, csv: "/customers.csv?q=a&sort=-domain" };
        assert_eq!(fault.status(), 422);
        let page = ErrorPage { shell: &shell, fault, request_id: "" }.render().unwrap();
        assert!(page.contains("1,048,575"), "{page}");
        assert!(page.contains("href=\"/customers.csv?q=a&#38;sort=-domain\" download"), "{page}");
    }
}
