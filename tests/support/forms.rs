//! Forms in tests: names and values, and the company of most new customers.

use super::{Browser, Reply};

/// The fields of a form.
pub type Form = Vec<(&'static str, String)>;

/// Makes a form of these fields.
pub fn owned(fields: &[(&'static str, &str)]) -> Form {
    fields.iter().map(|(name, value)| (*name, (*value).to_owned())).collect()
}

/// Replaces the value of one field.
pub fn with(mut form: Form, field: &'static str, value: &str) -> Form {
    form.retain(|(name, _)| *name != field);
    form.push((field, value.to_owned()));
    form
}

/// Sends a form with the token of a page that every user can open.
pub async fn send(browser: &Browser, address: &str, form: &Form) -> Reply {
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.submit("/help/keys", address, &form).await
}

/// The first step of adding a customer with this domain.
pub fn company(domain: &str) -> Form {
    owned(&[
        ("company_name", "한빛정밀 주식회사"),
        ("domain", domain),
        ("microsoft_id", ""),
        ("first_name", "세훈"),
        ("last_name", "오"),
        ("email", "sehun.oh@hanbit.example"),
        ("phone", "+82 2-555-0142"),
        ("country", "KR"),
        ("postal_code", "04524"),
        ("state", "서울특별시"),
        ("city", "중구"),
        ("address_line1", "세종대로 110"),
        ("address_line2", ""),
        ("agreement", "accepted"),
        ("agreed_on", "2026-01-15"),
    ])
}

/// The last day of requests in tests.
pub fn in_30_days() -> String {
    (partner_portal::clock::now() + chrono::TimeDelta::days(30)).date().to_string()
}

/// Drafts a relationship request from the page at `list`, and returns the address of the draft.
pub async fn draft_request(browser: &Browser, list: &str, recipient: &str, language: &str) -> String {
    let until = in_30_days();
    let fields = [
        ("language", language),
        ("recipient", recipient),
        ("valid_until", &until),
        ("delegated_admin", "yes"),
    ];
    let reply = browser.submit(&format!("{list}/new"), list, &fields).await;
    assert_eq!(reply.status.as_u16(), 303, "{}", reply.text());
    reply.header("location")
}

/// Sends the draft at this address unchanged.
pub async fn send_draft(browser: &Browser, at: &str) -> Reply {
    let page = browser.get(at).await;
    let fields = [
        ("recipient", page.value("input[name=recipient]")),
        ("subject", page.value("input[name=subject]")),
        ("body", page.all("textarea[name=body]").concat()),
        ("version", page.value("input[name=version]")),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.submit(at, &format!("{at}/delivery"), &fields).await
}
