//! The programs: each user has an API token, and sends with it modified requests to the addresses for programs, made from
//! what earlier answers contained.

use super::actor::Actor;
use super::client::{Answer, Request};
use super::encode::{broken, percent, urlencoded};
use super::inputs;
use super::pages::{path_of, pattern, suffix};
use super::random::Random;
use partner_portal::routes;
use partner_portal::urls;
use partner_portal::web::route_table::RouteLine;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// What the program of an actor knows.
#[derive(Default)]
pub struct Program {
    /// The token; empty for an anonymous actor.
    pub token: String,
    /// The known addresses of each route, newest last.
    addresses: BTreeMap<&'static str, Vec<String>>,
    /// The last resource of each route.
    resources: BTreeMap<&'static str, Value>,
    /// Continuation tokens, with the lists they belong to.
    continuations: Vec<(String, String)>,
    etags: Vec<String>,
    /// The ids that the answers contained.
    ids: Vec<String>,
}

/// The most that is remembered of each kind.
const MANY: usize = 20;

fn remember<T: PartialEq>(all: &mut Vec<T>, one: T) {
    if !all.contains(&one) {
        all.push(one);
        all.drain(..all.len().saturating_sub(MANY));
    }
}

/// The routes for programs that need a token.
pub fn lines() -> Vec<RouteLine> {
    let lines = routes::lines().into_iter().filter(|line| urls::is_for_programs(line.path));
    lines.filter(|line| line.permission.is_some()).collect()
}

impl Program {
    /// Remembers what an answer contains: the resource, its ids and etags, the addresses in its links.
    pub fn learn(&mut self, address: &str, answer: &Answer) {
        let Ok(value) = serde_json::from_slice::<Value>(&answer.body) else { return };
        if answer.status >= 300 {
            return;
        }
        self.read(&value);
        if let Some(token) = value["links"]["next"]["headers"][0]["value"].as_str() {
            remember(&mut self.continuations, (path_of(address).to_owned(), token.to_owned()));
        }
        if let Some(pattern) = pattern("GET", path_of(address)) {
            remember(self.addresses.entry(pattern).or_default(), path_of(address).to_owned());
            let first = value["items"].as_array().and_then(|items| items.first());
            self.resources.insert(pattern, first.unwrap_or(&value).clone());
        }
    }

    /// Returns a known address for as much of the pattern as possible; empty if none is known.
    pub fn beginning(&self, pattern: &str, random: &mut Random) -> String {
        let known = self.addresses.iter().filter(|(line, _)| {
            pattern.strip_prefix(**line).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
        let longest = known.max_by_key(|(line, _)| line.len());
        longest.map(|(_, all)| random.pick(all).clone()).unwrap_or_default()
    }

    fn read(&mut self, value: &Value) {
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    match (name.as_str(), value.as_str()) {
                        ("uri", Some(uri)) => {
                            let version = if urls::is_for_programs(uri) { "" } else { urls::API_VERSION };
                            let address = format!("{version}{}", path_of(uri));
                            if let Some(pattern) = pattern("GET", &address) {
                                remember(self.addresses.entry(pattern).or_default(), address);
                            }
                        }
                        ("etag", Some(etag)) => remember(&mut self.etags, etag.to_owned()),
                        (name, Some(id)) if name == "id" || name.ends_with("Id") => {
                            remember(&mut self.ids, id.to_owned());
                        }
                        _ => self.read(value),
                    }
                }
            }
            Value::Array(items) => items.iter().take(3).for_each(|item| self.read(item)),
            _ => {}
        }
    }
}

/// Creates a request as the program of this actor; `others` are the continuation tokens of other programs. Returns also
/// whether it has the program's token unchanged.
pub fn request(actor: &Actor, ids: &[String], others: &[String], random: &mut Random) -> (Request, bool) {
    let (program, all) = (&actor.program, lines());
    let line = random.pick(&all);
    let path = path(program, line, ids, random);
    let mut pairs = Vec::new();
    if line.method == "GET" || random.percent(5) {
        for _ in 0..random.below(4) {
            pairs.push(parameter(actor, ids, random));
        }
    }
    if path.contains("/offers") && random.percent(70) {
        pairs.push(("country".to_owned(), b"KR".to_vec()));
    }
    let query = if pairs.is_empty() { String::new() } else { format!("?{}", urlencoded(&pairs)) };
    let method = if random.percent(3) { "DELETE" } else { line.method.as_str() };
    let mut request = Request::new(method, format!("{path}{query}"));
    let is_own = !program.token.is_empty() && !random.percent(4);
    let bearer = match random.below(4) {
        _ if is_own => format!("Bearer {}", program.token),
        0 => format!("bearer {}A", program.token),
        1 => format!("Bearer {}", program.token.chars().rev().collect::<String>()),
        2 => "Basic YTpi".to_owned(),
        _ => "Bearer ".to_owned() + &"A".repeat(1 + random.below(5_000)),
    };
    request = request.header("authorization", bearer);
    for _ in 0..random.below(3) {
        let (name, value) = header(program, others, random);
        request = request.header(name, value);
    }
    if !line.method.is_safe() {
        let (kind, body) = body(program, line, ids, random);
        request.body = body;
        request = request.header("content-type", kind);
    }
    (request, is_own)
}

fn path(program: &Program, line: &RouteLine, ids: &[String], random: &mut Random) -> String {
    let known = if random.percent(70) { program.beginning(line.path, random) } else { String::new() };
    let part = |part: &str| match part.starts_with('{') {
        true if random.percent(45) && !program.ids.is_empty() => {
            percent(random.pick(&program.ids).as_bytes()) + suffix(part)
        }
        true if random.percent(75) => random.pick(ids).clone() + suffix(part),
        true => percent(&inputs::value(random).into_iter().take(3_000).collect::<Vec<u8>>()),
        false if random.percent(3) => part.to_uppercase(),
        false => part.to_owned(),
    };
    let rest = line.path.split('/').skip(known.matches('/').count() + usize::from(!known.is_empty()));
    Some(known)
        .filter(|known| !known.is_empty())
        .into_iter()
        .chain(rest.map(part))
        .collect::<Vec<_>>()
        .join("/")
}

fn parameter(actor: &Actor, ids: &[String], random: &mut Random) -> (String, Vec<u8>) {
    const USUAL: &[(&str, &[&str])] = &[
        ("size", &["0", "1", "2", "500", "501"]),
        ("seekOperation", &["Next", "Previous", "First", "next"]),
        ("country", &["KR", "TW", "kr"]),
        ("relationship_type", &["IsIndirectCloudSolutionProviderOf", "IsIndirectResellerOf"]),
        ("startDate", &["2026-11-01", "11/01/2026 00:00:00", "2026-11-01T00:00:00Z"]),
        ("endDate", &["2026-12-31", "9999-12-31"]),
        ("mpn_id", &["1000", "2000", "5000"]),
        ("order_id", &[]),
        ("offset", &["0", "1"]),
        ("format", &["csv", "ndjson"]),
        ("filter", &[]),
    ];
    let (name, usual) = *random.pick(USUAL);
    if name == "filter" {
        let field = *random.pick(&["CompanyName", "Domain", "IndirectReseller", "Name", "CustomerId", "x"]);
        let value = match random.below(3) {
            0 => random.pick(ids).clone(),
            1 => "zz".to_owned(),
            _ => String::from_utf8_lossy(&inputs::value(random)).into_owned(),
        };
        let operator = *random.pick(&["starts_with", "substring", "equals", "StartsWith", ""]);
        let filter = json!({ "Field": field, "Value": value, "Operator": operator }).to_string().into_bytes();
        return (name.to_owned(), if random.percent(15) { broken(filter, random) } else { filter });
    }
    let seen: Vec<&String> = actor.names.iter().collect();
    let name = match random.below(10) {
        0 if !seen.is_empty() => (*random.pick(&seen)).clone(),
        1 => String::from_utf8_lossy(&inputs::value(random)).chars().take(50).collect(),
        _ => name.to_owned(),
    };
    let value = match random.percent(60) && !usual.is_empty() {
        true => random.pick(usual).as_bytes().to_vec(),
        false => inputs::value(random).into_iter().take(3_000).collect(),
    };
    (name, value)
}

fn header(program: &Program, others: &[String], random: &mut Random) -> (&'static str, Vec<u8>) {
    let mut odd = inputs::value(random);
    odd.retain(|byte| !b"\r\n\0".contains(byte));
    odd.truncate(6_000);
    let any = |all: &[String], random: &mut Random| match all.is_empty() || random.percent(20) {
        true => odd.clone(),
        false => random.pick(all).clone().into_bytes(),
    };
    match random.below(8) {
        0 | 1 => {
            let own: Vec<String> = program.continuations.iter().map(|(_, token)| token.clone()).collect();
            let mut token = any(if random.percent(70) { &own } else { others }, random);
            if random.percent(30) && !token.is_empty() {
                let at = random.below(token.len());
                token[at] = b'A' + random.below(26) as u8;
            }
            ("ms-continuationtoken", token)
        }
        2 | 3 => ("if-match", any(&program.etags, random)),
        4 => ("ms-requestid", format!("00000000-0000-4000-8000-{:012}", random.below(5)).into_bytes()),
        5 => ("x-locale", random.pick(&["ko", "zh-TW", "en-US", "xx"]).as_bytes().to_vec()),
        6 => ("accept", random.pick(&["text/csv", "application/x-ndjson", "*/*", "x"]).as_bytes().to_vec()),
        _ => ("ms-partnercenter-application", odd),
    }
}

fn body(program: &Program, line: &RouteLine, ids: &[String], random: &mut Random) -> (&'static str, Vec<u8>) {
    let mut resource = match program.resources.get(line.path) {
        Some(known) if random.percent(50) => known.clone(),
        _ => json!({
            "companyName": "Company", "firstName": "세훈", "lastName": "오", "email": "p1@mail.example",
            "defaultAddress": {
                "country": "KR", "city": "중구", "state": "서울특별시", "addressLine1": "세종대로 110",
                "postalCode": "04524", "phoneNumber": "02-120",
            },
            "name": "Name", "quantity": 3, "status": "suspended", "relationshipToPartner": "none",
            "lineItems": [{ "id": 0, "lineItemNumber": 0, "offerId": "offer", "catalogItemId": "offer:0001:offer",
                            "quantity": 1, "billingCycle": "monthly", "termDuration": "P1M" }],
        }),
    };
    for _ in 0..random.below(4) {
        spoil(&mut resource, ids, random);
    }
    let mut text = resource.to_string().into_bytes();
    match random.below(20) {
        0 => text = broken(text, random),
        1 => text = [b"{\"quantity\":1,".to_vec(), text[1.min(text.len())..].to_vec()].concat(),
        2 => {
            let depth = *random.pick(&[15usize, 17, 200, 20_000]);
            text = ["[".repeat(depth), "]".repeat(depth)].concat().into_bytes();
        }
        3 => text = inputs::value(random),
        4 => text = [b"\"", &b"a".repeat(300_000)[..], b"\""].concat(),
        5 => text = b"{\"quantity\":1e999}".to_vec(),
        _ => {}
    }
    let kind = *random.pick(&["application/json", "application/json; charset=utf-8"]);
    let odd = *random.pick(&[
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json; charset=utf-16",
    ]);
    (if random.percent(5) { odd } else { kind }, text)
}

/// Replaces, removes or adds one value somewhere in a resource.
fn spoil(value: &mut Value, ids: &[String], random: &mut Random) {
    match value {
        Value::Object(fields) if !fields.is_empty() && !random.percent(10) => {
            let names: Vec<String> = fields.keys().cloned().collect();
            let name = random.pick(&names).clone();
            match random.below(12) {
                0 => drop(fields.remove(&name)),
                1 => {
                    let first = name[..1].to_uppercase() + &name[1..];
                    let moved = fields.remove(&name).unwrap_or_default();
                    fields.insert(first, moved);
                }
                2 => drop(fields.insert(
                    random.pick(&["partnerId", "id", "version", "roles"]).to_string(),
                    odd(ids, random),
                )),
                _ => spoil(fields.entry(name).or_insert(Value::Null), ids, random),
            }
        }
        Value::Array(items) if !items.is_empty() && !random.percent(20) => {
            let at = random.below(items.len());
            match random.below(6) {
                0 => items.extend(std::iter::repeat_n(items[at].clone(), 1 + random.below(60))),
                1 => items.clear(),
                _ => spoil(&mut items[at], ids, random),
            }
        }
        _ => *value = odd(ids, random),
    }
}

fn odd(ids: &[String], random: &mut Random) -> Value {
    match random.below(12) {
        0 => Value::Null,
        1 => json!(random.percent(50)),
        2 => json!(-1),
        3 => json!(0),
        4 => json!(random.below(40)),
        5 => json!(u64::MAX),
        6 => json!(1.5e300),
        7 => json!([]),
        8 => Value::Object(Map::from_iter([("a".to_owned(), json!([1]))])),
        9 => json!(random.pick(ids)),
        _ => json!(String::from_utf8_lossy(&inputs::value(random))),
    }
}

/// Returns the requests that read everything one after the other; each is made when the answers before are known.
pub fn reading(actor: &Actor, line: &RouteLine, random: &mut Random) -> Request {
    let path = actor.program.beginning(line.path, random);
    let path = if path.is_empty() { line.path.to_owned() } else { path };
    let fixed = line.path.split('/').skip(path.split('/').count());
    let path = [path.as_str()].into_iter().chain(fixed).collect::<Vec<_>>().join("/");
    let query = if line.path == "/v1/offers" { "?country=KR" } else { "" };
    let bearer = format!("Bearer {}", actor.program.token);
    Request::new("GET", percent_braces(&path) + query).header("authorization", bearer)
}

/// An unknown parameter of a pattern stays as it is, as a value that does not exist.
fn percent_braces(path: &str) -> String {
    path.replace('{', "%7B").replace('}', "%7D")
}

impl Actor {
    /// Continuation tokens that this actor's program received.
    pub fn continuations(&self) -> Vec<String> {
        self.program.continuations.iter().map(|(_, token)| token.clone()).collect()
    }
}
