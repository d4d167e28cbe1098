//! No English is left on Korean and Chinese pages. The test walks the pages of the sample channel; it leaves out what
//! pages mark with `translate="no"` or another language, and the names that are in the database.

use crate::on_both_databases;
use crate::support::{TestApp, request};
use crate::texts::english::english;
use actix_web::http::Method;
use diesel::prelude::*;
use partner_portal::db::DbConnection;
use partner_portal::db::schema::{
    customers, notes, offers, organizations, partners, referrals, relationship_requests, subscriptions, users,
};
use partner_portal::demo;
use partner_portal::i18n::Locale;
use partner_portal::routes;
use scraper::{ElementRef, Node};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

on_both_databases! {
    pages_of_the_sample_channel_have_no_english
}

/// The number of pages requested for each route.
const PAGES_OF_A_ROUTE: usize = 2;

/// Global admins of a provider, a reseller and a direct partner.
const READERS: [&str; 3] =
    ["ara.kim@hangang.example", "jiwoo.seo@solbit.example", "grace.rivera@bluepine.example"];

async fn pages_of_the_sample_channel_have_no_english(app: TestApp) {
    demo::seed::seed(&app.portal.db, &app.portal.log, &app.portal.secrets, 60).unwrap();
    let names = app.portal.db.read_now(|c| Ok(names(c)?)).unwrap();
    let mut wrong = BTreeMap::new();
    for locale in [Locale::Ko, Locale::ZhTw] {
        let change = diesel::update(users::table).set(users::language.eq(locale.tag()));
        app.portal.db.write_now(|c| Ok(change.execute(c)?)).unwrap();
        for email in READERS {
            let browser = app.browser();
            assert_eq!(browser.sign_in(email, demo::seed::PASSWORD).await.status.as_u16(), 303, "{email}");
            let mut walk = Walk::new();
            while let Some(address) = walk.waiting.pop_front() {
                let page = request(&Method::GET, &address).insert_header(("accept-language", locale.tag()));
                let reply = browser.send(page).await;
                if !reply.header("content-type").starts_with("text/html") {
                    continue;
                }
                for text in texts_of(reply.html().root_element()) {
                    let words = english(&without_names(&text, &names));
                    if !words.is_empty() {
                        wrong.entry(format!("{words:?} in “{text}”")).or_insert(format!("{email} {address}"));
                    }
                }
                reply.attributes("a[href]", "href").iter().for_each(|link| walk.note(link));
            }
            assert!(walk.visited.len() > 30, "{:?}", walk.visited);
        }
    }
    let lines: Vec<String> = wrong.iter().map(|(text, at)| format!("{text} on {at}")).collect();
    assert!(lines.is_empty(), "translate these, or mark data with translate=\"no\":\n{}", lines.join("\n"));
}

/// Returns the names and free texts in the database, the longest first.
fn names(c: &mut DbConnection) -> QueryResult<Vec<String>> {
    let mut names = BTreeSet::new();
    macro_rules! add {
        ($($table:ident: $($column:ident),+;)+) => {
            $($(names.extend($table::table.select($table::$column).load::<String>(c)?);)+)+
        };
    }
    add! {
        customers: list_name, company_name;
        notes: body;
        offers: name, publisher;
        organizations: legal_name, contact_name, address_line1, address_line2, city, state, about, industries, languages;
        partners: name;
        referrals: company_name, first_name, last_name, need, note;
        subscriptions: name;
        users: name;
    }
    let others = customers::table.select(customers::other_names);
    names.extend(others.load::<Option<String>>(c)?.into_iter().flatten());
    let requested = relationship_requests::company_name;
    let requested = relationship_requests::table.select(requested).filter(requested.is_not_null());
    names.extend(requested.load::<Option<String>>(c)?.into_iter().flatten());
    let lines = names.iter().flat_map(|text| text.lines()).map(|line| line.trim().to_owned());
    let mut names: Vec<String> = lines.filter(|name| name.len() > 1).collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    Ok(names)
}

fn without_names(text: &str, names: &[String]) -> String {
    names.iter().fold(text.to_owned(), |text, name| text.replace(name, ""))
}

/// Follows the links of pages.
struct Walk {
    visited: BTreeMap<&'static str, usize>,
    known: BTreeSet<String>,
    waiting: VecDeque<String>,
}

impl Walk {
    /// Begins with the pages that have no parameter in their path.
    fn new() -> Self {
        let mut walk = Walk { visited: BTreeMap::new(), known: BTreeSet::new(), waiting: VecDeque::new() };
        for line in routes::page_lines() {
            if line.method == Method::GET && !line.path.contains('{') {
                walk.note(line.path);
            }
        }
        walk
    }

    fn note(&mut self, link: &str) {
        let address = link.split('#').next().unwrap();
        let table = routes::table();
        let Some(line) = table.find(&Method::GET, address.split('?').next().unwrap()) else { return };
        let is_part = line.path == "/activity/news";
        if is_part
            || line.path.ends_with(".csv")
            || line.path.ends_with(".xlsx")
            || !self.known.insert(address.to_owned())
        {
            return;
        }
        let visits = self.visited.entry(line.path).or_default();
        *visits += 1;
        if *visits <= PAGES_OF_A_ROUTE {
            self.waiting.push_back(address.to_owned());
        }
    }
}

/// Returns the texts that a translator would translate. States of an address are data.
fn texts_of(element: ElementRef<'_>) -> Vec<String> {
    let value = element.value();
    let is_foreign = value.attr("lang").is_some() && value.name() != "html";
    let is_data = value.attr("translate") == Some("no") || value.attr("name") == Some("state");
    if is_foreign || is_data || ["script", "style", "svg", "code", "pre"].contains(&value.name()) {
        return Vec::new();
    }
    let mut texts = Vec::new();
    for child in element.children() {
        match child.value() {
            Node::Text(text) => texts.push(text.trim().to_owned()),
            Node::Element(_) => texts.extend(ElementRef::wrap(child).into_iter().flat_map(texts_of)),
            _ => {}
        }
    }
    texts
}
