//! Visits the portal through its own links and forms, each kind once.

use crate::support::{Browser, Reply};
use partner_portal::routes;
use partner_portal::web::route_table::RouteTable;
use scraper::{ElementRef, Html, Selector};
use std::collections::{BTreeMap, HashSet, VecDeque};
use std::sync::LazyLock;

/// A form of a page: its action, and the fields it submits without any change.
struct Form {
    action: String,
    fields: Vec<(String, String)>,
}

/// Opens one address of each kind that pages link to, beginning with `start`, then submits one form of each kind. After
/// each request, `seen` is called with its method and address.
pub async fn walk(browser: &Browser, start: &str, seen: &mut impl FnMut(&str)) {
    let (mut waiting, mut known) = (VecDeque::from([start.to_owned()]), HashSet::from([kind("GET", start)]));
    let mut forms: BTreeMap<Option<String>, Form> = BTreeMap::new();
    while let Some(address) = waiting.pop_front() {
        let reply = browser.get(&address).await;
        seen(&format!("GET {address}"));
        if !reply.header("content-type").starts_with("text/html") {
            continue;
        }
        for next in reply.attributes("a[href^='/']", "href").into_iter().chain(searches(&reply)) {
            let next = next.split('#').next().unwrap_or_default().to_owned();
            if known.insert(kind("GET", &next)) {
                waiting.push_back(next);
            }
        }
        for form in posted(reply.html()) {
            forms.entry(kind("POST", &form.action)).or_insert(form);
        }
    }
    for form in forms.into_values().filter(|form| !form.action.starts_with("/sign-out")) {
        let fields: Vec<_> =
            form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        browser.post(&form.action, &fields).await;
        seen(&format!("POST {}", form.action));
    }
}

/// The kind of an address: its route, the names of its parameters, and the sort order. Addresses of one kind run the
/// same queries.
fn kind(method: &str, address: &str) -> Option<String> {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    static TABLE: LazyLock<RouteTable> = LazyLock::new(routes::table);
    let line = TABLE.find(&method.parse().unwrap(), path)?;
    let part = |part: &str| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let told = ["sort", "kind", "state", "status"].contains(&name) || value.is_empty();
        if told { part.to_owned() } else { name.to_owned() }
    };
    let mut parts: Vec<String> = query.split('&').map(part).collect();
    parts.sort();
    Some(format!("{} {} {}", line.method, line.path, parts.join("&")))
}

/// The search forms of a page, once for each field that is filled in.
fn searches(reply: &Reply) -> Vec<String> {
    let mut found = Vec::new();
    for form in select(reply.html(), "form:not([method])") {
        let action = form.attr("action").unwrap_or_default();
        for (name, value) in fields(form) {
            let value = if value.is_empty() { "a".to_owned() } else { value };
            found.push(format!("{action}?{name}={}", urlencoding(&value)));
        }
        for option in form.select(&Selector::parse("select option[value]").unwrap()) {
            let name = option.ancestors().find_map(|above| ElementRef::wrap(above)?.attr("name"));
            if let (Some(name), Some(value)) = (name, option.attr("value")) {
                found.push(format!("{action}?{name}={}", urlencoding(value)));
            }
        }
    }
    found
}

fn urlencoding(value: &str) -> String {
    serde_urlencoded::to_string([("", value)]).unwrap()[1..].to_owned()
}

fn posted(html: &Html) -> Vec<Form> {
    let mut forms = Vec::new();
    for form in select(html, "form[method=post]") {
        let fields = fields(form);
        let button = Selector::parse("button[formaction]").unwrap();
        let more = form.select(&button).filter_map(|button| button.attr("formaction"));
        for action in form.attr("action").into_iter().chain(more) {
            forms.push(Form { action: action.to_owned(), fields: fields.clone() });
        }
    }
    forms
}

fn select<'a>(html: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    html.select(&Selector::parse(selector).unwrap()).collect()
}

/// Returns names and values as a browser sends them.
fn fields(form: ElementRef<'_>) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for field in form.select(&Selector::parse("input[name], select[name], textarea[name]").unwrap()) {
        let is_choice = matches!(field.attr("type"), Some("checkbox" | "radio"));
        if is_choice && field.attr("checked").is_none() {
            continue;
        }
        let chosen = Selector::parse("option[selected]").unwrap();
        let value = match field.value().name() {
            "select" => field
                .select(&chosen)
                .next()
                .and_then(|option| option.attr("value"))
                .unwrap_or_default()
                .to_owned(),
            "textarea" => field.text().collect(),
            _ => field.attr("value").unwrap_or_default().to_owned(),
        };
        fields.push((field.attr("name").unwrap_or_default().to_owned(), value));
    }
    fields
}
