//! API tokens: their pages, and how long one works.

use crate::on_both_databases;
use crate::support::api::Program;
use crate::support::cast::PASSWORD;
use crate::support::{Browser, TestApp};
use diesel::prelude::*;
use partner_portal::auth::api_tokens::store::MAX_OF_USER;
use partner_portal::clock;
use partner_portal::db::schema::{activity_entries, api_tokens, sessions, users};
use partner_portal::domain::{AccessLevel, ApiAccess};

on_both_databases! {
    a_token_is_shown_once_and_stored_as_its_hash
    rejects_invalid_tokens_to_make
    making_a_token_asks_for_the_password_again
    a_token_ends_with_its_user
    a_token_ends_when_its_owner_or_an_admin_ends_it
    admins_see_the_tokens_of_those_they_may_change
    records_the_last_use_and_deletes_old_tokens
}

const PAGE: &str = "/profile/tokens";

/// An address that needs a token, and that no user is refused.
const ANY: &str = "/v1/profiles/organization";

/// The status of a request with this token: 401, or another one if the token is valid.
async fn is_valid(program: &Program) -> bool {
    program.get(ANY).await.status != 401
}

async fn make(browser: &Browser, name: &str, level: &str) -> String {
    let fields = [("name", name), ("customers", level), ("days", "90")];
    let reply = browser.submit(PAGE, PAGE, &fields).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    reply.all("[data-secret] code").concat()
}

/// The action and the details of the newest entry.
fn newest_entry(app: &TestApp) -> (String, String, String) {
    let newest = activity_entries::table.order(activity_entries::seq.desc());
    let newest =
        newest.select((activity_entries::action, activity_entries::details, activity_entries::actor_name));
    app.portal.db.read_now(|c| Ok(newest.first(c)?)).unwrap()
}

async fn a_token_is_shown_once_and_stored_as_its_hash(app: TestApp) {
    app.cast();
    let browser = app.signed_in("sa@1000.example").await;
    let token = make(&browser, "Billing export", "read").await;
    assert!(token.starts_with("pp_") && token.len() == 46, "{token}");
    assert!(is_valid(&app.program_of(&token)).await);
    let page = browser.get(PAGE).await;
    assert_eq!(page.all("tbody th").len(), 1);
    assert!(!page.text().contains(&token), "it is not shown again");
    assert!(page.text().contains(&token[..8]) && page.text().contains("Billing export"));
    let stored: Vec<(String, String)> = app
        .portal
        .db
        .read_now(|c| {
            Ok(api_tokens::table.select((api_tokens::token_hash, api_tokens::beginning)).load(c)?)
        })
        .unwrap();
    assert!(stored.len() == 1 && !stored[0].0.contains(&token[3..]) && stored[0].1 == token[..8]);
    let (action, details, _) = newest_entry(&app);
    assert_eq!(action, "portal_create_token");
    assert!(details.contains("Billing export") && !details.contains(&token), "{details}");
}

async fn rejects_invalid_tokens_to_make(app: TestApp) {
    app.cast();
    let browser = app.signed_in("sa@1000.example").await;
    make(&browser, "Taken", "read").await;
    for (fields, wrong) in [
        ([("name", ""), ("customers", "read"), ("days", "30")], "name"),
        ([("name", "Taken"), ("customers", "read"), ("days", "30")], "name"),
        ([("name", "a"), ("customers", "all"), ("days", "30")], "customers"),
        ([("name", "a"), ("customers", "none"), ("days", "30")], "customers"),
        ([("name", "a"), ("activity", "write"), ("days", "30")], "activity"),
        ([("name", "a"), ("customers", "read"), ("days", "366")], "days"),
    ] {
        let reply = browser.submit(PAGE, PAGE, &fields).await;
        assert_eq!(reply.status, 422, "{fields:?}");
        assert_eq!(reply.attributes("p[data-error]", "data-error"), [wrong]);
        assert!(reply.all("[data-secret]").is_empty());
    }
    let count = || app.portal.db.read_now(|c| Ok(api_tokens::table.count().get_result::<i64>(c)?)).unwrap();
    assert_eq!(count(), 1);
    while count() < MAX_OF_USER as i64 {
        app.program("sa@1000.example");
    }
    let full =
        browser.submit(PAGE, PAGE, &[("name", "One more"), ("customers", "read"), ("days", "30")]).await;
    assert_eq!((full.status.as_u16(), count()), (422, MAX_OF_USER as i64));
}

async fn making_a_token_asks_for_the_password_again(app: TestApp) {
    app.cast();
    let browser = app.signed_in("sa@1000.example").await;
    let stale = clock::now() - chrono::TimeDelta::minutes(11);
    let age = diesel::update(sessions::table).set(sessions::proven_at.eq(stale));
    app.portal.db.write_now(|c| Ok(age.execute(c)?)).unwrap();
    let fields = [("name", "Billing"), ("customers", "write"), ("subscriptions", "none"), ("days", "90")];
    let asked = browser.submit(PAGE, PAGE, &fields).await;
    let step_up = asked.header("location");
    assert!(asked.status == 303 && step_up.starts_with("/step-up?"), "{step_up}");
    let next = browser.get(&step_up).await.value("input[name=next]");
    let back = browser.submit(&step_up, "/step-up", &[("password", PASSWORD), ("next", &next)]).await;
    let page = browser.get(&back.header("location")).await;
    assert_eq!(page.value("input[name=name]"), "Billing", "what was typed is still there");
    assert_eq!(page.value("input[name=customers][checked]"), "write");
    assert_eq!(page.value("input[name=subscriptions][checked]"), "none");
}

async fn a_token_ends_with_its_user(app: TestApp) {
    let cast = app.cast();
    let admin = app.signed_in("ga@1000.example").await;
    for (number, act) in ["password-reset", "session-end", "deactivation"].iter().enumerate() {
        let email = format!("leaver{number}@1000.example");
        app.person(&cast.provider, &email, "sales-agent", false);
        let program = app.program(&email);
        assert!(is_valid(&program).await);
        let page = format!("/account-settings/users/{}/{act}", app.user(&email));
        admin.submit(&page, &page, &[]).await;
        assert!(!is_valid(&program).await, "{act}");
    }
    // A removed role takes effect immediately, but the token stays.
    let program = app.program("aa@1000.example");
    let row = users::table.filter(users::email.eq("aa@1000.example"));
    let set = |epoch: i32| {
        let values = (users::agent_role.eq(None::<String>), users::session_epoch.eq(epoch));
        app.portal.db.write_now(|c| Ok(diesel::update(row).set(values).execute(c)?)).unwrap();
    };
    set(0);
    assert_eq!(program.get("/v1/customers").await.status, 403);
    set(1);
    assert_eq!(program.get("/v1/customers").await.status, 401, "the epoch of its user has increased");
}

async fn a_token_ends_when_its_owner_or_an_admin_ends_it(app: TestApp) {
    app.cast();
    let browser = app.signed_in("sa@1000.example").await;
    let program = app.program_of(&make(&browser, "Mine", "write").await);
    let id = browser.get(PAGE).await.ids().concat();
    let end = format!("{PAGE}/{id}/end");
    let other = app.signed_in("aa@1000.example").await;
    assert_eq!(other.submit(PAGE, &end, &[]).await.status, 404, "it is not theirs");
    assert!(is_valid(&program).await);
    assert_eq!(browser.submit(PAGE, &end, &[]).await.status, 303);
    assert!(!is_valid(&program).await);
    assert_eq!(newest_entry(&app).0, "portal_end_token");
    assert_eq!(browser.submit(PAGE, &end, &[]).await.status, 404, "it has ended already");

    let program = app.program_of(&make(&browser, "Mine too", "write").await);
    let admin = app.signed_in("um@1000.example").await;
    let page = format!("/account-settings/users/{}/tokens", app.user("sa@1000.example"));
    let id = admin.get(&page).await.ids().concat();
    assert_eq!(admin.submit(&page, &page, &[("token", &id)]).await.status, 303);
    assert!(!is_valid(&program).await);
    let (action, details, actor) = newest_entry(&app);
    assert_eq!((action.as_str(), actor.as_str()), ("portal_end_token", "um@1000.example"));
    assert!(details.contains("Mine too") && details.contains("sa@1000.example"), "{details}");
}

async fn admins_see_the_tokens_of_those_they_may_change(app: TestApp) {
    app.cast();
    let program = app.program("ga@1000.example");
    let of = |email: &str| format!("/account-settings/users/{}/tokens", app.user(email));
    let (um, own) = (app.signed_in("um@1000.example").await, of("ga@1000.example"));
    let refused = um.get(&own).await;
    assert_eq!(refused.status, 422, "a Global admin ranks above");
    assert!(refused.ids().is_empty() && !refused.text().contains(&program.token[..8]));
    let id: i32 = app.portal.db.read_now(|c| Ok(api_tokens::table.select(api_tokens::id).first(c)?)).unwrap();
    let end = um.submit(&own, &own, &[("token", &id.to_string())]).await;
    assert_eq!(end.status, 422);
    assert!(is_valid(&program).await);
    assert_eq!(app.signed_in("aa@1000.example").await.get(&own).await.status, 403);
    assert_eq!(um.get(&of("ga@2000.example")).await.status, 404, "of another partner");
    // The token of one user is not ended through the page of another.
    let other = of("sa@1000.example");
    assert_eq!(um.submit(&other, &other, &[("token", &id.to_string())]).await.status, 404);
    assert!(is_valid(&program).await);
}

async fn records_the_last_use_and_deletes_old_tokens(app: TestApp) {
    app.cast();
    let program = app.program_with("sa@1000.example", ApiAccess::everywhere(AccessLevel::Read));
    let browser = app.signed_in("sa@1000.example").await;
    assert!(browser.get(PAGE).await.text().contains("Never"));
    assert!(is_valid(&program).await);
    assert!(!browser.get(PAGE).await.text().contains("Never"));
    let expire = |at: chrono::NaiveDateTime| {
        let row = diesel::update(api_tokens::table).set(api_tokens::expires_at.eq(at));
        app.portal.db.write_now(|c| Ok(row.execute(c)?)).unwrap();
    };
    expire(clock::now());
    assert!(!is_valid(&program).await);
    assert!(browser.get(PAGE).await.text().contains("Expired"));
    let clean = || app.portal.db.write_now(partner_portal::auth::api_tokens::store::delete_expired).unwrap();
    assert_eq!(clean(), 0);
    expire(clock::now() - chrono::TimeDelta::days(31));
    assert_eq!(clean(), 1);
}
