//! A22: methods and media types of all routes, and URLs that contain secrets.

use crate::on_both_databases;
use crate::support::cast::id;
use crate::support::forms::in_30_days;
use crate::support::{Browser, Reply, TestApp};
use actix_web::http::Method;
use actix_web::test::TestRequest;
use diesel::prelude::*;
use partner_portal::db::schema::{activity_entries, relationship_requests as requests};
use partner_portal::routes;
use partner_portal::web::route_table;
use std::collections::{BTreeMap, BTreeSet};

on_both_databases! {
    head_answers_like_get_without_body_or_effect
    unsupported_methods_answer_405_with_allow
    rejects_unsupported_media_types
    secret_urls_forbid_referrers
}

const OURS: (&str, &str) = ("sec-fetch-site", "same-origin");

/// Returns the path of an unopened personal link.
async fn link(browser: &Browser) -> String {
    let until = in_30_days();
    let fields = [
        ("language", "en"),
        ("recipient", "jiwoo@saebyeok.example"),
        ("valid_until", &until),
        ("delegated_admin", "yes"),
    ];
    let made = browser.submit("/relationship-requests/new", "/relationship-requests", &fields).await;
    let page = browser.get(&made.header("location")).await;
    let link = page.attributes("textarea[name=body]", "data-link").concat();
    link[link.find("/invitations/").unwrap()..].to_owned()
}

fn path(line: &route_table::RouteLine, link: &str) -> String {
    let path = line.path.replace("/invitations/{token}", link).replace("{file:.*}", "app.css");
    let path = path.replace("{id}", &id(1).to_string()).replace("{text}", "contoso.example");
    let path = path.replace("{mpn_id}", "2000").replace("{act}", "deactivation").replace("{user}", "1");
    let path = path.replace("{tag}", "1").replace("{note}", "1").replace("{contact}", "1");
    let path = path.replace("{draft}", &id(9).to_string()).replace("{sid}", &id(9).to_string());
    path.replace("{issuer}", "none").replace("{token}", "none").replace("{receipt}", "none")
}

/// Returns the headers that are equal in two responses to the same request.
fn lasting(reply: &Reply) -> BTreeMap<String, String> {
    let passing = ["x-request-id", "set-cookie", "content-length", "date"];
    let headers = reply.headers.iter().filter(|(name, _)| !passing.contains(&name.as_str()));
    headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect()
}

async fn head_answers_like_get_without_body_or_effect(app: TestApp) {
    let cast = app.cast();
    app.customer(&cast.provider, 1, "Contoso", "contoso.example");
    let staff = app.signed_in("ga@1000.example").await;
    let (link, visitor) = (link(&staff).await, app.browser());
    let entries = || {
        let count = |c: &mut _| Ok(activity_entries::table.count().get_result::<i64>(c)?);
        app.portal.db.read_now(count).unwrap()
    };
    let before = entries();
    let mut asked = BTreeSet::new();
    for line in routes::page_lines().into_iter().filter(|line| line.method == Method::GET) {
        let path = path(&line, &link);
        for browser in [&staff, &visitor] {
            let head = browser.send(TestRequest::default().method(Method::HEAD).uri(&path)).await;
            assert!(head.body.is_empty(), "{path} has a body");
            asked.insert((path.clone(), head.status.as_u16(), lasting(&head)));
        }
    }
    let opened = |c: &mut _| Ok(requests::table.select(requests::opened_at).load(c)?);
    let opened: Vec<Option<chrono::NaiveDateTime>> = app.portal.db.read_now(opened).unwrap();
    assert_eq!((entries(), opened), (before, vec![None]), "HEAD writes nothing");
    let mut got = BTreeSet::new();
    for line in routes::page_lines().into_iter().filter(|line| line.method == Method::GET) {
        let path = path(&line, &link);
        for browser in [&staff, &visitor] {
            let reply = browser.get(&path).await;
            got.insert((path.clone(), reply.status.as_u16(), lasting(&reply)));
        }
    }
    assert_eq!(asked, got);
    assert!(entries() > before, "GET logs exports and the opening");
}

async fn unsupported_methods_answer_405_with_allow(app: TestApp) {
    app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    let mut allowed: BTreeMap<String, Vec<Method>> = BTreeMap::new();
    for line in routes::page_lines() {
        allowed.entry(path(&line, "/invitations/none")).or_default().push(line.method);
    }
    for (path, methods) in allowed {
        for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "GET"] {
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            if methods.contains(&method) {
                continue;
            }
            let request = TestRequest::default().method(method.clone()).uri(&path).insert_header(OURS);
            let reply = browser.send(request).await;
            assert_eq!(reply.status.as_u16(), 405, "{method} {path}");
            let told = reply.header("allow");
            let told: BTreeSet<&str> = told.split(", ").collect();
            let mut right: BTreeSet<&str> = methods.iter().map(Method::as_str).collect();
            if right.contains("GET") {
                right.insert("HEAD");
            }
            assert_eq!(told, right, "{method} {path}");
        }
    }
    let odd = browser.send(TestRequest::default().method(Method::PUT).uri("/%63ustomers")).await;
    assert_eq!((odd.status.as_u16(), odd.header("allow").as_str()), (405, "GET, HEAD"));
    assert_eq!(browser.send(TestRequest::put().uri("/nothing")).await.status.as_u16(), 404);
}

async fn rejects_unsupported_media_types(app: TestApp) {
    app.cast();
    let browser = app.signed_in("sa@1000.example").await;
    let token = browser.get("/help/keys").await.value("input[name=_csrf]");
    let form = "application/x-www-form-urlencoded";
    let told = async |path: &str, kinds: &[&str]| {
        let mut request = TestRequest::post().uri(path).insert_header(OURS);
        for kind in kinds {
            request = request.append_header(("content-type", *kind));
        }
        let request = request.set_payload(format!("theme=dark&_csrf={token}"));
        browser.send(request).await.status.as_u16()
    };
    for bad in [
        "text/plain",
        "application/json",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencodedx",
        "application/x-www-form-urlencoded; charset=iso-8859-1",
        "application/x-www-form-urlencoded; charset=utf-9",
        "application/x-www-form-urlencoded; charset=",
        "nonsense",
        "",
    ] {
        assert_eq!(told("/appearance", &[bad]).await, 415, "{bad}");
    }
    assert_eq!(told("/appearance", &[]).await, 415);
    assert_eq!(told("/appearance", &[form, form]).await, 415);
    for good in
        [form, "Application/X-WWW-Form-Urlencoded", "application/x-www-form-urlencoded; charset=\"UTF-8\""]
    {
        assert_eq!(told("/appearance", &[good]).await, 303, "{good}");
    }
    let posts = routes::page_lines().into_iter().filter(|line| line.method == Method::POST);
    // Mail programs may send anything to the link that stops mail (RFC 8058); its body is not read.
    let posts = posts.filter(|line| line.path != "/unsubscribe/{token}");
    for path in posts.map(|line| path(&line, "/invitations/none")) {
        let request =
            TestRequest::post().uri(&path).insert_header(OURS).insert_header(("content-type", "text/xml"));
        assert_eq!(browser.send(request.set_payload("<a/>")).await.status.as_u16(), 415, "{path}");
    }
}

async fn secret_urls_forbid_referrers(app: TestApp) {
    app.cast();
    let staff = app.signed_in("ga@1000.example").await;
    let (link, visitor) = (link(&staff).await, app.browser());
    for path in
        [link.as_str(), "/invitations/none", "/answers/none", "/sign-in/password/none", "/%69nvitations/none"]
    {
        assert_eq!(visitor.get(path).await.header("referrer-policy"), "no-referrer", "{path}");
    }
    for path in ["/sign-in", "/help/keys", "/invitations"] {
        assert_eq!(visitor.get(path).await.header("referrer-policy"), "same-origin", "{path}");
    }
    // A browser that sends no referrer sends `Origin: null` with a form.
    let token = visitor.get(&link).await.value("input[name=_csrf]");
    let decline = |site: &'static str, path: &str| {
        let request = TestRequest::post().uri(path).insert_header(("sec-fetch-site", site));
        request.insert_header(("origin", "null")).set_form([("reason", ""), ("_csrf", &token)])
    };
    let path = format!("{link}/declination");
    for other in ["cross-site", "same-site", "none"] {
        assert_eq!(visitor.send(decline(other, &path)).await.status.as_u16(), 403, "{other}");
    }
    assert_eq!(visitor.send(decline("same-origin", "/appearance")).await.status.as_u16(), 403);
    assert_eq!(visitor.send(decline("same-origin", &path)).await.status.as_u16(), 303);
}
