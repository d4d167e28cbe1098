//! Reports: when they run, with whose rights, who gets which letter, and what happens when processes or rights go in between.

use crate::on_both_databases;
use crate::support::cast::Cast;
use crate::support::smtp::{Smtp, Taken};
use crate::support::{Browser, Reply, TestApp};
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use partner_portal::backup::finish::finish_restore;
use partner_portal::clock;
use partner_portal::db::schema::{
    activity_entries, customers, organizations, outbox, partners, report_pieces, report_runs, reports,
    settings, tags, users,
};
use partner_portal::features::personal_data::erase::{SubjectName, erase};
use partner_portal::features::reports::due::{add_due_runs, run_due};
use partner_portal::features::reports::{leases, work};

on_both_databases! {
    a_report_is_sent_once_a_period_by_two_instances
    the_owner_is_notified_of_a_report_that_is_ready
    the_letter_has_filter_rows_and_a_link_in_three_languages
    the_file_is_the_download_of_the_list
    every_list_can_be_sent
    a_run_that_was_interrupted_is_sent_once
    a_missed_period_is_sent_late_once
    a_day_with_a_clock_change_has_one_run
    an_owner_who_loses_the_right_pauses_the_report_with_one_letter
    a_deactivated_owner_pauses_the_report
    a_recipient_who_loses_the_right_gets_nothing
    the_file_needs_a_recipient_with_the_right
    a_recipient_stops_a_report_with_one_request
    files_are_attached_only_where_a_global_admin_allows_it
    a_filter_by_something_gone_pauses_the_report
    an_empty_list_is_sent_unless_rows_are_required
    others_see_nothing_and_admins_pause
    invalid_forms_and_addresses_are_reported
    limits_hold
    a_report_runs_now_and_is_changed_paused_and_removed
    a_restore_pauses_all_reports
    old_files_and_runs_are_deleted
    erasing_a_person_removes_their_reports
}

fn field(app: &TestApp, email: &str) -> String {
    format!("to-{}", app.user(email))
}

/// Submits a report to these recipients.
async fn submit(
    app: &TestApp,
    browser: &Browser,
    (list, filter): (&str, &str),
    to: &[&str],
    more: &[(&str, &str)],
) -> Reply {
    let to: Vec<String> = to.iter().map(|email| field(app, email)).collect();
    let mut fields =
        vec![("name", "Monthly"), ("schedule", "weekdays"), ("time", "08:00"), ("format", "csv")];
    fields.retain(|(name, _)| more.iter().all(|(one, _)| one != name));
    fields.extend([("list", list), ("filter", filter)]);
    fields.extend(to.iter().map(|name| (name.as_str(), "yes")));
    fields.extend(more);
    browser.submit("/help/keys", "/reports", &fields).await
}

/// Creates a report and returns its id.
async fn create(
    app: &TestApp,
    browser: &Browser,
    list: (&str, &str),
    to: &[&str],
    more: &[(&str, &str)],
) -> i32 {
    let reply = submit(app, browser, list, to, more).await;
    assert_eq!(reply.status.as_u16(), 303, "{list:?}: {:?} {}", reply.all("[data-error]"), reply.text());
    let newest = reports::table.select(diesel::dsl::max(reports::id));
    app.portal.db.read_now(|c| Ok(newest.first::<Option<i32>>(c)?)).unwrap().unwrap()
}

fn next_at(app: &TestApp, id: i32) -> NaiveDateTime {
    app.portal.db.read_now(|c| Ok(reports::table.find(id).select(reports::next_at).first(c)?)).unwrap()
}

fn paused(app: &TestApp, id: i32) -> Option<String> {
    app.portal.db.read_now(|c| Ok(reports::table.find(id).select(reports::pause_reason).first(c)?)).unwrap()
}

/// The periods and states of a report's runs, the oldest first.
fn runs(app: &TestApp, id: i32) -> Vec<(String, String)> {
    let rows = report_runs::table.filter(report_runs::report_id.eq(id)).order(report_runs::id);
    let columns = (report_runs::period, report_runs::state);
    app.portal.db.read_now(|c| Ok(rows.select(columns).load(c)?)).unwrap()
}

/// Runs what is due at this time.
fn run_at(app: &TestApp, now: NaiveDateTime) -> usize {
    run_due(&app.portal, &app.portal.reported, now).unwrap()
}

/// The recipients and subjects of all letters in the outbox.
fn letters(app: &TestApp) -> Vec<(String, String)> {
    let rows = outbox::table.order((outbox::created_at, outbox::recipient));
    app.portal.db.read_now(|c| Ok(rows.select((outbox::recipient, outbox::subject)).load(c)?)).unwrap()
}

fn exports(app: &TestApp, cast: &Cast) -> Vec<(String, String)> {
    let rows = activity_entries::table
        .filter(activity_entries::partner_id.eq(cast.provider.id.0))
        .filter(activity_entries::action.eq("portal_export"))
        .order(activity_entries::seq)
        .select((activity_entries::actor_name, activity_entries::details));
    app.portal.db.read_now(|c| Ok(rows.load(c)?)).unwrap()
}

fn set_role(app: &TestApp, email: &str, agent_role: Option<&str>) {
    let user = users::table.filter(users::email.eq(email.to_owned()));
    let values = (users::agent_role.eq(agent_role.map(str::to_owned)), users::admin_role.eq(None::<String>));
    app.portal.db.write_now(|c| Ok(diesel::update(user).set(values).execute(c)?)).unwrap();
}

fn set_zone(app: &TestApp, cast: &Cast, zone: &str) {
    let row = partners::table.find(cast.provider.id.0);
    let zone = partners::time_zone.eq(Some(zone.to_owned()));
    app.portal.db.write_now(|c| Ok(diesel::update(row).set(zone).execute(c)?)).unwrap();
}

/// A portal with mail, three customers, and an admin agent of the provider.
async fn stage(app: &TestApp) -> (TestApp, Cast, Browser, Smtp) {
    let (smtp, address) = Smtp::start();
    let app = app.with_mail(address).await;
    let cast = app.cast();
    for (number, name, domain) in
        [(1, "Alpha", "alpha.example"), (2, "=cmd()", "beta.example"), (3, "한빛", "hanbit.example")]
    {
        app.customer(&cast.provider, number, name, domain);
    }
    let browser = app.signed_in("aa@1000.example").await;
    (app, cast, browser, smtp)
}

async fn a_report_is_sent_once_a_period_by_two_instances(app: TestApp) {
    let (app, cast, browser, _smtp) = stage(&app).await;
    let id = create(&app, &browser, ("customers", ""), &["aa@1000.example", "sa@1000.example"], &[]).await;
    let second = app.second().await;
    let due = next_at(&app, id);
    assert_eq!(run_at(&app, due - TimeDelta::seconds(1)), 0);
    let portals = [app.portal.clone(), second.portal.clone()];
    let working =
        portals.map(|portal| std::thread::spawn(move || run_due(&portal, &portal.reported, due).unwrap()));
    let both = working.map(|thread| thread.join().unwrap());
    assert_eq!(both.iter().sum::<usize>(), 1, "{both:?}");
    assert_eq!(run_at(&second, due + TimeDelta::minutes(1)), 0);
    assert_eq!(runs(&app, id).len(), 1);
    let to: Vec<String> = letters(&app).into_iter().map(|(to, _)| to).collect();
    assert_eq!(to, ["aa@1000.example", "sa@1000.example"]);
    let logged = exports(&app, &cast);
    assert_eq!(logged.len(), 1);
    assert!(logged[0].0 == "aa@1000.example" && logged[0].1.contains(r#""report":"Monthly""#), "{logged:?}");
    assert!(logged[0].1.contains(r#""rows":3"#), "{logged:?}");
    let next = next_at(&app, id);
    assert!(next > due && next <= due + TimeDelta::days(3));
    assert_eq!((run_at(&app, next), runs(&app, id).len()), (1, 2));
}

async fn the_owner_is_notified_of_a_report_that_is_ready(app: TestApp) {
    let (app, _, browser, _smtp) = stage(&app).await;
    let id = create(&app, &browser, ("customers", ""), &["sa@1000.example"], &[]).await;
    run_at(&app, next_at(&app, id));
    let told = async |browser: &Browser| {
        let page = browser.get("/notifications?group=work").await;
        let notices = page.attributes("[data-event]", "data-event");
        (notices.into_iter().filter(|event| event == "report-ended").count(), page)
    };
    let (count, page) = told(&browser).await;
    assert!(count == 1 && page.text().contains("Your report is ready: "), "{}", page.text());
    assert!(page.text().contains("Monthly") && page.text().contains("3 rows"), "{}", page.text());
    let opened = [("id", &*page.ids()[0]), ("open", "yes")];
    let opened = browser.submit("/notifications", "/notifications/read", &opened).await;
    assert_eq!(opened.header("location"), "/reports");
    assert_eq!(browser.get("/reports").await.all("a[download]").len(), 1, "the list has the file");
    let colleague = app.signed_in("sa@1000.example").await;
    assert_eq!(told(&colleague).await.0, 0, "a recipient has the letter");
}

async fn the_letter_has_filter_rows_and_a_link_in_three_languages(app: TestApp) {
    let (app, _, browser, smtp) = stage(&app).await;
    for (email, language) in [("sa@1000.example", "ko"), ("ha@1000.example", "zh-TW")] {
        let user = users::table.filter(users::email.eq(email));
        let language = users::language.eq(Some(language));
        app.portal.db.write_now(|c| Ok(diesel::update(user).set(language).execute(c)?)).unwrap();
    }
    let to = ["aa@1000.example", "ha@1000.example", "sa@1000.example"];
    let id = create(&app, &browser, ("customers", "q=alpha&relationship=reseller"), &to, &[]).await;
    run_at(&app, next_at(&app, id));
    app.portal.mailer().deliver_due().unwrap();
    assert_eq!(smtp.mails().len(), 3);
    let mail_to = |email: &str| -> Taken {
        smtp.mails().into_iter().find(|mail| mail.recipients[0].contains(email)).unwrap()
    };
    let english = mail_to("aa@1000.example");
    assert_eq!(english.header("Subject"), "Monthly: 1 row");
    assert_eq!(english.header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    let text = english.part("text/plain");
    for line in ["List: Customers, CSV", "Content: 1 row"] {
        assert!(text.lines().any(|one| one == line), "{line}: {text}");
    }
    assert!(text.contains("Filters: Search: alpha; ") && !text.contains("is late"), "{text}");
    let path = text.lines().find_map(|line| line.find("/reports/").map(|at| line[at..].to_owned())).unwrap();
    assert!(path.ends_with("/file"), "{path}");
    let file = browser.get(&path).await;
    assert_eq!(file.status.as_u16(), 200);
    assert!(english.part("text/html").contains(&path));
    assert_eq!(mail_to("sa@1000.example").header("Subject"), "Monthly: 1행");
    assert!(mail_to("sa@1000.example").part("text/plain").contains("내용: 1행"));
    assert_eq!(mail_to("ha@1000.example").header("Subject"), "Monthly：1 個資料列");
}

async fn the_file_is_the_download_of_the_list(app: TestApp) {
    let (app, _, browser, _smtp) = stage(&app).await;
    for format in ["csv", "xlsx"] {
        let id =
            create(&app, &browser, ("customers", "sort=-name"), &["aa@1000.example"], &[("format", format)])
                .await;
        run_at(&app, next_at(&app, id));
        let page = browser.get("/reports").await;
        let link = page.attributes(&format!("[data-id='{id}'] a[download]"), "href").concat();
        let file = browser.get(&link).await;
        let list = browser.get(&format!("/customers.{format}?sort=-name")).await;
        assert_eq!((file.status.as_u16(), list.status.as_u16()), (200, 200));
        assert_eq!(file.header("content-type"), list.header("content-type"));
        assert!(file.header("content-disposition").contains("Monthly"), "{:?}", file.headers);
        if format == "csv" {
            assert_eq!(file.text(), list.text());
            assert!(file.text().contains("'=cmd()"), "{}", file.text());
        } else {
            assert!(file.body.starts_with(b"PK"));
        }
    }
}

async fn every_list_can_be_sent(app: TestApp) {
    let (app, cast, _, _smtp) = stage(&app).await;
    let browser = app.signed_in("ga@1000.example").await;
    let lists = [
        ("customers", "reseller=2000&since=2020-01-01"),
        ("subscriptions", "status=active&renews=30&reseller=2000"),
        ("orders", "status=placed&reseller=none"),
        ("relationship-requests", "state=accepted&kind=customer&partner=none"),
        ("referrals", "status=won&partner=2000"),
        ("indirect-resellers", "status=active&country=KR"),
        ("users", "role=global-admin&state=active"),
        ("activity", "kind=access&user=1"),
    ];
    for (list, filter) in lists {
        create(&app, &browser, (list, filter), &["ga@1000.example"], &[("name", list)]).await;
    }
    let due: Vec<NaiveDateTime> =
        app.portal.db.read_now(|c| Ok(reports::table.select(reports::next_at).load(c)?)).unwrap();
    assert_eq!(run_at(&app, due[0]), lists.len());
    let sent = letters(&app);
    assert_eq!(sent.len(), lists.len(), "{sent:?}");
    let page = browser.get("/reports").await;
    for name in lists.map(|(list, _)| list) {
        assert!(page.text().contains(&format!(">{name}</a>")), "{name}");
    }
    assert!(page.text().contains("Partner 2000"), "a partner is named in the filter");
    assert_eq!(exports(&app, &cast).len(), lists.len());
    for menu in ["/customers", "/account-settings/users", "/indirect-resellers", "/activity"] {
        let page = browser.get(menu).await;
        let links = page.attributes("details .item", "href");
        let link = links.iter().find(|link| link.starts_with("/reports/new?")).unwrap_or_else(|| {
            panic!("{menu}: {links:?}");
        });
        assert_eq!(browser.get(link).await.status.as_u16(), 200, "{link}");
    }
}

async fn a_run_that_was_interrupted_is_sent_once(app: TestApp) {
    let (app, cast, browser, _smtp) = stage(&app).await;
    let id = create(&app, &browser, ("customers", ""), &["aa@1000.example"], &[]).await;
    let due = next_at(&app, id);
    assert_eq!(add_due_runs(&app.portal, due).unwrap(), 1);
    // A process takes the run and ends before it has finished.
    let dead = app.portal.db.write_now(|c| leases::claim(c, due)).unwrap().unwrap();
    assert!(app.portal.db.write_now(|c| leases::claim(c, due)).unwrap().is_none());
    assert_eq!(work::run_waiting(&app.portal, &app.portal.reported, due).unwrap(), 0);
    let later = due + TimeDelta::minutes(16);
    assert_eq!(run_at(&app, later), 1);
    // The first process wakes up again.
    work::carry_out(&app.portal, &app.portal.reported, &dead, later).unwrap();
    assert_eq!((letters(&app).len(), exports(&app, &cast).len(), runs(&app, id).len()), (1, 1, 1));
}

async fn a_missed_period_is_sent_late_once(app: TestApp) {
    let (app, _, browser, smtp) = stage(&app).await;
    let id = create(&app, &browser, ("customers", ""), &["aa@1000.example"], &[]).await;
    let due = next_at(&app, id);
    let back = due + TimeDelta::days(9) + TimeDelta::hours(5);
    assert_eq!(run_at(&app, back), 1);
    assert_eq!(run_at(&app, back + TimeDelta::minutes(5)), 0);
    assert_eq!(runs(&app, id).len(), 1, "only the newest period is sent");
    app.portal.mailer().deliver_due().unwrap();
    let text = smtp.mails()[0].part("text/plain");
    assert!(text.contains("This report is late."), "{text}");
    // A run that waits while the next one comes due is replaced.
    let next = next_at(&app, id);
    add_due_runs(&app.portal, next).unwrap();
    let after = next_at(&app, id);
    assert_eq!(run_at(&app, after), 1);
    let states: Vec<String> = runs(&app, id).into_iter().map(|(_, state)| state).collect();
    assert_eq!(states, ["done", "skipped", "done"]);
}

async fn a_day_with_a_clock_change_has_one_run(app: TestApp) {
    let (app, cast, browser, _smtp) = stage(&app).await;
    // On Friday, 27 March 2026, clocks in Jerusalem skip 02:00 to 03:00; on 1 November 2026 clocks in New York show 01:00 to
    // 02:00 twice.
    for (zone, schedule, time, day, hours) in [
        ("Asia/Jerusalem", "weekdays", "02:30", "2026-03-27", "2026-03-26 18:00"),
        ("America/New_York", "monthly", "01:30", "2026-11-01", "2026-11-01 00:00"),
    ] {
        set_zone(&app, &cast, zone);
        let more = [("schedule", schedule), ("time", time)];
        let id = create(&app, &browser, ("customers", ""), &["aa@1000.example"], &more).await;
        let first = NaiveDateTime::parse_from_str(hours, "%Y-%m-%d %H:%M").unwrap();
        let before = diesel::update(reports::table.find(id))
            .set((reports::next_at.eq(first), reports::last_day.eq("2026-03-26")));
        app.portal.db.write_now(|c| Ok(before.execute(c)?)).unwrap();
        for quarter in 0..26 * 4 {
            run_at(&app, first + TimeDelta::minutes(15 * quarter));
        }
        let of_day: Vec<_> = runs(&app, id).into_iter().filter(|(period, _)| period == day).collect();
        assert_eq!(of_day, [(day.to_owned(), "done".to_owned())], "{zone}");
    }
}

async fn an_owner_who_loses_the_right_pauses_the_report_with_one_letter(app: TestApp) {
    let (app, cast, browser, smtp) = stage(&app).await;
    let id = create(&app, &browser, ("customers", ""), &["sa@1000.example"], &[]).await;
    set_role(&app, "aa@1000.example", None);
    let due = next_at(&app, id);
    run_at(&app, due);
    assert_eq!((paused(&app, id).as_deref(), runs(&app, id)[0].1.as_str()), (Some("role"), "stopped"));
    run_at(&app, due + TimeDelta::days(3));
    app.portal.mailer().deliver_due().unwrap();
    let mails = smtp.mails();
    assert_eq!(mails.len(), 1);
    assert!(mails[0].recipients[0].contains("aa@1000.example"));
    assert_eq!(mails[0].header("Subject"), "The report “Monthly” was paused");
    assert!(mails[0].part("text/plain").contains("role no longer allows"), "{}", mails[0].part("text/plain"));
    assert!(exports(&app, &cast).is_empty());
    let log = app.log_of(&cast.provider, "report");
    assert!(
        log.iter().any(|(action, details)| action.contains("pause") && details.contains("role")),
        "{log:?}"
    );
    let rows: i64 = app.portal.db.read_now(|c| Ok(report_pieces::table.count().get_result(c)?)).unwrap();
    assert_eq!(rows, 0);
}

async fn a_deactivated_owner_pauses_the_report(app: TestApp) {
    let (app, _, browser, _smtp) = stage(&app).await;
    let id = create(&app, &browser, ("customers", ""), &["sa@1000.example"], &[]).await;
    let user = users::table.filter(users::email.eq("aa@1000.example"));
    let gone = diesel::update(user).set(users::active.eq(false));
    app.portal.db.write_now(|c| Ok(gone.execute(c)?)).unwrap();
    run_at(&app, next_at(&app, id));
    assert_eq!((paused(&app, id).as_deref(), letters(&app).len()), (Some("owner"), 0));
    let admin = app.signed_in("ga@1000.example").await;
    assert!(admin.get("/reports").await.text().contains("The owner’s account is not active."));
}

async fn a_recipient_who_loses_the_right_gets_nothing(app: TestApp) {
    let (app, _, browser, _smtp) = stage(&app).await;
    let id = create(&app, &browser, ("customers", ""), &["aa@1000.example", "sa@1000.example"], &[]).await;
    set_role(&app, "sa@1000.example", None);
    run_at(&app, next_at(&app, id));
    let to: Vec<String> = letters(&app).into_iter().map(|(to, _)| to).collect();
    assert_eq!(to, ["aa@1000.example"]);
    let page = browser.get(&format!("/reports/{id}")).await;
    let notes = page.all(".note[data-tone=warning]").join(" ");
    assert!(notes.contains("sa@1000.example") && notes.contains("gets no email"), "{notes}");
    assert!(browser.get("/reports").await.text().contains("1 recipient cannot export the list"));
}

async fn a_recipient_stops_a_report_with_one_request(app: TestApp) {
    let (app, _, browser, smtp) = stage(&app).await;
    let id = create(&app, &browser, ("customers", ""), &["aa@1000.example", "sa@1000.example"], &[]).await;
    run_at(&app, next_at(&app, id));
    app.portal.mailer().deliver_due().unwrap();
    let mail = smtp.mails().into_iter().find(|mail| mail.recipients[0].contains("sa@")).unwrap();
    let header = mail.header("List-Unsubscribe");
    let path = header[header.find("/unsubscribe/").unwrap()..].trim_end_matches('>').to_owned();
    let visitor = app.browser();
    let page = visitor.get(&path).await;
    assert_eq!(page.status.as_u16(), 200);
    assert!(page.text().contains("A report that a colleague sends to you"), "{}", page.text());
    let one_click = [("List-Unsubscribe", "One-Click")];
    assert_eq!(visitor.post(&path, &one_click).await.status.as_u16(), 200);
    assert!(visitor.get(&path).await.text().contains("no longer a recipient"));
    run_at(&app, next_at(&app, id));
    let to: Vec<String> = letters(&app).into_iter().map(|(to, _)| to).collect();
    assert_eq!(to.iter().filter(|to| to.starts_with("sa@")).count(), 1, "{to:?}");
    assert_eq!(to.iter().filter(|to| to.starts_with("aa@")).count(), 2, "{to:?}");
}

async fn the_file_needs_a_recipient_with_the_right(app: TestApp) {
    let (app, cast, browser, _smtp) = stage(&app).await;
    let id = create(&app, &browser, ("customers", ""), &["sa@1000.example"], &[]).await;
    run_at(&app, next_at(&app, id));
    let run: i32 =
        app.portal.db.read_now(|c| Ok(report_runs::table.select(report_runs::id).first(c)?)).unwrap();
    let file = format!("/reports/{id}/runs/{run}/file");
    let statuses = async |email: &str| app.signed_in(email).await.get(&file).await.status.as_u16();
    assert_eq!(app.browser().get(&file).await.status.as_u16(), 303, "signing in first");
    for (email, status) in [
        ("sa@1000.example", 200),
        ("aa@1000.example", 200),
        ("ga@1000.example", 404),
        ("ga@2000.example", 404),
        ("sa@4000.example", 404),
    ] {
        assert_eq!(statuses(email).await, status, "{email}");
    }
    set_role(&app, "sa@1000.example", None);
    assert_eq!(statuses("sa@1000.example").await, 403);
    assert_eq!(browser.get(&format!("/reports/{id}/runs/{}/file", run + 1)).await.status.as_u16(), 404);
    let logged = exports(&app, &cast);
    assert_eq!(logged.len(), 3, "the run and two downloads: {logged:?}");
}

async fn files_are_attached_only_where_a_global_admin_allows_it(app: TestApp) {
    let (app, cast, _, smtp) = stage(&app).await;
    let browser = app.signed_in("ga@1000.example").await;
    let name = [("name", "월간 고객 報表")];
    let id = create(&app, &browser, ("customers", ""), &["ga@1000.example"], &name).await;
    run_at(&app, next_at(&app, id));
    app.portal.mailer().deliver_due().unwrap();
    assert_eq!(smtp.mails()[0].part("text/csv"), "", "off by default");
    let edit = "/account-settings/organization/edit";
    let version = browser.get(edit).await.value("[name=version]");
    let fields = [("legal_name", "Legal"), ("report_attachments", "yes"), ("version", version.as_str())];
    assert_eq!(browser.submit(edit, edit, &fields).await.status.as_u16(), 303);
    let allowed: bool = app
        .portal
        .db
        .read_now(|c| {
            let row = organizations::table.find(cast.provider.id.0);
            Ok(row.select(organizations::report_attachments).first(c)?)
        })
        .unwrap();
    assert!(allowed);
    assert!(
        app.log_of(&cast.provider, "partner")
            .iter()
            .any(|(_, details)| details.contains("report_attachments"))
    );
    run_at(&app, next_at(&app, id));
    app.portal.mailer().deliver_due().unwrap();
    let mail = smtp.mails().pop().unwrap();
    let csv = mail.part("text/csv");
    assert!(csv.contains("hanbit.example") && csv.contains("'=cmd()"), "{csv}");
    assert!(mail.part("text/plain").contains("The file is attached."));
    let raw = String::from_utf8(mail.data.clone()).unwrap();
    assert!(raw.contains("filename*0*=utf-8''") || raw.contains("filename*=utf-8''"), "{raw}");
    assert!(mail.header("Content-Type").starts_with("multipart/mixed"));
    // A removed report sends nothing that waits.
    run_at(&app, next_at(&app, id));
    browser.submit("/reports", &format!("/reports/{id}/removal"), &[]).await;
    assert_eq!((app.portal.mailer().deliver_due().unwrap(), smtp.mails().len()), (0, 2));
}

async fn a_filter_by_something_gone_pauses_the_report(app: TestApp) {
    let (app, cast, browser, _smtp) = stage(&app).await;
    let admin = app.signed_in("ga@1000.example").await;
    let tag = [("name", "VIP"), ("hue", "teal"), ("merge", "")];
    admin.submit("/account-settings/tags/new", "/account-settings/tags/new", &tag).await;
    let id = create(&app, &browser, ("customers", "tag=VIP"), &["aa@1000.example"], &[]).await;
    let own = tags::table.filter(tags::partner_id.eq(cast.provider.id.0));
    let renamed = diesel::update(own).set((tags::name.eq("Very"), tags::name_key.eq("very")));
    app.portal.db.write_now(|c| Ok(renamed.execute(c)?)).unwrap();
    run_at(&app, next_at(&app, id));
    assert_eq!(paused(&app, id), None, "the report follows the tag");
    app.portal.db.write_now(|c| Ok(diesel::delete(tags::table).execute(c)?)).unwrap();
    run_at(&app, next_at(&app, id));
    assert_eq!(paused(&app, id).as_deref(), Some("filter"));
    assert!(browser.get("/reports").await.text().contains("filtered by “VIP”, which no longer exists"));
    assert!(browser.get("/notifications").await.text().contains("Your report was paused: "));
    let gone = submit(&app, &browser, ("customers", "tag=Nothing"), &["aa@1000.example"], &[]).await;
    assert_eq!(gone.status.as_u16(), 422);
}

async fn an_empty_list_is_sent_unless_rows_are_required(app: TestApp) {
    let (app, _, browser, _smtp) = stage(&app).await;
    let to = ["aa@1000.example"];
    let always = create(&app, &browser, ("customers", "q=nothing"), &to, &[]).await;
    let rows = [("only_if_rows", "yes"), ("name", "Only rows")];
    create(&app, &browser, ("customers", "q=nothing"), &to, &rows).await;
    assert_eq!(run_at(&app, next_at(&app, always)), 2);
    let subjects: Vec<String> = letters(&app).into_iter().map(|(_, subject)| subject).collect();
    assert_eq!(subjects, ["Monthly: 0 rows"]);
    assert!(browser.get("/reports").await.text().contains("0 rows, no email"));
}

async fn others_see_nothing_and_admins_pause(app: TestApp) {
    let (app, _, browser, _smtp) = stage(&app).await;
    let id = create(&app, &browser, ("customers", ""), &["sa@1000.example"], &[]).await;
    let at = format!("/reports/{id}");
    for email in ["sa@1000.example", "ga@2000.example", "um@4000.example"] {
        let other = app.signed_in(email).await;
        assert!(!other.get("/reports").await.text().contains("Monthly"), "{email}");
        assert_eq!(other.get(&at).await.status.as_u16(), 404, "{email}");
        for act in ["pause", "resumption", "removal", "runs"] {
            let reply = other.submit("/help/keys", &format!("{at}/{act}"), &[]).await;
            assert_eq!(reply.status.as_u16(), 404, "{email} {act}");
        }
    }
    let admin = app.signed_in("um@1000.example").await;
    assert!(admin.get("/reports").await.text().contains("Monthly"));
    assert_eq!(admin.get(&at).await.status.as_u16(), 404);
    for act in ["resumption", "removal", "runs"] {
        let reply = admin.submit("/help/keys", &format!("{at}/{act}"), &[]).await;
        assert_eq!(reply.status.as_u16(), 404, "{act}");
    }
    assert_eq!(admin.submit("/reports", &format!("{at}/pause"), &[]).await.status.as_u16(), 303);
    assert_eq!(paused(&app, id).as_deref(), Some("person"));
}

async fn invalid_forms_and_addresses_are_reported(app: TestApp) {
    let (app, _, browser, _smtp) = stage(&app).await;
    for (address, status) in [
        ("/reports/new?list=prices", 422),
        ("/reports/new?list=customers&filter=country%3DKorea", 422),
        ("/reports/new?list=customers&filter=q%3D1%26q%3D2", 422),
        ("/reports/new?list=activity&filter=kind%3Daccess", 403),
        ("/reports/x", 404),
        ("/reports/new?list=customers&filter=%00%ff", 200),
    ] {
        assert_eq!(browser.get(address).await.status.as_u16(), status, "{address}");
    }
    let to = ["aa@1000.example"];
    for (field, value) in
        [("name", ""), ("schedule", "hourly"), ("time", "25:00"), ("format", "pdf"), ("more", "x@y.example")]
    {
        let page = submit(&app, &browser, ("customers", "q=a"), &to, &[(field, value)]).await;
        assert_eq!(page.status.as_u16(), 422, "{field}");
        assert_eq!(page.attributes("[data-error]", "data-error"), [field], "{field}");
        assert_eq!(page.value("[name=filter]"), "q=a");
    }
    let nobody = submit(&app, &browser, ("customers", ""), &[], &[]).await;
    assert_eq!(nobody.attributes("[data-error]", "data-error"), ["recipients"]);
    // A billing admin cannot export customers; a user of another partner is unknown.
    for email in ["ba@1000.example", "ga@2000.example"] {
        let page = submit(&app, &browser, ("customers", ""), &[email], &[]).await;
        assert_eq!(page.attributes("[data-error]", "data-error"), ["recipients"], "{email}");
    }
    let typed =
        submit(&app, &browser, ("customers", ""), &[], &[("more", "SA@1000.example, aa@1000.example")]).await;
    assert_eq!(typed.status.as_u16(), 303);
    let unknown = submit(&app, &browser, ("customers", ""), &to, &[("owner", "1")]).await;
    assert_eq!(unknown.status.as_u16(), 422);
    let billing = app.signed_in("ba@1000.example").await;
    assert_eq!(billing.get("/reports/new?list=customers").await.status.as_u16(), 403);
    let reply = submit(&app, &billing, ("customers", ""), &["aa@1000.example"], &[]).await;
    assert_eq!(reply.status.as_u16(), 403);
}

async fn limits_hold(app: TestApp) {
    let (app, _, browser, _smtp) = stage(&app).await;
    for _ in 0..20 {
        create(&app, &browser, ("customers", ""), &["aa@1000.example"], &[]).await;
    }
    let more = submit(&app, &browser, ("customers", ""), &["aa@1000.example"], &[]).await;
    assert_eq!(more.status.as_u16(), 422);
    assert!(more.text().contains("You already have 20 reports"));
}

async fn a_report_runs_now_and_is_changed_paused_and_removed(app: TestApp) {
    let (app, cast, browser, smtp) = stage(&app).await;
    let id = create(&app, &browser, ("customers", ""), &["aa@1000.example"], &[]).await;
    let at = format!("/reports/{id}");
    assert_eq!(browser.submit("/reports", &format!("{at}/runs"), &[]).await.status.as_u16(), 303);
    let mail = smtp.arrived(1).await;
    assert_eq!(mail.header("Subject"), "Monthly: 3 rows");
    assert_eq!(exports(&app, &cast).len(), 1);
    let me = field(&app, "aa@1000.example");
    let changed = |version| {
        [
            ("name", "Weekly"),
            ("schedule", "weekly"),
            ("time", "09:30"),
            ("format", "xlsx"),
            (me.as_str(), "yes"),
            ("version", version),
        ]
    };
    assert_eq!(browser.submit(&at, &at, &changed("1")).await.status.as_u16(), 303);
    let fields: Vec<_> = [("only_if_rows", "yes")].into_iter().chain(changed("1")).collect();
    let stale = browser.submit(&at, &at, &fields);
    assert_eq!(stale.await.status.as_u16(), 409);
    assert!(browser.get("/reports").await.text().contains("Every Monday, 09:30"));
    assert_eq!(browser.submit("/reports", &format!("{at}/pause"), &[]).await.status.as_u16(), 303);
    assert_eq!(run_at(&app, clock::now() + TimeDelta::days(8)), 0);
    assert_eq!(browser.submit("/reports", &format!("{at}/resumption"), &[]).await.status.as_u16(), 303);
    assert!(paused(&app, id).is_none() && next_at(&app, id) > clock::now());
    assert_eq!(browser.submit("/reports", &format!("{at}/removal"), &[]).await.status.as_u16(), 303);
    let left: i64 = app.portal.db.read_now(|c| Ok(report_pieces::table.count().get_result(c)?)).unwrap();
    assert_eq!((left, browser.get(&at).await.status.as_u16()), (0, 404));
    let log: Vec<String> =
        app.log_of(&cast.provider, "report").into_iter().map(|(action, _)| action).collect();
    assert_eq!(log.len(), 5, "{log:?}");
}

async fn a_restore_pauses_all_reports(app: TestApp) {
    let (app, _, browser, _smtp) = stage(&app).await;
    let id = create(&app, &browser, ("customers", ""), &["aa@1000.example"], &[]).await;
    let due = next_at(&app, id);
    add_due_runs(&app.portal, due).unwrap();
    let mark = (settings::key.eq("restored_from"), settings::value.eq("2026-11-01T00:00:00Z"));
    app.portal.db.write_now(|c| Ok(diesel::insert_into(settings::table).values(mark).execute(c)?)).unwrap();
    let finished = finish_restore(&app.portal.db).unwrap().unwrap();
    assert!(finished.counts.contains(&("reports paused", 1)), "{finished:?}");
    app.portal.db.write_now(partner_portal::db::pause::resume).unwrap();
    assert_eq!(run_at(&app, due + TimeDelta::days(2)), 0);
    assert_eq!((paused(&app, id).as_deref(), letters(&app).len()), (Some("restore"), 0));
}

async fn old_files_and_runs_are_deleted(app: TestApp) {
    let (app, _, browser, _smtp) = stage(&app).await;
    let id = create(&app, &browser, ("customers", ""), &["aa@1000.example"], &[]).await;
    let due = next_at(&app, id);
    run_at(&app, due);
    let clean = || while app.portal.db.write_now(leases::delete_expired).unwrap() > 0 {};
    let count = || -> (i64, i64) {
        app.portal
            .db
            .read_now(|c| {
                Ok((report_pieces::table.count().get_result(c)?, report_runs::table.count().get_result(c)?))
            })
            .unwrap()
    };
    clean();
    assert_eq!(count(), (1, 1));
    let old = clock::now() - TimeDelta::minutes(1);
    let expired = diesel::update(report_runs::table).set(report_runs::file_until.eq(Some(old)));
    app.portal.db.write_now(|c| Ok(expired.execute(c)?)).unwrap();
    clean();
    assert_eq!(count(), (0, 1));
    let run: i32 =
        app.portal.db.read_now(|c| Ok(report_runs::table.select(report_runs::id).first(c)?)).unwrap();
    assert_eq!(browser.get(&format!("/reports/{id}/runs/{run}/file")).await.status.as_u16(), 404);
    let ended =
        diesel::update(report_runs::table).set(report_runs::finished_at.eq(Some(old - TimeDelta::days(401))));
    app.portal.db.write_now(|c| Ok(ended.execute(c)?)).unwrap();
    clean();
    assert_eq!(count(), (0, 0));
}

async fn erasing_a_person_removes_their_reports(app: TestApp) {
    let (app, _, browser, _smtp) = stage(&app).await;
    let to = ["aa@1000.example", "sa@1000.example"];
    let id = create(&app, &browser, ("customers", ""), &to, &[]).await;
    run_at(&app, next_at(&app, id));
    erase(&app.portal.log, &SubjectName::Person("sa@1000.example"), false).unwrap();
    assert_eq!(run_at(&app, next_at(&app, id)), 1);
    assert_eq!(letters(&app).iter().filter(|(to, _)| to == "aa@1000.example").count(), 2);
    erase(&app.portal.log, &SubjectName::Person("aa@1000.example"), false).unwrap();
    let left: i64 = app.portal.db.read_now(|c| Ok(reports::table.count().get_result(c)?)).unwrap();
    assert_eq!(left, 0);
    let customers: i64 = app.portal.db.read_now(|c| Ok(customers::table.count().get_result(c)?)).unwrap();
    assert_eq!(customers, 3);
}
