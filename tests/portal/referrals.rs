//! Referrals: created, answered, closed, expired; visibility; and how an accepted one prefills other forms.

use crate::on_both_databases;
use crate::support::{Browser, Reply, TestApp};
use diesel::prelude::*;
use partner_portal::audit::Author;
use partner_portal::db::schema::{customers, partnerships, referrals};
use partner_portal::domain::{Cloud, Partner, PartnerKind};
use partner_portal::features::partnerships::partners;
use partner_portal::features::partnerships::partners::NewPartner;
use partner_portal::features::referrals::expiry;
use serde_json::Value;

on_both_databases! {
    a_provider_refers_a_customer_and_the_reseller_wins_it
    a_partner_can_lose_its_own_lead
    declines_a_referral_with_a_reason
    only_the_two_partners_see_a_referral
    read_only_roles_cannot_answer
    a_provider_can_refer_only_to_its_resellers
    reports_invalid_fields_and_keeps_input
    a_repeated_submission_creates_one_referral
    one_of_two_concurrent_answers_wins
    expires_after_fourteen_days
    an_accepted_referral_prefills_the_new_customer
    an_accepted_referral_prefills_the_request
    the_list_pages_in_both_directions
    the_germany_cloud_has_no_referrals
}

const NEED: &str = "E3 40명\n12월부터 <급함>";

fn fields<'a>(reseller: &'a str, company: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("reseller", reseller),
        ("company_name", company),
        ("first_name", "지우"),
        ("last_name", "서"),
        ("email", "jiwoo@saebyeok.example"),
        ("phone", "+82 2-555-0142"),
        ("need", "E3 40명\r\n12월부터 <급함>"),
        ("note", "전시회에서 만났습니다."),
    ]
}

async fn made(browser: &Browser, reseller: &str, company: &str) -> String {
    let reply = browser.submit("/referrals/new", "/referrals", &fields(reseller, company)).await;
    assert_eq!(reply.status.as_u16(), 303, "{}", reply.text());
    reply.header("location")
}

async fn say(browser: &Browser, at: &str, what: &str, reason: &str) -> Reply {
    browser.submit("/referrals", &format!("{at}/{what}"), &[("reason", reason)]).await
}

fn log(app: &TestApp, partner: &Partner) -> Vec<(String, Value)> {
    let entries = app.log_of(partner, "referral");
    entries.into_iter().map(|(action, details)| (action, serde_json::from_str(&details).unwrap())).collect()
}

fn states(entries: &[(String, Value)]) -> Vec<&str> {
    entries.iter().map(|(_, details)| details["after"]["status"].as_str().unwrap_or("made")).collect()
}

async fn a_provider_refers_a_customer_and_the_reseller_wins_it(app: TestApp) {
    let cast = app.cast();
    let (provider, reseller) =
        (app.signed_in("sa@1000.example").await, app.signed_in("sa@2000.example").await);
    assert_eq!(
        provider.get("/referrals/new").await.attributes("#reseller option", "value"),
        ["", "2000", "3000"]
    );
    let at = made(&provider, "2000", "새벽정밀").await;
    let list = reseller.get("/referrals").await;
    assert_eq!((list.total().as_str(), list.ids().len()), ("1", 1));
    assert!(list.text().contains("Partner 1000") && list.text().contains("서지우"));
    assert!(provider.get("/referrals").await.text().contains("Partner 2000"));
    let page = reseller.get(&at).await;
    for told in ["새벽정밀", "12월부터 &#60;급함&#62;", "전시회에서 만났습니다.", "jiwoo@saebyeok.example"]
    {
        assert!(page.text().contains(told), "{told}: {}", page.text());
    }
    assert!(page.all("form[action$=won]").is_empty() && !page.text().contains("/customers/new?referral"));
    assert_eq!(say(&reseller, &at, "won", "").await.status.as_u16(), 409, "not accepted yet");
    assert_eq!(say(&reseller, &at, "acceptance", "").await.status.as_u16(), 303);
    let page = reseller.get(&at).await;
    assert!(
        page.text().contains("/customers/new?referral")
            && page.text().contains("/relationship-requests/new?referral")
    );
    let seen = provider.get(&at).await;
    assert!(
        !seen.text().contains("?referral=")
            && seen.attributes("form[action^='/referrals']", "action").is_empty()
    );
    assert_eq!(provider.get("/referrals?status=accepted").await.total(), "1");
    assert_eq!(say(&reseller, &at, "won", "").await.status.as_u16(), 303);
    for late in ["acceptance", "won", "lost"] {
        assert_eq!(say(&reseller, &at, late, "").await.status.as_u16(), 409, "{late}");
    }
    let (ours, theirs) = (log(&app, &cast.provider), log(&app, &cast.reseller));
    assert_eq!(
        (states(&ours), states(&theirs)),
        (vec!["made", "accepted", "won"], vec!["made", "accepted", "won"])
    );
    assert_eq!(ours[0].0, "create_referral");
    assert!(ours[1..].iter().chain(&theirs[1..]).all(|(action, _)| action == "update_referral"));
    assert!(
        ours.iter().all(|(_, told)| told["reseller"] == "2000" && told["provider"] == Value::Null),
        "{ours:?}"
    );
    assert!(theirs.iter().all(|(_, told)| told["provider"] == "1000" && told["reseller"] == Value::Null));
    assert_eq!(
        (theirs[0].1["company_name"].as_str(), theirs[0].1["need"].as_str()),
        (Some("새벽정밀"), Some(NEED))
    );
    assert!(log(&app, &cast.other_reseller).is_empty() && log(&app, &cast.direct).is_empty());
    assert!(reseller.get("/activity").await.text().contains("Created a referral"));
}

async fn a_partner_can_lose_its_own_lead(app: TestApp) {
    let cast = app.cast();
    for (mpn_id, partner) in [("1000", &cast.provider), ("2000", &cast.reseller), ("4000", &cast.direct)] {
        let browser = app.signed_in(&format!("aa@{mpn_id}.example")).await;
        let at = made(&browser, "", "Own").await;
        say(&browser, &at, "acceptance", "").await;
        assert_eq!(say(&browser, &at, "lost", "Too dear").await.status.as_u16(), 303);
        let page = browser.get(&at).await;
        assert!(page.text().contains("Too dear") && page.text().contains("Own lead"));
        let told = log(&app, partner);
        assert_eq!(states(&told), ["made", "accepted", "lost"], "{mpn_id}");
        assert!(told.iter().all(|(_, told)| told["provider"].is_null() && told["reseller"].is_null()));
        assert_eq!(told[2].1["reason"], "Too dear");
    }
}

async fn declines_a_referral_with_a_reason(app: TestApp) {
    let cast = app.cast();
    let (provider, reseller) =
        (app.signed_in("ga@1000.example").await, app.signed_in("ga@2000.example").await);
    let at = made(&provider, "2000", "X").await;
    let long = "x".repeat(501);
    for bad in ["", "  \r\n ", "\u{202e}", &long] {
        let reply = say(&reseller, &at, "declination", bad).await;
        assert_eq!(reply.status.as_u16(), 422, "{bad:?}");
        assert_eq!(reply.attributes("p[data-error]", "data-error"), ["reason"]);
        assert_eq!(reply.all("#reason").concat(), bad.trim(), "input is kept");
        assert!(reply.all("title").concat().starts_with("Error:"));
    }
    assert_eq!(states(&log(&app, &cast.reseller)), ["made"]);
    assert_eq!(
        say(&reseller, &at, "declination", "지금은 여력이 없습니다 \u{1F980}").await.status.as_u16(),
        303
    );
    assert!(provider.get(&at).await.text().contains("지금은 여력이 없습니다 \u{1F980}"));
    for partner in [&cast.provider, &cast.reseller] {
        assert_eq!(log(&app, partner)[1].1["reason"], "지금은 여력이 없습니다 \u{1F980}");
    }
    assert_eq!(say(&reseller, &at, "acceptance", "").await.status.as_u16(), 409);
    assert_eq!(provider.get("/referrals?status=declined").await.total(), "1");
}

async fn only_the_two_partners_see_a_referral(app: TestApp) {
    let cast = app.cast();
    let provider = app.signed_in("ga@1000.example").await;
    let referred = made(&provider, "2000", "ZZREFERRED").await;
    let own = made(&provider, "", "ZZOWN").await;
    let of_reseller = made(&app.signed_in("ga@2000.example").await, "", "ZZTHEIRS").await;
    let cases = [
        ("ga@3000.example", vec![&referred, &own, &of_reseller]),
        ("ga@4000.example", vec![&referred, &own, &of_reseller]),
        ("ga@2000.example", vec![&own]),
        ("ga@1000.example", vec![&of_reseller]),
    ];
    for (email, foreign) in cases {
        let browser = app.signed_in(email).await;
        for at in foreign {
            assert_eq!(browser.get(at).await.status.as_u16(), 404, "{email} {at}");
            for what in ["acceptance", "declination", "won", "lost"] {
                assert_eq!(say(&browser, at, what, "r").await.status.as_u16(), 404, "{email} {at} {what}");
            }
            let id = at.rsplit('/').next().unwrap();
            for page in ["/customers/new", "/relationship-requests/new"] {
                let page = browser.get(&format!("{page}?referral={id}")).await;
                assert_eq!(page.status.as_u16(), 404, "{email}");
                let told = ["ZZREFERRED", "ZZOWN", "ZZTHEIRS"].map(|name| page.text().contains(name));
                assert_eq!(told, [false; 3], "{email}");
            }
            assert!(!browser.get("/referrals").await.ids().contains(&id.to_owned()));
        }
    }
    // The referring partner sees it but cannot answer it.
    assert_eq!(provider.get(&referred).await.status.as_u16(), 200);
    for what in ["acceptance", "declination", "won", "lost"] {
        assert_eq!(say(&provider, &referred, what, "r").await.status.as_u16(), 404, "{what}");
    }
    assert_eq!(states(&log(&app, &cast.provider)), ["made", "made"]);
    assert_eq!(app.signed_in("ga@3000.example").await.get("/referrals").await.total(), "0");
}

async fn read_only_roles_cannot_answer(app: TestApp) {
    app.cast();
    let at = made(&app.signed_in("sa@1000.example").await, "", "Seen").await;
    for role in ["ba", "um", "ha"] {
        let browser = app.signed_in(&format!("{role}@1000.example")).await;
        let list = browser.get("/referrals").await;
        assert_eq!((list.status.as_u16(), list.ids().len()), (200, 1), "{role}");
        assert!(list.attributes("main a", "href").iter().all(|address| address != "/referrals/new"));
        let page = browser.get(&at).await;
        assert!(page.text().contains("Sales agent"), "the page names the roles that may");
        assert!(page.attributes("form[action^='/referrals']", "action").is_empty());
        assert_eq!(browser.get("/referrals/new").await.status.as_u16(), 403);
        assert_eq!(browser.submit("/referrals", "/referrals", &fields("", "X")).await.status.as_u16(), 403);
        assert_eq!(say(&browser, &at, "acceptance", "").await.status.as_u16(), 403);
    }
    assert_eq!(app.signed_in("none@1000.example").await.get("/referrals").await.status.as_u16(), 403);
}

async fn a_provider_can_refer_only_to_its_resellers(app: TestApp) {
    let cast = app.cast();
    app.partner("6000", PartnerKind::IndirectReseller);
    let provider = app.signed_in("ga@1000.example").await;
    let refused = async |browser: &Browser, mpn_id: &str| {
        let reply = browser.submit("/referrals/new", "/referrals", &fields(mpn_id, "Kept")).await;
        assert_eq!(reply.status.as_u16(), 422, "{mpn_id}");
        assert_eq!(reply.attributes("p[data-error]", "data-error"), ["reseller"]);
        assert_eq!(reply.value("#company_name"), "Kept");
    };
    for stranger in ["6000", "4000", "1000", "9999", "2000 ", "<b>"] {
        refused(&provider, stranger).await;
    }
    let ended = partnerships::table.find((cast.provider.id.0, cast.other_reseller.id.0));
    let ending = diesel::update(ended).set(partnerships::ended_at.eq(partner_portal::clock::now()));
    app.portal.db.write_now(|c| Ok(ending.execute(c)?)).unwrap();
    refused(&provider, "3000").await;
    // Partners of other types cannot refer to anyone.
    for (email, mpn_id) in [("ga@2000.example", "1000"), ("ga@4000.example", "2000")] {
        let browser = app.signed_in(email).await;
        assert!(browser.get("/referrals/new").await.all("#reseller").is_empty());
        refused(&browser, mpn_id).await;
    }
    assert!(log(&app, &cast.provider).is_empty());
}

async fn reports_invalid_fields_and_keeps_input(app: TestApp) {
    let cast = app.cast();
    let browser = app.signed_in("sa@4000.example").await;
    let long = "가".repeat(1_001);
    let cases: [(&str, &str); 12] = [
        ("company_name", ""),
        ("company_name", "a\u{202e}b"),
        ("first_name", " "),
        ("last_name", "\u{7}"),
        ("email", "nobody"),
        ("email", "a@b.example\r\nBcc: c@d.example"),
        ("phone", "call me"),
        ("need", ""),
        ("need", " \r\n\t "),
        ("need", &long),
        ("note", &long),
        ("note", "\u{2066}"),
    ];
    for (field, bad) in cases {
        let mut typed = fields("", "한강\"><script>");
        typed.iter_mut().filter(|(name, _)| *name == field).for_each(|one| one.1 = bad);
        let reply = browser.submit("/referrals/new", "/referrals", &typed).await;
        assert_eq!(reply.status.as_u16(), 422, "{field} {bad:?}");
        assert_eq!(reply.attributes("p[data-error]", "data-error"), [field], "{bad:?}");
        assert!(reply.all("title").concat().starts_with("Error:") && !reply.text().contains("<script>"));
        if field != "email" {
            assert_eq!(reply.value("#email"), "jiwoo@saebyeok.example");
        }
        if field != "need" {
            assert!(reply.all("#need").concat().contains("12월부터 <급함>"), "{}", reply.text());
        }
    }
    let mut silent = fields("", "X");
    silent.retain(|(name, _)| !["email", "phone"].contains(name));
    let reply = browser.submit("/referrals/new", "/referrals", &silent).await;
    assert_eq!(reply.attributes("p[data-error]", "data-error"), ["email"], "neither address nor number");
    silent.push(("phone", "02 555 0142"));
    assert_eq!(browser.submit("/referrals/new", "/referrals", &silent).await.status.as_u16(), 303);
    for bad in ["status=maybe", "after=x", "before=1.2"] {
        let list = browser.get(&format!("/referrals?{bad}")).await;
        assert_eq!((list.status.as_u16(), list.ids().len()), (422, 1), "{bad}");
        assert_eq!(list.attributes("[data-error]", "data-error"), [bad.split('=').next().unwrap()]);
    }
    assert_eq!(browser.get("/referrals/no-id").await.status.as_u16(), 404);
    assert_eq!(log(&app, &cast.direct).len(), 1);
}

async fn a_repeated_submission_creates_one_referral(app: TestApp) {
    let cast = app.cast();
    let browser = app.signed_in("ga@1000.example").await;
    let id = browser.get("/referrals/new").await.value("input[name=referral]");
    let mut typed = fields("2000", "Once");
    typed.push(("referral", &id));
    for _ in 0..2 {
        let reply = browser.submit("/referrals/new", "/referrals", &typed).await;
        assert_eq!(reply.header("location"), format!("/referrals/{id}"));
    }
    assert_eq!((browser.get("/referrals").await.total().as_str(), log(&app, &cast.reseller).len()), ("1", 1));
    // Another partner's id answers 404 and changes nothing.
    let other = app.signed_in("ga@4000.example").await;
    let reply =
        other.submit("/referrals/new", "/referrals", &[&typed[1..], &[("reseller", "")]].concat()).await;
    assert_eq!(other.get(&reply.header("location")).await.status.as_u16(), 404);
    assert!(log(&app, &cast.direct).is_empty());
    assert!(browser.get(&format!("/referrals/{id}")).await.text().contains("Once"));
}

async fn one_of_two_concurrent_answers_wins(app: TestApp) {
    let cast = app.cast();
    let at = made(&app.signed_in("ga@1000.example").await, "2000", "Race").await;
    let (one, two) = (app.signed_in("sa@2000.example").await, app.signed_in("aa@2000.example").await);
    let (yes, no) =
        futures_util::future::join(say(&one, &at, "acceptance", ""), say(&two, &at, "declination", "No"))
            .await;
    let mut answers = [yes.status.as_u16(), no.status.as_u16()];
    answers.sort_unstable();
    assert_eq!(answers, [303, 409]);
    assert_eq!((log(&app, &cast.provider).len(), log(&app, &cast.reseller).len()), (2, 2));
}

async fn expires_after_fourteen_days(app: TestApp) {
    let cast = app.cast();
    let provider = app.signed_in("ga@1000.example").await;
    let (at, own) = (made(&provider, "2000", "Forgotten").await, made(&provider, "", "Own").await);
    let accepted = made(&provider, "2000", "Taken").await;
    let reseller = app.signed_in("ga@2000.example").await;
    say(&reseller, &accepted, "acceptance", "").await;
    let last_day = |days: i64| {
        let day = crate::support::cast::today() + chrono::TimeDelta::days(days);
        let set = diesel::update(referrals::table).set(referrals::answer_until.eq(day));
        app.portal.db.write_now(|c| Ok(set.execute(c)?)).unwrap();
        day
    };
    let until: chrono::NaiveDate =
        app.portal.db.read_now(|c| Ok(referrals::table.select(referrals::answer_until).first(c)?)).unwrap();
    assert_eq!(until, last_day(14), "a new one is open for fourteen days");
    last_day(0);
    assert_eq!(expiry::expire(&app.portal).unwrap(), 0, "its last day is not over");
    last_day(-1);
    assert_eq!(expiry::expire(&app.portal).unwrap(), 2);
    assert_eq!(expiry::expire(&app.portal).unwrap(), 0);
    assert_eq!(say(&reseller, &at, "acceptance", "").await.status.as_u16(), 409);
    assert_eq!(say(&provider, &own, "acceptance", "").await.status.as_u16(), 409);
    assert_eq!(provider.get("/referrals?status=expired").await.total(), "2");
    assert_eq!(reseller.get("/referrals?status=expired").await.total(), "1");
    assert_eq!(reseller.get("/referrals?status=accepted").await.total(), "1");
    assert_eq!(states(&log(&app, &cast.reseller)), ["made", "made", "accepted", "expired"]);
    assert_eq!(
        states(&log(&app, &cast.provider)),
        ["made", "made", "made", "accepted", "expired", "expired"]
    );
    let page = reseller.get("/activity?user=system").await;
    assert_eq!(page.ids().len(), 1, "the portal is the actor: {}", page.text());
}

async fn an_accepted_referral_prefills_the_new_customer(app: TestApp) {
    let cast = app.cast();
    let browser = app.signed_in("ga@4000.example").await;
    let at = made(&browser, "", "새벽정밀").await;
    let id = at.rsplit('/').next().unwrap().to_owned();
    let form = format!("/customers/new?referral={id}");
    assert_eq!(browser.get(&form).await.status.as_u16(), 404, "not before it is accepted");
    say(&browser, &at, "acceptance", "").await;
    let page = browser.get(&form).await;
    for (field, value) in [
        ("company_name", "새벽정밀"),
        ("first_name", "지우"),
        ("last_name", "서"),
        ("email", "jiwoo@saebyeok.example"),
        ("phone", "+82 2-555-0142"),
        ("referral", &id),
    ] {
        assert_eq!(page.value(&format!("input[name={field}]")), value);
    }
    let draft = page.value("input[name=draft]");
    let typed = [
        ("draft", draft.as_str()),
        ("referral", &id),
        ("domain", "saebyeok.example"),
        ("company_name", "새벽정밀"),
        ("first_name", "지우"),
        ("last_name", "서"),
        ("email", "jiwoo@saebyeok.example"),
        ("country", "KR"),
        ("address_line1", "세종대로 110"),
        ("city", "중구"),
        ("state", "서울특별시"),
        ("postal_code", "04524"),
        ("agreement", "asked"),
    ];
    let bad = [&typed[..2], &[("domain", "no domain")], &typed[3..]].concat();
    let reply = browser.submit(&form, "/customers/new", &bad).await;
    assert_eq!(
        (reply.status.as_u16(), reply.value("input[name=referral]")),
        (422, id.clone()),
        "kept from page to page"
    );
    let foreign =
        [&[("draft", draft.as_str()), ("referral", "00000000-0000-4000-8000-000000000009")], &typed[2..]]
            .concat();
    assert_eq!(browser.submit(&form, "/customers/new", &foreign).await.status.as_u16(), 404);
    let reply = browser.submit(&form, "/customers/new", &typed).await;
    assert_eq!(reply.status.as_u16(), 303, "{:?}", reply.all("[data-error]"));
    let review = format!("/customers/new/{draft}/review");
    let reply = browser.submit(&review, &review, &[("confirm", "yes")]).await;
    assert!(reply.status.is_success() || reply.status.is_redirection(), "{}", reply.text());
    let origin =
        customers::table.filter(customers::partner_id.eq(cast.direct.id.0)).select(customers::origin);
    let origin: String = app.portal.db.read_now(|c| Ok(origin.first(c)?)).unwrap();
    assert_eq!(origin, "referral");
}

async fn an_accepted_referral_prefills_the_request(app: TestApp) {
    app.cast();
    let provider = app.signed_in("ga@1000.example").await;
    let at = made(&provider, "2000", "새벽정밀").await;
    let reseller = app.signed_in("ga@2000.example").await;
    say(&reseller, &at, "acceptance", "").await;
    let page = reseller.get(&at).await;
    let address = page.attributes("a.primary", "href").concat();
    assert!(address.starts_with("/relationship-requests/new?referral="), "{address}");
    assert_eq!(reseller.get(&address).await.value("#recipient"), "jiwoo@saebyeok.example");
    assert_eq!(provider.get(&address).await.status.as_u16(), 404);
}

async fn the_list_pages_in_both_directions(app: TestApp) {
    let cast = app.cast();
    let at = partner_portal::clock::now();
    for number in 0..120 {
        // Many with the same time.
        let changed_at = at - chrono::TimeDelta::minutes(number as i64 / 40);
        app.referral(crate::support::cast::id(number).0, (&cast.direct, None), ("won", "C"), changed_at);
    }
    let browser = app.signed_in("ba@4000.example").await;
    let (mut address, mut pages) = ("/referrals?status=won".to_owned(), Vec::new());
    loop {
        let page = browser.get(&address).await;
        assert_eq!(page.total(), "120");
        pages.push(page.ids());
        match page.attributes("[rel=next]", "href").first() {
            Some(next) => address = next.clone(),
            None => break,
        }
    }
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [50, 50, 20]);
    let all: std::collections::BTreeSet<_> = pages.iter().flatten().collect();
    assert_eq!(all.len(), 120, "no duplicate and no gap");
    let mut back = Vec::new();
    while let Some(previous) = browser.get(&address).await.attributes("[rel=prev]", "href").first() {
        address = previous.clone();
        back.push(browser.get(&address).await.ids());
    }
    back.reverse();
    assert_eq!(back, pages[..2]);
}

async fn the_germany_cloud_has_no_referrals(app: TestApp) {
    let new = NewPartner {
        mpn_id: "7000".into(),
        kind: PartnerKind::Direct,
        cloud: Cloud::Germany,
        name: "Wolke".into(),
        primary_domain: None,
        country: "DE".into(),
    };
    let partner = app.portal.log.record_now(&Author::operator(None), |tx| partners::add(tx, &new)).unwrap();
    app.person(&partner, "ga@7000.example", "global-admin", false);
    let browser = app.signed_in("ga@7000.example").await;
    let customers = browser.get("/customers").await;
    assert!(!customers.attributes("nav a", "href").contains(&"/referrals".to_owned()), "not in the menu");
    for page in ["/referrals", "/referrals/new"] {
        let refused = browser.get(page).await;
        assert_eq!(refused.status.as_u16(), 403, "{page}");
        let said = refused.all("main").concat();
        assert!(said.contains("cloud: Germany") && !said.contains("Global admin"), "{said}");
    }
    assert_eq!(browser.submit("/customers", "/referrals", &fields("", "X")).await.status.as_u16(), 403);
}
