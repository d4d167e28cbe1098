//! Parses the links and forms of a page, with fields and values.

use super::client::Answer;
use partner_portal::routes;
use scraper::{ElementRef, Html, Selector};

/// A form of a page.
#[derive(Clone, Debug)]
pub struct Form {
    pub action: String,
    pub is_post: bool,
    pub fields: Vec<Field>,
}

/// A field with the value it would send.
#[derive(Clone, Debug)]
pub struct Field {
    pub name: String,
    pub value: String,
    /// Its other options.
    pub options: Vec<String>,
    pub kind: Kind,
}

/// When a field is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Always.
    Text,
    /// If it is checked.
    Box,
    /// One of several with its name: the selected one.
    Radio,
    /// One of all buttons: the pressed one.
    Button,
    /// With a file.
    File,
}

/// The links and forms of a page.
#[derive(Default)]
pub struct Offers {
    pub links: Vec<String>,
    pub forms: Vec<Form>,
}

fn all<'a>(html: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    html.select(&Selector::parse(selector).unwrap()).collect()
}

/// Parses the page at `address`.
pub fn read(address: &str, answer: &Answer) -> Offers {
    let html = Html::parse_document(&answer.text());
    let mut offers = Offers::default();
    for name in ["href", "hx-get", "data-hx-get", "data-link"] {
        for element in all(&html, &format!("[{name}]")) {
            let link = element.attr(name).unwrap_or_default();
            let link = link.split('#').next().unwrap_or_default();
            let link =
                link.find("/invitations/").filter(|_| name == "data-link").map_or(link, |at| &link[at..]);
            match link.as_bytes() {
                [b'/', b'/', ..] => {}
                [b'/', ..] => offers.links.push(link.to_owned()),
                [b'?', ..] => offers.links.push(format!("{}{link}", path_of(address))),
                _ => {}
            }
        }
    }
    for form in all(&html, "form") {
        let action = form.attr("action").filter(|action| action.starts_with('/')).unwrap_or(path_of(address));
        let is_post = form.attr("method").is_some_and(|method| method.eq_ignore_ascii_case("post"));
        let fields = Selector::parse("input[name], select[name], textarea[name], button[name]").unwrap();
        let mut fields: Vec<Field> = form.select(&fields).map(field).collect();
        if let Some(id) = form.attr("id") {
            fields.extend(all(&html, &format!("[form='{id}'][name]")).into_iter().map(field));
        }
        offers.forms.push(Form { action: action.to_owned(), is_post, fields });
    }
    offers
}

fn field(element: ElementRef<'_>) -> Field {
    let attribute = |name| element.attr(name).map(str::to_owned);
    let (kind, tag) = (attribute("type").unwrap_or_default(), element.value().name());
    let options = Selector::parse("option").unwrap();
    let options: Vec<ElementRef<'_>> = element.select(&options).collect();
    let chosen = options.iter().find(|option| option.attr("selected").is_some()).or(options.first());
    let value = match tag {
        "select" => chosen.and_then(|option| option.attr("value")).unwrap_or_default().to_owned(),
        "textarea" => element.text().collect(),
        _ => attribute("value").unwrap_or_default(),
    };
    let kind = match (tag, kind.as_str()) {
        ("button", _) | (_, "submit") => Kind::Button,
        (_, "checkbox") => Kind::Box,
        (_, "radio") => Kind::Radio,
        (_, "file") => Kind::File,
        _ => Kind::Text,
    };
    let options = options.iter().filter_map(|option| option.attr("value")).map(str::to_owned).collect();
    Field { name: attribute("name").unwrap_or_default(), value, options, kind }
}

/// Returns an address without its query.
pub fn path_of(address: &str) -> &str {
    address.split(['?', '#']).next().unwrap_or_default()
}

/// Returns the parameter names of an address.
pub fn asked(address: &str) -> Vec<String> {
    let query = address.split_once('?').map_or("", |(_, query)| query);
    let names = query.split('&').filter_map(|pair| pair.split('=').next());
    names.filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// Returns the route of an address: the one with the most fixed segments.
pub fn pattern(method: &str, path: &str) -> Option<&'static str> {
    let path: Vec<&str> = path.split('/').collect();
    let lines = routes::lines().into_iter().filter(|line| line.method == method);
    let fits = |line: &&'static str| {
        let own: Vec<&str> = line.split('/').collect();
        let same = own.iter().zip(&path).all(|(own, is)| {
            own.starts_with('{') && !is.is_empty() && is.ends_with(suffix(own)) || own == is
        });
        same && (own.len() == path.len() || line.contains(":.*}") && own.len() <= path.len())
    };
    let fitting = lines.map(|line| line.path).filter(fits);
    fitting.max_by_key(|line| {
        let fixed = line.split('/').filter(|part| !part.starts_with('{')).count();
        (fixed, line.split('/').map(|part| suffix(part).len()).sum::<usize>())
    })
}

/// What follows the parameter in a part of a pattern, such as `.csv` in `{bulk}.csv`.
pub fn suffix(part: &str) -> &str {
    part.split_once('}').map_or("", |(_, rest)| rest)
}
