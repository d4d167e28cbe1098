//! Correcting a Microsoft ID that the portal assigned: only once, only to an unused ID, for every partner that has the
//! customer. The former ID is still recognized.

use crate::on_both_databases;
use crate::support::cast::{Cast, id};
use crate::support::forms::{company, send, with};
use crate::support::{Browser, Reply, TestApp};
use diesel::prelude::*;
use partner_portal::audit::Author;
use partner_portal::db::schema::{
    activity_entries, agreements, bill_to, customer_permissions, customer_resellers, customers, drafts,
    orders, relationship_requests, request_outcomes, subscriptions,
};
use partner_portal::domain::MicrosoftId;
use partner_portal::domain::Partner;
use partner_portal::features::import::engine::options::{Options, Target};
use partner_portal::features::import::engine::report::Report;
use partner_portal::features::import::run::{import_customers, import_subscriptions};

on_both_databases! {
    corrects_the_id_everywhere_in_one_change
    former_ids_redirect_to_the_new_id
    log_and_search_find_both_ids
    corrects_only_ids_assigned_by_the_portal_and_only_once
    accepts_only_an_unused_id
    does_not_reveal_another_partners_customers
    logs_of_other_partners_do_not_name_the_actor
    one_of_two_concurrent_corrections_wins
    reports_a_change_made_meanwhile
    failed_attempts_are_rate_limited
    imports_resolve_former_ids
    a_single_customers_import_resolves_its_former_id
    carts_drafts_and_open_decisions_keep_working
}

const NEW: &str = "47aa2dba-d9e2-4c8d-a09f-001680289e32";

/// A customer that a provider added for its reseller, with a row in every table that refers to it.
async fn whole(app: &TestApp, cast: &Cast) -> String {
    let provider = app.signed_in("aa@1000.example").await;
    let draft = provider.get("/customers/new").await.value("input[name=draft]");
    let form = with(company("hanbit.example"), "draft", &draft);
    let begun = send(&provider, "/customers/new", &form).await.header("location");
    let draft = begun.rsplit_once('/').unwrap().0.to_owned();
    send(&provider, &format!("{draft}/reseller"), &vec![("reseller", "2000".to_owned())]).await;
    let done = send(&provider, &format!("{draft}/review"), &Vec::new()).await;
    assert_eq!(done.status.as_u16(), 200, "{}", done.text());
    let old = provider.get("/customers?q=hanbit.example").await.ids().concat();
    let id: MicrosoftId = old.parse().unwrap();
    app.subscription(&cast.provider, id, "Azure plan", Some(&cast.reseller));
    let purchase = vec![("purchase", "on".to_owned())];
    let permitted = send(&provider, &format!("/customers/{old}/permissions"), &purchase).await;
    assert_eq!(permitted.status.as_u16(), 303);
    let order = (
        orders::id.eq(uuid::Uuid::new_v4().to_string()),
        orders::partner_id.eq(cast.provider.id.0),
        orders::microsoft_id.eq(&old),
        orders::reseller_id.eq(cast.reseller.id.0),
        orders::status.eq("declined"),
        orders::is_request.eq(true),
        orders::made_by.eq("Somebody"),
        orders::made_at.eq(partner_portal::clock::now()),
    );
    app.portal.db.write_now(|c| Ok(diesel::insert_into(orders::table).values(order).execute(c)?)).unwrap();
    old
}

/// A customer of these partners with an ID that the portal assigned.
fn invented(app: &TestApp, partners: &[&Partner], number: u128) -> String {
    for partner in partners {
        app.customer(partner, number, &format!("Hanbit {number}"), &format!("hanbit{number}.example"));
    }
    app.invented(id(number));
    id(number).to_string()
}

async fn correct(browser: &Browser, old: &str, new: &str) -> Reply {
    let page = browser.get(&format!("/customers/{old}/microsoft-id")).await;
    let version = page.value("input[name=version]");
    confirmed(browser, old, new, &version).await
}

async fn confirmed(browser: &Browser, old: &str, new: &str, version: &str) -> Reply {
    let fields = [("microsoft_id", new), ("version", version), ("confirm", "yes")];
    browser.submit("/help/keys", &format!("/customers/{old}/microsoft-id"), &fields).await
}

/// The number of rows of each table with this ID, without the log.
fn rows(app: &TestApp, id: &str) -> Vec<i64> {
    macro_rules! counts {
        ($($table:ident)+) => {
            app.portal.db.read_now(|c| Ok(vec![$(
                $table::table.filter($table::microsoft_id.eq(id)).count().get_result::<i64>(c)?
            ),+])).unwrap()
        };
    }
    counts!(customers bill_to agreements customer_permissions customer_resellers subscriptions orders)
}

async fn corrects_the_id_everywhere_in_one_change(app: TestApp) {
    let cast = app.cast();
    let old = whole(&app, &cast).await;
    let before = rows(&app, &old);
    assert!(before.iter().all(|count| *count > 0), "{before:?}");
    let (provider, reseller) =
        (app.signed_in("aa@1000.example").await, app.signed_in("ga@2000.example").await);

    let account = reseller.get(&format!("/customers/{old}/account")).await;
    let page = format!("/customers/{old}/microsoft-id");
    assert_eq!(account.attributes("a[href$=microsoft-id]", "href"), [page.as_str()]);
    let form = reseller.get(&page).await;
    assert_eq!(form.status.as_u16(), 200);
    let version = form.value("input[name=version]");
    let typed = format!(" {{{}}} ", NEW.to_uppercase());
    let fields = [("microsoft_id", typed.as_str()), ("version", version.as_str())];
    let shown = reseller.submit(&page, &page, &fields).await;
    assert_eq!(shown.status.as_u16(), 200);
    assert_eq!(shown.all("dd code"), [old.as_str(), NEW], "both IDs are shown before the change");
    assert_eq!((rows(&app, &old), rows(&app, NEW)), (before.clone(), vec![0; 7]));
    let back = [("microsoft_id", NEW), ("version", &version), ("shown", "yes"), ("confirm", "")];
    let changing = reseller.submit(&page, &page, &back).await;
    assert_eq!(
        changing.value("input[type=text][name=microsoft_id]"),
        NEW,
        "the input is kept and can be changed"
    );
    let fields =
        [("microsoft_id", NEW), ("version", &shown.value("input[name=version]")), ("confirm", "yes")];
    let done = reseller.submit(&page, &page, &fields).await;
    assert_eq!((done.status.as_u16(), done.header("location")), (303, format!("/customers/{NEW}/account")));

    assert_eq!((rows(&app, &old), rows(&app, NEW)), (vec![0; 7], before));
    for (browser, partner) in [(&provider, &cast.provider), (&reseller, &cast.reseller)] {
        let account = browser.get(&format!("/customers/{NEW}/account")).await;
        assert_eq!(account.status.as_u16(), 200);
        assert!(!account.text().contains("Assigned by this portal"), "it is now the vendor's ID");
        assert!(account.all("a[href$=microsoft-id]").is_empty());
        assert_eq!(browser.get(&format!("/customers/{NEW}/subscriptions")).await.total(), "1");
        let files = browser.get("/customers.csv").await.text();
        assert!(files.contains(NEW) && !files.contains(&old), "{files}");
        let told: Vec<_> =
            app.changes(partner).into_iter().filter(|(action, ..)| action.contains("correct")).collect();
        let [(_, name, details)] = &told[..] else { panic!("one entry: {told:?}") };
        assert_eq!(name, "한빛정밀 주식회사");
        assert_eq!(
            (&details["before"]["microsoft_id"], &details["after"]["microsoft_id"]),
            (&old.as_str().into(), &NEW.into())
        );
    }
    let orphans = app.portal.db.read_now(|c| Ok(orders::table.count().get_result::<i64>(c)?)).unwrap();
    assert_eq!(orphans, 1);
}

async fn former_ids_redirect_to_the_new_id(app: TestApp) {
    let cast = app.cast();
    let old = invented(&app, &[&cast.provider, &cast.reseller], 1);
    let plan = app.subscription(&cast.provider, id(1), "Plan", Some(&cast.reseller));
    let provider = app.signed_in("aa@1000.example").await;
    assert_eq!(correct(&provider, &old, NEW).await.status.as_u16(), 303);
    let helpdesk = app.signed_in("ha@2000.example").await;
    for rest in [
        "",
        "/account",
        "/subscriptions",
        "/subscriptions?sort=name&q=%ED%95%9C",
        &format!("/subscriptions/{plan}"),
        "/subscriptions.csv",
    ] {
        for browser in [&provider, &helpdesk] {
            let led = browser.get(&format!("/customers/{old}{rest}")).await;
            assert_eq!(led.status.as_u16(), 308, "{rest}");
            assert_eq!(led.header("location"), format!("/customers/{NEW}{rest}"));
            assert_eq!(led.header("cache-control"), "no-store");
        }
    }
    // A form that was open during the correction is sent again with its input.
    let sent = provider.submit("/help/keys", &format!("/customers/{old}/bill-to"), &[]).await;
    assert_eq!((sent.status.as_u16(), sent.header("location")), (308, format!("/customers/{NEW}/bill-to")));
    let jumped = provider.get(&format!("/c/{old}")).await;
    assert_eq!(jumped.header("location"), format!("/customers/{NEW}/subscriptions"));
    assert_eq!(provider.get(&format!("/customers?expanded={old}")).await.all("tr.detail").len(), 1);

    let import = provider.get(&format!("/customers/import?customer={old}")).await;
    assert_eq!((import.status.as_u16(), import.value("input[name=customer]")), (200, NEW.to_owned()));

    let forbidden = helpdesk.get(&format!("/customers/{old}/bill-to")).await;
    assert_eq!(forbidden.status.as_u16(), 403, "roles are checked first");
    for stranger in ["ga@3000.example", "ga@4000.example"] {
        let stranger = app.signed_in(stranger).await;
        let unknown = stranger.get(&format!("/customers/{}/account", id(99))).await;
        for one in [old.as_str(), NEW] {
            let answer = stranger.get(&format!("/customers/{one}/account")).await;
            assert_eq!((answer.status, answer.all("h1")), (unknown.status, unknown.all("h1")));
            assert!(!answer.text().contains(NEW) || one == NEW);
        }
    }
    assert_eq!(app.browser().get(&format!("/customers/{old}/account")).await.status.as_u16(), 303);
    app.end(&cast.reseller, NEW.parse().unwrap());
    assert_eq!(helpdesk.get(&format!("/customers/{old}/account")).await.status.as_u16(), 404);
}

async fn log_and_search_find_both_ids(app: TestApp) {
    let cast = app.cast();
    let old = whole(&app, &cast).await;
    let browser = app.signed_in("ga@1000.example").await;
    assert_eq!(correct(&browser, &old, NEW).await.status.as_u16(), 303);
    for q in [old.as_str(), NEW, "hanbit.example", "%ED%95%9C%EB%B9%9B%EC%A0%95%EB%B0%80"] {
        assert_eq!(browser.get(&format!("/customers?q={q}")).await.ids(), [NEW], "{q}");
        let log = browser.get(&format!("/activity?q={q}")).await;
        assert_eq!(log.total(), "3", "added, permitted, corrected: {q}");
        assert!(log.text().contains("Corrected the Microsoft ID"));
    }
    let account = browser.get(&format!("/customers/{NEW}/account")).await.text();
    assert!(account.contains("aa@1000.example"), "the user who granted the permission before: {account}");
    let linked = browser.get("/activity").await.attributes("td a, th a", "href");
    assert!(
        linked.iter().any(|link| link.contains(&old)),
        "earlier entries link to the customer: {linked:?}"
    );
    let checked = app.portal.db.read_now(|c| {
        Ok(activity_entries::table
            .filter(activity_entries::microsoft_id.eq(&old))
            .count()
            .get_result::<i64>(c)?)
    });
    assert!(checked.unwrap() > 0, "existing log entries do not change");
}

async fn corrects_only_ids_assigned_by_the_portal_and_only_once(app: TestApp) {
    let cast = app.cast();
    let old = invented(&app, &[&cast.direct], 1);
    let theirs = app.customer(&cast.direct, 2, "Typed", "typed.example").to_string();
    let browser = app.signed_in("ga@4000.example").await;
    let page = browser.get(&format!("/customers/{theirs}/microsoft-id")).await;
    assert_eq!(
        (page.status.as_u16(), page.header("location")),
        (303, format!("/customers/{theirs}/account"))
    );
    let refused = confirmed(&browser, &theirs, NEW, "1").await;
    assert_eq!(refused.status.as_u16(), 422);
    assert_eq!(refused.attributes("[data-error]", "data-error"), ["microsoft_id"]);
    for bad in ["", "7", "00000000-0000-0000-0000-000000000000", &old, "hanbit.example"] {
        let refused = correct(&browser, &old, bad).await;
        assert_eq!(refused.status.as_u16(), 422, "{bad:?}");
        assert!(refused.attributes("[data-error]", "data-error").contains(&"microsoft_id".to_owned()));
        assert_eq!(refused.value("input[name=microsoft_id]"), bad, "input is kept");
    }
    for (person, status) in [("aa", 200), ("sa", 403), ("ha", 403), ("ba", 403), ("um", 403), ("none", 403)] {
        let browser = app.signed_in(&format!("{person}@4000.example")).await;
        let page = browser.get(&format!("/customers/{old}/microsoft-id")).await;
        assert_eq!(page.status.as_u16(), status, "{person}");
        if status == 403 {
            assert_eq!(confirmed(&browser, &old, NEW, "1").await.status.as_u16(), 403);
        }
    }
    assert_eq!(correct(&browser, &old, NEW).await.status.as_u16(), 303);
    let again = confirmed(&browser, NEW, &id(77).to_string(), "2").await;
    assert_eq!(again.status.as_u16(), 422, "once");
    assert_eq!(app.changes(&cast.direct).len(), 1);
}

async fn accepts_only_an_unused_id(app: TestApp) {
    let cast = app.cast();
    let old = invented(&app, &[&cast.direct], 1);
    app.customer(&cast.direct, 2, "Held", "held.example");
    app.customer(&cast.direct, 3, "Ended", "ended.example");
    app.end(&cast.direct, id(3));
    let another = invented(&app, &[&cast.direct], 4);
    let elsewhere = invented(&app, &[&cast.provider], 5);
    let browser = app.signed_in("ga@4000.example").await;
    let mut said = Vec::new();
    for taken in [id(2).to_string(), id(3).to_string(), another.clone(), elsewhere] {
        let refused = correct(&browser, &old, &taken).await;
        assert_eq!(refused.status.as_u16(), 422, "{taken}");
        said.push(refused.all("[data-error]").concat());
    }
    assert_eq!(correct(&browser, &another, NEW).await.status.as_u16(), 303);
    for taken in [NEW, &another] {
        let refused = correct(&browser, &old, taken).await;
        assert_eq!(refused.status.as_u16(), 422, "{taken}");
        said.push(refused.all("[data-error]").concat());
    }
    said.dedup();
    assert_eq!(said.len(), 1, "the same message for every holder: {said:?}");
    assert_eq!(rows(&app, &old)[0], 1);
    // The former ID cannot be used for a new customer either.
    let draft = browser.get("/customers/new").await.value("input[name=draft]");
    let form = with(with(company("other.example"), "microsoft_id", &another), "draft", &draft);
    let known = send(&browser, "/customers/new", &form).await;
    assert_eq!(known.status.as_u16(), 422);
    assert!(known.attributes("a", "href").iter().any(|link| link.contains(NEW)), "redirects to the customer");
}

/// Two unrelated partners with the same company have separate rows, and neither learns of the other. An ID that a
/// related partner uses is rejected with the same message as one's own.
async fn does_not_reveal_another_partners_customers(app: TestApp) {
    let cast = app.cast();
    let old = invented(&app, &[&cast.reseller, &cast.provider], 1);
    app.customer(&cast.provider, 2, "The provider's", "provider.example");
    app.customer(&cast.reseller, 3, "Its own", "own.example");
    app.customer(&cast.direct, 4, "A stranger's", "stranger.example");
    let browser = app.signed_in("ga@2000.example").await;
    let [shared, own] = [2, 3].map(|number| (number, id(number).to_string()));
    let mut said = Vec::new();
    for (number, taken) in [shared, own] {
        let refused = correct(&browser, &old, &taken).await;
        assert_eq!(refused.status.as_u16(), 422, "{number}");
        said.push(refused.text().replace(&taken, "ID"));
        assert!(!refused.text().contains("provider.example"));
    }
    assert_eq!(said[0].replace('\n', "").len(), said[1].replace('\n', "").len(), "the same page");
    let free = correct(&browser, &old, &id(4).to_string()).await;
    assert_eq!(free.status.as_u16(), 303, "an unrelated partner's row does not matter");
    assert_eq!(rows(&app, &id(4).to_string())[0], 3);
}

async fn logs_of_other_partners_do_not_name_the_actor(app: TestApp) {
    let cast = app.cast();
    let old = invented(&app, &[&cast.direct, &cast.provider, &cast.reseller, &cast.other_reseller], 1);
    app.end(&cast.other_reseller, id(1));
    let browser = app.signed_in("ga@2000.example").await;
    assert_eq!(correct(&browser, &old, NEW).await.status.as_u16(), 303);
    assert_eq!(rows(&app, NEW)[0], 4, "ended ones too");
    let entries: Vec<(i32, String, Option<i32>, String, String)> = app
        .portal
        .db
        .read_now(|c| {
            let of =
                activity_entries::table.filter(activity_entries::action.eq("portal_correct_microsoft_id"));
            let columns = (
                activity_entries::partner_id,
                activity_entries::actor_kind,
                activity_entries::actor_id,
                activity_entries::actor_name,
                activity_entries::request_id,
            );
            Ok(of.order(activity_entries::partner_id).select(columns).load(c)?)
        })
        .unwrap();
    assert_eq!(entries.len(), 4, "one entry each: {entries:?}");
    for (partner, kind, person, name, request) in entries {
        let knows = partner == cast.provider.id.0 || partner == cast.reseller.id.0;
        assert_eq!((kind == "user", person.is_some(), name == "ga@2000.example"), (knows, knows, knows));
        assert_eq!(request.is_empty(), !knows);
    }
}

async fn one_of_two_concurrent_corrections_wins(app: TestApp) {
    let cast = app.cast();
    let old = invented(&app, &[&cast.provider, &cast.reseller], 1);
    let (provider, reseller) =
        (app.signed_in("aa@1000.example").await, app.signed_in("aa@2000.example").await);
    let other = id(88).to_string();
    let both = futures_util::future::join(
        confirmed(&provider, &old, NEW, "1"),
        confirmed(&reseller, &old, &other, "1"),
    );
    let (first, second) = both.await;
    let won = [&first, &second].iter().filter(|reply| reply.status == 303).count();
    assert_eq!(won, 1, "{} {}", first.status, second.status);
    let lost = if first.status == 303 { &second } else { &first };
    assert!([308, 409, 422].contains(&lost.status.as_u16()), "{}", lost.status);
    let counts = [rows(&app, NEW)[0], rows(&app, &other)[0], rows(&app, &old)[0]];
    assert!(counts == [2, 0, 0] || counts == [0, 2, 0], "{counts:?}");
    assert_eq!(app.changes(&cast.provider).len() + app.changes(&cast.reseller).len(), 2);
}

async fn reports_a_change_made_meanwhile(app: TestApp) {
    let cast = app.cast();
    let old = invented(&app, &[&cast.direct], 1);
    let browser = app.signed_in("ga@4000.example").await;
    let renamed = vec![("version", "1".to_owned()), ("company_name", "Another name".to_owned())];
    let saved = send(&browser, &format!("/customers/{old}/bill-to"), &renamed).await;
    assert_eq!(saved.status.as_u16(), 303, "{}", saved.text());
    let stale = confirmed(&browser, &old, NEW, "1").await;
    assert_eq!(stale.status.as_u16(), 409);
    assert_eq!(stale.attributes("[data-error]", "data-error"), ["version"]);
    assert_eq!(stale.value("input[name=microsoft_id]"), NEW, "input is kept");
    assert_eq!(rows(&app, &old)[0], 1);
    let version = stale.value("input[name=version]");
    assert_eq!(confirmed(&browser, &old, NEW, &version).await.status.as_u16(), 303);
    for none in ["", "x", "99999999999"] {
        let other = invented(&app, &[&cast.direct], 50 + none.len() as u128);
        assert_eq!(confirmed(&browser, &other, &id(70).to_string(), none).await.status.as_u16(), 409);
    }
}

async fn failed_attempts_are_rate_limited(app: TestApp) {
    let cast = app.cast();
    let old = invented(&app, &[&cast.direct], 1);
    app.customer(&cast.direct, 2, "Held", "held.example");
    let browser = app.signed_in("ga@4000.example").await;
    let taken = id(2).to_string();
    for _ in 0..10 {
        assert_eq!(confirmed(&browser, &old, &taken, "1").await.status.as_u16(), 422);
    }
    let colleague = app.signed_in("aa@4000.example").await;
    for browser in [&browser, &colleague] {
        assert_eq!(confirmed(browser, &old, &taken, "1").await.status.as_u16(), 429);
    }
    let other = invented(&app, &[&cast.provider], 3);
    let provider = app.signed_in("ga@1000.example").await;
    assert_eq!(correct(&provider, &other, NEW).await.status.as_u16(), 303, "other users are not delayed");
}

fn imported(app: &TestApp, partner: &Partner, file: &str, customer: Option<&str>) -> Report {
    let author = Author::operator(partner.id);
    let portal = &app.portal;
    let target = Target { db: &portal.db, log: &portal.log, partner, author: &author, noted: None };
    let options =
        Options { customer: customer.map(|id| MicrosoftId::from_input(id).unwrap()), ..Options::default() };
    let (mut input, mut progress) = (file.as_bytes(), |_| ());
    if file.contains("Subscription ID") {
        import_subscriptions(&target, &mut input, &options, &mut progress).unwrap()
    } else {
        import_customers(&target, &mut input, &options, &mut progress).unwrap()
    }
}

async fn imports_resolve_former_ids(app: TestApp) {
    let cast = app.cast();
    let old = invented(&app, &[&cast.direct], 1);
    let browser = app.signed_in("ga@4000.example").await;
    assert_eq!(correct(&browser, &old, NEW).await.status.as_u16(), 303);
    let header = "Microsoft ID,Company name,Primary domain name,Relationship";
    let renamed = format!("{header}\n{old},Renamed,renamed.example,Reseller\n");
    let report = imported(&app, &cast.direct, &renamed, None);
    assert_eq!((report.added, report.changed, report.bad), (0, 1, 0));
    assert_eq!(imported(&app, &cast.direct, &renamed, None).unchanged, 1);
    assert_eq!((rows(&app, &old)[0], rows(&app, NEW)[0]), (0, 1));
    assert_eq!(browser.get("/customers?q=renamed.example").await.ids(), [NEW]);
    let both = format!("{header}\n{old},One,one.example,Reseller\n{NEW},Two,two.example,Reseller\n");
    let report = imported(&app, &cast.direct, &both, None);
    assert_eq!((report.added, report.changed, report.bad), (0, 1, 1), "the current id counts");
    assert_eq!(browser.get("/customers?q=two.example").await.ids(), [NEW]);

    let header = "Microsoft ID,Subscription ID,Subscription,Quantity,Status,Reseller";
    let sold = format!("{header}\n{old},{},Plan,7,Active,\n", id(500));
    let report = imported(&app, &cast.direct, &sold, None);
    assert_eq!((report.added, report.bad), (1, 0));
    let more = sold.replace("Plan,7", "Plan,9").replace(&old, NEW);
    assert_eq!(imported(&app, &cast.direct, &more, None).changed, 1);
    assert_eq!(imported(&app, &cast.direct, &sold, None).changed, 1);
    assert_eq!((rows(&app, &old)[5], rows(&app, NEW)[5]), (0, 1));
    // For another partner, the former ID has no special meaning.
    let report = imported(&app, &cast.provider, &renamed, None);
    assert_eq!((report.added, rows(&app, &old)[0]), (1, 1));
}

async fn a_single_customers_import_resolves_its_former_id(app: TestApp) {
    let cast = app.cast();
    let old = invented(&app, &[&cast.direct], 1);
    let browser = app.signed_in("ga@4000.example").await;
    assert_eq!(correct(&browser, &old, NEW).await.status.as_u16(), 303);
    for (number, customer, written) in [(1, &*old, &*old), (2, &old, NEW), (3, NEW, &old), (4, NEW, "")] {
        let file = format!(
            "Microsoft ID,Subscription ID,Subscription,Quantity,Status,Reseller\n{written},{},Plan,7,Active,\n",
            id(500 + number)
        );
        let report = imported(&app, &cast.direct, &file, Some(customer));
        assert_eq!((report.added, report.bad), (1, 0), "{customer} {written}");
    }
    assert_eq!((rows(&app, &old)[5], rows(&app, NEW)[5]), (0, 4));
}

async fn carts_drafts_and_open_decisions_keep_working(app: TestApp) {
    let cast = app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    // The page after the wizard, which may still be open.
    let old = whole(&app, &cast).await;
    let adder = app.signed_in("aa@1000.example").await;
    let draft: String = app.portal.db.read_now(|c| Ok(drafts::table.select(drafts::id).first(c)?)).unwrap();
    // An acceptance with this ID that the reseller still has to decide on.
    let request = request(&app, &cast, &old);
    assert_eq!(correct(&browser, &old, NEW).await.status.as_u16(), 303);
    let done = adder.get(&format!("/customers/new/{draft}/done")).await;
    assert_eq!(done.status.as_u16(), 200);
    assert!(done.text().contains(NEW) && !done.text().contains(&old));
    let moved: (Option<String>, Option<String>, String, bool) = app
        .portal
        .db
        .read_now(|c| {
            let row = relationship_requests::table.inner_join(request_outcomes::table);
            let row = row.filter(relationship_requests::id.eq(&request));
            Ok(row
                .select((
                    relationship_requests::microsoft_id,
                    relationship_requests::again_for,
                    request_outcomes::microsoft_id,
                    request_outcomes::id_invented,
                ))
                .first(c)?)
        })
        .unwrap();
    let new = || Some(NEW.to_owned());
    assert_eq!(moved, (new(), new(), NEW.to_owned(), false));
}

fn request(app: &TestApp, cast: &Cast, customer: &str) -> String {
    use relationship_requests as r;
    let (id, now) = (uuid::Uuid::new_v4().to_string(), partner_portal::clock::now());
    let person = partner_portal::auth::accounts::by_email;
    app.portal
        .db
        .write_now(|c| {
            let by = person(c, "ga@1000.example")?.unwrap().user;
            let head = (
                r::id.eq(&id),
                r::partner_id.eq(cast.provider.id.0),
                r::kind.eq("customer"),
                r::language.eq("en"),
                r::delegated_admin.eq(false),
                r::recipient.eq("it@hanbit.example"),
                r::subject.eq("x"),
                r::body.eq("x"),
                r::status.eq("accepted"),
                r::link_seq.eq(1),
            );
            let rest = (
                r::valid_until.eq(now.date()),
                r::created_by.eq(by),
                r::created_name.eq("x"),
                r::created_email.eq("x"),
                r::created_at.eq(now),
                r::changed_by.eq("x"),
                r::changed_at.eq(now),
                r::microsoft_id.eq(customer),
                r::again_for.eq(customer),
            );
            diesel::insert_into(r::table).values((head, rest)).execute(c)?;
            let outcome = (
                request_outcomes::request_id.eq(&id),
                request_outcomes::partner_id.eq(cast.provider.id.0),
                request_outcomes::outcome.eq("undecided"),
                request_outcomes::microsoft_id.eq(customer),
                request_outcomes::id_invented.eq(true),
            );
            Ok(diesel::insert_into(request_outcomes::table).values(outcome).execute(c)?)
        })
        .unwrap();
    id
}
