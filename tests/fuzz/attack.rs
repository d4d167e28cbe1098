//! The kinds of attack: a modified form, a modified address, odd headers, odd cookies.

use super::actor::{Actor, SESSION};
use super::client::Request;
use super::encode::{BOUNDARY, Pairs, broken, multipart, percent, urlencoded};
use super::inputs;
use super::pages::{Field, Form, Kind, path_of, suffix};
use super::random::Random;
use partner_portal::routes;
use std::collections::BTreeSet;

/// Fills in the fields of a form with plausible values.
pub fn filled(form: &Form, random: &mut Random) -> Pairs {
    let mut pairs = Pairs::new();
    let of_kind = |kind| form.fields.iter().filter(move |field| field.kind == kind);
    for field in of_kind(Kind::Text) {
        pairs.push((field.name.clone(), value_of(field, form, random).into_bytes()));
    }
    for field in of_kind(Kind::Box).filter(|_| random.percent(80)) {
        pairs.push((field.name.clone(), field.value.clone().into_bytes()));
    }
    let names: BTreeSet<&String> = of_kind(Kind::Radio).map(|field| &field.name).collect();
    let radios =
        names.into_iter().map(|name| of_kind(Kind::Radio).filter(|field| field.name == *name).collect());
    let mut groups: Vec<Vec<&Field>> = radios.collect();
    groups.extend(Some(of_kind(Kind::Button).collect::<Vec<_>>()).filter(|buttons| !buttons.is_empty()));
    for group in groups {
        let chosen = random.pick(&group);
        pairs.push((chosen.name.clone(), chosen.value.clone().into_bytes()));
    }
    pairs
}

fn value_of(field: &Field, form: &Form, random: &mut Random) -> String {
    let is_new = form.fields.iter().any(|field| field.name == "repeat");
    if is_new && ["password", "repeat"].contains(&field.name.as_str()) {
        return "a new and long pass phrase".to_owned();
    }
    if !field.options.is_empty() {
        return if random.percent(50) { field.value.clone() } else { random.pick(&field.options).clone() };
    }
    let kept = field.value.clone();
    if kept.is_empty() { inputs::plausible(&field.name, random).unwrap_or(kept) } else { kept }
}

/// Modifies the fields. The CSRF token mostly stays, so that requests get past that check.
fn spoil(pairs: &mut Pairs, ids: &[String], random: &mut Random) {
    for _ in 0..1 + random.below(3) {
        if pairs.is_empty() {
            return;
        }
        let at = random.below(pairs.len());
        if pairs[at].0 == "_csrf" && !random.percent(5) {
            continue;
        }
        match random.below(20) {
            0 => drop(pairs.remove(at)),
            1 => pairs.push(pairs[at].clone()),
            2 => pairs.push((pairs[at].0.clone(), inputs::value(random))),
            3 => pairs
                .push((String::from_utf8_lossy(&inputs::value(random)).into_owned(), inputs::value(random))),
            4 => pairs.push((
                (*random.pick(&["partner_id", "id", "reseller_id", "role", "origin", "admin"])).to_owned(),
                b"1".to_vec(),
            )),
            5 | 6 => pairs[at].1 = random.pick(ids).clone().into_bytes(),
            7 if random.percent(20) => pairs[at].1 = inputs::too_long().into_bytes(),
            8 => pairs[at].1.extend(inputs::value(random)),
            _ => pairs[at].1 = inputs::value(random),
        }
    }
}

/// Creates the request of a form.
pub fn form(actor: &Actor, form: &Form, ids: &[String], random: &mut Random) -> Request {
    let mut pairs = filled(form, random);
    if !random.percent(25) {
        spoil(&mut pairs, ids, random);
    }
    let mut action = form.action.clone();
    if random.percent(8) {
        action = with_other_ids(&action, ids, random);
    }
    if !form.is_post {
        let place = format!("{}?{}", path_of(&action), urlencoded(&pairs));
        return actor.request("GET", place);
    }
    let mut request = actor.request("POST", action.clone());
    if path_of(&action) == "/customers/import" && random.percent(90) {
        let (content, name) =
            (inputs::file(random), *random.pick(&["a.csv", "", "../a", "a\0.csv", "가.csv"]));
        let body = multipart(&pairs, Some((name, &content)));
        request.body = if random.percent(15) { broken(body, random) } else { body };
        request = request.header("content-type", format!("multipart/form-data; boundary={BOUNDARY}"));
        return of_this_site(request, random);
    }
    let body = urlencoded(&pairs).into_bytes();
    let (kind, body) = match random.below(40) {
        0 => ("application/json", b"{\"a\":[[[[]]]]}".to_vec()),
        1 => ("text/plain", body),
        2 => ("multipart/form-data; boundary=----fuzz", multipart(&pairs, None)),
        3 => ("multipart/form-data", multipart(&pairs, None)),
        4 => ("application/x-www-form-urlencoded; charset=utf-16", body),
        5 => ("", body),
        6 | 7 => ("application/x-www-form-urlencoded", broken(body, random)),
        8 => ("APPLICATION/X-WWW-FORM-URLENCODED", body),
        _ => ("application/x-www-form-urlencoded", body),
    };
    if !kind.is_empty() {
        request = request.header("content-type", kind);
    }
    request.body = body;
    of_this_site(request, random)
}

/// Adds the headers that tell where a form comes from; sometimes those of another site.
fn of_this_site(request: Request, random: &mut Random) -> Request {
    match random.below(50) {
        0 => request.header("origin", "https://evil.example"),
        1 => request.header("origin", "null").header("sec-fetch-site", "same-origin"),
        2 => request.header("sec-fetch-site", "cross-site"),
        3 => request.header("origin", b"http://\xff".to_vec()),
        4 => request,
        _ => request.header("sec-fetch-site", "same-origin"),
    }
}

fn is_id(part: &str) -> bool {
    part.len() == 36 && part.bytes().filter(|byte| *byte == b'-').count() == 4
        || !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())
}

/// Replaces ids in the address.
fn with_other_ids(address: &str, ids: &[String], random: &mut Random) -> String {
    let parts: Vec<String> = path_of(address)
        .split('/')
        .map(|part| if is_id(part) { random.pick(ids).clone() } else { part.to_owned() })
        .collect();
    parts.join("/")
}

/// Requests a route with unexpected ids.
pub fn place(actor: &Actor, ids: &[String], random: &mut Random) -> Request {
    let lines = routes::page_lines();
    let line = random.pick(&lines);
    let part = |part: &str, random: &mut Random| match part.starts_with('{') {
        true if random.percent(60) => random.pick(ids).clone() + suffix(part),
        true => percent(&inputs::value(random).into_iter().take(3_000).collect::<Vec<u8>>()),
        false => part.to_owned(),
    };
    let path: Vec<String> = line.path.split('/').map(|one| part(one, random)).collect();
    let mut path = path.join("/");
    match random.below(24) {
        0 => path.push_str(&"%25".repeat(*random.pick(&[10usize, 600, 690, 5_000, 20_000]))),
        1 => path.push_str(&format!("/%{}", "25".repeat(*random.pick(&[3usize, 900, 30_000])))),
        10 => path.push_str("/.."),
        2 => path = format!("/{path}"),
        3 => path.push('/'),
        4 => path.push_str(&"/a".repeat(*random.pick(&[10usize, 1_000, 20_000]))),
        5 => path = path.to_uppercase(),
        6 => path.push_str(".json"),
        7 => path = path.replacen('/', "/./", 1),
        8 => path.push_str("%00"),
        9 => path.push_str(";a=b"),
        _ => {}
    }
    let method = if random.percent(80) { "GET" } else { line.method.as_str() };
    let request = actor.request(method, path);
    if method == "POST" { of_this_site(request, random) } else { request }
}

/// Requests a known page with known and unexpected parameters.
pub fn query(actor: &Actor, ids: &[String], random: &mut Random) -> Request {
    let all: Vec<&String> = actor.pages.values().flatten().collect();
    let page = if all.is_empty() { "/sign-in" } else { random.pick(&all).as_str() };
    let mut page = path_of(page).to_owned();
    if random.percent(20) {
        page = with_other_ids(&page, ids, random);
    }
    let names: Vec<String> =
        actor.names.iter().cloned().chain(["q", "next", "after", "sort", "x"].map(str::to_owned)).collect();
    let pair = |_| {
        let name = random.pick(&names).clone();
        let value =
            if random.percent(15) { random.pick(ids).clone().into_bytes() } else { inputs::value(random) };
        (name, value)
    };
    let pairs: Pairs = (0..3).map(pair).collect();
    let pairs = pairs[..1 + random.below(3)].to_vec();
    let mut query = urlencoded(&pairs).into_bytes();
    if random.percent(8) {
        query = broken(query, random);
        query.retain(|byte| byte.is_ascii_graphic());
    }
    actor.request("GET", [format!("{page}?").into_bytes(), query].concat())
}

/// Requests a known page with invalid headers, methods and cookies.
pub fn head(actor: &Actor, others: &str, random: &mut Random) -> Request {
    let all: Vec<&String> = actor.pages.values().flatten().collect();
    let page = if all.is_empty() { "/sign-in" } else { random.pick(&all).as_str() };
    let methods = ["HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "get", "FOO", "PROPFIND"];
    let method = if random.percent(25) { *random.pick(&methods) } else { "GET" };
    let mut request = actor.request(method, page);
    let mut value = inputs::value(random);
    // Line breaks are tested in `raw`; here the request stays one request.
    value.retain(|byte| !b"\r\n\0".contains(byte));
    value.truncate(6_000);
    let name = *random.pick(&[
        "x-forwarded-for",
        "forwarded",
        "x-forwarded-host",
        "x-forwarded-proto",
        "x-real-ip",
        "host",
        "origin",
        "referer",
        "accept-language",
        "accept",
        "accept-encoding",
        "if-none-match",
        "if-modified-since",
        "range",
        "hx-request",
        "hx-target",
        "hx-current-url",
        "user-agent",
        "authorization",
        "cookie",
        "content-type",
        "expect",
        "x-request-id",
        "x-http-method-override",
    ]);
    match name {
        "cookie" => {
            request.headers.clear();
            let session = actor.cookies.get(SESSION).cloned().unwrap_or_default();
            let mut torn = session.clone().into_bytes();
            if !torn.is_empty() {
                let at = random.below(torn.len());
                torn[at] = b'A' + random.below(26) as u8;
            }
            let cookie: Vec<u8> = match random.below(5) {
                0 => [SESSION.as_bytes(), b"=", &torn[..]].concat(),
                1 => [SESSION.as_bytes(), b"=", &value[..]].concat(),
                2 => format!("{SESSION}={session}; {SESSION}={others}").into_bytes(),
                3 => format!("portal-visitor={}", "a".repeat(5_000)).into_bytes(),
                _ => value,
            };
            request.header("cookie", cookie)
        }
        "expect" => request.header("expect", "200-ok"),
        "host" => request.header(
            "host",
            *random.pick(&["evil.example", "evil.example:99999", "[::1", "a b", "", "xn--", "127.0.0.1"]),
        ),
        "x-forwarded-for" => request.header(
            name,
            *random.pick(&[
                "1.2.3.4",
                "::ffff:1.2.3.4",
                "[::1]:80",
                "1.2.3.4:5",
                "x, y",
                ",,,,",
                "fe80::1%eth0",
            ]),
        ),
        _ => request.header(name, value),
    }
}
