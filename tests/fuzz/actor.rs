//! Somebody who uses the portal: cookies, and what the pages have offered so far.

use super::client::{Answer, Request};
use super::pages::{self, Form};
use std::collections::{BTreeMap, BTreeSet};

/// The cookie by which the portal knows somebody, where it is not asked for by https.
pub const SESSION: &str = "portal-session";

pub struct Actor {
    /// Nobody, if there is no address.
    pub email: Option<String>,
    pub cookies: BTreeMap<String, String>,
    /// Words that this actor must not read.
    pub foreign: Vec<String>,
    /// Addresses by the line of the map they lead to, the newest last; never many.
    pub pages: BTreeMap<&'static str, Vec<String>>,
    /// Forms by the line of the map they are sent to, each with the address of its page.
    pub forms: BTreeMap<(bool, &'static str), (String, Form)>,
    /// What addresses and forms ask, by name.
    pub names: BTreeSet<String>,
}

impl Actor {
    pub fn new(who: Option<(String, &'static str)>) -> Self {
        let (email, partner) = who.map_or((None, None), |(email, partner)| (Some(email), Some(partner)));
        let foreign = super::demands::foreign(partner);
        let (cookies, pages, forms) = Default::default();
        Actor { email, cookies, foreign, pages, forms, names: BTreeSet::new() }
    }

    pub fn name(&self) -> &str {
        self.email.as_deref().unwrap_or("nobody")
    }

    /// A request with this actor's cookies.
    pub fn request(&self, method: &str, target: impl Into<Vec<u8>>) -> Request {
        let request = Request::new(method, target);
        if self.cookies.is_empty() {
            return request;
        }
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        request.header("cookie", cookies.join("; "))
    }

    /// Takes cookies as a browser does.
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

    /// Whether the portal no longer knows this actor.
    pub fn was_sent_away(&self, answer: &Answer) -> bool {
        let to = answer.header("location").or(answer.header("hx-redirect")).unwrap_or_default();
        self.email.is_some() && (to.starts_with("/sign-in") || to.starts_with("/?signed"))
    }

    /// Remembers what a page offers; answers the addresses that are new in kind.
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
