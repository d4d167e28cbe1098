//! Applications: signing in with client credentials, rotating secrets, ending, and their pages.

use crate::on_both_databases;
use crate::support::api::{Program, sign_in_fields};
use crate::support::cast::PASSWORD;
use crate::support::{Browser, Reply, TestApp};
use actix_web::test::TestRequest;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use diesel::prelude::*;
use partner_portal::auth::api_applications::access_token::Claims;
use partner_portal::auth::api_applications::store::{MAX_OF_PARTNER, NewCredentials};
use partner_portal::clock;
use partner_portal::config::{MfaRequirement, Settings};
use partner_portal::db::schema::{
    activity_entries, api_application_secrets as secrets, api_applications, sessions, users,
};
use partner_portal::domain::{AccessLevel, ApiAccess};
use partner_portal::secrets::Secrets;
use serde_json::json;

on_both_databases! {
    an_application_signs_in_with_its_secret
    answers_version_1_with_numbers_as_text
    refuses_wrong_credentials_and_grants
    wrong_secrets_are_logged_and_slowed_down
    forged_and_expired_access_tokens_are_refused
    a_secret_is_rotated_with_an_overlap
    ending_an_application_takes_effect_immediately
    acts_with_its_roles_and_is_named_in_the_log
    the_pages_register_rotate_and_end
    only_global_admins_of_the_partner_see_applications
    an_application_is_no_user_on_pages
    says_where_to_sign_in
}

const LIST: &str = "/account-settings/applications";
const NEW: &str = "/account-settings/applications/new";
const ANY: &str = "/v1/profiles/organization";

fn everything() -> ApiAccess {
    ApiAccess::everywhere(AccessLevel::Write)
}

async fn sign_in(app: &TestApp, credentials: &NewCredentials) -> Reply {
    app.token_request("/contoso.example/oauth2/v2.0/token", &sign_in_fields(credentials)).await
}

async fn is_valid(program: &Program) -> bool {
    let status = program.get(ANY).await.status.as_u16();
    assert!([200, 401].contains(&status), "{status}");
    status == 200
}

fn error(reply: &Reply) -> (u16, String) {
    assert_eq!(reply.header("cache-control"), "no-store");
    let body = reply.json();
    assert!(body["error_description"].as_str().unwrap().is_ascii(), "{body}");
    (reply.status.as_u16(), body["error"].as_str().unwrap().to_owned())
}

async fn an_application_signs_in_with_its_secret(app: TestApp) {
    let cast = app.cast();
    let credentials = app.application(&cast.provider, "sales-agent", everything());
    let reply = sign_in(&app, &credentials).await;
    assert_eq!((reply.status.as_u16(), reply.header("cache-control").as_str()), (200, "no-store"));
    let body = reply.json();
    assert_eq!((&body["token_type"], &body["expires_in"]), (&json!("Bearer"), &json!(3600)));
    assert_eq!(body["ext_expires_in"], json!(3600));
    let token = body["access_token"].as_str().unwrap();
    // Clients read when the token expires.
    let claims: Vec<u8> = URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
    let claims: serde_json::Value = serde_json::from_slice(&claims).unwrap();
    assert_eq!(claims["sub"], json!(credentials.client_id));
    assert!(claims["exp"].as_i64().unwrap() > clock::now().and_utc().timestamp() + 3_500);
    assert!(is_valid(&app.program_of(token)).await);

    // The secret in the header, as RFC 6749 prefers.
    let basic = STANDARD.encode(format!("{}:{}", credentials.client_id, credentials.secret));
    let request = TestRequest::post().uri("/common/oauth2/v2.0/token");
    let request = request.insert_header(("authorization", format!("Basic {basic}")));
    let reply = app.browser().send(request.set_form([("grant_type", "client_credentials")])).await;
    let token = reply.json()["access_token"].as_str().unwrap().to_owned();
    assert!(is_valid(&app.program_of(&token)).await);
    let stored: Vec<String> =
        app.portal.db.read_now(|c| Ok(secrets::table.select(secrets::secret_hash).load(c)?)).unwrap();
    assert!(stored.iter().all(|hash| !hash.contains(&credentials.secret[4..])));
}

async fn answers_version_1_with_numbers_as_text(app: TestApp) {
    let cast = app.cast();
    let credentials = app.application(&cast.provider, "sales-agent", everything());
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", &credentials.client_id),
        ("client_secret", &credentials.secret),
        ("resource", "https://graph.windows.net"),
    ];
    let body = app.token_request("/contoso.example/oauth2/token", &fields).await.json();
    assert_eq!(
        (&body["expires_in"], &body["resource"]),
        (&json!("3600"), &json!("https://graph.windows.net"))
    );
    let number = |name: &str| body[name].as_str().unwrap().parse::<i64>().unwrap();
    assert_eq!(number("expires_on") - number("not_before"), 3_600);
    assert!(is_valid(&app.program_of(body["access_token"].as_str().unwrap())).await);
}

async fn refuses_wrong_credentials_and_grants(app: TestApp) {
    let cast = app.cast();
    let credentials = app.application(&cast.provider, "sales-agent", everything());
    let other = app.application(&cast.provider, "sales-agent", everything());
    let (id, secret) = (credentials.client_id.as_str(), credentials.secret.as_str());
    let path = "/contoso.example/oauth2/v2.0/token";
    let none = uuid::Uuid::new_v4().to_string();
    let capital = secret.to_uppercase();
    for (grant, id, secret, wanted) in [
        ("client_credentials", id, &secret[..20], (401, "invalid_client")),
        ("client_credentials", id, capital.as_str(), (401, "invalid_client")),
        ("client_credentials", id, other.secret.as_str(), (401, "invalid_client")),
        ("client_credentials", none.as_str(), secret, (401, "invalid_client")),
        ("client_credentials", "", secret, (401, "invalid_client")),
        ("password", id, secret, (400, "unsupported_grant_type")),
        ("refresh_token", id, secret, (400, "unsupported_grant_type")),
        ("", id, secret, (400, "invalid_request")),
    ] {
        let fields = [("grant_type", grant), ("client_id", id), ("client_secret", secret)];
        let reply = app.token_request(path, &fields).await;
        assert_eq!(error(&reply), (wanted.0, wanted.1.to_owned()), "{grant} {id} {secret}");
    }
    let json = TestRequest::post().uri(path).set_json(json!({ "grant_type": "client_credentials" }));
    assert_eq!(error(&app.browser().send(json).await), (400, "invalid_request".to_owned()));
    let header = TestRequest::post().uri(path).insert_header(("authorization", "Basic !!!"));
    let reply = app.browser().send(header.set_form([("grant_type", "client_credentials")])).await;
    assert!(reply.header("www-authenticate").starts_with("Basic "));
    assert_eq!(error(&reply), (401, "invalid_client".to_owned()));
    assert_eq!(app.browser().get(path).await.status, 405);
}

async fn wrong_secrets_are_logged_and_slowed_down(app: TestApp) {
    let cast = app.cast();
    let credentials = app.application(&cast.provider, "sales-agent", everything());
    let other = app.application(&cast.provider, "sales-agent", everything());
    let wrong = NewCredentials { secret: "pps_wrong".to_owned(), ..credentials.clone() };
    for _ in 0..10 {
        assert_eq!(error(&sign_in(&app, &wrong).await).0, 401);
    }
    let refused = sign_in(&app, &credentials).await;
    assert_eq!(error(&refused), (429, "temporarily_unavailable".to_owned()));
    assert!(refused.header("retry-after").parse::<u64>().unwrap() >= 1);
    assert_eq!(sign_in(&app, &other).await.status, 200, "each application counts by itself");
    let failed = activity_entries::table.filter(activity_entries::action.like("portal_%_sign_in"));
    let failed = failed.select((activity_entries::action, activity_entries::details));
    let failed: Vec<(String, String)> = app.portal.db.read_now(|c| Ok(failed.load(c)?)).unwrap();
    assert_eq!(failed.len(), 11, "{failed:?}");
    assert_eq!(failed.iter().filter(|(action, _)| action == "portal_slow_sign_in").count(), 1);
    assert!(failed.iter().all(|(_, details)| details.contains(&credentials.client_id)), "{failed:?}");
    assert!(!format!("{failed:?}").contains("pps_"));
}

async fn forged_and_expired_access_tokens_are_refused(app: TestApp) {
    let cast = app.cast();
    let credentials = app.application(&cast.provider, "sales-agent", everything());
    let foreign = app.application(&cast.direct, "global-admin", everything());
    let secret_of = |credentials: &NewCredentials| {
        let own = secrets::table.filter(secrets::application_id.eq(credentials.id));
        app.portal.db.read_now(|c| Ok(own.select(secrets::id).first::<i32>(c)?)).unwrap()
    };
    let (issuer, now) = (app.portal.settings.public_url(), clock::now());
    let claims = Claims::new(
        &issuer,
        &credentials.client_id,
        (secret_of(&credentials), now + TimeDelta::days(1)),
        now,
    );
    let sign = |claims: &Claims| claims.sign(&app.portal.secrets).unwrap();
    assert!(is_valid(&app.program_of(&sign(&claims))).await);
    let past = now.and_utc().timestamp() - 1;
    let genuine = sign(&claims);
    let parts: Vec<&str> = genuine.split('.').collect();
    let none = URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"JWT"}"#);
    for wrong in [
        sign(&Claims { exp: past, ..claims.clone() }),
        sign(&Claims { iss: "https://other.example".to_owned(), ..claims.clone() }),
        // The client id of another partner's application, with one's own secret, and the other way round.
        sign(&Claims { sub: foreign.client_id.clone(), ..claims.clone() }),
        sign(&Claims { secret: secret_of(&foreign), ..claims.clone() }),
        sign(&Claims { sub: uuid::Uuid::new_v4().to_string(), ..claims.clone() }),
        claims.sign(&Secrets::random().unwrap()).unwrap(),
        format!("{none}.{}.", parts[1]),
        format!("{none}.{}.{}", parts[1], parts[2]),
        format!("{}.{}", parts[0], parts[1]),
        format!("{genuine}x"),
    ] {
        assert_eq!(app.program_of(&wrong).get(ANY).await.fault(), (401, "800001".to_owned()), "{wrong}");
    }
}

async fn a_secret_is_rotated_with_an_overlap(app: TestApp) {
    let cast = app.cast();
    let first = app.application(&cast.provider, "sales-agent", everything());
    let by_first = app.program_of_application(&first).await;
    let browser = app.signed_in("ga@1000.example").await;
    let page = format!("{LIST}/{}", first.id);
    let rotate = async |overlap: &str| {
        let fields = [("days", "90"), ("overlap", overlap)];
        browser.submit(&page, &format!("{page}/secrets"), &fields).await
    };
    let made = rotate("7").await;
    let second = NewCredentials { secret: made.all("[data-secret] code").concat(), ..first.clone() };
    assert!(second.secret.starts_with("pps_") && second.secret != first.secret);
    assert_eq!(sign_in(&app, &first).await.status, 200, "the former one is still valid");
    let by_second = app.program_of_application(&second).await;
    let full = rotate("7").await;
    assert_eq!(
        (full.status.as_u16(), full.attributes("p[data-error]", "data-error").concat().as_str()),
        (422, "overlap")
    );
    let wrong = rotate("400").await;
    assert_eq!(wrong.status, 422);

    // A week later.
    let ends: Vec<chrono::NaiveDateTime> = app
        .portal
        .db
        .read_now(|c| Ok(secrets::table.order(secrets::id).select(secrets::expires_at).load(c)?))
        .unwrap();
    assert!(ends[0] <= clock::now() + TimeDelta::days(7) && ends[1] > clock::now() + TimeDelta::days(89));
    let oldest = secrets::table.filter(secrets::expires_at.eq(ends[0]));
    let expire = diesel::update(oldest).set(secrets::expires_at.eq(clock::now()));
    app.portal.db.write_now(|c| Ok(expire.execute(c)?)).unwrap();
    assert_eq!(sign_in(&app, &first).await.status, 401);
    assert!(!is_valid(&by_first).await, "access tokens end with the secret");
    assert!(is_valid(&by_second).await);

    // Immediately, because another person has seen the secret.
    let made = rotate("0").await;
    let third = NewCredentials { secret: made.all("[data-secret] code").concat(), ..first.clone() };
    assert!(!is_valid(&by_second).await);
    assert_eq!(sign_in(&app, &second).await.status, 401);
    assert_eq!(sign_in(&app, &third).await.status, 200);
    let clean =
        || app.portal.db.write_now(partner_portal::auth::api_applications::store::delete_expired).unwrap();
    assert_eq!(clean(), 0);
    let old = clock::now() - TimeDelta::days(31);
    let ended = secrets::table.filter(secrets::expires_at.le(clock::now()));
    app.portal
        .db
        .write_now(|c| Ok(diesel::update(ended).set(secrets::expires_at.eq(old)).execute(c)?))
        .unwrap();
    assert_eq!(clean(), 2);
}

async fn ending_an_application_takes_effect_immediately(app: TestApp) {
    let cast = app.cast();
    let credentials = app.application(&cast.provider, "sales-agent", everything());
    let program = app.program_of_application(&credentials).await;
    assert!(is_valid(&program).await);
    let browser = app.signed_in("ga@1000.example").await;
    let page = format!("{LIST}/{}", credentials.id);
    assert_eq!(browser.submit(&page, &format!("{page}/end"), &[]).await.status, 303);
    assert!(!is_valid(&program).await);
    assert_eq!(error(&sign_in(&app, &credentials).await).0, 401);
    assert_eq!(browser.get(&page).await.status, 404);
    assert_eq!(browser.submit("/help/keys", &format!("{page}/end"), &[]).await.status, 404);
    let left = app.portal.db.read_now(|c| {
        let account = users::table.filter(users::is_application.eq(true));
        let account = account.select((users::admin_role.is_null(), users::agent_role.is_null()));
        Ok((secrets::table.count().get_result::<i64>(c)?, account.first::<(bool, bool)>(c)?))
    });
    assert_eq!(left.unwrap(), (0, (true, true)));
}

async fn acts_with_its_roles_and_is_named_in_the_log(app: TestApp) {
    let cast = app.cast();
    let own = app.customer(&cast.provider, 1, "Own", "own.example");
    let plan = app.subscription(&cast.provider, own, "Plan", None);
    let path = format!("/v1/customers/{own}/subscriptions/{plan}");
    // People must have a second factor here; applications cannot.
    let settings =
        Settings { portal_require_mfa: MfaRequirement::All, ..Settings::clone(&app.portal.settings) };
    let app = TestApp::with(app.portal.db.clone(), settings).await;
    let billing = app.application(&cast.provider, "billing-admin", everything());
    let program = app.program_of_application(&billing).await;
    let change = json!({ "quantity": 9 });
    let refused = program.with_body(actix_web::http::Method::PATCH, &path, &change).await;
    assert_eq!(refused.fault(), (403, "2032".to_owned()), "a billing admin changes no quantity");
    let credentials = app.application(&cast.provider, "sales-agent", everything());
    let program = app.program_of_application(&credentials).await;
    let changed = program.with_body(actix_web::http::Method::PATCH, &path, &change).await;
    assert_eq!(changed.status, 200, "{}", changed.text());
    let entry = activity_entries::table.filter(activity_entries::action.eq("update_subscription"));
    let entry = entry.select((activity_entries::actor_name, activity_entries::details));
    let (actor, details): (String, String) = app.portal.db.read_now(|c| Ok(entry.first(c)?)).unwrap();
    assert_eq!(actor, credentials.name);
    assert!(details.contains(&credentials.client_id), "{details}");
    assert_eq!(program.get("/v1/customers").await.header("ratelimit-policy"), "\"token\";q=600;w=60");
    let used = api_applications::table.filter(api_applications::last_used_at.is_not_null()).count();
    assert_eq!(app.portal.db.read_now(|c| Ok(used.get_result::<i64>(c)?)).unwrap(), 2);
}

fn registration(name: &str) -> Vec<(&str, &str)> {
    vec![
        ("name", name),
        ("admin_role", "none"),
        ("agent_role", "sales-agent"),
        ("customers", "read"),
        ("orders", "write"),
        ("days", "180"),
    ]
}

fn with<'a>(mut fields: Vec<(&'a str, &'a str)>, name: &str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    fields.iter_mut().filter(|(field, _)| *field == name).for_each(|(_, old)| *old = value);
    fields
}

async fn register(browser: &Browser, name: &str) -> Reply {
    browser.submit(NEW, NEW, &registration(name)).await
}

async fn the_pages_register_rotate_and_end(app: TestApp) {
    app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    assert!(browser.get(LIST).await.text().contains("No applications yet"));
    let once = register(&browser, "ERP connector").await;
    assert_eq!(once.status, 200, "{}", once.text());
    let (id, secret) = (once.all("[data-client] code").concat(), once.all("[data-secret] code").concat());
    assert!(once.text().contains("/1000/oauth2/v2.0/token"));
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", id.as_str()),
        ("client_secret", secret.as_str()),
    ];
    let token = app.token_request("/1000/oauth2/v2.0/token", &fields).await.json();
    let program = app.program_of(token["access_token"].as_str().unwrap());
    assert_eq!(program.get("/v1/customers").await.status, 200);
    assert_eq!(program.get("/v1/offers").await.fault().0, 403, "of another area");
    let list = browser.get(LIST).await;
    assert!(list.text().contains("Read: Customers · Read and change: Orders"), "{}", list.text());
    assert!(list.text().contains(&id) && !list.text().contains(&secret));
    let page = browser.get(&format!("{LIST}/{}", list.ids().concat())).await;
    assert!(page.text().contains(&secret[..9]) && !page.text().contains(&secret));
    assert!(page.text().contains("Sales agent"));

    for (fields, wrong) in [
        (with(registration("x"), "name", ""), "name"),
        (registration("ERP connector"), "name"),
        (with(registration("x"), "agent_role", "none"), "agent_role"),
        (with(registration("x"), "admin_role", "emperor"), "admin_role"),
        (with(registration("x"), "days", "1000"), "days"),
        (with(with(registration("x"), "customers", "none"), "orders", "none"), "customers"),
        (with(registration("x"), "customers", "admin"), "customers"),
    ] {
        let reply = browser.submit(NEW, NEW, &fields).await;
        assert_eq!(reply.status, 422, "{fields:?}");
        assert_eq!(reply.attributes("p[data-error]", "data-error"), [wrong], "{fields:?}");
    }
    for number in 1..MAX_OF_PARTNER {
        assert_eq!(register(&browser, &format!("Application {number}")).await.status, 200);
    }
    assert_eq!(register(&browser, "One more").await.status, 422);

    // Without a recent password there is no secret.
    let stale = clock::now() - TimeDelta::minutes(11);
    let age = diesel::update(sessions::table).set(sessions::proven_at.eq(stale));
    app.portal.db.write_now(|c| Ok(age.execute(c)?)).unwrap();
    assert!(browser.get(NEW).await.header("location").starts_with("/step-up?"));
    let first = list.ids().concat();
    let rotate = [("days", "90"), ("overlap", "0")];
    let asked = browser.submit(LIST, &format!("{LIST}/{first}/secrets"), &rotate).await;
    let step_up = asked.header("location");
    assert!(step_up.starts_with("/step-up?"), "{}", asked.status);
    let next = browser.get(&step_up).await.value("input[name=next]");
    let back = browser.submit(&step_up, "/step-up", &[("password", PASSWORD), ("next", &next)]).await;
    assert!(back.header("location").starts_with(&format!("{LIST}/{first}")), "{}", back.header("location"));
}

async fn only_global_admins_of_the_partner_see_applications(app: TestApp) {
    let cast = app.cast();
    let foreign = app.application(&cast.direct, "sales-agent", everything());
    let browser = app.signed_in("ga@1000.example").await;
    assert!(!browser.get(LIST).await.text().contains(&foreign.client_id));
    let page = format!("{LIST}/{}", foreign.id);
    assert_eq!(browser.get(&page).await.status, 404);
    let rotate = [("days", "90"), ("overlap", "0")];
    assert_eq!(browser.submit(LIST, &format!("{page}/secrets"), &rotate).await.status, 404);
    assert_eq!(browser.submit(LIST, &format!("{page}/end"), &[]).await.status, 404);
    assert_eq!(sign_in(&app, &foreign).await.status, 200);
    for role in ["ba", "um", "aa", "sa", "ha", "none"] {
        let browser = app.signed_in(&format!("{role}@1000.example")).await;
        assert_eq!(browser.get(LIST).await.status, 403, "{role}");
        assert_eq!(browser.get(NEW).await.status, 403, "{role}");
    }
}

/// The account of an application is not listed as a user, and it cannot be signed in to or changed.
async fn an_application_is_no_user_on_pages(app: TestApp) {
    let cast = app.cast();
    let credentials = app.application(&cast.provider, "global-admin", everything());
    let browser = app.signed_in("ga@1000.example").await;
    let account = api_applications::table.select(api_applications::user_id);
    let account: i32 = app.portal.db.read_now(|c| Ok(account.first(c)?)).unwrap();
    for page in ["/account-settings/users", "/account-settings/users.csv", "/search?q=Application"] {
        assert!(!browser.get(page).await.text().contains(&credentials.name), "{page}");
    }
    for act in ["", "/roles", "/reactivation", "/password-reset", "/tokens"] {
        let page = format!("/account-settings/users/{account}{act}");
        assert_eq!(browser.get(&page).await.status, 404, "{page}");
    }
    // The last Global admin is a person.
    let page = format!("/account-settings/users/{}/deactivation", app.user("ga@1000.example"));
    let refused = browser.submit(&page, &page, &[]).await;
    assert_eq!(refused.status, 422, "{}", refused.text());
    // The log can be filtered by it.
    assert!(browser.get("/activity").await.text().contains(&credentials.name));
}

async fn says_where_to_sign_in(app: TestApp) {
    app.cast();
    let reply = app.browser().get("/contoso%20x/v2.0/.well-known/openid-configuration").await;
    let metadata = reply.json();
    let here = app.portal.settings.public_url();
    assert_eq!(metadata["token_endpoint"], json!(format!("{here}/contoso%20x/oauth2/v2.0/token")));
    assert_eq!(metadata["issuer"], json!(format!("{here}/contoso%20x/v2.0")));
}
