//! Tags: those of a customer, the partner's list of them, their import and export.

use crate::import::world::{World, id as customer_id, on_each_database};
use crate::on_both_databases;
use crate::support::cast::id;
use crate::support::{Browser, Reply, TestApp};
use diesel::prelude::*;
use partner_portal::db::schema::{customer_tags, customers, partners, tags};
use partner_portal::domain::{MicrosoftId, Partner};
use partner_portal::features::import::engine::options::Options;
use partner_portal::features::tags::export::write_tags;
use partner_portal::i18n::Locale;
use partner_portal::table_file::{TableFile, TableFormat};
use serde_json::json;
use std::collections::BTreeMap;

on_both_databases! {
    a_customer_gets_and_loses_tags
    names_are_compared_folded_and_limits_are_reported
    two_users_who_add_different_tags_both_succeed
    renaming_keeps_the_id_and_merges_only_after_asking
    deleting_a_tag_takes_it_from_all_customers
    the_list_of_tags_is_searched_sorted_and_counted
    each_partner_sees_only_its_own_tags
    tags_survive_removal_restoration_and_id_correction
    tags_are_imported_by_browser_and_exported
}

const TAGS: &str = "/account-settings/tags";

async fn set(browser: &Browser, customer: MicrosoftId, fields: &[(&str, &str)]) -> Reply {
    let at = format!("/customers/{customer}/tags");
    browser.submit("/help/keys", &at, fields).await
}

async fn add(browser: &Browser, customer: MicrosoftId, names: &str) {
    let reply = set(browser, customer, &[("shown", ""), ("names", names), ("hue", "")]).await;
    assert_eq!(reply.status.as_u16(), 303, "{names}: {}", reply.text());
}

/// The tags on the account page.
async fn shown(browser: &Browser, customer: MicrosoftId) -> Vec<String> {
    browser.get(&format!("/customers/{customer}/account")).await.all("section[aria-labelledby=tags] .tag")
}

/// The id of a tag and the number that it counts, by name.
fn stored(app: &TestApp, partner: &Partner) -> BTreeMap<String, (i32, i32)> {
    let rows = tags::table.filter(tags::partner_id.eq(partner.id.0));
    let rows = rows.select((tags::name, tags::id, tags::customer_count));
    let rows: Vec<(String, i32, i32)> = app.portal.db.read_now(|c| Ok(rows.load(c)?)).unwrap();
    rows.into_iter().map(|(name, id, count)| (name, (id, count))).collect()
}

fn counts(app: &TestApp, partner: &Partner) -> Vec<(String, i32)> {
    let stored = stored(app, partner);
    // What the number says is what a count of the rows says.
    for (name, (id, count)) in &stored {
        let same = customers::microsoft_id
            .eq(customer_tags::microsoft_id)
            .and(customers::partner_id.eq(customer_tags::partner_id));
        let rows = customer_tags::table
            .inner_join(customers::table.on(same))
            .filter(customer_tags::tag_id.eq(id).and(customers::ended_at.is_null()));
        let rows: i64 = app.portal.db.read_now(|c| Ok(rows.count().get_result(c)?)).unwrap();
        assert_eq!(rows, i64::from(*count), "{name}");
    }
    stored.into_iter().map(|(name, (_, count))| (name, count)).collect()
}

fn list_seq(app: &TestApp, partner: &Partner) -> i64 {
    let row = partners::table.find(partner.id.0).select(partners::list_seq);
    app.portal.db.read_now(|c| Ok(row.first(c)?)).unwrap()
}

async fn a_customer_gets_and_loses_tags(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "한빛가온", "hanbit.example");
    let browser = app.signed_in("ha@1000.example").await;
    let before = list_seq(&app, &cast.provider);
    add(&browser, customer, "의료; VIP").await;
    assert!(list_seq(&app, &cast.provider) > before, "the index reads it again");
    assert_eq!(shown(&browser, customer).await, ["VIP", "의료"]);
    let opened = browser.get(&format!("/customers?expanded={customer}")).await;
    assert_eq!(opened.all(".detail .tag"), ["VIP", "의료"]);
    let form = browser.get(&format!("/customers/{customer}/tags")).await;
    assert_eq!(form.attributes("input[type=checkbox][checked]", "name").len(), 2);
    let (shown_ids, vip) = (form.value("input[name=shown]"), stored(&app, &cast.provider)["VIP"].0);
    let keep = format!("tag-{vip}");
    let fields = [("shown", shown_ids.as_str()), (keep.as_str(), "yes"), ("names", ""), ("hue", "")];
    assert_eq!(set(&browser, customer, &fields).await.status.as_u16(), 303);
    assert_eq!(shown(&browser, customer).await, ["VIP"]);
    assert_eq!(counts(&app, &cast.provider), [("VIP".to_owned(), 1), ("의료".to_owned(), 0)]);
    let entries = app.changes(&cast.provider);
    let change =
        |before: &str, after: &str| json!({ "before": { "tags": before }, "after": { "tags": after } });
    let details: Vec<_> =
        entries.iter().map(|(action, _, details)| (action.as_str(), details.clone())).collect();
    let update = "portal_update_customer";
    assert_eq!(details, [(update, change("", "VIP; 의료")), (update, change("VIP; 의료", "VIP"))]);
    // Sent again, the form changes nothing.
    assert_eq!(set(&browser, customer, &fields).await.status.as_u16(), 303);
    assert_eq!(app.changes(&cast.provider).len(), 2);
    for role in ["ba", "um"] {
        let reader = app.signed_in(&format!("{role}@1000.example")).await;
        assert_eq!(shown(&reader, customer).await, ["VIP"], "{role}");
        let reply = set(&reader, customer, &[("shown", ""), ("names", "No"), ("hue", "")]).await;
        assert_eq!(reply.status.as_u16(), 403, "{role}");
    }
}

async fn names_are_compared_folded_and_limits_are_reported(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "한빛가온", "hanbit.example");
    let browser = app.signed_in("sa@1000.example").await;
    add(&browser, customer, "Café").await;
    add(&browser, customer, "CAFE;ＣＡＦＥ").await;
    assert_eq!(counts(&app, &cast.provider), [("Café".to_owned(), 1)]);
    let many: Vec<String> = (0..30).map(|number| format!("T{number}")).collect();
    let reply = set(&browser, customer, &[("shown", ""), ("names", &many.join(";")), ("hue", "")]).await;
    assert_eq!(reply.status.as_u16(), 422);
    let said = reply.all("[data-error=names]").concat();
    assert!(said.contains("30") && said.contains("31"), "{said}");
    assert_eq!(reply.value("#names"), many.join(";"), "what was typed is kept");
    assert_eq!(counts(&app, &cast.provider).len(), 1, "nothing half done");
    for (fields, field) in [
        ([("shown", ""), ("names", "a\u{202e}b"), ("hue", "")], "names"),
        ([("shown", ""), ("names", "fine"), ("hue", "pink")], "hue"),
    ] {
        let reply = set(&browser, customer, &fields).await;
        assert_eq!(reply.status.as_u16(), 422);
        assert_eq!(reply.attributes("[data-error]", "data-error"), [field]);
    }
    app.portal
        .db
        .write_now(|c| {
            for number in 0..9_999 {
                let key = format!("bulk{number}");
                let row = (
                    tags::partner_id.eq(cast.provider.id.0),
                    tags::name.eq(&key),
                    tags::name_key.eq(&key),
                    tags::hue.eq("teal"),
                );
                diesel::insert_into(tags::table).values(row).execute(c)?;
            }
            Ok(())
        })
        .unwrap();
    let reply = set(&browser, customer, &[("shown", ""), ("names", "One more"), ("hue", "")]).await;
    assert!(reply.all("[data-error=names]").concat().contains("10,000"), "{}", reply.text());
    let fields = [("name", "One more"), ("hue", "teal"), ("merge", "")];
    let new = browser.submit("/help/keys", "/account-settings/tags/new", &fields).await;
    assert!(new.all("[data-error=name]").concat().contains("10,000"), "{}", new.text());
    assert_eq!(browser.get(TAGS).await.total(), "10000");
    add(&browser, customer, "bulk7").await;
}

async fn two_users_who_add_different_tags_both_succeed(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "한빛가온", "hanbit.example");
    let browser = app.signed_in("sa@1000.example").await;
    add(&browser, customer, "One").await;
    let one = stored(&app, &cast.provider)["One"].0.to_string();
    add(&browser, customer, "Two").await;
    // The second form was opened before the tag Two was added.
    let keep = format!("tag-{one}");
    let fields = [("shown", one.as_str()), (keep.as_str(), "yes"), ("names", "Three"), ("hue", "plum")];
    assert_eq!(set(&browser, customer, &fields).await.status.as_u16(), 303);
    assert_eq!(shown(&browser, customer).await, ["One", "Three", "Two"]);
}

async fn renaming_keeps_the_id_and_merges_only_after_asking(app: TestApp) {
    let cast = app.cast();
    let [first, second, third] =
        [1, 2, 3].map(|number| app.customer(&cast.provider, number, &format!("C{number}"), "c.example"));
    let browser = app.signed_in("aa@1000.example").await;
    add(&browser, first, "Old").await;
    add(&browser, second, "Old; New").await;
    add(&browser, third, "New").await;
    app.end(&cast.provider, third);
    let known = stored(&app, &cast.provider);
    let (old, new) = (known["Old"].0, known["New"].0);
    let at = format!("{TAGS}/{old}");
    let save = async |fields: &[(&str, &str)]| browser.submit(&at, &at, fields).await;
    assert_eq!(save(&[("name", "OLD"), ("hue", "rust"), ("merge", "")]).await.status.as_u16(), 303);
    assert_eq!(stored(&app, &cast.provider)["OLD"].0, old, "the id stays");
    let asked = save(&[("name", "new"), ("hue", "rust"), ("merge", "")]).await;
    assert_eq!(asked.status.as_u16(), 422);
    assert!(asked.all("[data-error=name]").concat().contains("New"));
    assert_eq!(asked.value("input[name=merge]"), new.to_string());
    assert_eq!(stored(&app, &cast.provider).len(), 2, "nothing is merged yet");
    let other = save(&[("name", "new"), ("hue", "rust"), ("merge", "99")]).await;
    assert_eq!(other.status.as_u16(), 422, "another tag was asked about");
    let before = list_seq(&app, &cast.provider);
    let merged = save(&[("name", "New"), ("hue", "rust"), ("merge", &new.to_string())]).await;
    assert_eq!(merged.status.as_u16(), 303, "{}", merged.text());
    assert!(list_seq(&app, &cast.provider) > before);
    for customer in [first, second] {
        assert_eq!(shown(&browser, customer).await, ["New"]);
    }
    let left = stored(&app, &cast.provider);
    assert_eq!(left.keys().collect::<Vec<_>>(), ["New"]);
    assert_eq!(left["New"].0, new);
    assert_eq!(browser.get(&at).await.status.as_u16(), 404);
    let log: Vec<String> = app.log_of(&cast.provider, "tag").into_iter().map(|(action, _)| action).collect();
    assert_eq!(log, ["portal_update_tag", "portal_merge_tags"]);
}

async fn deleting_a_tag_takes_it_from_all_customers(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "한빛가온", "hanbit.example");
    let browser = app.signed_in("ga@1000.example").await;
    add(&browser, customer, "Gone; Kept").await;
    let at = format!("{TAGS}/{}", stored(&app, &cast.provider)["Gone"].0);
    let page = browser.get(&at).await;
    assert!(page.all("#delete-tag-ask").concat().contains("1 customer"), "it asks first");
    let reply = browser.submit(&at, &format!("{at}/removal"), &[]).await;
    assert_eq!((reply.status.as_u16(), reply.header("location").as_str()), (303, TAGS));
    assert_eq!(shown(&browser, customer).await, ["Kept"]);
    assert_eq!(counts(&app, &cast.provider), [("Kept".to_owned(), 1)]);
    let again = browser.submit("/help/keys", &format!("{at}/removal"), &[]).await;
    assert_eq!(again.status.as_u16(), 404);
}

async fn the_list_of_tags_is_searched_sorted_and_counted(app: TestApp) {
    let cast = app.cast();
    let browser = app.signed_in("sa@1000.example").await;
    let empty = browser.get(TAGS).await;
    assert_eq!(empty.attributes(".empty[data-total]", "data-total"), ["0"]);
    for number in 1..=3 {
        let customer = app.customer(&cast.provider, number, &format!("C{number}"), "c.example");
        add(&browser, customer, &["Alpha", "Beta", "가온"][..number as usize].join(";")).await;
    }
    let names = async |query: &str| browser.get(&format!("{TAGS}{query}")).await.all("tbody .tag");
    assert_eq!(names("").await, ["Alpha", "Beta", "가온"]);
    assert_eq!(names("?sort=-name").await, ["가온", "Beta", "Alpha"]);
    assert_eq!(names("?sort=customers").await, ["가온", "Beta", "Alpha"]);
    assert_eq!(names("?q=ALPH").await, ["Alpha"]);
    let page = browser.get(TAGS).await;
    assert_eq!(page.all("tbody td"), ["3", "2", "1"]);
    for bad in ["?sort=hue", "?page=0"] {
        assert_eq!(browser.get(&format!("{TAGS}{bad}")).await.status.as_u16(), 422, "{bad}");
    }
    let reader = app.signed_in("ba@1000.example").await.get(TAGS).await;
    assert!(
        reader.attributes("tbody a[href^='/account-settings/tags/']", "href").is_empty()
            && reader.text().contains("You need one of")
    );
}

async fn each_partner_sees_only_its_own_tags(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "한빛가온", "hanbit.example");
    app.customer(&cast.reseller, 1, "Ours", "hanbit.example");
    let (provider, reseller) =
        (app.signed_in("ga@1000.example").await, app.signed_in("ga@2000.example").await);
    add(&provider, customer, "ZZCANARY").await;
    add(&reseller, customer, "Ours").await;
    assert_eq!(shown(&reseller, customer).await, ["Ours"]);
    let tag = stored(&app, &cast.provider)["ZZCANARY"].0;
    let at = format!("{TAGS}/{tag}");
    assert_eq!(reseller.get(&at).await.status.as_u16(), 404);
    for (path, fields) in [
        (at.clone(), vec![("name", "Mine"), ("hue", "teal"), ("merge", "")]),
        (format!("{at}/removal"), Vec::new()),
    ] {
        assert_eq!(reseller.submit("/help/keys", &path, &fields).await.status.as_u16(), 404);
    }
    let foreign = format!("tag-{tag}");
    set(&reseller, customer, &[("shown", ""), (foreign.as_str(), "yes"), ("names", ""), ("hue", "")]).await;
    assert_eq!(shown(&reseller, customer).await, ["Ours"]);
    for page in [TAGS.to_owned(), format!("/customers/{customer}/tags"), format!("{TAGS}.csv")] {
        assert!(!reseller.get(&page).await.text().contains("ZZCANARY"), "{page}");
    }
    assert_eq!(counts(&app, &cast.provider), [("ZZCANARY".to_owned(), 1)]);
}

async fn tags_survive_removal_restoration_and_id_correction(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Hanbit", "hanbit.example");
    app.invented(customer);
    let browser = app.signed_in("ga@1000.example").await;
    add(&browser, customer, "Kept").await;
    let removal = format!("/customers/{customer}/removal");
    let fields = [("reason", ""), ("company_name", "Hanbit"), ("confirm", "yes")];
    assert_eq!(browser.submit(&removal, &removal, &fields).await.status.as_u16(), 303);
    assert_eq!(counts(&app, &cast.provider), [("Kept".to_owned(), 0)]);
    let restored =
        app.portal.log.record_now(&partner_portal::audit::Author::operator(cast.provider.id), |tx| {
            use partner_portal::features::customers::membership::restore;
            restore(tx, cast.provider.id, customer, true, ("Hanbit", "hanbit.example"))
                .map(|name| (name, Vec::new()))
        });
    assert_eq!(restored.unwrap(), "Hanbit");
    assert_eq!(counts(&app, &cast.provider), [("Kept".to_owned(), 1)]);
    let new = "47aa2dba-d9e2-4c8d-a09f-001680289e32";
    let correction = format!("/customers/{customer}/microsoft-id");
    let version = browser.get(&correction).await.value("input[name=version]");
    let fields = [("microsoft_id", new), ("version", &version), ("confirm", "yes")];
    let reply = browser.submit(&correction, &correction, &fields).await;
    assert_eq!(reply.status.as_u16(), 303, "{}", reply.text());
    assert_eq!(shown(&browser, new.parse().unwrap()).await, ["Kept"]);
}

async fn tags_are_imported_by_browser_and_exported(app: TestApp) {
    let cast = app.cast();
    for number in 1..=3 {
        app.customer(&cast.provider, number, &format!("C{number}"), "c.example");
    }
    let browser = app.signed_in("ga@1000.example").await;
    add(&browser, id(2), "Old").await;
    let file = format!("Microsoft ID,Tags\r\n{},Healthcare; Q1\r\n{},\r\n{},x\r\n", id(1), id(2), id(9));
    let page = browser.upload("tags", "tags.csv", file.as_bytes()).await.header("location");
    let preview = browser.get(&page).await;
    assert_eq!(preview.all("[data-count]"), ["3", "1", "1", "0", "1"]);
    assert_eq!(shown(&browser, id(1)).await, Vec::<String>::new(), "nothing is written yet");
    assert_eq!(browser.submit(&page, &format!("{page}/confirmation"), &[]).await.status.as_u16(), 303);
    assert_eq!(shown(&browser, id(1)).await, ["Healthcare", "Q1"]);
    assert_eq!(shown(&browser, id(2)).await, Vec::<String>::new());
    let expected = [("Healthcare".to_owned(), 1), ("Old".to_owned(), 0), ("Q1".to_owned(), 1)];
    assert_eq!(counts(&app, &cast.provider), expected);
    let reply = browser.get(&format!("{TAGS}.csv?lang=en")).await;
    assert_eq!(reply.header("x-total-rows"), "1");
    assert_eq!(reply.text(), format!("\u{feff}Microsoft ID,Tags\r\n{},Healthcare; Q1\r\n", id(1)));
}

fn exported(world: &World) -> String {
    let mut file = Vec::new();
    let of = TableFile { format: TableFormat::Csv, locale: Locale::Ko, zone: chrono_tz::UTC };
    world.db.read_now(|c| write_tags(c, world.provider.id, of, &mut file)?.finish()).unwrap();
    String::from_utf8(file).unwrap()
}

fn import(world: &World, file: &str) -> partner_portal::features::import::run::Report {
    world.import_for(&world.provider, "tags", file.as_bytes(), &Options::default()).unwrap()
}

#[test]
fn importing_an_export_changes_nothing() {
    on_each_database(|world| {
        let rows: Vec<String> =
            (0..2_500).map(|n| format!("{},Name {n},n.com,None", customer_id(n))).collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        world.customers(&crate::import::world::customers_file(&rows)).unwrap();
        let tag = |n: u32| ["=1+1", "a,b", "\"x\"", "의료", "Q1 review", "'quoted"][n as usize % 6];
        let lines =
            (0..2_500).map(|n| format!("{},\"{};{}\"", customer_id(n), quoted(tag(n)), quoted(tag(n / 6))));
        let file = format!("Microsoft ID,Tags\n{}\n", lines.collect::<Vec<_>>().join("\n"));
        let report = import(world, &file);
        assert_eq!((report.added, report.bad), (2_500, 0), "{report:?}");
        let export = exported(world);
        let again = import(world, &export);
        assert_eq!((again.unchanged, again.bad, again.changed), (2_500, 0, 0), "{again:?}");
        assert_eq!(exported(world), export);
        import(world, &format!("Microsoft ID,Tags\n{},\n", customer_id(3)));
        assert_eq!(import(world, &export).added, 1, "only the missing ones are added again");
        assert_eq!(exported(world), export);
    });
}

fn quoted(tag: &str) -> String {
    tag.replace('"', "\"\"")
}

#[test]
fn the_import_rejects_rows_that_no_customer_can_have() {
    on_each_database(|world| {
        let row = format!("{},Name,n.com,None", customer_id(1));
        world.customers(&crate::import::world::customers_file(&[&row])).unwrap();
        let many: Vec<String> = (0..31).map(|n| format!("t{n}")).collect();
        let (one, two) = (customer_id(1), customer_id(2));
        for (cell, why) in [
            (format!("{one},{}", many.join(";")), "31"),
            (format!("{one},{}", "x".repeat(41)), "41"),
            (format!("{one},a\u{202e}b"), "invisible"),
            (format!("{two},fine"), "not a customer"),
        ] {
            let report = import(world, &format!("Microsoft ID,Tags\n{cell}\n"));
            assert_eq!(report.bad, 1, "{cell}");
            assert!(report.bad_rows[0].message.contains(why), "{:?}", report.bad_rows);
        }
        assert_eq!(exported(world).lines().count(), 1, "only the header");
    });
}
