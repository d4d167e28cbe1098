//! Erasing a person or a customer from the log: the entries stay and the chain stays valid.

use diesel::prelude::*;
use partner_portal::audit::erase::{
    EntryParts, Erased, Person, SearchedUpTo, Subject, erase_values, export_values, find_values,
};
use partner_portal::audit::seals::Field;
use partner_portal::audit::verify::verify;
use partner_portal::audit::{Action, Activity};
use partner_portal::db::schema::{activity_values as values, users};
use partner_portal::domain::PartnerId;
use partner_portal::domain::UserId;
use serde_json::json;

use crate::activity::log::{author, noted};
use crate::activity::tampering::{broken, long_log, run};
use crate::support::TestApp;
use crate::support::cast::{Cast, id};

/// Erases from these logs and records it in the provider's log.
fn erase(app: &TestApp, logs: &[PartnerId], subject: &Subject) -> Erased {
    let author = author(app, "ga@1000.example");
    let done = app.portal.log.record_now(&author, |tx| {
        let mut found = find_values(tx.c, logs, &SearchedUpTo::new(), subject)?;
        let erased = erase_values(tx, &mut found, subject)?;
        Ok((erased, vec![Activity::new(Action::UpdatePartnerUser, "partner_user", json!({}))]))
    });
    done.unwrap()
}

fn said(app: &TestApp, logs: &[PartnerId], subject: &Subject) -> Vec<EntryParts> {
    let mut all = Vec::new();
    let mut take = |one| {
        all.push(one);
        Ok(())
    };
    app.portal.db.read_now(|c| export_values(c, logs, subject, &mut take)).unwrap();
    all
}

fn erased_entries(app: &TestApp, partner: PartnerId) -> i64 {
    let checked = app.portal.db.read_now(|c| verify(c, app.portal.log.chain(), partner)).unwrap();
    assert_eq!(checked.broken, None);
    checked.erased
}

/// A person with id, email address and name.
fn person(app: &TestApp, email: &str) -> Subject {
    let row = users::table.filter(users::email.eq(email)).select(users::id);
    let user: i32 = app.portal.db.read_now(|c| Ok(row.first(c)?)).unwrap();
    let (users, emails) = (vec![UserId(user)], vec![email.parse().unwrap()]);
    Subject::Person(Person { users, emails, names: vec!["Min Kim".to_owned()] })
}

fn all(cast: &Cast) -> [PartnerId; 4] {
    [cast.direct.id, cast.provider.id, cast.reseller.id, cast.other_reseller.id]
}

pub async fn erases_a_person_and_keeps_the_log_intact(app: TestApp) {
    let cast = app.cast();
    let (sa, ga) = ("sa@1000.example", "ga@1000.example");
    noted(&app, sa, Action::CreateOrder, Some((id(1), "Contoso")), json!({ "quantity": 5 }));
    noted(
        &app,
        ga,
        Action::UpdateBillTo,
        Some((id(1), "Contoso")),
        json!({ "note": "Ask SA@1000.EXAMPLE." }),
    );
    noted(&app, ga, Action::UpdateBillTo, Some((id(2), "Min Kim")), json!({ "n": "other.sa@1000.example" }));
    noted(&app, ga, Action::UpdateBillTo, Some((id(1), "Contoso")), json!({ "a": { "name": "min kim" } }));
    noted(&app, "ga@4000.example", Action::CreateReferral, None, json!({ "email": sa }));
    let subject = person(&app, sa);
    let found = said(&app, &all(&cast), &subject);
    let of = |partner: PartnerId| found.iter().filter(move |one| one.partner == partner);
    let newest: Vec<_> = of(cast.provider.id).rev().take(4).map(|one| one.values.clone()).collect();
    assert_eq!(newest[0], [(Field::Details, r#"{"a":{"name":"min kim"}}"#.to_owned())]);
    assert_eq!(newest[1], [(Field::CustomerName, "Min Kim".to_owned())]);
    assert_eq!(newest[2], [(Field::Details, r#"{"note":"Ask SA@1000.EXAMPLE."}"#.to_owned())]);
    let own = [(Field::ActorName, sa.to_owned()), (Field::Address, "203.0.113.24".to_owned())];
    assert_eq!(newest[3], own, "the ordered items stay");
    assert_eq!(of(cast.direct.id).count(), 1);
    let erased = erase(&app, &all(&cast), &subject);
    assert_eq!(erased.entries(), found.len() as u64);
    assert_eq!(erased.values, found.iter().map(|one| one.values.len() as u64).sum::<u64>());
    assert_eq!((erased.names, erased.logs[&cast.direct.id]), (1, 1));
    assert_eq!(said(&app, &all(&cast), &subject), []);
    assert_eq!(erase(&app, &all(&cast), &subject), Erased::default());
    for partner in all(&cast) {
        assert_eq!(erased_entries(&app, partner) as u64, erased.logs.get(&partner).copied().unwrap_or(0));
    }
    let browser = app.signed_in(ga).await;
    let text = browser.get("/activity").await.text();
    assert!(!text.contains("Min Kim") && text.contains("Contoso"), "{text}");
    let file = browser.get("/activity.csv?detailed=1").await.text();
    assert!(!file.to_lowercase().contains("ask sa@") && !file.contains("min kim"), "{file}");
    assert!(file.contains("other.sa@1000.example"), "another person's address: {file}");
}

pub async fn erases_a_customer_from_log_and_search(app: TestApp) {
    let cast = app.cast();
    let (old, other) = (Some((id(1), "Hanbit Gaon")), Some((id(2), "Contoso")));
    noted(&app, "aa@1000.example", Action::UpdateBillTo, old, json!({ "city": "Busan" }));
    noted(&app, "aa@1000.example", Action::UpdateBillTo, Some((id(1), "Nova")), json!({}));
    noted(&app, "aa@1000.example", Action::UpdateBillTo, other, json!({ "parent": id(1).to_string() }));
    noted(&app, "aa@1000.example", Action::UpdateBillTo, other, json!({ "city": "Seoul" }));
    let second = app.second().await;
    let browsers = [app.signed_in("aa@1000.example").await, second.signed_in("aa@1000.example").await];
    for browser in &browsers {
        assert_eq!(browser.get("/activity?q=hanbit").await.total(), "2");
    }
    let erased = erase(&app, &all(&cast), &Subject::Customers(vec![id(1)]));
    assert_eq!((erased.entries(), erased.values, erased.names), (3, 5, 2));
    for browser in &browsers {
        assert_eq!(browser.get("/activity?q=hanbit").await.total(), "0");
        assert_eq!(browser.get("/activity?q=contoso").await.total(), "2");
        assert_eq!(browser.get(&format!("/activity?q={}", id(1))).await.total(), "2", "by its user ID");
    }
    noted(&app, "aa@1000.example", Action::UpdateBillTo, Some((id(1), "Later name")), json!({}));
    for browser in &browsers {
        assert_eq!(browser.get("/activity?q=later").await.total(), "3");
    }
    let text = browsers[0].get("/activity.csv?detailed=1").await.text();
    assert!(!text.contains("Busan") && !text.contains("Nova") && text.contains("Seoul"), "{text}");
    assert_eq!(erased_entries(&app, cast.provider.id), 3);
}

pub async fn marks_erased_values_in_three_languages(app: TestApp) {
    let cast = app.cast();
    let customer = Some((id(1), "Hanbit Gaon"));
    noted(&app, "sa@1000.example", Action::UpdateBillTo, customer, json!({ "city": "Busan" }));
    erase(&app, &all(&cast), &person(&app, "sa@1000.example"));
    erase(&app, &all(&cast), &Subject::Customers(vec![id(1)]));
    for (language, erased) in [("en", "Erased"), ("ko", "삭제됨"), ("zh-TW", "已清除")] {
        let browser = app.signed_in("ga@1000.example").await;
        browser.submit("/customers", "/language", &[("lang", language)]).await;
        let list = browser.get(&format!("/activity?q={}", id(1))).await;
        let entry = list.ids()[0].clone();
        assert_eq!(list.all("tbody td .muted"), [erased, erased], "customer and person");
        let open = browser.get(&format!("/activity?q={}&expanded={entry}", id(1))).await;
        assert_eq!(open.all("[data-erased]").len(), 1);
        assert_eq!(open.all("details.disclosure").len(), 0, "no JSON is shown");
        assert_eq!(open.all(".stacked dd .muted"), [erased], "the address");
        let file = browser.get("/activity.csv?detailed=1").await.text();
        let row = file.lines().find(|line| line.matches(erased).count() == 3);
        assert!(row.is_some(), "customer, person and details: {file}");
    }
}

pub async fn an_erased_value_leaves_no_salt_and_cannot_be_restored(app: TestApp) {
    let (cast, partner, last) = long_log(&app);
    let own = |seq: i64| values::table.filter(values::partner_id.eq(partner.0).and(values::seq.eq(seq)));
    type Row = (Option<String>, Option<Vec<u8>>, Option<Vec<u8>>);
    let row = |seq: i64| -> Row {
        let columns = (values::address, values::address_salt, values::details_salt);
        app.portal.db.read_now(|c| Ok(own(seq).select(columns).first(c)?)).unwrap()
    };
    let (address, salt, other_salt) = row(last);
    assert_ne!(salt, other_salt, "each value has its own salt");
    assert_ne!(salt, row(last - 1).1);
    assert_eq!(salt.as_ref().map(Vec::len), Some(16));
    erase(&app, &[partner], &person(&app, "aa@1000.example"));
    assert_eq!(row(last), (None, None, other_salt));
    let where_ = format!("WHERE partner_id = {} AND seq = {last}", partner.0);
    for change in [
        format!("UPDATE activity_values SET address = '203.0.113.24' {where_}"),
        format!("UPDATE activity_values SET details = '[]' {where_}"),
        format!("UPDATE activity_values SET details = NULL {where_}"),
        format!("UPDATE activity_values SET details_salt = NULL {where_}"),
        format!("UPDATE activity_values SET seq = 9999 {where_}"),
        format!("DELETE FROM activity_values {where_}"),
        format!("UPDATE activity_log SET address_hash = NULL {where_}"),
        format!("UPDATE activity_log SET old_mac = mac {where_}"),
    ] {
        let refused = app.portal.db.write_now(|c| Ok(diesel::sql_query(&change).execute(c)?));
        assert!(refused.is_err(), "{change}");
    }
    assert_eq!(broken(&app, partner), None);
    // With the triggers disabled: the same value with another salt, and with the salt of another entry.
    run(&app, "SELECT 1");
    let put = |value: Option<&str>, salt: &Option<Vec<u8>>| {
        let change = (values::address.eq(value), values::address_salt.eq(salt.clone()));
        app.portal.db.write_now(|c| Ok(diesel::update(own(last)).set(change).execute(c)?)).unwrap();
        broken(&app, partner)
    };
    assert_eq!(put(address.as_deref(), &Some(vec![7; 16])), Some(last));
    assert_eq!(put(address.as_deref(), &None), Some(last));
    assert_eq!(put(None, &salt), Some(last));
    assert_eq!(put(Some("192.0.2.1"), &salt), Some(last));
    assert_eq!(put(None, &None), None);
    assert_eq!(put(address.as_deref(), &salt), None, "only the original value with its salt is accepted");
    assert_eq!(broken(&app, cast.direct.id), None);
}

pub async fn erases_values_during_concurrent_writes(app: TestApp) {
    let (cast, partner, _) = long_log(&app);
    let (subject, logs) = (person(&app, "aa@1000.example"), all(&cast));
    let writer = author(&app, "aa@1000.example");
    let log = &app.portal.log;
    let write = |change: &dyn Fn() -> partner_portal::error::Result<()>| {
        while let Err(error) = change() {
            assert!(error.is_busy() || error.to_string().contains("busy"), "{error}");
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                for _ in 0..10 {
                    let activity =
                        Activity::new(Action::CreateOrder, "order", json!({})).also_in_log_of(cast.direct.id);
                    write(&|| log.record_now(&writer, |_| Ok(((), vec![activity.clone()]))));
                }
            });
        }
        for _ in 0..4 {
            let mut found =
                app.portal.db.read_now(|c| find_values(c, &logs, &SearchedUpTo::new(), &subject)).unwrap();
            let erase = |found: &mut _| {
                log.record_now(&writer, |tx| Ok((erase_values(tx, found, &subject)?, vec![]))).map(drop)
            };
            while let Err(error) = erase(&mut found) {
                assert!(error.is_busy() || error.to_string().contains("busy"), "{error}");
            }
        }
    });
    erase(&app, &logs, &subject);
    for partner in [partner, cast.direct.id] {
        assert!(erased_entries(&app, partner) >= 20);
    }
    assert_eq!(said(&app, &logs, &subject), []);
}
