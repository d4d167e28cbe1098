//! A portal below a path of a host: every link, form, redirect and mail uses that path.

use crate::on_both_databases;
use crate::support::cast::PASSWORD;
use crate::support::forms::{draft_request, send_draft};
use crate::support::smtp::Smtp;
use crate::support::{Browser, Reply, TestApp};
use actix_web::http::Method;
use actix_web::test::TestRequest;
use diesel::prelude::*;
use partner_portal::config::{IssuerSettings, MfaRequirement, Settings};
use partner_portal::db::schema::sessions;
use partner_portal::demo;
use partner_portal::routes;
use partner_portal::web::route_table::RouteTable;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

on_both_databases! {
    every_address_on_every_page_is_below_the_path
    links_in_mail_are_below_the_path
    other_paths_of_the_host_answer_404
    cookies_are_limited_to_the_path
    restores_a_stored_form
    switching_language_keeps_input
}

const BASE: &str = "/portal";
const ORIGIN: &str = "https://example.com";

/// The source of addresses that no page contains.
const MAP: &str = "the route table";

/// The number of pages requested for each route; further addresses only need a route.
const PAGES_OF_A_ROUTE: usize = 3;

fn settings() -> Settings {
    Settings {
        portal_public_url: Some(format!("{ORIGIN}{BASE}/")),
        portal_require_mfa: MfaRequirement::Off,
        ..Settings::default()
    }
}

async fn with(app: &TestApp, settings: Settings) -> TestApp {
    TestApp::with(app.portal.db.clone(), settings.checked().unwrap()).await
}

async fn signed_in(app: &TestApp, email: &str, password: &str) -> Browser {
    let (browser, door) = (app.browser(), format!("{BASE}/sign-in"));
    let reply = browser.submit(&door, &door, &[("email", email), ("password", password)]).await;
    assert_eq!(
        (reply.status.as_u16(), reply.header("location")),
        (303, format!("{BASE}/")),
        "{email}: {}",
        reply.text()
    );
    browser
}

/// Follows links and checks the addresses it finds.
struct Walk {
    routes: RouteTable,
    asked: BTreeMap<&'static str, usize>,
    known: BTreeSet<String>,
    linked: BTreeSet<String>,
    waiting: VecDeque<String>,
}

impl Walk {
    /// Checks and queues an address from a page or a redirect.
    fn note(&mut self, on: &str, method: &Method, address: &str) {
        let ours = address.strip_prefix(ORIGIN).unwrap_or(address);
        if !ours.starts_with('/') {
            let elsewhere = ["#", "?", "mailto:", "tel:", "https://", "data:", "otpauth:"];
            let is_elsewhere = address.is_empty() || elsewhere.iter().any(|start| address.starts_with(start));
            assert!(is_elsewhere, "{on} leads to {address}");
            return;
        }
        let inside = ours.strip_prefix(BASE).filter(|rest| rest.starts_with('/'));
        let inside = inside.unwrap_or_else(|| panic!("{on} leaves the path with {address}"));
        assert!(!inside.starts_with(&format!("{BASE}/")), "{on} has the path twice in {address}");
        let path = inside.split(['?', '#']).next().unwrap();
        let line = self.routes.find(method, path);
        let route = line.unwrap_or_else(|| panic!("{on}: no route answers {method} {address}")).path;
        if on != MAP {
            self.linked.insert(ours.to_owned());
        }
        if *method == Method::GET && self.known.insert(ours.to_owned()) {
            let asked = self.asked.entry(route).or_default();
            *asked += 1;
            if *asked <= PAGES_OF_A_ROUTE {
                self.waiting.push_back(ours.split('#').next().unwrap().to_owned());
            }
        }
    }

    /// Whether no page links to this address, so that it may answer 404.
    fn is_unlinked(&self, at: &str) -> bool {
        !self.linked.contains(at)
    }

    fn read(&mut self, at: &str, reply: &Reply) {
        let status = reply.status.as_u16();
        let is_right = matches!(status, 200 | 303 | 308 | 403 | 422) || status == 404 && self.is_unlinked(at);
        assert!(is_right, "{at} answers {status}: {}", reply.text());
        for header in ["location", "hx-redirect"].map(|name| reply.header(name)).iter() {
            if !header.is_empty() {
                self.note(at, &Method::GET, header);
            }
        }
        if !reply.header("content-type").starts_with("text/html") {
            return;
        }
        for (form, action) in [("form[method=post]", Method::POST), ("form:not([method])", Method::GET)] {
            for address in reply.attributes(form, "action") {
                self.note(at, &action, &address);
            }
        }
        let posted = ["formaction", "data-hx-post", "data-switch"];
        for element in reply.html().tree.values().filter_map(|node| node.as_element()) {
            for (name, value) in element.attrs() {
                match name {
                    "action" | "value" => {}
                    _ if posted.contains(&name) => self.note(at, &Method::POST, value),
                    // Every other attribute that looks like an address is one, also in new kinds of attributes.
                    _ if value.starts_with('/') || ["href", "src"].contains(&name) => {
                        self.note(at, &Method::GET, value)
                    }
                    _ => {}
                }
            }
        }
    }
}

async fn every_address_on_every_page_is_below_the_path(app: TestApp) {
    let issuer = IssuerSettings {
        id: "main".to_owned(),
        issuer: "https://issuer.example".to_owned(),
        client_id: "portal".to_owned(),
        ..IssuerSettings::default()
    };
    let app = with(&app, Settings { oidc: vec![issuer], ..settings() }).await;
    demo::seed::seed(&app.portal.db, &app.portal.log, &app.portal.secrets, 60).unwrap();
    let mut walk = Walk {
        routes: routes::table(),
        asked: BTreeMap::new(),
        known: BTreeSet::new(),
        linked: BTreeSet::new(),
        waiting: VecDeque::new(),
    };
    let mut people = vec![app.browser()];
    for person in demo::channel::PEOPLE.iter().filter(|person| person.roles.contains("global-admin")) {
        people.push(signed_in(&app, person.email, demo::seed::PASSWORD).await);
    }
    assert!(people.len() > 2, "a provider and a reseller");
    for browser in people {
        walk.asked.clear();
        walk.known.clear();
        walk.linked.clear();
        for line in routes::page_lines().iter().filter(|line| line.method == Method::GET) {
            // Pages without a link are requested too.
            let oidc = line.path.contains("/oidc/");
            if !line.path.contains('{') && line.path != "/customers.csv" && !oidc {
                walk.note(MAP, &Method::GET, &format!("{BASE}{}", line.path));
            }
        }
        while let Some(address) = walk.waiting.pop_front() {
            if !address.contains("/oidc/") {
                walk.read(&address, &browser.get(&address).await);
            }
        }
    }
}

async fn links_in_mail_are_below_the_path(app: TestApp) {
    let (smtp, address) = Smtp::start();
    let mail = Settings {
        smtp_url: Some(format!("smtp://{address}")),
        mail_from: Some("portal@portal.example".to_owned()),
        ..settings()
    };
    let app = with(&app, mail).await;
    app.cast();
    let (visitor, forgotten) = (app.browser(), format!("{BASE}/sign-in/forgotten"));
    visitor.submit(&forgotten, &forgotten, &[("email", "sa@1000.example")]).await;
    let staff = signed_in(&app, "aa@1000.example", PASSWORD).await;
    let requests = format!("{BASE}/relationship-requests");
    let made = draft_request(&staff, &requests, "jiwoo@saebyeok.example", "en").await;
    send_draft(&staff, &made).await;
    smtp.arrived(2).await;
    let mut routes = BTreeSet::new();
    for mail in smtp.mails() {
        for part in ["text/plain", "text/html"].map(|kind| mail.part(kind)) {
            let links = part.match_indices("https://").map(|(at, _)| {
                part[at..].split(|end: char| end.is_whitespace() || "\"<>".contains(end)).next().unwrap()
            });
            for link in links {
                let path =
                    link.strip_prefix(ORIGIN).unwrap_or_else(|| panic!("{link} does not lead to the portal"));
                assert_eq!(app.browser().get(path).await.status.as_u16(), 200, "{link}");
                let inside = path.strip_prefix(BASE).unwrap();
                routes.insert(routes::table().find(&Method::GET, inside).unwrap().path);
            }
        }
    }
    assert_eq!(routes.into_iter().collect::<Vec<_>>(), ["/invitations/{token}", "/sign-in/password/{token}"]);
}

async fn other_paths_of_the_host_answer_404(app: TestApp) {
    let app = with(&app, settings()).await;
    app.cast();
    let staff = signed_in(&app, "ga@1000.example", PASSWORD).await;
    for path in
        ["/", "/customers", "/sign-in", "/static/app.css", "/portals", "/portals/customers", "/Portal/"]
    {
        let reply = staff.get(path).await;
        assert_eq!((reply.status.as_u16(), reply.all("h1").len()), (404, 1), "{path}");
        assert_eq!(
            reply.header("strict-transport-security"),
            "max-age=31536000; includeSubDomains",
            "{path}"
        );
    }
    for probe in ["/healthz", "/readyz"] {
        let (bare, below) = (staff.get(probe).await, staff.get(&format!("{BASE}{probe}")).await);
        assert_eq!((bare.status.as_u16(), below.status.as_u16()), (200, 200), "{probe}");
    }
    let start = staff.get(BASE).await;
    assert_eq!((start.status.as_u16(), start.all("h1").concat()), (200, "Overview".to_owned()));
    let secret = app.browser().get(&format!("{BASE}/invitations/none")).await;
    assert_eq!(secret.header("referrer-policy"), "no-referrer");
    let away = app.browser().get(&format!("{BASE}/orders?status=placed")).await;
    assert_eq!(away.header("location"), format!("{BASE}/sign-in?next=%2Forders%3Fstatus%3Dplaced"));
    let forged = TestRequest::post()
        .uri(&format!("{BASE}/appearance"))
        .insert_header(("origin", "https://evil.example"));
    assert_eq!(staff.send(forged.set_form([("theme", "dark")])).await.status.as_u16(), 403);
}

async fn cookies_are_limited_to_the_path(app: TestApp) {
    app.cast();
    let plain = Settings { portal_public_url: Some(format!("http://127.0.0.1:8080{BASE}")), ..settings() };
    for (settings, name, path) in
        [(settings(), "__Host-portal.portal-", "; Path=/;"), (plain, "portal.portal-", "; Path=/portal;")]
    {
        let app = with(&app, settings).await;
        let door = format!("{BASE}/sign-in");
        let page = app.browser().get(&door).await;
        let browser = app.browser();
        let reply =
            browser.submit(&door, &door, &[("email", "ga@1000.example"), ("password", PASSWORD)]).await;
        let language = [("lang", "ko"), ("return_to", "/customers")];
        let switched =
            browser.submit(&format!("{BASE}/help/keys"), &format!("{BASE}/language"), &language).await;
        let mut names = BTreeSet::new();
        for cookie in [page, reply, switched].iter().flat_map(|reply| reply.headers.get_all("set-cookie")) {
            let cookie = format!("{};", cookie.to_str().unwrap());
            let rest = cookie.strip_prefix(name).unwrap_or_else(|| panic!("{cookie}"));
            assert!(rest.contains(path), "{cookie}");
            names.insert(rest.split('=').next().unwrap().to_owned());
        }
        assert_eq!(names.into_iter().collect::<Vec<_>>(), ["device", "language", "session", "visitor"]);
    }
}

/// The session has expired; the referrer identifies the page of the form.
async fn restores_a_stored_form(app: TestApp) {
    let app = with(&app, settings()).await;
    let cast = app.cast();
    let customer = app.customer(&cast.direct, 1, "Own", "own.example");
    let staff = signed_in(&app, "sa@4000.example", PASSWORD).await;
    let form = format!("{BASE}/customers/{customer}/bill-to");
    let token = staff.get(&form).await.value("input[name=_csrf]");
    let then = partner_portal::clock::now() - chrono::TimeDelta::hours(3);
    let idle =
        diesel::update(sessions::table).set((sessions::last_seen_at.eq(then), sessions::proven_at.eq(then)));
    app.portal.db.write_now(|c| Ok(idle.execute(c)?)).unwrap();
    let sent = TestRequest::post()
        .uri(&form)
        .insert_header(("sec-fetch-site", "same-origin"))
        .insert_header(("host", "example.com"))
        .insert_header(("referer", format!("{ORIGIN}{form}")));
    let reply = staff.send(sent.set_form([("first_name", "typed"), ("_csrf", token.as_str())])).await;
    let door = reply.header("location");
    let next = staff.get(&door).await.value("input[name=next]");
    let fields = [("email", "sa@4000.example"), ("password", PASSWORD), ("next", &next)];
    let back = staff.submit(&door, &format!("{BASE}/sign-in"), &fields).await.header("location");
    assert!(back.starts_with(&format!("{form}?kept=")), "{back}");
    assert_eq!(staff.get(&back).await.value("input[name=first_name]"), "typed");
}

async fn switching_language_keeps_input(app: TestApp) {
    let app = with(&app, settings()).await;
    let visitor = app.browser();
    app.cast();
    let form = format!("{BASE}/sign-in?next=%2Fcustomers");
    let page = visitor.get(&form).await;
    let switch = page.attributes("button[lang=ko]", "formaction").concat();
    assert_eq!(switch, format!("{BASE}/language?return_to=%2Fsign-in%3Fnext%3D%252Fcustomers&of=%2Fsign-in"));
    let switched =
        visitor.submit(&form, &switch, &[("lang", "ko"), ("email", "typed@customer.example")]).await;
    let back = switched.header("location");
    assert!(back.starts_with(&format!("{form}&kept=")), "{back}");
    let page = visitor.get(&back).await;
    assert_eq!(
        (page.value("input[name=email]").as_str(), page.attributes("html", "lang").concat().as_str()),
        ("typed@customer.example", "ko")
    );
}
