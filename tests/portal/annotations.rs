//! Aliases and former names, notes, and contacts of a customer.

use crate::import::world::{customers_file, id as customer_id, on_each_database};
use crate::on_both_databases;
use crate::support::{Browser, Reply, TestApp};
use diesel::prelude::*;
use partner_portal::db::schema::{customers, notes};
use partner_portal::domain::MicrosoftId;
use partner_portal::features::import::engine::options::Options;
use serde_json::json;

on_both_databases! {
    a_customer_is_found_by_aliases_and_former_names
    another_process_finds_new_aliases
    an_undone_name_is_not_remembered
    invalid_aliases_are_reported_and_kept
    a_concurrent_change_is_not_overwritten
    former_names_can_be_removed
    notes_are_written_edited_pinned_and_removed
    only_authors_edit_notes_and_admins_remove_them
    notes_are_searched_and_limited
    contacts_are_added_changed_and_removed
    invalid_contacts_are_reported
    each_partner_sees_only_its_own_annotations
}

fn at(customer: MicrosoftId, page: &str) -> String {
    format!("/customers/{customer}/{page}")
}

async fn aliases(browser: &Browser, customer: MicrosoftId, names: &str) -> Reply {
    let page = at(customer, "aliases");
    let seen = browser.get(&page).await.value("input[name=seen]");
    let fields = [("aliases", names), ("seen", seen.as_str()), ("remove_former", "")];
    browser.submit(&page, &page, &fields).await
}

async fn rename(browser: &Browser, customer: MicrosoftId, name: &str) {
    let page = at(customer, "bill-to");
    let version = browser.get(&page).await.value("input[name=version]");
    let fields = [
        ("version", version.as_str()),
        ("company_name", name),
        ("first_name", "세훈"),
        ("last_name", "오"),
        ("email", "billing@hanbit.example"),
        ("phone", ""),
        ("country", "KR"),
        ("address_line1", "세종대로 110"),
        ("address_line2", ""),
        ("city", "중구"),
        ("state", "서울특별시"),
        ("postal_code", "04524"),
    ];
    let reply = browser.submit("/help/keys", &page, &fields).await;
    assert_eq!(reply.status.as_u16(), 303, "{}", reply.text());
}

async fn list(browser: &Browser, q: &str) -> Reply {
    browser.get(&format!("/customers?{}", serde_urlencoded::to_string([("q", q)]).unwrap())).await
}

async fn a_customer_is_found_by_aliases_and_former_names(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "온새미로 의료재단", "onsaemiro.example");
    app.customer(&cast.provider, 2, "Other", "other.example");
    let browser = app.signed_in("sa@1000.example").await;
    assert_eq!(list(&browser, "whole").await.total(), "0");
    let reply = aliases(&browser, customer, "Whole Care\r\nWHOLE CARE\r\n 온새미로 ").await;
    assert_eq!(reply.status.as_u16(), 303, "{}", reply.text());
    rename(&browser, customer, "온새미로").await;
    let found = list(&browser, "whole").await;
    assert_eq!(found.ids(), [customer.to_string()]);
    assert_eq!(found.all("tbody th small"), ["Alias: Whole Care"]);
    assert_eq!(found.all("tbody th small mark"), ["Whole"]);
    let former = list(&browser, "의료재단").await;
    assert_eq!(former.all("tbody th small"), ["Former name: 온새미로 의료재단"]);
    assert_eq!(
        list(&browser, "온새미로").await.all("tbody th small"),
        Vec::<String>::new(),
        "the name has it"
    );
    let mixed = list(&browser, "온새미로 care onsaemiro.example").await;
    assert_eq!(mixed.all("tbody th small mark"), ["Care"]);
    for sort in ["domain", "-name"] {
        let page = browser.get(&format!("/customers?q=whole&sort={sort}")).await;
        assert_eq!(page.ids(), [customer.to_string()], "{sort}");
    }
    assert_eq!(browser.get("/customers.csv?q=whole").await.header("x-total-rows"), "1");
    let everywhere = browser.get("/search?q=whole").await;
    assert!(everywhere.all("[data-kind=customers] small").concat().contains("Alias: Whole Care"));
    let account =
        browser.get(&at(customer, "account")).await.all("section[aria-labelledby=names] dd").concat();
    assert!(account.contains("Whole Care") && account.contains("온새미로 의료재단"), "{account}");
    let change = json!({ "before": { "aliases": "" }, "after": { "aliases": "Whole Care; 온새미로" } });
    assert_eq!(app.changes(&cast.provider)[0].2, change);
}

async fn another_process_finds_new_aliases(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Hanbit", "hanbit.example");
    let second = app.second().await;
    let reader = second.signed_in("ba@1000.example").await;
    assert_eq!(list(&reader, "optics").await.total(), "0");
    aliases(&app.signed_in("ga@1000.example").await, customer, "Optics").await;
    assert_eq!(list(&reader, "optics").await.total(), "1");
}

async fn an_undone_name_is_not_remembered(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Right name", "hanbit.example");
    let browser = app.signed_in("ga@1000.example").await;
    rename(&browser, customer, "Wrnog naem").await;
    assert_eq!(list(&browser, "right").await.total(), "1");
    let undo = browser.submit("/help/keys", &at(customer, "bill-to/undo"), &[("version", "2")]).await;
    assert_eq!(undo.status.as_u16(), 303);
    assert_eq!(list(&browser, "wrnog").await.total(), "0");
    let row = customers::table.filter(customers::microsoft_id.eq(customer.to_string()));
    let names: Option<String> =
        app.portal.db.read_now(|c| Ok(row.select(customers::other_names).first(c)?)).unwrap();
    assert_eq!(names, None);
}

async fn invalid_aliases_are_reported_and_kept(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Hanbit", "hanbit.example");
    let browser = app.signed_in("ha@1000.example").await;
    let many: Vec<String> = (0..11).map(|number| format!("Name {number}")).collect();
    for bad in [many.join("\r\n"), "x".repeat(201), "a\u{202e}b".to_owned(), "'".to_owned()] {
        let reply = aliases(&browser, customer, &bad).await;
        assert_eq!(reply.status.as_u16(), 422, "{bad}");
        assert_eq!(reply.attributes("[data-error]", "data-error"), ["aliases"]);
    }
    let kept = aliases(&browser, customer, &many.join("\n")).await;
    assert!(kept.all("textarea").concat().contains("Name 10"));
    assert!(app.changes(&cast.provider).is_empty());
    let reader = app.signed_in("um@1000.example").await;
    assert_eq!(reader.get(&at(customer, "aliases")).await.status.as_u16(), 403);
}

async fn a_concurrent_change_is_not_overwritten(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Hanbit", "hanbit.example");
    let browser = app.signed_in("ga@1000.example").await;
    aliases(&browser, customer, "One").await;
    let page = at(customer, "aliases");
    let late = [("aliases", "Two"), ("seen", ""), ("remove_former", "")];
    let reply = browser.submit(&page, &page, &late).await;
    assert_eq!(reply.status.as_u16(), 409);
    assert!(reply.all("textarea").concat().contains("Two") && reply.value("input[name=seen]") == "One");
    assert_eq!(list(&browser, "two").await.total(), "0");
}

async fn former_names_can_be_removed(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Before", "hanbit.example");
    let browser = app.signed_in("ga@1000.example").await;
    rename(&browser, customer, "After").await;
    let page = at(customer, "aliases");
    assert_eq!(browser.get(&page).await.attributes("button[name=remove_former]", "value"), ["Before"]);
    let fields = [("aliases", ""), ("seen", ""), ("remove_former", "Before")];
    assert_eq!(browser.submit(&page, &page, &fields).await.status.as_u16(), 303);
    assert_eq!(list(&browser, "before").await.total(), "0");
    let again = app.changes(&cast.provider).len();
    browser.submit(&page, &page, &fields).await;
    assert_eq!(app.changes(&cast.provider).len(), again);
}

#[test]
fn imports_keep_former_names_and_add_aliases() {
    on_each_database(|world| {
        let file = |name: &str| customers_file(&[format!("{},{name},n.com,None", customer_id(1)).as_str()]);
        let stored = || {
            let row = customers::table.select(customers::other_names);
            let found: Option<String> = world.db.read_now(|c| Ok(row.first(c)?)).unwrap();
            found
        };
        world.customers(&file("First")).unwrap();
        world.customers(&file("Second")).unwrap();
        assert_eq!(stored().as_deref(), Some("\n\nFirst"));
        let import = |rows: &[&str]| {
            let file = format!("Microsoft ID,Alias\n{}\n", rows.join("\n"));
            world.import_for(&world.provider, "aliases", file.as_bytes(), &Options::default()).unwrap()
        };
        let rows: Vec<String> =
            ["Brand", "브랜드", "BRAND"].iter().map(|alias| format!("{},{alias}", customer_id(1))).collect();
        let report = import(&rows.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!((report.added, report.bad), (2, 1), "a repeated alias is named: {report:?}");
        assert_eq!(stored().as_deref(), Some("Brand\n브랜드\n\nFirst"));
        let again = import(&[&rows[0]]);
        assert_eq!((again.unchanged, again.added), (1, 0));
        let many: Vec<String> = (0..9).map(|n| format!("{},Alias {n}", customer_id(1))).collect();
        let full = import(&many.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!((full.added, full.bad), (8, 1), "{full:?}");
        let bad =
            import(&[&format!("{},x", customer_id(9)), &format!("{},{}", customer_id(1), "x".repeat(201))]);
        assert_eq!(bad.bad, 2);
    });
}

async fn write(browser: &Browser, customer: MicrosoftId, body: &str) -> Reply {
    let page = at(customer, "notes");
    browser.submit(&page, &page, &[("body", body), ("version", "")]).await
}

/// The address of the newest note.
fn newest(app: &TestApp, customer: MicrosoftId) -> String {
    let id: i32 = app
        .portal
        .db
        .read_now(|c| Ok(notes::table.order(notes::id.desc()).select(notes::id).first(c)?))
        .unwrap();
    at(customer, &format!("notes/{id}"))
}

async fn notes_are_written_edited_pinned_and_removed(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Hanbit", "hanbit.example");
    let browser = app.signed_in("ha@1000.example").await;
    assert_eq!(write(&browser, customer, "First\r\nsecond <b>line</b>").await.status.as_u16(), 303);
    let first = newest(&app, customer);
    write(&browser, customer, "Newer").await;
    let page = browser.get(&at(customer, "notes")).await;
    assert_eq!(page.all(".note-line > div > p"), ["Newer", "First\nsecond <b>line</b>"]);
    assert_eq!(page.total(), "2");
    assert!(page.all("nav.tabs [aria-current]").concat().contains('2'));
    for pinned in ["on", "on", "off", "on"] {
        browser.submit("/help/keys", &format!("{first}/pin"), &[("pinned", pinned)]).await;
    }
    let shown = browser.get(&at(customer, "notes")).await.all(".note-line > div > p");
    assert_eq!(shown[0], "First\nsecond <b>line</b>", "the pinned note comes first");
    let opened = browser.get(&format!("/customers?expanded={customer}")).await;
    assert_eq!(opened.all(".detail .note-line > div > p").len(), 2);
    let version = browser.get(&first).await.value("input[name=version]");
    let edit = [("body", "Edited"), ("version", version.as_str())];
    assert_eq!(browser.submit(&first, &first, &edit).await.status.as_u16(), 303);
    let late = browser.submit(&first, &first, &[("body", "Late"), ("version", version.as_str())]).await;
    assert_eq!(late.status.as_u16(), 409);
    assert!(late.all("textarea").concat().contains("Late"), "what was typed is kept");
    let removed = browser.submit("/help/keys", &format!("{first}/removal"), &[]).await;
    assert_eq!(removed.status.as_u16(), 303);
    assert_eq!(browser.get(&at(customer, "notes")).await.total(), "1");
    let actions: Vec<String> = app.changes(&cast.provider).into_iter().map(|(action, ..)| action).collect();
    let (add, update, remove) = ("portal_add_note", "portal_update_note", "portal_remove_note");
    assert_eq!(actions, [add, add, update, update, update, update, remove]);
}

async fn only_authors_edit_notes_and_admins_remove_them(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Hanbit", "hanbit.example");
    write(&app.signed_in("sa@1000.example").await, customer, "Mine").await;
    let note = newest(&app, customer);
    for (role, edits, removes) in [("ha", 404, 404), ("aa", 404, 303), ("ga", 404, 303), ("sa", 303, 303)] {
        let browser = app.signed_in(&format!("{role}@1000.example")).await;
        let fields = [("body", "Changed"), ("version", "1")];
        let edited = browser.submit("/help/keys", &note, &fields).await;
        assert_eq!(edited.status.as_u16(), edits, "{role}");
        let page = browser.get(&at(customer, "notes")).await;
        assert_eq!(
            page.attributes("form[action$=removal]", "action").len(),
            usize::from(removes == 303),
            "{role}"
        );
        if role == "ha" {
            let reply = browser.submit("/help/keys", &format!("{note}/removal"), &[]).await;
            assert_eq!(reply.status.as_u16(), removes, "{role}");
        }
    }
    let admin = app.signed_in("aa@1000.example").await;
    let reply = admin.submit("/help/keys", &format!("{note}/removal"), &[]).await;
    assert_eq!(reply.status.as_u16(), 303);
    for role in ["ba", "um"] {
        let reader = app.signed_in(&format!("{role}@1000.example")).await;
        let page = reader.get(&at(customer, "notes")).await;
        assert!(page.status.as_u16() == 200 && page.text().contains("You need one of these roles"), "{role}");
        assert_eq!(write(&reader, customer, "No").await.status.as_u16(), 403, "{role}");
    }
}

async fn notes_are_searched_and_limited(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Hanbit", "hanbit.example");
    let browser = app.signed_in("sa@1000.example").await;
    write(&browser, customer, "Renewal in January").await;
    write(&browser, customer, "결재 대기 중").await;
    let search = async |q: &str| browser.get(&format!("{}?q={q}", at(customer, "notes"))).await;
    assert_eq!(search("JANUARY").await.all("mark"), ["January"]);
    assert_eq!(search("nothing").await.attributes(".empty", "data-total"), ["0"]);
    assert_eq!(browser.get(&format!("{}?page=x", at(customer, "notes"))).await.status.as_u16(), 422);
    for bad in ["", " ", &"x".repeat(2_001)] {
        let reply = write(&browser, customer, bad).await;
        assert_eq!(
            (reply.status.as_u16(), reply.attributes("[data-error]", "data-error")),
            (422, vec!["body".to_owned()])
        );
    }
    app.portal
        .db
        .write_now(|c| {
            for number in 0..498 {
                let row = (
                    notes::partner_id.eq(cast.provider.id.0),
                    notes::microsoft_id.eq(customer.to_string()),
                    notes::body.eq(format!("Note {number}")),
                    notes::created_name.eq("Somebody"),
                    notes::created_at.eq(partner_portal::clock::now()),
                );
                diesel::insert_into(notes::table).values(row).execute(c)?;
            }
            Ok(())
        })
        .unwrap();
    let full = write(&browser, customer, "One more").await;
    assert!(full.all("[data-error=body]").concat().contains("500"), "{}", full.text());
    let page = browser.get(&format!("{}?page=10", at(customer, "notes"))).await;
    assert_eq!((page.total().as_str(), page.ids().len()), ("500", 50));
}

async fn contact(browser: &Browser, address: &str, name: &str, email: &str, version: &str) -> Reply {
    let fields =
        [("name", name), ("email", email), ("phone", "02-555-0142"), ("role", "CIO"), ("version", version)];
    browser.submit("/help/keys", address, &fields).await
}

async fn contacts_are_added_changed_and_removed(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Hanbit", "hanbit.example");
    let browser = app.signed_in("ha@1000.example").await;
    let page = at(customer, "contact");
    assert_eq!(contact(&browser, &page, "오세린", "serin@hanbit.example", "").await.status.as_u16(), 303);
    let card = browser.get(&at(customer, "account")).await.all("section[aria-labelledby=contacts]").concat();
    assert!(
        card.contains("오세린") && card.contains("CIO") && card.contains("serin@hanbit.example"),
        "{card}"
    );
    let id = browser.get(&page).await.attributes("[data-id]", "data-id")[0].clone();
    let one = format!("{page}/{id}");
    assert_eq!(contact(&browser, &one, "오세린", "oh@hanbit.example", "1").await.status.as_u16(), 303);
    let late = contact(&browser, &one, "오세린", "late@hanbit.example", "1").await;
    assert_eq!((late.status.as_u16(), late.value("#email").as_str()), (409, "late@hanbit.example"));
    for number in 2..=10 {
        contact(&browser, &page, &format!("Person {number}"), "p@hanbit.example", "").await;
    }
    let full = contact(&browser, &page, "Person 11", "p@hanbit.example", "").await;
    assert_eq!(full.attributes("[data-error]", "data-error"), ["name"]);
    assert_eq!(browser.submit("/help/keys", &format!("{one}/removal"), &[]).await.status.as_u16(), 303);
    assert_eq!(browser.get(&one).await.status.as_u16(), 404);
    let actions: Vec<String> = app.changes(&cast.provider).into_iter().map(|(action, ..)| action).collect();
    assert_eq!((actions[0].as_str(), actions[1].as_str()), ("portal_add_contact", "portal_update_contact"));
    assert_eq!((actions.len(), actions[11].as_str()), (12, "portal_remove_contact"));
}

async fn invalid_contacts_are_reported(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Hanbit", "hanbit.example");
    let browser = app.signed_in("sa@1000.example").await;
    let page = at(customer, "contact");
    let fields = [("name", ""), ("email", ""), ("phone", ""), ("role", "CIO"), ("version", "")];
    let reply = browser.submit(&page, &page, &fields).await;
    assert_eq!(reply.status.as_u16(), 422);
    assert_eq!(reply.attributes("[data-error]", "data-error"), ["name", "email"]);
    assert_eq!(reply.value("#role"), "CIO");
    assert_eq!(app.signed_in("ba@1000.example").await.get(&page).await.status.as_u16(), 403);
}

async fn each_partner_sees_only_its_own_annotations(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Theirs", "hanbit.example");
    app.customer(&cast.reseller, 1, "Ours", "hanbit.example");
    let (provider, reseller) =
        (app.signed_in("ga@1000.example").await, app.signed_in("ga@2000.example").await);
    aliases(&provider, customer, "ZZCANARY alias").await;
    write(&provider, customer, "ZZCANARY note").await;
    let note = newest(&app, customer);
    contact(&provider, &at(customer, "contact"), "ZZCANARY", "zz@x.example", "").await;
    for page in ["account", "notes", "aliases", "contact", "activity"] {
        let text = reseller.get(&at(customer, page)).await.text();
        assert!(!text.contains("ZZCANARY"), "{page}");
    }
    assert_eq!(list(&reseller, "zzcanary").await.total(), "0");
    assert_eq!(reseller.get("/search?q=zzcanary").await.all("[data-kind]"), Vec::<String>::new());
    assert_eq!(reseller.get(&note).await.status.as_u16(), 404);
    for act in ["pin", "removal"] {
        let fields: &[(&str, &str)] = if act == "pin" { &[("pinned", "on")] } else { &[] };
        let reply = reseller.submit("/help/keys", &format!("{note}/{act}"), fields).await;
        assert_eq!(reply.status.as_u16(), 404, "{act}");
    }
}
