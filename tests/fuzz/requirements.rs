//! Requirements on every response, whatever the request.

use super::client::{Answer, Request};
use super::encode;
use super::pages::path_of;
use super::world::{BYSTANDER, PARTNERS, canary};
use partner_portal::urls;

const HEADERS: &[&str] = &[
    "content-security-policy",
    "x-content-type-options",
    "x-frame-options",
    "referrer-policy",
    "cross-origin-opener-policy",
    "cache-control",
    "x-request-id",
];
/// Internal details that no page may contain.
const INSIDE: &[&str] = &["panicked", "src/", "diesel", "sqlite", "postgres", "<zzx", "stack backtrace"];

/// The words that a user of this partner must not see: those of all other partners. Without a partner, all of them.
pub fn foreign(own: Option<&str>) -> Vec<String> {
    let others: Vec<&str> =
        PARTNERS.into_iter().chain([BYSTANDER]).filter(|mpn_id| Some(*mpn_id) != own).collect();
    let mut words: Vec<String> = others.iter().map(|mpn_id| canary(mpn_id).to_lowercase()).collect();
    // These two partners are not related to anyone: even the names of their users must stay secret.
    let alone = others.iter().filter(|mpn_id| ["4000", BYSTANDER].contains(mpn_id));
    words.extend(alone.map(|mpn_id| format!("@{mpn_id}.example")));
    words
}

/// Returns which requirement the response violates, if any.
pub fn fault(request: &Request, answer: &Answer, foreign: &[String], is_bare: bool) -> Option<String> {
    let target = String::from_utf8_lossy(&request.target);
    let is_of_program = urls::is_for_programs(path_of(&target));
    // 501 tells a program that the portal does not have what it asks for.
    if answer.status >= 500 && !(is_of_program && answer.status == 501) || answer.status < 200 {
        return Some(format!("it answers {}", answer.status));
    }
    if let Some(missing) = HEADERS.iter().find(|name| !is_bare && answer.header(name).is_none()) {
        return Some(format!("no {missing} (status {})", answer.status));
    }
    if answer.header("zz-injected").is_some() {
        return Some("a header was injected".to_owned());
    }
    let to = answer.header("location").unwrap_or("/");
    if !to.starts_with('/') || to.starts_with("//") || to.starts_with("/\\") {
        return Some(format!("it leads away, to {to}"));
    }
    let loose = |cookie: &str| !cookie.contains("HttpOnly") || !cookie.contains("SameSite=");
    let cookies = answer.headers.iter().filter(|(name, _)| name == "set-cookie");
    if let Some((_, cookie)) = cookies.into_iter().find(|(_, cookie)| loose(cookie)) {
        return Some(format!("a loose cookie: {cookie}"));
    }
    let (text, whole) =
        (answer.text(), answer.headers.iter().fold(answer.text(), |all, (_, value)| all + value));
    let whole = whole.to_lowercase();
    if let Some(word) = foreign.iter().find(|word| whole.contains(word.as_str())) {
        return Some(format!("it knows {word:?}, which is another partner's"));
    }
    let kind = answer.header("content-type").unwrap_or_default();
    if is_of_program && !is_bare {
        return program_fault(request, answer, &text);
    }
    if answer.is_html() {
        return if request.method == "HEAD" { None } else { page_fault(request, &text) };
    }
    let known = [
        "text/plain",
        "text/csv",
        "text/event-stream",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/json",
        "application/openmetrics-text",
        "text/css",
        "text/javascript",
        "application/javascript",
        "image/",
        "font/",
        "text/x-component",
    ];
    let has_kind = answer.body.is_empty() || known.iter().any(|known| kind.starts_with(known));
    (!has_kind).then(|| format!("an answer of the kind {kind:?}"))
}

/// Programs get JSON or a list as a stream, never a page, and no cookie; a refusal has a code and says why.
fn program_fault(request: &Request, answer: &Answer, text: &str) -> Option<String> {
    if answer.header("set-cookie").is_some() || answer.header("access-control-allow-origin").is_some() {
        return Some("a cookie or a CORS header for a program".to_owned());
    }
    let kind = answer.header("content-type").unwrap_or_default();
    if answer.status < 300 && !kind.starts_with("application/json") {
        let is_stream = ["text/csv", "application/x-ndjson"].iter().any(|known| kind.starts_with(known));
        let is_empty = answer.body.is_empty();
        return (!is_stream && !is_empty).then(|| format!("a program gets an answer of the kind {kind:?}"));
    }
    if request.method == "HEAD" {
        return None;
    }
    let Ok(value) = serde_json::from_str::<serde_json::Value>(text) else {
        return Some(format!("a program gets what is not JSON (status {})", answer.status));
    };
    let has = |name: &str| value[name].as_str().is_some_and(|text| !text.is_empty());
    if answer.status >= 400 && !(has("code") && has("description") || has("error")) {
        return Some(format!("a fault without a code or a description (status {})", answer.status));
    }
    let lower = without_tokens(&text.to_lowercase());
    let word = INSIDE.iter().find(|word| answer.status >= 400 && lower.contains(**word))?;
    Some(format!("a fault says {word:?}"))
}

/// Removes random tokens from the text: among thousands of them, some contain any short word.
fn without_tokens(text: &str) -> String {
    let is_of_a_token = |letter: char| letter.is_ascii_alphanumeric() || "-_".contains(letter);
    text.split_inclusive(|letter| !is_of_a_token(letter)).filter(|piece| piece.len() <= 40).collect()
}

fn page_fault(request: &Request, text: &str) -> Option<String> {
    let lower = without_tokens(&text.to_lowercase());
    if let Some(word) = INSIDE.iter().find(|word| lower.contains(**word)) {
        let at = lower.find(*word).unwrap_or_default();
        let around: String =
            lower.chars().skip(lower[..at].chars().count().saturating_sub(80)).take(200).collect();
        return Some(format!("a page says {word:?}: {around:?}"));
    }
    let is_whole = lower.trim_start().starts_with("<!doctype html");
    if is_whole && !lower.trim_end().ends_with("</html>") {
        return Some("a page without an end".to_owned());
    }
    if lower.trim().is_empty() {
        return Some("an empty page".to_owned());
    }
    // A page may repeat the user's own input, but not that of others.
    let typed = |c: char| {
        let (raw, encoded) = (c.to_string().into_bytes(), encode::percent(c.to_string().as_bytes()));
        let sent = [&request.target[..], &request.body[..]].concat();
        let sent_raw = sent.windows(raw.len()).any(|part| part == raw);
        sent_raw || String::from_utf8_lossy(&sent).to_uppercase().contains(&encoded)
    };
    let controls = |c: char| c.is_control() && !"\t\n\r".contains(c) && !typed(c);
    text.chars().find(|c| controls(*c)).map(|c| format!("a page with the control character {c:?}"))
}
