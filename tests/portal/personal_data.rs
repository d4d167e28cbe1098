//! Personal data: the export for a person or a customer is complete, and erasure removes all of it and nothing else.

pub mod rows;

use crate::on_both_databases;
use crate::support::TestApp;
use crate::support::cast::id;
use partner_portal::audit::verify::verify;
use partner_portal::features::activity_log::field_names;
use partner_portal::features::personal_data::copy;
use partner_portal::features::personal_data::erase::{SubjectName, checkpoint, erase};
use partner_portal::features::personal_data::table_rules::Replacement;
use partner_portal::features::personal_data::tables::list::tables;
use partner_portal::features::personal_data::tables::not_personal::NOT_PERSONAL;
use rows::{CANARY, fill, holding, insert_customer, text_columns};
use std::collections::BTreeSet;

on_both_databases! {
    every_text_column_is_classified
    exports_and_erases_one_person_everywhere
    erases_people_who_appear_only_in_other_rows
    finds_an_address_in_every_spelling
    the_last_global_admin_is_not_erased
    keeps_a_name_shared_with_a_colleague
    does_not_erase_people_of_the_same_name_at_other_partners
    exports_and_erases_a_customer_without_relationships
    a_returning_erased_customer_gets_its_new_name
    pages_mark_erased_people_and_customers
}

async fn every_text_column_is_classified(app: TestApp) {
    let real: BTreeSet<(String, String)> = text_columns(&app).into_iter().collect();
    let personal = tables().flat_map(|place| {
        let key = place.key.iter().filter(|column| !column.ends_with("_hash"));
        place.columns.iter().chain(key).map(|column| (place.table.to_owned(), (*column).to_owned()))
    });
    let personal: BTreeSet<_> = personal.collect();
    let other: BTreeSet<_> =
        NOT_PERSONAL.iter().map(|(table, column, _)| ((*table).to_owned(), (*column).to_owned())).collect();
    let forgotten: Vec<_> =
        real.iter().filter(|one| !personal.contains(*one) && !other.contains(*one)).collect();
    assert!(
        forgotten.is_empty(),
        "what becomes of these when a person or a customer is erased? Say so in src/features/personal_data/tables/, or why \
         nothing has to in NOT_PERSONAL there: {forgotten:?}"
    );
    let gone: Vec<_> = other.iter().filter(|one| !real.contains(*one)).collect();
    assert!(gone.is_empty(), "these text columns do not exist: {gone:?}");
    let both: Vec<_> = other.intersection(&personal).collect();
    assert!(both.is_empty(), "exported, but listed as not personal: {both:?}");
    for place in
        tables().filter(|place| place.rules.iter().any(|rule| !matches!(rule.becomes, Replacement::Stays)))
    {
        assert!(
            field_names::KEYS.contains(&place.name),
            "{}: add it to src/features/activity_log/field_names.rs",
            place.name
        );
    }
}

async fn exports_and_erases_one_person_everywhere(app: TestApp) {
    let cast = app.cast();
    app.person(&cast.provider, "canary.kim@1000.example", "sales-agent", false);
    let browser = app.signed_in("canary.kim@1000.example").await;
    fill(&app, &cast, "canary.kim@1000.example");
    fill(&app, &cast, "ha@1000.example");
    let others = holding(&app, "ha@1000.example");
    assert!(!holding(&app, CANARY).is_empty());

    let person = SubjectName::Person("Canary.Kim@1000.EXAMPLE");
    let written = app.portal.db.read_now(|c| copy::write(c, &person)).unwrap();
    let text = written.to_string();
    for table in [
        "people",
        "linked_accounts",
        "sessions",
        "password_links",
        "recovery_codes",
        "drafts",
        "kept_forms",
        "imports",
        "letters",
        "requests",
        "customers",
        "bill_to",
        "agreements",
        "permissions",
        "notes",
        "contacts",
        "tags",
        "orders",
        "referrals",
        "organization",
        "log",
    ] {
        assert!(written["data"][table].as_array().is_some_and(|rows| !rows.is_empty()), "{table}: {text}");
    }
    assert!(written["data"]["bill_to"][0]["partner"] == "1000", "{text}");
    for secret in ["hidden", "argon2", "password_hash", "totp_secret", "token_hash", "code_hash"] {
        assert!(!text.contains(secret), "{secret} is exported");
    }

    let would = erase(&app.portal.log, &person, true).unwrap();
    let done = erase(&app.portal.log, &person, false).unwrap();
    assert_eq!(would, done);
    let left = holding(&app, CANARY);
    assert!(left.is_empty(), "{left:?}");
    assert_eq!(holding(&app, "ha@1000.example"), others, "data of another person changed");

    let entries = app.log_of(&cast.provider, "person");
    assert_eq!(entries.len(), 1, "{entries:?}");
    assert!(entries[0].0 == "portal_erase_personal_data" && !entries[0].1.contains(CANARY), "{entries:?}");
    assert!(entries[0].1.contains(r#""letters":"#), "{entries:?}");
    assert_eq!(app.log_of(&cast.direct, "person").len(), 0);
    for partner in [&cast.provider, &cast.direct] {
        let checked = app.portal.db.read_now(|c| verify(c, app.portal.log.chain(), partner.id)).unwrap();
        assert_eq!(checked.broken, None);
    }
    assert_eq!(browser.get("/customers").await.status, 303, "the session has ended");

    let again = erase(&app.portal.log, &person, false).unwrap();
    assert!(again.changed.is_empty(), "{again:?}");
    assert_eq!(app.log_of(&cast.provider, "person").len(), 1);
}

async fn erases_people_who_appear_only_in_other_rows(app: TestApp) {
    let cast = app.cast();
    fill(&app, &cast, "canary.contact@elsewhere.example");
    let person = SubjectName::Person("canary.contact@elsewhere.example");
    let written = app.portal.db.read_now(|c| copy::write(c, &person)).unwrap();
    assert_eq!(written["data"]["people"], serde_json::Value::Null);
    assert!(written["data"]["agreements"][0]["first_name"].as_str().unwrap().contains(CANARY));
    erase(&app.portal.log, &person, false).unwrap();
    let left = holding(&app, "canary.contact");
    assert!(left.is_empty(), "{left:?}");
    let contact: BTreeSet<_> =
        holding(&app, "canaryfirst").into_iter().chain(holding(&app, "canaryphone")).collect();
    assert!(contact.is_empty(), "{contact:?}");
    checkpoint(&app.portal.db).unwrap();
    if let partner_portal::db::Backend::Sqlite(path) = app.portal.db.backend() {
        for file in [path.clone(), format!("{}-wal", path.display()).into()] {
            let bytes = std::fs::read(&file).unwrap_or_default();
            assert!(!bytes.windows(11).any(|bytes| bytes == b"canaryphone"), "{} has it", file.display());
        }
    }
}

async fn finds_an_address_in_every_spelling(app: TestApp) {
    let cast = app.cast();
    for (spelt, asked) in [
        ("KIM@MÜNCHEN.example", "kim@xn--mnchen-3ya.example"),
        ("lee@xn--mnchen-3ya.example", "Lee@münchen.example"),
        ("김@한강.example", "김@한강.EXAMPLE"),
    ] {
        fill(&app, &cast, spelt);
        erase(&app.portal.log, &SubjectName::Person(asked), false).unwrap();
        assert!(holding(&app, spelt).is_empty(), "{spelt}: {:?}", holding(&app, spelt));
    }
}

async fn the_last_global_admin_is_not_erased(app: TestApp) {
    let cast = app.cast();
    let admin = SubjectName::Person("ga@4000.example");
    let refused = erase(&app.portal.log, &admin, false).unwrap_err().to_string();
    assert!(refused.contains("last Global admin of partner 4000"), "{refused}");
    app.person(&cast.direct, "ga2@4000.example", "global-admin", false);
    erase(&app.portal.log, &admin, false).unwrap();
    assert!(erase(&app.portal.log, &SubjectName::Person("ga2@4000.example"), true).is_err());
}

async fn keeps_a_name_shared_with_a_colleague(app: TestApp) {
    let cast = app.cast();
    fill(&app, &cast, "sa@1000.example");
    rows::rename(&app, &["sa@1000.example", "aa@1000.example"], "sa@1000.example");
    let done = erase(&app.portal.log, &SubjectName::Person("sa@1000.example"), false).unwrap();
    assert_eq!(done.shared, ["sa@1000.example"]);
    let left: BTreeSet<_> = holding(&app, "sa@1000.example").into_iter().map(|at| (at.0, at.1)).collect();
    assert!(left.contains(&("orders".to_owned(), "made_by".to_owned())), "{left:?}");
    assert!(!left.contains(&("bill_to".to_owned(), "email".to_owned())), "{left:?}");
}

async fn does_not_erase_people_of_the_same_name_at_other_partners(app: TestApp) {
    let cast = app.cast();
    for email in ["sa@1000.example", "sa@4000.example"] {
        rows::rename(&app, &[email], "Same Name");
        app.signed_in(email).await;
    }
    let named =
        |app: &TestApp| holding(app, "Same Name").into_iter().filter(|at| at.0 == "activity_values").count();
    assert_eq!(named(&app), 2);
    let done = erase(&app.portal.log, &SubjectName::Person("sa@1000.example"), false).unwrap();
    assert!(done.shared.is_empty() && !done.changed.contains_key(&cast.direct.id), "{done:?}");
    assert_eq!(named(&app), 1);
}

async fn exports_and_erases_a_customer_without_relationships(app: TestApp) {
    let cast = app.cast();
    insert_customer(&app, &cast, 77);
    app.customer(&cast.provider, 78, "Bystander 78", "bystander.example");
    let customer = SubjectName::Customer(id(77));
    let written = app.portal.db.read_now(|c| copy::write(c, &customer)).unwrap();
    for table in [
        "customers",
        "bill_to",
        "agreements",
        "permissions",
        "subscriptions",
        "orders",
        "order_lines",
        "requests",
        "request_outcomes",
        "letters",
        "referrals",
        "drafts",
        "kept_forms",
        "resellers",
    ] {
        assert!(written["data"][table].as_array().is_some_and(|rows| !rows.is_empty()), "{table}: {written}");
    }
    let refused = erase(&app.portal.log, &customer, false).unwrap_err().to_string();
    assert!(refused.contains("still a customer of partner 1000"), "{refused}");
    app.end(&cast.provider, id(77));
    let before = holding(&app, "bystander");
    erase(&app.portal.log, &customer, false).unwrap();
    let left = holding(&app, CANARY);
    assert!(left.is_empty(), "{left:?}");
    assert_eq!(holding(&app, "bystander"), before);
    let entries = app.log_of(&cast.provider, "customer");
    assert_eq!(entries.last().unwrap().0, "portal_erase_personal_data", "{entries:?}");
    assert!(erase(&app.portal.log, &customer, false).unwrap().changed.is_empty());
    let checked = app.portal.db.read_now(|c| verify(c, app.portal.log.chain(), cast.provider.id)).unwrap();
    assert_eq!(checked.broken, None);
    let browser = app.signed_in("ga@1000.example").await;
    for page in
        ["/customers", "/customers/removed", "/orders", "/relationship-requests", "/activity", "/referrals"]
    {
        assert_eq!(browser.get(page).await.status, 200, "{page}");
    }
    assert!(browser.get("/customers/removed").await.text().contains("Erased customer"));
    assert_eq!(browser.get("/customers?q=bystander").await.total(), "1");
}

async fn a_returning_erased_customer_gets_its_new_name(app: TestApp) {
    use partner_portal::audit::{Action, Activity, Author};
    use partner_portal::features::customers::membership::restore;
    let cast = app.cast();
    let known = app.customer(&cast.direct, 79, "Canary Foods", "canary.example");
    app.end(&cast.direct, known);
    erase(&app.portal.log, &SubjectName::Customer(known), false).unwrap();
    let author = Author::operator(cast.direct.id);
    let back = app.portal.log.record_now(&author, |tx| {
        let name = restore(tx, cast.direct.id, known, false, ("Rowan Foods", "rowan.example"))?;
        let done =
            Activity::for_customer(Action::RestoreCustomerRelationship, known, &name, serde_json::json!({}));
        Ok((name, vec![done]))
    });
    assert_eq!(back.unwrap(), "Rowan Foods");
    let browser = app.signed_in("ga@4000.example").await;
    assert_eq!(browser.get("/customers?q=rowan").await.total(), "1");
}

async fn pages_mark_erased_people_and_customers(app: TestApp) {
    let cast = app.cast();
    app.person(&cast.provider, "canary.kim@1000.example", "sales-agent", false);
    fill(&app, &cast, "canary.kim@1000.example");
    let user = rows::user_id(&app, "canary.kim@1000.example");
    let request = rows::request_of(&app, user);
    erase(&app.portal.log, &SubjectName::Person("canary.kim@1000.example"), false).unwrap();
    let browser = app.signed_in("ga@1000.example").await;
    let (person, request) =
        (format!("/account-settings/users/{user}"), format!("/relationship-requests/{request}"));
    for (language, words) in [("en", "Erased person"), ("ko", "삭제된 사람"), ("zh-TW", "已清除的人員")]
    {
        rows::speak(&app, "ga@1000.example", language);
        for page in ["/account-settings/users", &person, "/orders?status=declined", &request, "/activity"] {
            let page_now = browser.get(page).await;
            assert_eq!(page_now.status, 200, "{page}");
            assert!(page_now.text().contains(words), "{page}: {}", page_now.text());
        }
        for page in ["/relationship-requests", "/customers/removed", "/referrals"] {
            assert_eq!(browser.get(page).await.status, 200, "{page}");
        }
    }
    let page = browser.get(&person).await.text();
    assert!(!page.contains("/reactivation"), "an erased user cannot be restored");
    let post = browser.submit(&person, &format!("{person}/reactivation"), &[]).await;
    assert_ne!(post.status, 303);
}
