//! What the row of an entry says: a sentence with the values that the entry stores, in each language.

use crate::activity::examples::example;
use crate::activity::log::noted;
use crate::support::TestApp;
use crate::support::cast::id;
use crate::texts::english::english;
use partner_portal::audit::entry::Entry;
use partner_portal::audit::seals::Seals;
use partner_portal::audit::{Action, Activity};
use partner_portal::domain::{PartnerId, TextEnum};
use partner_portal::features::activity_log::sentence::compose::sentence;
use partner_portal::features::activity_log::sentence::model::{Part, Sentence};
use partner_portal::features::activity_log::wording::ReaderFormat;
use partner_portal::i18n::Locale;
use partner_portal::i18n::format::Clock;
use serde_json::{Value, json};

/// Returns what the row of an entry says.
fn said(action: &str, details: &Value, locale: Locale) -> Sentence {
    let entry = Entry {
        partner_id: PartnerId(1),
        seq: 1,
        at: partner_portal::clock::now(),
        kind: "change".to_owned(),
        action: action.to_owned(),
        resource: "customer".to_owned(),
        microsoft_id: None,
        customer_name: None,
        actor_kind: "user".to_owned(),
        actor_id: None,
        actor_name: String::new(),
        details: details.to_string(),
        request_id: String::new(),
        address: String::new(),
        seals: Seals::default(),
        old_value: None,
    };
    sentence(&entry, ReaderFormat { locale, clock: Clock::in_zone(chrono_tz::Tz::UTC) })
}

/// Returns the English words among the portal's own.
fn english_words(sentence: &Sentence) -> Vec<String> {
    let own = sentence.parts.iter().chain(&sentence.note).map(|part| match part {
        Part::Text(text) => text.clone(),
        Part::Value(value) | Part::Before(value) | Part::After(value) if value.is_data => String::new(),
        part => part.to_string(),
    });
    own.flat_map(|text| english(&text)).collect()
}

#[test]
fn every_action_has_a_sentence_with_its_values_in_each_language() {
    for (action, word) in Action::ALL {
        let (details, values) = example(*action);
        for locale in Locale::ALL {
            let sentence = said(word, &details, locale);
            let text = sentence.to_string();
            for value in values {
                assert!(text.contains(value), "{word} {}: “{text}” has no “{value}”", locale.tag());
            }
            let label = action.label(locale.texts());
            assert!(
                values.is_empty() || text != label,
                "{word} {}: “{text}” is only the label",
                locale.tag()
            );
            if locale != Locale::En {
                let words = english_words(&sentence);
                assert!(words.is_empty(), "{word} {}: {words:?} in “{text}”", locale.tag());
            }
            for none in [
                json!({}),
                json!(null),
                json!({ "before": {}, "after": {} }),
                json!({ "before": 1, "after": [{}] }),
            ] {
                let bare = said(word, &none, locale).to_string();
                let is_bare = bare == label || *action == Action::ExtendRequest;
                assert!(is_bare, "{word} {} without details: “{bare}”, not “{label}”", locale.tag());
            }
        }
    }
}

#[test]
fn sentences_read_naturally_in_each_language() {
    let told = |action: Action, details: Value| {
        Locale::ALL.map(|locale| said(action.as_str(), &details, locale).to_string().replace('\n', " | "))
    };
    let quantity =
        json!({ "name": "Microsoft 365 E3", "before": { "quantity": 45 }, "after": { "quantity": 50 } });
    assert_eq!(
        told(Action::UpdateSubscription, quantity),
        [
            "Quantity of Microsoft 365 E3: 45 → 50",
            "Microsoft 365 E3 수량: 45 → 50",
            "Microsoft 365 E3 的數量：45 → 50"
        ]
    );
    let several = json!({ "lines": [
        { "name": "E3", "before": { "status": "active", "deletes_on": null }, "after": { "status": "suspended", "deletes_on": "2027-01-01" } },
        { "name": "Visio", "before": { "status": "active" }, "after": { "status": "suspended" } },
        { "name": "Teams", "before": { "status": "active" }, "after": { "status": "suspended" } },
    ] });
    assert_eq!(
        told(Action::UpdateSubscription, several),
        [
            "Status of E3: Active → Suspended and 2 more subscriptions | Also changed: Deletion date",
            "E3 상태: 활성 → 일시 중단됨 외 구독 2개 | 함께 변경됨: 삭제 예정일",
            "E3 的狀態：作用中 → 已暫停 及其他 2 個訂閱 | 同時變更：刪除日期",
        ]
    );
    let order = json!({ "lines": [{ "subscription_name": "Teams", "quantity": 7 }, { "subscription_name": "Visio", "quantity": 1 }] });
    assert_eq!(
        told(Action::CreateOrder, order),
        [
            "Created an order: Teams ×\u{a0}7 and 1 more subscription",
            "주문 생성: Teams ×\u{a0}7 외 구독 1개",
            "已建立訂單：Teams ×\u{a0}7 及其他 1 個訂閱"
        ]
    );
    let many: serde_json::Map<String, Value> = ["city", "phone", "email", "country", "state", "postal_code"]
        .map(|key| (key.to_owned(), json!(key)))
        .into_iter()
        .collect();
    let none: serde_json::Map<String, Value> = many.keys().map(|key| (key.clone(), json!(""))).collect();
    assert_eq!(
        told(Action::UpdateBillTo, json!({ "before": none, "after": many }))[0],
        "Email of the bill-to: – → email | Also changed: Phone number, Country/region, City and 2 more"
    );
    let user = json!({ "email": "a@b.example", "before": { "active": false }, "after": { "active": true } });
    assert_eq!(told(Action::UpdatePartnerUser, user)[0], "Reactivated a user: a@b.example");
    let reminder = json!({ "recipient": "it@a.example", "how": "portal", "reminder": true });
    assert_eq!(
        told(Action::SendRequest, reminder)[0].split(" | ").next(),
        Some("Sent a relationship request: it@a.example")
    );
}

#[test]
fn an_action_of_a_newer_version_is_said_as_it_is_stored() {
    assert_eq!(said("portal_new_thing", &json!({ "name": "x" }), Locale::Ko).to_string(), "portal_new_thing");
}

pub async fn a_row_says_what_happened(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "한강무역", "hangang.example");
    let rtl = "شركة الاختبار";
    let details = json!({ "name": rtl, "before": { "quantity": 45, "nickname": "a" }, "after": { "quantity": 50, "nickname": "<b>" } });
    noted(&app, "aa@1000.example", Action::UpdateSubscription, Some((customer, "한강무역")), details);
    let browser = app.signed_in("ga@1000.example").await;
    for address in ["/activity".to_owned(), format!("/customers/{customer}/activity")] {
        let page = browser.get(&address).await;
        let row = &page.all("tr[data-id] th")[0];
        assert_eq!(row, &format!("Nickname of {rtl}: a → <b>Also changed: Quantity"), "{address}");
        assert_eq!(page.all("tr[data-id] th bdi[translate=no]")[0], rtl, "the name is isolated");
        assert_eq!(page.all("tr[data-id] th [dir=auto]")[..2], ["a", "<b>"]);
        assert_eq!(page.all("tr.day th").len(), 1);
        assert!(page.all("tr.day th")[0].starts_with("Today, "), "{:?}", page.all("tr.day th"));
        let opened = browser.get(&format!("{address}?expanded={}", page.ids()[0])).await;
        assert_eq!(opened.all("table.diff tbody th"), ["Nickname", "Quantity"]);
        let action = opened.attributes(".stacked a[href*='action=']", "href");
        assert_eq!(action, [format!("{address}?action=update_subscription")]);
    }
}

/// Old entries and those of real changes: the recipient of a request, the lines of a declined order.
pub async fn new_entries_store_what_their_sentence_needs(app: TestApp) {
    let stage = crate::one_entry::stage::Stage::set(app).await;
    let at = crate::one_entry::recipes::requests::create(&stage.admin, &[("recipient", "it@new.example")])
        .await
        .header("location");
    let revoked = stage.admin.submit(&at, &format!("{at}/revocation"), &[]).await;
    assert_eq!(revoked.status.as_u16(), 303, "{}", revoked.text());
    let page = stage.admin.get("/activity").await;
    assert_eq!(page.all("tr[data-id] th")[0], "Revoked a relationship request: it@new.example");
    let told =
        Activity::new(Action::RevokeRequest, "relationship_request", json!({ "request": id(3).to_string() }));
    let author = crate::activity::log::author(&stage.app, "ga@1000.example");
    stage.app.portal.log.record_now(&author, |_| Ok(((), vec![told]))).unwrap();
    assert_eq!(stage.admin.get("/activity").await.all("tr[data-id] th")[0], "Revoked a relationship request");
}
