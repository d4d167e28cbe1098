//! The import of offers, on both databases: accepted and rejected rows, and log entries.

use crate::on_both_databases;
use crate::support::TestApp;
use diesel::prelude::*;
use partner_portal::audit::Author;
use partner_portal::db::schema::{activity_entries, offers};
use partner_portal::domain::Partner;
use partner_portal::error::Result;
use partner_portal::features::import::engine::options::{Options, Target};
use partner_portal::features::import::engine::report::Report;
use partner_portal::features::import::run::import_offers;

on_both_databases! {
    adds_and_updates_offers_but_never_removes_them
    reports_invalid_rows_and_imports_the_others
    accepts_headers_and_values_in_three_languages
    a_dry_run_writes_nothing
    a_reseller_cannot_import_offers
}

const HEADER: &str = "Offer ID,Name,Publisher,Category,Billing type,Billing cycle,Minimum quantity,Maximum quantity,\
    Parent offer ID,Cancellable";

fn import(app: &TestApp, partner: &Partner, file: &str, options: &Options) -> Result<Report> {
    let author = Author::operator(partner.id);
    let target = Target { db: &app.portal.db, log: &app.portal.log, partner, author: &author, noted: None };
    import_offers(&target, &mut file.as_bytes(), options, &mut |_| ())
}

fn imported(app: &TestApp, partner: &Partner, rows: &[&str]) -> Report {
    import(app, partner, &format!("{HEADER}\r\n{}\r\n", rows.join("\r\n")), &Options::default()).unwrap()
}

/// Id, name, maximum quantity and parent of a partner's offers, by id.
fn held(app: &TestApp, partner: &Partner) -> Vec<(String, String, i32, Option<String>)> {
    let rows = offers::table.filter(offers::partner_id.eq(partner.id.0)).order(offers::offer_id);
    let rows =
        rows.select((offers::offer_id, offers::name, offers::maximum_quantity, offers::parent_offer_id));
    app.portal.db.read_now(|c| Ok(rows.load(c)?)).unwrap()
}

fn log(app: &TestApp, partner: &Partner) -> Vec<(String, serde_json::Value)> {
    let rows = activity_entries::table
        .filter(activity_entries::partner_id.eq(partner.id.0).and(activity_entries::resource.eq("offer")))
        .order(activity_entries::seq)
        .select((activity_entries::action, activity_entries::details));
    let rows: Vec<(String, String)> = app.portal.db.read_now(|c| Ok(rows.load(c)?)).unwrap();
    rows.into_iter().map(|(action, details)| (action, serde_json::from_str(&details).unwrap())).collect()
}

async fn adds_and_updates_offers_but_never_removes_them(app: TestApp) {
    let cast = app.cast();
    let rows = [
        "AUDIO,Audio Conferencing,Microsoft,Enterprise,License-based,Annual,1,100,E3,No",
        "E3,Microsoft 365 E3,Microsoft,Enterprise,License-based,Annual,1,100,,No",
    ];
    let report = imported(&app, &cast.provider, &rows);
    assert_eq!((report.added, report.bad), (2, 0), "an add-on may come before its parent");
    let again = imported(&app, &cast.provider, &rows);
    assert_eq!((again.added, again.changed, again.unchanged), (0, 0, 2));
    let changed = imported(
        &app,
        &cast.provider,
        &["E3,Microsoft 365 E3,Microsoft,Enterprise,License-based,Annual,1,300,,No"],
    );
    assert_eq!((changed.changed, changed.bad), (1, 0));
    let expected = [
        ("AUDIO".to_owned(), "Audio Conferencing".to_owned(), 100, Some("E3".to_owned())),
        ("E3".to_owned(), "Microsoft 365 E3".to_owned(), 300, None),
    ];
    assert_eq!(held(&app, &cast.provider), expected);
    assert!(held(&app, &cast.direct).is_empty(), "catalogs are separate for each partner");
    let log = log(&app, &cast.provider);
    let actions: Vec<&str> = log.iter().map(|(action, _)| action.as_str()).collect();
    assert_eq!(actions, ["portal_import", "portal_import", "portal_update_offer"]);
    assert_eq!(
        (&log[2].1["before"]["maximum_quantity"], &log[2].1["after"]["maximum_quantity"]),
        (&100.into(), &300.into())
    );
}

async fn reports_invalid_rows_and_imports_the_others(app: TestApp) {
    let cast = app.cast();
    let long = format!("L,{},M,C,License-based,Annual,1,9,,No", "x".repeat(1_025));
    let rows = [
        "GOOD,Good \u{1F980},M,C,license,annual,1,9,,yes",
        "bad id,Name,M,C,License-based,Annual,1,9,,No",
        "B1,,M,C,License-based,Annual,1,9,,No",
        "B2,Name,M,C,Free,Annual,1,9,,No",
        "B3,Name,M,C,License-based,Weekly,1,9,,No",
        "B4,Name,M,C,License-based,Annual,0,9,,No",
        "B5,Name,M,C,License-based,Annual,10,9,,No",
        "B6,Name,M,C,License-based,Annual,1,10000001,,No",
        "B7,Name,M,C,License-based,Annual,1,9,NONE,No",
        "B8,Name,M,C,License-based,Annual,1,9,B8,No",
        "B9,Name,M,C,License-based,Annual,1,9,,Perhaps",
        "GOOD,Twice,M,C,License-based,Annual,1,9,,No",
        "A1,Add-on,M,C,License-based,Annual,1,9,GOOD,No",
        "A2,Add-on of an add-on,M,C,License-based,Annual,1,9,A1,No",
        "short,row",
        &long,
    ];
    let report = imported(&app, &cast.direct, &rows);
    let told: Vec<String> = report.bad_rows.iter().map(ToString::to_string).collect();
    assert_eq!((report.added, report.bad), (2, 14), "{told:#?}");
    let ids: Vec<String> = held(&app, &cast.direct).into_iter().map(|offer| offer.0).collect();
    assert_eq!(ids, ["A1", "GOOD"]);
    for (row, said) in [
        (0, "is no Offer ID"),
        (5, "less than the minimum"),
        (6, "1 to 10,000,000"),
        (7, "is no offer of this"),
    ] {
        assert!(told[row].contains(said), "{said}: {}", told[row]);
    }
}

async fn accepts_headers_and_values_in_three_languages(app: TestApp) {
    let cast = app.cast();
    let korean = "제품 ID,이름,게시자,범주,청구 유형,청구 주기,최소 수량,최대 수량,상위 제품 ID,취소 가능\n\
        K1,한글 제품,누리소프트,소기업,라이선스 기반,매월,1,5,,예\n";
    let chinese = "\u{feff}優惠識別碼,名稱,發行者,類別,計費類型,帳單週期,最小數量,最大數量,上層優惠識別碼,可取消\n\
        C1,中文產品,玉山,小型企業,用量型,依使用量,1,1,,否\n";
    for file in [korean, chinese] {
        let report = import(&app, &cast.provider, file, &Options::default());
        let report = report.unwrap_or_else(|error| panic!("{error}"));
        assert_eq!((report.added, report.bad), (1, 0), "{:?}", report.bad_rows);
    }
    let wrong = import(&app, &cast.provider, "Offer ID,Name\nA,B\n", &Options::default());
    assert!(wrong.unwrap_err().to_string().contains("Publisher"));
}

async fn a_dry_run_writes_nothing(app: TestApp) {
    let cast = app.cast();
    let mut file = format!("{HEADER}\n");
    for number in 0..600 {
        file += &format!("P{number},Parent {number},M,C,License-based,Annual,1,9,,No\n");
        file += &format!("A{number},Add-on {number},M,C,License-based,Annual,1,9,P{number},No\n");
    }
    let dry = Options { dry_run: true, ..Options::default() };
    let report = import(&app, &cast.provider, &file, &dry).unwrap();
    assert_eq!((report.added, report.bad), (1_200, 0), "parents of earlier batches are found");
    assert!(held(&app, &cast.provider).is_empty() && log(&app, &cast.provider).is_empty());
    assert_eq!(import(&app, &cast.provider, &file, &Options::default()).unwrap().added, 1_200);
}

async fn a_reseller_cannot_import_offers(app: TestApp) {
    let cast = app.cast();
    let refused = import(&app, &cast.reseller, HEADER, &Options::default());
    assert!(refused.unwrap_err().to_string().contains("import the offers for the provider"));
}
