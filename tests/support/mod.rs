//! Support for tests over HTTP: the whole application in this process with its own database, and a small browser that
//! stores cookies and submits forms.
#![allow(clippy::unwrap_used, clippy::expect_used)]

pub mod api;
pub mod api_server;
pub mod cast;
pub mod changes;
pub mod database;
pub mod described;
pub mod forms;
pub mod log;
pub mod skipped;
pub mod smtp;
pub mod summaries;
pub mod tcp_server;
pub mod upload;
pub mod webhook;

use actix_web::body::BoxBody;
use actix_web::cookie::Cookie;
use actix_web::dev::ServiceResponse;
use actix_web::http::{Method, StatusCode, header};
use actix_web::test::{self, TestRequest};
use diesel::prelude::*;
use futures_util::future::LocalBoxFuture;
use partner_portal::config::MfaRequirement;
use partner_portal::config::Settings;
use partner_portal::db::Db;
use partner_portal::domain::Partner;
use partner_portal::mail::server::MailServer;
use partner_portal::portal::Portal;
use partner_portal::secrets::Secrets;
use partner_portal::state::AppState;
use scraper::{Html, Selector};
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::rc::Rc;

/// Whether tests run their long variants: `bin/test long` sets `TESTS_LONG`.
pub fn runs_long_tests() -> bool {
    std::env::var_os("TESTS_LONG").is_some()
}

type Service = Rc<dyn Fn(TestRequest) -> LocalBoxFuture<'static, ServiceResponse<BoxBody>>>;

/// Waits until the condition holds, at most 30 s, and returns whether it does: some work is done after the response, by a
/// worker that is only notified.
pub async fn until(condition: impl AsyncFn() -> bool) -> bool {
    for _ in 0..1_200 {
        if condition().await {
            return true;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    false
}

/// Whether each portal with a database in PostgreSQL is two that take turns in answering requests, as behind a load
/// balancer: `bin/test instances` sets `TESTS_TWO_INSTANCES`.
fn runs_two_instances() -> bool {
    std::env::var_os("TESTS_TWO_INSTANCES").is_some()
}

/// The application of one process.
async fn serve(portal: Portal) -> Service {
    let service = Rc::new(test::init_service(partner_portal::application!(portal)).await);
    Rc::new(move |request: TestRequest| {
        let service = service.clone();
        Box::pin(async move {
            let request = request.peer_addr("127.0.0.1:4000".parse().unwrap()).to_request();
            test::call_service(&*service, request).await.map_into_boxed_body()
        })
    })
}

/// The portal under test.
pub struct TestApp {
    pub portal: Portal,
    service: Service,
}

impl TestApp {
    /// Starts a portal with this migrated database.
    pub async fn over(db: Db) -> Self {
        Self::with(db, Settings { portal_require_mfa: MfaRequirement::Off, ..Settings::default() }).await
    }

    /// Starts a portal with this migrated database and these settings.
    pub async fn with(db: Db, settings: Settings) -> Self {
        let mail = MailServer::from_settings(&settings).unwrap();
        Self::of(Portal::new(db, Secrets::random().unwrap(), settings, mail)).await
    }

    /// Starts a portal with the same database that sends its mail to this server.
    pub async fn with_mail(&self, server: SocketAddr) -> Self {
        let settings = Settings {
            smtp_url: Some(format!("smtp://{server}")),
            mail_from: Some("portal@portal.example".to_owned()),
            portal_require_mfa: MfaRequirement::Off,
            ..Settings::default()
        };
        Self::with(self.portal.db.clone(), settings).await
    }

    /// Starts another portal with the same database, as another process would: with empty caches.
    pub async fn second(&self) -> Self {
        let AppState { db, secrets, settings, mail, .. } = self.portal.state.clone();
        Self::of(Portal::new(db, secrets, Settings::clone(&settings), mail)).await
    }

    /// The same portal over another migrated database.
    pub async fn moved_to(&self, db: Db) -> Self {
        let AppState { secrets, settings, mail, .. } = self.portal.state.clone();
        Self::of(Portal::new(db, secrets, Settings::clone(&settings), mail)).await
    }

    async fn of(portal: Portal) -> Self {
        let first = serve(portal.clone()).await;
        if !runs_two_instances() || !portal.db.backend().is_postgres() {
            return TestApp { portal, service: first };
        }
        let AppState { db, secrets, settings, mail, .. } = portal.state.clone();
        let db = Db::open(db.url()).unwrap();
        let second = serve(Portal::new(db, secrets, Settings::clone(&settings), mail)).await;
        let turn = Cell::new(false);
        let service: Service = Rc::new(move |request| {
            let is_first = turn.replace(!turn.get());
            if is_first { first(request) } else { second(request) }
        });
        TestApp { portal, service }
    }

    /// The same portal in one process, for what each process counts by itself.
    pub async fn alone(self) -> Self {
        TestApp { service: serve(self.portal.clone()).await, portal: self.portal }
    }

    /// A partner's log entries about this resource, oldest first: action and details.
    pub fn log_of(&self, partner: &Partner, resource: &str) -> Vec<(String, String)> {
        use partner_portal::db::schema::activity_entries as log;
        let entries =
            log::table.filter(log::partner_id.eq(partner.id.0).and(log::resource.eq(resource.to_owned())));
        let read = self
            .portal
            .db
            .read_now(|c| Ok(entries.order(log::seq).select((log::action, log::details)).load(c)?));
        read.unwrap()
    }

    /// A browser without a session.
    pub fn browser(&self) -> Browser {
        Browser { service: self.service.clone(), cookies: RefCell::default() }
    }

    /// A browser in which this user has signed in.
    pub async fn signed_in(&self, email: &str) -> Browser {
        let browser = self.browser();
        let reply = browser.sign_in(email, cast::PASSWORD).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{email} signs in: {}", reply.text());
        browser
    }
}

/// Stores cookies; does not follow redirects.
pub struct Browser {
    service: Service,
    pub cookies: RefCell<BTreeMap<String, String>>,
}

impl Browser {
    pub async fn get(&self, path: &str) -> Reply {
        self.send(TestRequest::get().uri(path)).await
    }

    pub async fn sign_in(&self, email: &str, password: &str) -> Reply {
        self.submit("/sign-in", "/sign-in", &[("email", email), ("password", password)]).await
    }

    /// Loads `page`, takes the token of its forms and posts `fields` to `action`.
    pub async fn submit(&self, page: &str, action: &str, fields: &[(&str, &str)]) -> Reply {
        let token = self.get(page).await.value("input[name=_csrf]");
        let mut form = fields.to_vec();
        form.push(("_csrf", &token));
        self.post(action, &form).await
    }

    pub async fn post(&self, action: &str, form: &[(&str, &str)]) -> Reply {
        let request = TestRequest::post().uri(action).insert_header(("sec-fetch-site", "same-origin"));
        self.send(request.set_form(form)).await
    }

    pub async fn send(&self, mut request: TestRequest) -> Reply {
        for (name, value) in self.cookies.borrow().iter() {
            request = request.cookie(Cookie::new(name.clone(), value.clone()));
        }
        let response = (self.service)(request).await;
        for cookie in response.response().cookies() {
            let (name, value) = (cookie.name().to_owned(), cookie.value().to_owned());
            let mut cookies = self.cookies.borrow_mut();
            if value.is_empty() {
                cookies.remove(&name)
            } else {
                cookies.insert(name, value)
            };
        }
        Reply::of(response).await
    }
}

/// A response.
pub struct Reply {
    pub status: StatusCode,
    pub headers: header::HeaderMap,
    pub body: Vec<u8>,
    /// The method and the address of the request, as the router read it.
    pub asked: (Method, String),
    parsed: OnceCell<Html>,
}

impl Reply {
    async fn of(response: ServiceResponse<BoxBody>) -> Self {
        let (status, headers) = (response.status(), response.headers().clone());
        let asked = (response.request().method().clone(), response.request().path().to_owned());
        let body = actix_web::body::to_bytes(response.into_body()).await.map(|bytes| bytes.to_vec());
        let body = body.unwrap_or_else(|_| b"(broken off)".to_vec());
        Reply { status, headers, body, asked, parsed: OnceCell::new() }
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> String {
        self.headers.get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
    }

    pub fn html(&self) -> &Html {
        self.parsed.get_or_init(|| Html::parse_document(&self.text()))
    }

    /// The text of every element that a selector matches.
    pub fn all(&self, selector: &str) -> Vec<String> {
        let selector = Selector::parse(selector).unwrap();
        let found = self.html().select(&selector);
        found.map(|element| element.text().collect::<String>().trim().to_owned()).collect()
    }

    /// An attribute of every element that a selector matches.
    pub fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        let selector = Selector::parse(selector).unwrap();
        let found = self.html().select(&selector);
        found.filter_map(|element| element.attr(name).map(str::to_owned)).collect()
    }

    /// The value of the first field that a selector matches.
    pub fn value(&self, selector: &str) -> String {
        self.attributes(selector, "value").into_iter().next().unwrap_or_default()
    }

    /// The Microsoft IDs of the rows.
    pub fn ids(&self) -> Vec<String> {
        self.attributes("[data-id]", "data-id")
    }

    /// The count of the list.
    pub fn total(&self) -> String {
        self.attributes("[data-total]", "data-total").concat()
    }
}

/// A request with this method, and a body if it needs one, for tests that visit all routes.
pub fn request(method: &Method, path: &str) -> TestRequest {
    TestRequest::default().method(method.clone()).uri(path)
}
