//! The import by browser: preview, writing, errors and access.

use crate::on_both_databases;
use crate::support::cast::id;
use crate::support::upload::body;
use crate::support::{Browser, TestApp};
use diesel::prelude::*;
use partner_portal::auth::accounts::by_email;
use partner_portal::db::schema::{activity_entries, import_pieces, imports as imports_table};
use partner_portal::domain::UserId;
use partner_portal::features::import::engine::options::{Options, Target};
use partner_portal::features::import::run::import_customers;
use partner_portal::features::import::upload::{leases, queries as import_queries, work};

on_both_databases! {
    previews_changes_and_applies_them_once
    shows_each_change_and_lets_the_current_values_win
    imports_subscriptions
    reports_invalid_rows_and_offers_them_for_download
    rejects_files_that_are_not_csv
    rejects_uploads_without_a_csrf_token
    an_upload_is_visible_only_to_its_uploader
    only_permitted_roles_can_import
    discards_an_upload
    runs_one_import_at_a_time
    shows_the_import_in_three_languages
    limits_concurrent_uploads
    another_process_shows_and_resumes_an_import
    never_evicts_a_running_import
    gives_up_an_import_after_repeated_crashes
    a_process_that_lost_its_lease_writes_nothing
    deletes_expired_uploads
    slow_uploads_of_one_partner_do_not_block_others
    imports_one_customers_subscriptions_on_its_page
    imports_files_saved_by_spreadsheets
}

const HEADER: &str = "Microsoft ID,Company name,Primary domain name,Relationship";

fn customers(rows: &[String]) -> Vec<u8> {
    format!("{HEADER}\r\n{}\r\n", rows.join("\r\n")).into_bytes()
}

fn row(number: u128, name: &str) -> String {
    format!("{},{name},d{number}.example,Reseller", id(number))
}

fn counts(reply: &crate::support::Reply) -> Vec<String> {
    reply.all("[data-count]")
}

/// The actors and actions in the log of partner 1000.
fn imports(app: &TestApp, partner: i32) -> Vec<(String, String)> {
    let rows = activity_entries::table
        .filter(activity_entries::partner_id.eq(partner).and(activity_entries::action.eq("portal_import")))
        .order(activity_entries::seq)
        .select((activity_entries::actor_name, activity_entries::details));
    app.portal.db.read_now(|c| Ok(rows.load(c)?)).unwrap()
}

async fn confirm(browser: &Browser, page: &str) -> crate::support::Reply {
    let reply = browser.submit(page, &format!("{page}/confirmation"), &[]).await;
    assert_eq!((reply.status.as_u16(), reply.header("location").as_str()), (303, page));
    browser.get(page).await
}

async fn previews_changes_and_applies_them_once(app: TestApp) {
    let cast = app.cast();
    app.customer(&cast.provider, 1, "Old name", "d1.example");
    app.customer(&cast.provider, 2, "Same", "d2.example");
    app.customer(&cast.direct, 3, "Foreign name", "foreign.example");
    let browser = app.signed_in("aa@1000.example").await;
    let file =
        customers(&[row(1, "New name"), row(2, "Same"), row(3, "한강무역"), row(4, "=cmd|' /C calc'!A0")]);
    let reply = browser.upload("customers", "..\\etc/list <b>.csv", &file).await;
    assert_eq!(reply.status.as_u16(), 303, "{}", reply.text());
    let page = reply.header("location");
    let preview = browser.get(&page).await;
    assert_eq!(counts(&preview), ["4", "2", "1", "1", "0"]);
    assert!(preview.text().contains("list &#60;b&#62;.csv") && !preview.text().contains("Foreign name"));
    assert_eq!(browser.get("/customers").await.total(), "2", "nothing is written yet");
    assert!(imports(&app, cast.provider.id.0).is_empty());

    let done = confirm(&browser, &page).await;
    assert_eq!(counts(&done), ["4", "2", "1", "1", "0"]);
    assert_eq!(browser.get("/customers").await.total(), "4");
    assert_eq!(browser.get("/customers?q=%ED%95%9C%EA%B0%95").await.total(), "1", "the search finds it");
    let entries = imports(&app, cast.provider.id.0);
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].0, "aa@1000.example");
    assert!(entries[0].1.contains("\"added\":2"), "{}", entries[0].1);
    assert!(imports(&app, cast.direct.id.0).is_empty());
    let told = browser.get("/notifications?group=work").await;
    assert_eq!(told.attributes("[data-event]", "data-event"), ["import-ended"], "not the preview");
    assert!(told.text().contains("2 added, 1 changed, 0 rejected"), "{}", told.text());
    let other = app.signed_in("ga@1000.example").await;
    assert!(other.get("/notifications?group=work").await.ids().is_empty(), "only who imported");

    confirm(&browser, &page).await;
    assert_eq!(imports(&app, cast.provider.id.0).len(), 1, "a repeated submission is one import");
    let again = browser.upload("customers", "again.csv", &file).await.header("location");
    let again = browser.get(&again).await;
    assert_eq!(counts(&again), ["4", "0", "0", "4", "0"]);
    assert!(
        again.attributes("form[action$=confirmation]", "action").is_empty(),
        "there is nothing to confirm"
    );
}

async fn shows_each_change_and_lets_the_current_values_win(app: TestApp) {
    let cast = app.cast();
    app.customer(&cast.provider, 1, "Old name", "old.example");
    app.customer(&cast.provider, 2, "Other", "d2.example");
    let browser = app.signed_in("aa@1000.example").await;
    let file = customers(&[row(1, "=New name"), row(2, "Other name"), row(3, "Added")]);
    let page = browser.upload("customers", "f.csv", &file).await.header("location");
    let preview = browser.get(&page).await;
    let cells = preview.all("section[aria-labelledby=changed] tbody td");
    let expected = [
        (1, "Company name", "Old name", "=New name"),
        (1, "Primary domain name", "old.example", "d1.example"),
        (2, "Company name", "Other", "Other name"),
    ];
    let expected: Vec<String> = expected
        .into_iter()
        .flat_map(|(number, column, before, after)| {
            let after_name = if number == 1 { "=New name" } else { "Other name" };
            [format!("{after_name}{}", id(number)), column.to_owned(), before.to_owned(), after.to_owned()]
        })
        .collect();
    assert_eq!(cells, expected);
    assert_eq!(
        preview.all("form[action$=confirmation] label"),
        ["Company name (2 rows)", "Primary domain name (1 row)"]
    );
    let all = browser.get(&format!("{page}/changes.csv")).await;
    assert_eq!(all.header("x-total-rows"), "3");
    let line = format!("2,{},Company name,Old name,'=New name\r\n", id(1));
    assert!(all.text().contains(&line), "{}", all.text());
    assert_eq!(app.signed_in("ga@1000.example").await.get(&format!("{page}/changes.csv")).await.status, 404);

    let address = format!("{page}/confirmation");
    let unknown = browser.submit(&page, &address, &[("company_name", "mine")]).await;
    assert_eq!(unknown.status, 422);
    assert_eq!(browser.get("/customers").await.total(), "2", "nothing was imported");
    let chosen = [("company_name", "unedited"), ("primary_domain_name", "ours")];
    assert_eq!(browser.submit(&page, &address, &chosen).await.status, 303);
    assert_eq!(counts(&browser.get(&page).await), ["3", "1", "2", "0", "0"]);
    let list = browser.get("/customers").await;
    assert!(list.text().contains("=New name") && list.text().contains("old.example"));
    assert_eq!(browser.get(&format!("{page}/changes.csv")).await.status, 404, "it was imported");
}

async fn imports_subscriptions(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Own", "own.example");
    let browser = app.signed_in("ga@1000.example").await;
    let file = format!(
        "Microsoft ID,Subscription ID,Subscription,Quantity,Status,Reseller\n{customer},{},Plan,5,Active,2000\n",
        uuid::Uuid::new_v4()
    );
    let page = browser.upload("subscriptions", "s.csv", file.as_bytes()).await.header("location");
    assert_eq!(counts(&confirm(&browser, &page).await), ["1", "1", "0", "0", "0"]);
    assert_eq!(browser.get(&format!("/customers/{customer}/subscriptions")).await.total(), "1");
}

async fn reports_invalid_rows_and_offers_them_for_download(app: TestApp) {
    let cast = app.cast();
    let browser = app.signed_in("aa@1000.example").await;
    let mut rows: Vec<String> =
        (0..60).map(|number| format!("no-id-{number},Name,d.example,Reseller")).collect();
    rows.push(row(1, "Good"));
    let page = browser.upload("customers", "f.csv", &customers(&rows)).await.header("location");
    let preview = browser.get(&page).await;
    assert_eq!(counts(&preview), ["61", "1", "0", "0", "60"]);
    assert_eq!((preview.total(), preview.ids().len()), ("60".to_owned(), 50));
    assert_eq!(preview.ids()[0], "2", "by line");
    let rejects = browser.get(&format!("{page}/rejects.csv")).await;
    assert_eq!(rejects.header("x-total-rows"), "60");
    assert!(rejects.text().contains("no-id-59") && !rejects.text().contains("Good"));
    let done = confirm(&browser, &page).await;
    assert_eq!(counts(&done), ["61", "1", "0", "0", "60"]);
    let rejects = browser.get(&format!("{page}/rejects.csv")).await;
    let mended = rejects.text().replacen("no-id-0", &id(7).to_string(), 1);
    let page = browser.upload("customers", "mended.csv", mended.as_bytes()).await.header("location");
    assert_eq!(counts(&browser.get(&page).await), ["60", "1", "0", "0", "59"]);
    assert_eq!(imports(&app, cast.provider.id.0).len(), 1);
}

async fn rejects_files_that_are_not_csv(app: TestApp) {
    let cast = app.cast();
    let browser = app.signed_in("aa@1000.example").await;
    let cut = [customers(&[row(1, "Good")]), b"x,\"cut".to_vec()].concat();
    let not_utf8 = [customers(&[row(1, "Good")]), b"\xC7\xD1,b,c,d".to_vec()].concat();
    let nul = [customers(&[row(1, "Good")]), b"a\0b".to_vec()].concat();
    let files: [(&[u8], &str); 8] = [
        (b"", "empty"),
        (b"PK\x03\x04\x14\0", "zip archive"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1", ".xls"),
        (b"Microsoft ID,Name\r\n", "Name"),
        (b"Microsoft ID;Company name\r\n", "“f.csv”: line 1: the column “Primary domain name”"),
        (&cut, "quoted cell"),
        (&not_utf8, "UTF-8"),
        (&nul, "NUL"),
    ];
    for (file, expected) in files {
        let reply = browser.upload("customers", "f.csv", file).await;
        assert_eq!(reply.status.as_u16(), 422);
        let said = reply.all("#file-e").concat();
        assert!(said.contains(expected), "{said}");
        assert!(reply.all("title").concat().starts_with("Error:"));
        assert_eq!(reply.attributes("[data-error]", "data-error"), ["file"]);
    }
    let neither = browser.upload("wishes", "", b"").await;
    assert_eq!(neither.attributes("[data-error]", "data-error"), ["kind", "file"]);
    assert_eq!(neither.status.as_u16(), 422);
    assert!(browser.get("/customers/import").await.all(".links li").is_empty(), "nothing of them is stored");
    assert!(imports(&app, cast.provider.id.0).is_empty());
}

async fn rejects_uploads_without_a_csrf_token(app: TestApp) {
    app.cast();
    let browser = app.signed_in("aa@1000.example").await;
    let token = browser.get("/help/keys").await.value("input[name=_csrf]");
    let file = customers(&[row(1, "Good")]);
    let kind: (&str, Option<&str>, &[u8]) = ("kind", None, b"customers");
    let file: (&str, Option<&str>, &[u8]) = ("file", Some("f.csv"), &file);
    let mut forms = vec![body(&[kind, file]), body(&[("_csrf", None, b"wrong"), kind, file])];
    forms.push(body(&[kind, file, ("_csrf", None, token.as_bytes())]));
    forms.push(body(&[("_csrf", None, &vec![b'a'; 4_096]), kind, file]));
    forms.push(b"no form at all".to_vec());
    for form in forms {
        let reply = browser.send_multipart("/customers/import", form).await;
        assert!(matches!(reply.status.as_u16(), 403 | 413 | 422), "{}", reply.status);
    }
    let whole = body(&[("_csrf", None, token.as_bytes()), kind, file]);
    let torn = browser.send_multipart("/customers/import", whole[..whole.len() - 60].to_vec()).await;
    assert_eq!(torn.status.as_u16(), 422);
    for elsewhere in ["/customers/import/", "/sign-out", "/profile/password"] {
        let reply = browser.send_multipart(elsewhere, whole.clone()).await;
        assert_eq!(reply.status.as_u16(), 415, "{elsewhere} accepts no file");
    }
    assert_eq!(browser.get("/customers").await.total(), "0");
    assert!(browser.get("/customers/import").await.all(".links li").is_empty());
}

async fn an_upload_is_visible_only_to_its_uploader(app: TestApp) {
    app.cast();
    let owner = app.signed_in("aa@1000.example").await;
    let page = owner.upload("customers", "f.csv", &customers(&[row(1, "Good")])).await.header("location");
    for other in ["ga@1000.example", "aa@4000.example"] {
        let other = app.signed_in(other).await;
        assert_eq!(other.get(&page).await.status.as_u16(), 404);
        assert_eq!(other.get(&format!("{page}/rejects.csv")).await.status.as_u16(), 404);
        for what in ["confirmation", "disposal"] {
            let reply = other.submit("/help/keys", &format!("{page}/{what}"), &[]).await;
            assert_eq!(reply.status.as_u16(), 404);
        }
    }
    for bad in ["x", "00000000-0000-4000-8000-000000000000", "%F0%9F%98%80"] {
        assert_eq!(owner.get(&format!("/customers/import/{bad}")).await.status.as_u16(), 404);
    }
    owner.submit("/help/keys", "/sign-out", &[]).await;
    let back = app.signed_in("aa@1000.example").await;
    assert_eq!(
        back.get("/customers/import").await.attributes(".links a", "href"),
        std::slice::from_ref(&page)
    );
    assert_eq!(counts(&confirm(&back, &page).await), ["1", "1", "0", "0", "0"]);
}

async fn only_permitted_roles_can_import(app: TestApp) {
    app.cast();
    for (role, may) in
        [("ga", true), ("aa", true), ("ba", false), ("um", false), ("sa", false), ("ha", false)]
    {
        let browser = app.signed_in(&format!("{role}@1000.example")).await;
        let expected = if may { (200, 303) } else { (403, 403) };
        assert_eq!(browser.get("/customers/import").await.status.as_u16(), expected.0, "{role}");
        let reply = browser.upload("customers", "f.csv", &customers(&[row(1, "Good")])).await;
        assert_eq!(reply.status.as_u16(), expected.1, "{role}");
    }
}

async fn discards_an_upload(app: TestApp) {
    app.cast();
    let browser = app.signed_in("aa@1000.example").await;
    let mut pages = Vec::new();
    for number in 0..5 {
        let name = format!("{number}.csv");
        pages.push(
            browser.upload("customers", &name, &customers(&[row(number, "N")])).await.header("location"),
        );
    }
    let form = browser.get("/customers/import").await;
    assert_eq!(form.all(".links a"), ["4.csv", "3.csv", "2.csv"], "a user can have three files");
    let gone = browser.get(&pages[0]).await;
    assert_eq!(gone.status.as_u16(), 200);
    assert!(
        gone.attributes("form[action$=confirmation]", "action").is_empty(),
        "its file was deleted, and the page says so"
    );
    let reply = browser.submit(&pages[4], &format!("{}/disposal", pages[4]), &[]).await;
    assert_eq!(reply.header("location"), "/customers/import");
    assert_eq!(browser.get(&pages[4]).await.status.as_u16(), 404);
    assert_eq!(browser.get("/customers").await.total(), "0");
}

async fn runs_one_import_at_a_time(app: TestApp) {
    app.cast();
    let browser = app.signed_in("aa@1000.example").await;
    let page = browser.upload("customers", "f.csv", &customers(&[row(1, "Good")])).await.header("location");
    let other = app.importing("ga@1000.example");
    let reply = browser.submit(&page, &format!("{page}/confirmation"), &[]).await;
    assert_eq!(reply.status.as_u16(), 409);
    assert_eq!(browser.get("/customers").await.total(), "0");
    let elsewhere = app.signed_in("aa@4000.example").await;
    let theirs =
        elsewhere.upload("customers", "f.csv", &customers(&[row(1, "Good")])).await.header("location");
    assert_eq!(counts(&confirm(&elsewhere, &theirs).await)[1], "1", "another partner is not affected");
    app.imported(&other);
    assert_eq!(counts(&confirm(&browser, &page).await), ["1", "1", "0", "0", "0"]);
}

async fn shows_the_import_in_three_languages(app: TestApp) {
    app.cast();
    let browser = app.signed_in("aa@1000.example").await;
    for (language, columns) in [("ko", "회사 이름"), ("zh-TW", "公司名稱")] {
        browser.submit("/help/keys", "/language", &[("lang", language), ("return_to", "/")]).await;
        assert!(browser.get("/customers/import").await.text().contains(columns));
        let said = browser.upload("customers", "f.xlsx", b"PK\x03\x04").await.all("#file-e").concat();
        assert!(said.contains("Excel") && !said.contains("the file is"), "{said}");
        let file = customers(&["x,Name,d.example,Reseller".to_owned()]);
        let page = browser.upload("customers", "f.csv", &file).await.header("location");
        let said = browser.get(&page).await.all("td[data-label]").concat();
        assert!(!said.contains("is not a valid ID"), "{said}");
    }
}

/// L75: each running upload uses a thread and memory; one user cannot take all of them.
async fn limits_concurrent_uploads(app: TestApp) {
    let cast = app.cast();
    let browser = app.signed_in("aa@1000.example").await;
    let colleague = app.signed_in("ga@1000.example").await;
    let user = |email| app.portal.db.read_now(|c| by_email(c, email)).unwrap().unwrap().user;
    let (me, here) = (user("aa@1000.example"), cast.provider.id);
    let mut held: Vec<_> = (0..3).map_while(|_| app.portal.uploads.reserve_slot(here, me)).collect();
    assert_eq!(held.len(), 2, "two at the same time");
    let file = customers(&[row(1, "Good")]);
    let reply = browser.upload("customers", "f.csv", &file).await;
    assert_eq!((reply.status.as_u16(), reply.header("retry-after").as_str()), (429, "10"));
    assert_eq!(colleague.upload("customers", "f.csv", &file).await.status.as_u16(), 303, "others are served");
    held.pop();
    assert_eq!(browser.upload("customers", "f.csv", &file).await.status.as_u16(), 303);
    assert_eq!(
        browser.upload("customers", "f.csv", &file).await.status.as_u16(),
        303,
        "a slot is free again"
    );
    held.extend((1_000..1_020).map_while(|other| app.portal.uploads.reserve_slot(here, UserId(other))));
    assert_eq!(held.len(), 4, "and this many of all users of a partner");
    assert_eq!(colleague.upload("customers", "f.csv", &file).await.status.as_u16(), 429);
}

async fn until_done(app: &TestApp, browser: &Browser, page: &str) -> crate::support::Reply {
    assert!(
        work::resume_abandoned(&app.portal, &app.portal.uploads).unwrap() > 0,
        "some rows are already written"
    );
    for _ in 0..500 {
        let reply = browser.get(page).await;
        if !counts(&reply).is_empty() || reply.text().contains("role=\"alert\"") {
            return reply;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("the import does not end");
}

/// A process shows an upload that another one received, and resumes its import with correct counts when that process
/// stops.
async fn another_process_shows_and_resumes_an_import(app: TestApp) {
    let cast = app.cast();
    let browser = app.signed_in("aa@1000.example").await;
    let rows: Vec<String> =
        (1..=3).map(|n| row(n, &format!("Name {n}"))).chain(["x,y,z,Reseller".to_owned()]).collect();
    let page = browser.upload("customers", "f.csv", &customers(&rows)).await.header("location");
    let second = app.second().await;
    let there = second.signed_in("aa@1000.example").await;
    assert_eq!(counts(&there.get(&page).await), ["4", "3", "0", "0", "1"], "the other process shows it");
    assert!(there.get(&format!("{page}/rejects.csv")).await.text().contains("x,y,z"));

    for number in 1..=2 {
        app.customer(&cast.provider, number, &format!("Name {number}"), &format!("d{number}.example"));
    }
    app.abandon(&page, 2, false);
    let running = there.get(&page).await;
    assert!(
        running.attributes("#progress", "data-hx-get") == [page.as_str()],
        "it runs in another process: {}",
        running.text()
    );
    let kept = there.submit("/help/keys", &format!("{page}/disposal"), &[]).await;
    assert_eq!(kept.header("location"), page, "a running import cannot be discarded");
    assert_eq!(
        work::resume_abandoned(&second.portal, &second.portal.uploads).unwrap(),
        0,
        "no process takes it over while its own runs"
    );

    app.abandon(&page, 2, true);
    let done = until_done(&second, &there, &page).await;
    assert_eq!(counts(&done), ["4", "3", "0", "0", "1"], "two rows were added earlier, one now");
    assert_eq!(there.get("/customers").await.total(), "3");
    assert!(browser.get(&format!("{page}/rejects.csv")).await.text().contains("x,y,z"));
    let entries = imports(&app, cast.provider.id.0);
    assert_eq!(
        (entries.len(), entries[0].0.as_str()),
        (1, "aa@1000.example"),
        "in the name of the user who started it"
    );
    assert_eq!(work::resume_abandoned(&app.portal, &app.portal.uploads).unwrap(), 0);
}

/// Further uploads of the same user do not evict it.
async fn never_evicts_a_running_import(app: TestApp) {
    app.cast();
    let browser = app.signed_in("aa@1000.example").await;
    let page =
        browser.upload("customers", "long.csv", &customers(&[row(1, "Good")])).await.header("location");
    app.abandon(&page, 0, false);
    for number in 0..5 {
        browser.upload("customers", &format!("{number}.csv"), &customers(&[row(number, "N")])).await;
    }
    assert!(!browser.get(&page).await.attributes("#progress", "data-hx-get").is_empty(), "it still runs");
    app.abandon(&page, 0, true);
    let done = until_done(&app, &browser, &page).await;
    assert_eq!(counts(&done), ["1", "1", "0", "0", "0"], "and has its file");
}

async fn gives_up_an_import_after_repeated_crashes(app: TestApp) {
    app.cast();
    let browser = app.signed_in("aa@1000.example").await;
    let page = browser.upload("customers", "f.csv", &customers(&[row(1, "Good")])).await.header("location");
    app.abandon(&page, 0, true);
    let many = imports_table::table.filter(imports_table::state.eq("running"));
    let set = app
        .portal
        .db
        .write_now(|c| Ok(diesel::update(many).set(imports_table::attempts.eq(5)).execute(c)?));
    assert_eq!(set.unwrap(), 1);
    assert_eq!(work::resume_abandoned(&app.portal, &app.portal.uploads).unwrap(), 0);
    let broken = browser.get(&page).await;
    assert!(broken.text().contains("could not finish"), "{}", broken.text());
    let next = browser.upload("customers", "f.csv", &customers(&[row(1, "Good")])).await.header("location");
    assert_eq!(counts(&confirm(&browser, &next).await)[1], "1", "and blocks no other import");
}

/// A batch and its count are one transaction: a process whose lease ended while it was paused changes nothing
/// afterwards.
async fn a_process_that_lost_its_lease_writes_nothing(app: TestApp) {
    let cast = app.cast();
    let author = partner_portal::audit::Author::operator(cast.provider.id);
    let lost = |_: (u64, u64), _: &mut _| Err(partner_portal::error::Error::internal("the lease is lost"));
    let (db, log) = (&app.portal.db, &app.portal.log);
    let target = Target { db, log, partner: &cast.provider, author: &author, noted: Some(&lost) };
    let file = customers(&[row(1, "Good")]);
    let error =
        import_customers(&target, &mut file.as_slice(), &Options::default(), &mut |_| ()).unwrap_err();
    assert_eq!(error.to_string(), "the lease is lost");
    assert!(imports(&app, cast.provider.id.0).is_empty());
    let browser = app.signed_in("aa@1000.example").await;
    assert_eq!(browser.get("/customers").await.total(), "0");

    let page = browser.upload("customers", "f.csv", &file).await.header("location");
    app.abandon(&page, 0, true);
    let first = app.portal.db.write_now(leases::claim_abandoned).unwrap().unwrap();
    assert_eq!(app.portal.db.write_now(leases::claim_abandoned).unwrap(), None, "one process has it");
    app.abandon(&page, 0, true);
    assert!(work::run(&app.portal, &first).is_err(), "another process has the lease now");
    assert_eq!(browser.get("/customers").await.total(), "0");
}

async fn deletes_expired_uploads(app: TestApp) {
    app.cast();
    let browser = app.signed_in("aa@1000.example").await;
    let page = browser.upload("customers", "f.csv", &customers(&[row(1, "Good")])).await.header("location");
    let running = app.importing("ga@1000.example");
    let age = |days: i64| {
        let then = partner_portal::clock::now() - chrono::TimeDelta::days(days);
        let aged = app.portal.db.write_now(|c| {
            Ok(diesel::update(imports_table::table).set(imports_table::updated_at.eq(then)).execute(c)?)
        });
        assert!(aged.unwrap() > 0);
        app.portal.db.write_now(import_queries::delete_expired).unwrap()
    };
    assert_eq!(age(0), 0);
    assert_eq!(age(2), 1);
    let pieces =
        || app.portal.db.read_now(|c| Ok(import_pieces::table.count().get_result::<i64>(c)?)).unwrap();
    assert_eq!(pieces(), 0);
    assert!(browser.get(&page).await.text().contains("Files are kept for one day"));
    assert_eq!(age(31), 1);
    assert_eq!(browser.get(&page).await.status.as_u16(), 404);
    app.imported(&running);
}

/// A10: upload slots are separate for each partner, so slow uploads do not delay other partners.
async fn slow_uploads_of_one_partner_do_not_block_others(app: TestApp) {
    let cast = app.cast();
    let mut held = Vec::new();
    for partner in [cast.provider.id, cast.reseller.id, cast.other_reseller.id] {
        held.extend((0..20).map_while(|user| app.portal.uploads.reserve_slot(partner, UserId(user))));
    }
    assert!(held.len() >= 8);
    let other = app.signed_in("aa@4000.example").await;
    let file = customers(&[row(1, "Good")]);
    assert_eq!(other.upload("customers", "f.csv", &file).await.status.as_u16(), 303);
    let browser = app.signed_in("aa@1000.example").await;
    assert_eq!(browser.upload("customers", "f.csv", &file).await.status.as_u16(), 429);
}

/// A file exported from a customer's page can be imported on that page.
async fn imports_one_customers_subscriptions_on_its_page(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Own & Co", "own.example");
    let other = app.customer(&cast.provider, 2, "Other", "other.example");
    let foreign = app.customer(&cast.direct, 3, "Foreign", "foreign.example");
    let browser = app.signed_in("ga@1000.example").await;
    let list = browser.get(&format!("/customers/{customer}/subscriptions")).await;
    let here = format!("/customers/import?customer={customer}");
    assert_eq!(list.attributes(&format!("a[href='{here}']"), "href").len(), 1);
    let form = browser.get(&here).await;
    assert!(
        form.text().contains("Own &#38; Co") && form.value("input[name=customer]") == customer.to_string()
    );
    let row = format!("{},Plan,5,Active,2000\n", uuid::Uuid::new_v4());
    let file = format!("Subscription ID,Subscription,Quantity,Status,Reseller\n{row}");
    let page =
        browser.upload_for(Some(&customer.to_string()), "s.csv", file.as_bytes()).await.header("location");
    let preview = browser.get(&page).await;
    assert_eq!(counts(&preview), ["1", "1", "0", "0", "0"]);
    assert!(preview.text().contains("Own &#38; Co"));
    assert_eq!(counts(&confirm(&browser, &page).await), ["1", "1", "0", "0", "0"]);
    let exported = browser.get(&format!("/customers/{customer}/subscriptions.csv")).await.text();
    let page = browser
        .upload_for(Some(&customer.to_string()), "s.csv", exported.as_bytes())
        .await
        .header("location");
    assert_eq!(counts(&browser.get(&page).await), ["1", "0", "0", "1", "0"]);
    let page =
        browser.upload_for(Some(&other.to_string()), "s.csv", exported.as_bytes()).await.header("location");
    assert_eq!(
        counts(&browser.get(&page).await),
        ["1", "0", "0", "0", "1"],
        "it belongs to another customer"
    );
    let wrong = browser.upload_for(Some(&customer.to_string()), "s.csv", b"Subscription ID\n").await;
    assert_eq!((wrong.status.as_u16(), wrong.value("input[name=customer]")), (422, customer.to_string()));
    for unknown in [foreign.to_string(), "x".to_owned(), id(99).to_string()] {
        assert_eq!(browser.get(&format!("/customers/import?customer={unknown}")).await.status.as_u16(), 404);
        assert_eq!(browser.upload_for(Some(&unknown), "s.csv", file.as_bytes()).await.status.as_u16(), 404);
    }
    let helpdesk = app.signed_in("ha@1000.example").await;
    let list = helpdesk.get(&format!("/customers/{customer}/subscriptions")).await;
    assert!(list.attributes(&format!("a[href='{here}']"), "href").is_empty());
}

/// Files as spreadsheets write them, uploaded as a browser does.
async fn imports_files_saved_by_spreadsheets(app: TestApp) {
    app.cast();
    let browser = app.signed_in("aa@1000.example").await;
    for name in ["01-trailing-empty-columns", "06-tabs", "07-utf16", "10-cp949", "12-title-above"] {
        let path = format!("{}/tests/data/cases/{name}.csv", env!("CARGO_MANIFEST_DIR"));
        let file = std::fs::read(path).unwrap();
        let page = browser.upload("customers", &format!("{name}.csv"), &file).await.header("location");
        let preview = browser.get(&page).await;
        assert_eq!(counts(&preview)[4], "0", "{name}");
        assert_ne!(counts(&preview)[1], "0", "{name}");
        if name.starts_with("12") {
            assert!(preview.text().contains("Customers as of 2026-11-21"), "skipped rows are reported");
        }
        browser.submit(&page, &format!("{page}/disposal"), &[]).await;
    }
    let refused = browser.upload("customers", "a\u{202e}b.csv", b"Microsoft ID,\x1b[2J\n").await;
    let said = refused.all("#file-e").concat();
    assert!(said.contains("“a<U+202E>b.csv”: line 1, column 2 (“<U+001B>[2J”)"), "{said}");
}
