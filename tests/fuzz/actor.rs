//! A simulated user: cookies, and the links and forms that pages have offered so far.

use super::client::{Answer, Request};
use super::pages::{self, Form};
use super::programs::Program;
use std::collections::{BTreeMap, BTreeSet};

/// The session cookie over plain HTTP.
pub const SESSION: &str = "portal-session";

pub struct Actor {
    /// Anonymous without an email address.
    pub email: Option<String>,
    pub cookies: BTreeMap<String, String>,
    /// Words that this actor must never see.
    pub foreign: Vec<String>,
    /// Known addresses by route, newest last, limited in number.
    pub pages: BTreeMap<&'static str, Vec<String>>,
    /// Known forms by route, each with the address of its page.
    pub forms: BTreeMap<(bool, &'static str), (String, Form)>,
    /// Names of parameters and fields seen so far.
    pub names: BTreeSet<String>,
    /// The program of this user.
    pub program: Program,
}

impl Actor {
    pub fn new(who: Option<(String, &'static str)>) -> Self {
        let (email, partner) = who.map_or((None, None), |(email, partner)| (Some(email), Some(partner)));
        let foreign = super::requirements::foreign(partner);
        let (cookies, pages, forms, program) = Default::default();
        Actor { email, cookies, foreign, pages, forms, names: BTreeSet::new(), program }
    }

    pub fn name(&self) -> &str {
        self.email.as_deref().unwrap_or("nobody")
    }

    /// Creates a request with this actor's cookies.
    pub fn request(&self, method: &str, target: impl Into<Vec<u8>>) -> Request {
        let request = Request::new(method, target);
        if self.cookies.is_empty() {
            return request;
        }
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        request.header("cookie", cookies.join("; "))
    }

    /// Stores cookies as a browser does.
    pub fn take_cookies(&mut self, answer: &Answer) {
        for (_, cookie) in answer.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let pair = cookie.split(';').next().unwrap_or_default();
            let Some((name, value)) = pair.split_once('=') else { continue };
            if value.is_empty() || cookie.to_lowercase().contains("max-age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    /// Whether the portal redirected this actor to the sign-in page.
    pub fn was_signed_out(&self, answer: &Answer) -> bool {
        let to = answer.header("location").or(answer.header("hx-redirect")).unwrap_or_default();
        self.email.is_some() && (to.starts_with("/sign-in") || to.starts_with("/?signed"))
    }

    /// Stores the links and forms of a page; returns addresses of new kinds.
    pub fn learn(&mut self, address: &str, answer: &Answer) -> Vec<String> {
        if !answer.is_html() || answer.status >= 400 {
            return Vec::new();
        }
        let offers = pages::read(address, answer);
        let mut new = Vec::new();
        for link in offers.links {
            let Some(pattern) = pages::pattern("GET", pages::path_of(&link)) else { continue };
            self.names.extend(pages::asked(&link));
            if pattern.starts_with("/static/") && self.pages.contains_key(pattern) {
                continue;
            }
            let known = self.pages.entry(pattern).or_default();
            if known.contains(&link) {
                continue;
            }
            if known.is_empty() {
                new.push(link.clone());
            } else if known.len() >= 12 {
                known.remove(0);
            }
            known.push(link);
        }
        for form in offers.forms {
            self.names.extend(form.fields.iter().map(|field| field.name.clone()).filter(|_| !form.is_post));
            let method = if form.is_post { "POST" } else { "GET" };
            if let Some(pattern) = pages::pattern(method, pages::path_of(&form.action)) {
                self.forms.insert((form.is_post, pattern), (address.to_owned(), form));
            }
        }
        new
    }
}
