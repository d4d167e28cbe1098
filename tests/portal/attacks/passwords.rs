//! Passwords: hashing, accepted lengths and characters, and the attributes of password fields.

use crate::on_both_databases;
use crate::support::cast::PASSWORD;
use crate::support::{Browser, TestApp};
use partner_portal::auth::accounts::by_email;
use partner_portal::auth::password;

on_both_databases! {
    accepts_any_password_of_15_characters_up_to_1000_bytes
    password_fields_support_managers_and_show_no_hints
    pages_stay_responsive_during_a_flood_of_sign_ins
}

/// L65: at least the parameters that OWASP recommends.
#[test]
fn hashes_are_argon2id_with_enough_memory() {
    let hash = password::hash("a long enough pass phrase").unwrap();
    let number = |name: &str| {
        let rest = hash.split(name).nth(1).unwrap();
        rest.split(|letter: char| !letter.is_ascii_digit()).next().unwrap().parse::<u32>().unwrap()
    };
    assert!(hash.starts_with("$argon2id$v=19$"), "{hash}");
    assert!(number("m=") >= 19 * 1024 && number(",t=") >= 2 && number(",p=") >= 1, "{hash}");
    assert_ne!(hash, password::hash("a long enough pass phrase").unwrap(), "each hash has its own salt");
}

async fn change(browser: &Browser, current: &str, new: &str) -> u16 {
    let fields = [("current", current), ("password", new), ("repeat", new)];
    browser.submit("/profile/password", "/profile/password", &fields).await.status.as_u16()
}

/// L35, L38: no character is required, forbidden or truncated.
async fn accepts_any_password_of_15_characters_up_to_1000_bytes(app: TestApp) {
    app.cast();
    let browser = app.signed_in("sa@1000.example").await;
    let long: String = (0..1024u32).map(|n| char::from_u32('a' as u32 + n * 7 % 26).unwrap()).collect();
    let mut current = PASSWORD.to_owned();
    for new in [
        "only small letters",
        "  spaces around it  ",
        "한강은흐르고산은높고하늘은푸르다",
        "pässwörter dürfen das",
        &long,
    ] {
        assert_eq!(change(&browser, &current, new).await, 303, "{new}");
        assert_eq!(app.browser().sign_in("sa@1000.example", new).await.status.as_u16(), 303, "{new}");
        assert_eq!(
            app.browser().sign_in("sa@1000.example", new.trim()).await.status.as_u16() == 303,
            new.trim() == new
        );
        current = new.to_owned();
    }
    assert_eq!(
        app.browser().sign_in("sa@1000.example", &long[..1023]).await.status.as_u16(),
        422,
        "not truncated"
    );
    assert_eq!(
        change(&browser, &current, &format!("{long}x")).await,
        422,
        "longer ones are rejected, not truncated"
    );
    assert_eq!(change(&browser, &current, "fourteen lettr").await, 422);
}

/// L39, L45.
async fn password_fields_support_managers_and_show_no_hints(app: TestApp) {
    app.cast();
    let page = app.browser().get("/sign-in").await;
    assert_eq!(page.attributes("#password", "type"), ["password"]);
    assert_eq!(page.attributes("#password", "autocomplete"), ["current-password"]);
    assert_eq!(page.attributes("#email", "autocomplete"), ["username"]);
    let mut names = page.attributes("form[action='/sign-in'] input", "name");
    names.sort();
    names.dedup();
    assert!(
        names.iter().all(|name| ["_csrf", "email", "next", "password"].contains(&name.as_str())),
        "{names:?}"
    );
    let own = app.signed_in("sa@1000.example").await.get("/profile/password").await;
    for (field, kind) in
        [("current", "current-password"), ("password", "new-password"), ("repeat", "new-password")]
    {
        assert_eq!(own.attributes(&format!("#{field}"), "autocomplete"), [kind]);
        assert_eq!(own.attributes(&format!("#{field}"), "type"), ["password"]);
        assert!(own.attributes(&format!("#{field}"), "maxlength").is_empty(), "pasted text is not truncated");
    }
}

/// T29: sign-ins wait for the verifier in a short queue; other pages are not in it.
async fn pages_stay_responsive_during_a_flood_of_sign_ins(app: TestApp) {
    app.cast();
    let staff = app.signed_in("sa@1000.example").await;
    let browser = app.browser();
    let token = browser.get("/sign-in").await.value("input[name=_csrf]");
    let emails: Vec<String> = (0..300).map(|number| format!("nobody{number}@x.example")).collect();
    let forms: Vec<_> = emails
        .iter()
        .map(|email| [("email", email.as_str()), ("password", "x"), ("_csrf", &token)])
        .collect();
    let flood = futures_util::future::join_all(forms.iter().map(|form| browser.post("/sign-in", form)));
    let pages = async {
        let mut slowest = std::time::Duration::ZERO;
        for _ in 0..20 {
            let began = std::time::Instant::now();
            assert_eq!(staff.get("/customers").await.status.as_u16(), 200);
            slowest = slowest.max(began.elapsed());
        }
        slowest
    };
    let (answers, slowest) = futures_util::future::join(flood, pages).await;
    let count = |status: u16| answers.iter().filter(|reply| reply.status.as_u16() == status).count();
    assert_eq!(count(422) + count(429) + count(503), 300, "rejected, rate-limited, or asked to retry");
    assert!(count(422) <= 50, "{} guesses from one address reached the verifier", count(422));
    assert!(slowest.as_secs() < 3, "a page took {slowest:?}");
    assert!(app.portal.db.read_now(|c| by_email(c, "nobody1@x.example")).unwrap().is_none());
}
