//! User management over HTTP: who can see and change whom, what is kept, and exactly one log entry for each change.

use crate::on_both_databases;
use crate::support::cast::PASSWORD;
use crate::support::{Browser, Reply, TestApp};
use diesel::prelude::*;
use partner_portal::auth::accounts::by_email;
use partner_portal::db::schema::{activity_entries, sessions, users};

on_both_databases! {
    lists_searches_and_filters
    sorts_by_name_and_last_sign_in
    adds_a_person_with_a_temporary_password
    adds_a_person_by_a_link_that_works_once
    reports_invalid_fields_and_keeps_input
    previews_the_permissions_of_roles
    enforces_ranks
    a_forbidden_page_names_admins_only_to_those_who_may_see_them
    keeps_the_last_global_admin
    two_global_admins_cannot_demote_each_other
    changes_roles_immediately_and_rejects_a_stale_form
    deactivates_and_reactivates
    resets_a_password
    ends_sessions
    disabled_actions_name_the_required_roles
    shows_only_users_of_the_own_partner
    asks_for_the_password_before_dangerous_changes
}

const USERS: &str = "/account-settings/users";

fn id(app: &TestApp, email: &str) -> i32 {
    let row = users::table.filter(users::email_key.eq(email)).select(users::id);
    app.portal.db.read_now(|c| Ok(row.first(c)?)).unwrap()
}

fn page(app: &TestApp, email: &str, act: &str) -> String {
    format!("{USERS}/{}/{act}", id(app, email))
}

/// The actions and details of all changes in the log, oldest first.
fn entries(app: &TestApp) -> Vec<(String, serde_json::Value)> {
    let rows: Vec<(String, String)> = app
        .portal
        .db
        .read_now(|c| {
            let changes = activity_entries::table.filter(activity_entries::kind.eq("change"));
            let columns = (activity_entries::action, activity_entries::details);
            Ok(changes.order(activity_entries::id).select(columns).load(c)?)
        })
        .unwrap();
    rows.into_iter().map(|(action, details)| (action, serde_json::from_str(&details).unwrap())).collect()
}

async fn act(browser: &Browser, page: &str) -> Reply {
    browser.submit(page, page, &[]).await
}

fn person<'a>(name: &'a str, email: &'a str, admin: &'a str, agent: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("name", name),
        ("email", email),
        ("admin_role", admin),
        ("agent_role", agent),
        ("welcome", "password"),
    ]
}

async fn add(browser: &Browser, fields: &[(&str, &str)]) -> Reply {
    let page = format!("{USERS}/new");
    browser.submit(&page, &page, fields).await
}

async fn set_roles(app: &TestApp, browser: &Browser, email: &str, admin: &str, agent: &str) -> Reply {
    let page = page(app, email, "roles");
    let shown = browser.get(&page).await;
    let version = shown.value("input[name=version]");
    let token = shown.value("input[name=_csrf]");
    let fields = [
        ("name", "Somebody"),
        ("admin_role", admin),
        ("agent_role", agent),
        ("version", &version),
        ("_csrf", &token),
    ];
    browser.post(&page, &fields).await
}

async fn lists_searches_and_filters(app: TestApp) {
    app.cast();
    let browser = app.signed_in("ha@1000.example").await;
    let all = browser.get(USERS).await;
    assert_eq!((all.total().as_str(), all.ids().len()), ("7", 7));
    let found = browser.get(&format!("{USERS}?q=UM%40")).await;
    assert_eq!((found.total().as_str(), found.ids()), ("1", vec![id(&app, "um@1000.example").to_string()]));
    let filtered = browser.get(&format!("{USERS}?role=sales-agent")).await;
    assert_eq!(filtered.ids(), [id(&app, "sa@1000.example").to_string()]);
    assert_eq!(browser.get(&format!("{USERS}?q=2000.example")).await.total(), "0");
    for bad in ["role=king", "page=0", "page=-1", "page=99999999999999"] {
        let reply = browser.get(&format!("{USERS}?{bad}")).await;
        assert_eq!((reply.status.as_u16(), reply.ids().len()), (422, 7), "{bad}");
        assert_eq!(reply.attributes("[data-error]", "data-error"), [bad.split('=').next().unwrap()]);
    }
}

async fn sorts_by_name_and_last_sign_in(app: TestApp) {
    app.cast();
    let set = |email: &str, day: &str| {
        let at = format!("{day}T08:00:00").parse::<chrono::NaiveDateTime>().unwrap();
        let row = users::table.filter(users::email_key.eq(email));
        app.portal
            .db
            .write_now(|c| Ok(diesel::update(row).set(users::last_sign_in_at.eq(at)).execute(c)?))
            .unwrap();
    };
    let browser = app.signed_in("ga@1000.example").await;
    set("sa@1000.example", "2030-02-01");
    set("ba@1000.example", "2030-03-01");
    let names = async |query: &str| browser.get(&format!("{USERS}{query}")).await.ids();
    let by_name = names("").await;
    let mut reversed = names("?sort=-name").await;
    reversed.reverse();
    assert_eq!(by_name, reversed);
    let latest = names("?sort=-last-sign-in").await;
    assert_eq!(latest[..2], ["ba@1000.example", "sa@1000.example"].map(|email| id(&app, email).to_string()));
    let page = browser.get(&format!("{USERS}?role=sales-agent&sort=-name")).await;
    assert_eq!(page.attributes("[aria-sort] a", "href"), [format!("{USERS}?role=sales-agent")]);
    assert_eq!(page.attributes("main input[name=sort]", "value"), ["-name"], "a search keeps the order");
    assert_eq!(browser.get(&format!("{USERS}?sort=age")).await.status.as_u16(), 422);
}

async fn adds_a_person_with_a_temporary_password(app: TestApp) {
    app.cast();
    let browser = app.signed_in("um@1000.example").await;
    let before = entries(&app).len();
    let added = add(&browser, &person("서지우", "Jiwoo@1000.example", "none", "sales-agent")).await;
    assert_eq!(added.status.as_u16(), 200, "{}", added.text());
    let password = added.all("[data-secret] code").concat();
    let log = entries(&app).split_off(before);
    assert_eq!(log.len(), 1, "{log:?}");
    assert_eq!(log[0].0, "create_partner_user");
    assert_eq!(log[0].1["roles"], serde_json::json!(["sales-agent"]));
    assert!(!log[0].1.to_string().contains(&password), "the log holds no password");
    let newcomer = app.browser();
    assert_eq!(newcomer.sign_in("jiwoo@1000.example", &password).await.status.as_u16(), 303);
    assert_eq!(newcomer.get("/").await.header("location"), "/profile/password");
    let again = add(&browser, &person("Other", "JIWOO@1000.example", "none", "none")).await;
    assert_eq!(
        again.attributes("[data-error]", "data-error"),
        ["email"],
        "an email address belongs to one user"
    );
    let elsewhere = add(&browser, &person("Other", "ga@4000.example", "none", "none")).await;
    assert_eq!(elsewhere.attributes("[data-error]", "data-error"), ["email"]);
    assert_eq!(entries(&app).len(), before + 1);
}

async fn adds_a_person_by_a_link_that_works_once(app: TestApp) {
    app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    let mut fields = person("Newcomer", "newcomer@1000.example", "none", "admin-agent");
    fields[4].1 = "link";
    let link = add(&browser, &fields).await.all("[data-secret] code").concat();
    let path = link.split_once("8080").unwrap().1.to_owned();
    let visitor = app.browser();
    for _ in 0..3 {
        assert_eq!(visitor.get(&path).await.status.as_u16(), 200, "opening the link does not use it up");
    }
    let weak = visitor.submit(&path, &path, &[("password", "short"), ("repeat", "short")]).await;
    assert_eq!(weak.status.as_u16(), 422);
    let good = [("password", "quite a fine new phrase"), ("repeat", "quite a fine new phrase")];
    assert_eq!(visitor.submit(&path, &path, &good).await.header("location"), "/sign-in");
    assert_eq!(visitor.get(&path).await.status.as_u16(), 404, "used up");
    let token = visitor.get("/sign-in").await.value("input[name=_csrf]");
    let twice = [good[0], good[1], ("_csrf", &token)];
    assert_eq!(visitor.post(&path, &twice).await.status.as_u16(), 404);
    assert_eq!(visitor.sign_in("newcomer@1000.example", good[0].1).await.status.as_u16(), 303);
    assert_eq!(app.browser().get("/sign-in/password/guessed").await.status.as_u16(), 404);
}

async fn reports_invalid_fields_and_keeps_input(app: TestApp) {
    app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    let before = entries(&app).len();
    let long = "가".repeat(101);
    for (name, email, admin, field) in [
        ("", "x@1000.example", "none", "name"),
        (long.as_str(), "x@1000.example", "none", "name"),
        ("a\u{0}b", "x@1000.example", "none", "name"),
        ("a\u{202e}b", "x@1000.example", "none", "name"),
        ("Name", "nobody", "none", "email"),
        ("Name", "a@b.co\r\nBcc: x@y.zz", "none", "email"),
        ("Name", "x@1000.example", "sales-agent", "admin_role"),
        ("Name", "x@1000.example", "emperor", "admin_role"),
        ("Name", "x@1000.example", "", "admin_role"),
    ] {
        let reply = add(&browser, &person(name, email, admin, "helpdesk-agent")).await;
        assert_eq!(reply.status.as_u16(), 422, "{name:?} {email:?} {admin:?}");
        assert_eq!(reply.attributes("p[data-error]", "data-error"), [field]);
        assert!(reply.all("title").concat().starts_with("Error:"));
        assert_eq!(reply.attributes("input[name=agent_role][checked]", "value"), ["helpdesk-agent"]);
    }
    assert_eq!(
        add(&browser, &person("👩‍💻 <b>&", "emoji@1000.example", "none", "none")).await.status.as_u16(),
        200
    );
    assert_eq!(entries(&app).len(), before + 1);
}

async fn previews_the_permissions_of_roles(app: TestApp) {
    app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    let before = entries(&app).len();
    let mut fields = person("Name", "x@1000.example", "none", "helpdesk-agent");
    fields.push(("preview", "yes"));
    let preview = add(&browser, &fields).await;
    assert_eq!(preview.status.as_u16(), 200);
    let (can, cannot) =
        (preview.all("#abilities section:first-child li"), preview.all("#abilities section:last-child li"));
    assert!(can.contains(&"Export customers".to_owned()), "{can:?}");
    assert!(cannot.contains(&"Add a customer".to_owned()), "{cannot:?}");
    assert_eq!(preview.value("#email"), "x@1000.example");
    assert_eq!(entries(&app).len(), before);
}

/// A17: users who may not see other users read which roles may, but no email address.
async fn a_forbidden_page_names_admins_only_to_those_who_may_see_them(app: TestApp) {
    app.cast();
    let refused = "/customers/import";
    let seen = app.signed_in("sa@1000.example").await.get(refused).await;
    assert_eq!(seen.status.as_u16(), 403);
    assert!(seen.text().contains("ga@1000.example"), "a Sales agent may see users");
    let browser = app.signed_in("sa@1000.example").await;
    let nobody = users::table.filter(users::email_key.eq("sa@1000.example"));
    let without = diesel::update(nobody)
        .set((users::agent_role.eq(None::<String>), users::admin_role.eq(None::<String>)));
    app.portal.db.write_now(|c| Ok(without.execute(c)?)).unwrap();
    for page in [refused, "/customers", "/account-settings/users"] {
        let told = browser.get(page).await;
        assert_eq!(told.status.as_u16(), 403, "{page}");
        assert!(told.text().contains("Global admin"), "{page}");
        for colleague in ["ga", "ba", "um", "aa", "ha"] {
            assert!(!told.text().contains(&format!("{colleague}@1000.example")), "{page} names {colleague}");
        }
    }
}

/// T5: each acting role × each target role × each granted role.
async fn enforces_ranks(app: TestApp) {
    let cast = app.cast();
    app.person(&cast.provider, "ga2@1000.example", "global-admin", false);
    let manager = app.signed_in("um@1000.example").await;
    let before = entries(&app).len();
    for admin in ["global-admin"] {
        assert_eq!(set_roles(&app, &manager, "sa@1000.example", admin, "none").await.status.as_u16(), 422);
        assert_eq!(set_roles(&app, &manager, "um@1000.example", admin, "none").await.status.as_u16(), 422);
        let new = add(&manager, &person("Name", "x@1000.example", admin, "none")).await;
        assert_eq!(new.attributes("p[data-error]", "data-error"), ["admin_role"]);
    }
    assert_eq!(set_roles(&app, &manager, "ga@1000.example", "none", "none").await.status.as_u16(), 422);
    for act_on in ["deactivation", "password-reset", "session-end"] {
        let refused = act(&manager, &page(&app, "ga@1000.example", act_on)).await;
        assert_eq!(refused.status.as_u16(), 422, "{act_on}");
    }
    assert_eq!(entries(&app).len(), before, "nothing was changed and nothing logged");
    for name in ["ba", "aa", "sa", "ha", "none"] {
        let browser = app.signed_in(&format!("{name}@1000.example")).await;
        let page = page(&app, "um@1000.example", "roles");
        let token = browser.get("/help/keys").await.value("input[name=_csrf]");
        let fields = [("name", "x"), ("admin_role", "none"), ("agent_role", "none"), ("_csrf", &token)];
        assert_eq!(browser.post(&page, &fields).await.status.as_u16(), 403, "{name}");
    }
    assert_eq!(
        set_roles(&app, &manager, "sa@1000.example", "billing-admin", "none").await.status.as_u16(),
        303
    );
    let global = app.signed_in("ga@1000.example").await;
    assert_eq!(set_roles(&app, &global, "ga2@1000.example", "none", "none").await.status.as_u16(), 303);
    assert_eq!(entries(&app).len(), before + 2);
}

async fn keeps_the_last_global_admin(app: TestApp) {
    let cast = app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    let demoted = set_roles(&app, &browser, "ga@1000.example", "none", "admin-agent").await;
    assert_eq!(demoted.status.as_u16(), 422);
    assert!(demoted.text().contains("last Global admin"));
    app.person(&cast.provider, "ga2@1000.example", "global-admin", false);
    assert_eq!(act(&browser, &page(&app, "ga2@1000.example", "deactivation")).await.status.as_u16(), 303);
    let demoted = set_roles(&app, &browser, "ga@1000.example", "none", "admin-agent").await;
    assert_eq!(demoted.status.as_u16(), 422, "an inactive one does not count");
    assert_eq!(act(&browser, &page(&app, "ga@1000.example", "deactivation")).await.status.as_u16(), 422);
}

/// T6: one after the other and concurrently; one Global admin always remains.
async fn two_global_admins_cannot_demote_each_other(app: TestApp) {
    let cast = app.cast();
    app.person(&cast.provider, "ga2@1000.example", "global-admin", false);
    let count = || -> i64 {
        let admins = users::table.filter(users::partner_id.eq(cast.provider.id.0));
        let admins = admins.filter(users::active.eq(true).and(users::admin_role.eq("global-admin")));
        app.portal.db.read_now(|c| Ok(admins.count().get_result(c)?)).unwrap()
    };
    for round in 0..5 {
        let (one, two) = (app.signed_in("ga@1000.example").await, app.signed_in("ga2@1000.example").await);
        let (a, b) = futures_util::future::join(
            set_roles(&app, &one, "ga2@1000.example", "none", "none"),
            set_roles(&app, &two, "ga@1000.example", "none", "none"),
        )
        .await;
        assert_eq!(count(), 1, "round {round}: {} {}", a.status, b.status);
        let both = users::table.filter(users::email_key.eq_any(["ga@1000.example", "ga2@1000.example"]));
        let restore = diesel::update(both).set(users::admin_role.eq("global-admin"));
        app.portal.db.write_now(|c| Ok(restore.execute(c)?)).unwrap();
    }
}

async fn changes_roles_immediately_and_rejects_a_stale_form(app: TestApp) {
    app.cast();
    let (browser, agent) = (app.signed_in("ga@1000.example").await, app.signed_in("sa@1000.example").await);
    assert_eq!(agent.get("/customers.csv").await.status.as_u16(), 200);
    let page = page(&app, "sa@1000.example", "roles");
    let old = browser.get(&page).await;
    let before = entries(&app).len();
    assert_eq!(
        set_roles(&app, &browser, "sa@1000.example", "billing-admin", "none").await.status.as_u16(),
        303
    );
    assert_eq!(agent.get("/customers.csv").await.status.as_u16(), 403, "the very next request");
    let log = entries(&app).split_off(before);
    assert_eq!(log.len(), 1);
    assert_eq!(log[0].1["before"]["roles"], serde_json::json!(["sales-agent"]));
    assert_eq!(log[0].1["after"]["roles"], serde_json::json!(["billing-admin"]));
    let token = old.value("input[name=_csrf]");
    let version = old.value("input[name=version]");
    let stale = [
        ("name", "Typed name"),
        ("admin_role", "none"),
        ("agent_role", "admin-agent"),
        ("version", &version),
        ("_csrf", &token),
    ];
    let refused = browser.post(&page, &stale).await;
    assert_eq!((refused.status.as_u16(), refused.value("#name")), (409, "Typed name".to_owned()));
    assert_eq!(entries(&app).len(), before + 1);
}

async fn deactivates_and_reactivates(app: TestApp) {
    app.cast();
    let (browser, agent) = (app.signed_in("um@1000.example").await, app.signed_in("sa@1000.example").await);
    let before = entries(&app).len();
    let deactivation = page(&app, "sa@1000.example", "deactivation");
    assert_eq!(act(&browser, &deactivation).await.status.as_u16(), 303);
    assert_eq!(agent.get("/customers").await.status.as_u16(), 303, "signed out immediately");
    assert_eq!(app.browser().sign_in("sa@1000.example", PASSWORD).await.status.as_u16(), 422);
    assert_eq!(act(&browser, &deactivation).await.status.as_u16(), 422, "once is enough");
    assert_eq!(act(&browser, &page(&app, "sa@1000.example", "reactivation")).await.status.as_u16(), 303);
    assert_eq!(app.browser().sign_in("sa@1000.example", PASSWORD).await.status.as_u16(), 303);
    let log: Vec<_> = entries(&app).split_off(before).into_iter().map(|(action, _)| action).collect();
    assert_eq!(log, ["remove_partner_user", "update_partner_user"]);
    assert_eq!(
        act(&browser, &page(&app, "um@1000.example", "deactivation")).await.status.as_u16(),
        422,
        "oneself"
    );
    assert_eq!(browser.get(&page(&app, "sa@1000.example", "promotion")).await.status.as_u16(), 404);
}

async fn resets_a_password(app: TestApp) {
    app.cast();
    let (browser, agent) = (app.signed_in("um@1000.example").await, app.signed_in("sa@1000.example").await);
    for _ in 0..10 {
        app.browser().sign_in("sa@1000.example", "wrong").await;
    }
    let before = entries(&app).len();
    let reset = act(&browser, &page(&app, "sa@1000.example", "password-reset")).await;
    let password = reset.all("[data-secret] code").concat();
    assert_eq!((reset.status.as_u16(), password.len()), (200, 23), "{}", reset.text());
    assert_eq!(agent.get("/customers").await.status.as_u16(), 303, "signed out immediately");
    assert_eq!(app.browser().sign_in("sa@1000.example", PASSWORD).await.status.as_u16(), 422);
    let again = app.browser();
    assert_eq!(again.sign_in("sa@1000.example", &password).await.status.as_u16(), 303, "the lockout ends");
    assert_eq!(again.get("/").await.header("location"), "/profile/password");
    assert_eq!(entries(&app).len(), before + 1);
}

async fn ends_sessions(app: TestApp) {
    app.cast();
    let (browser, agent) = (app.signed_in("ga@1000.example").await, app.signed_in("sa@1000.example").await);
    assert_eq!(act(&browser, &page(&app, "sa@1000.example", "session-end")).await.status.as_u16(), 303);
    assert_eq!(agent.get("/customers").await.status.as_u16(), 303);
    assert_eq!(entries(&app).last().unwrap().0, "portal_end_sessions");
}

async fn disabled_actions_name_the_required_roles(app: TestApp) {
    app.cast();
    let reader = app.signed_in("sa@1000.example").await;
    let list = reader.get(USERS).await;
    assert_eq!(list.all("[aria-disabled]"), ["Add user"]);
    assert!(list.all("#user-needs").concat().contains("Global admin, User management admin"));
    let shown = reader.get(&format!("{USERS}/{}", id(&app, "ga@1000.example"))).await;
    assert!(shown.all("[aria-disabled]").contains(&"Deactivate".to_owned()));
    let nobody = app.signed_in("none@1000.example").await;
    let refused = nobody.get("/customers").await;
    assert_eq!(refused.status.as_u16(), 403);
    assert!(refused.text().contains("User management admin"), "the role that can grant roles");
    let ways = refused.attributes("main a.button", "href");
    assert_eq!(ways, ["/profile"], "no link to the same page");
    assert_eq!(nobody.get("/profile").await.status.as_u16(), 200);
}

async fn shows_only_users_of_the_own_partner(app: TestApp) {
    app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    let foreign = id(&app, "sa@2000.example");
    let token = browser.get("/help/keys").await.value("input[name=_csrf]");
    for id in [foreign.to_string(), "999999".to_owned(), "x".to_owned(), "99999999999999999999".to_owned()] {
        for path in ["", "/roles", "/deactivation"] {
            let path = format!("{USERS}/{id}{path}");
            assert_eq!(browser.get(&path).await.status.as_u16(), 404, "{path}");
        }
        for path in ["/roles", "/deactivation", "/password-reset", "/second-factor-reset", "/session-end"] {
            let path = format!("{USERS}/{id}{path}");
            let fields = [("name", "x"), ("admin_role", "none"), ("agent_role", "none"), ("_csrf", &token)];
            assert_eq!(browser.post(&path, &fields).await.status.as_u16(), 404, "{path}");
        }
    }
    let person = app.portal.db.read_now(|c| by_email(c, "sa@2000.example")).unwrap();
    assert!(person.is_some(), "untouched");
}

async fn asks_for_the_password_before_dangerous_changes(app: TestApp) {
    app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    let page = page(&app, "sa@1000.example", "deactivation");
    assert_eq!(browser.get(&page).await.status.as_u16(), 200, "just signed in");
    let stale = partner_portal::clock::now() - chrono::TimeDelta::minutes(11);
    let age = diesel::update(sessions::table).set(sessions::proven_at.eq(stale));
    app.portal.db.write_now(|c| Ok(age.execute(c)?)).unwrap();
    let led = browser.get(&page).await.header("location");
    assert!(led.starts_with("/step-up?next=%2Faccount-settings%2Fusers%2F"), "{led}");
    assert_eq!(
        browser.submit(&led, &page, &[]).await.status.as_u16(),
        303,
        "the form is redirected there too"
    );
    assert!(
        app.portal.db.read_now(|c| by_email(c, "sa@1000.example")).unwrap().is_some(),
        "nothing was done"
    );
    let fields = |password: &'static str| [("password", password), ("next", "/account-settings/users")];
    assert_eq!(browser.submit(&led, "/step-up", &fields("wrong")).await.status.as_u16(), 422);
    let old = browser.cookies.borrow().clone();
    assert_eq!(browser.submit(&led, "/step-up", &fields(PASSWORD)).await.header("location"), USERS);
    assert_eq!(browser.get(&page).await.status.as_u16(), 200);
    *browser.cookies.borrow_mut() = old;
    assert_eq!(
        browser.get(&page).await.header("location").split('?').next(),
        Some("/sign-in"),
        "a new token"
    );
}
