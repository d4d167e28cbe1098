//! Editing the bill-to: what is saved, error messages, concurrent edits, and undo.

use crate::on_both_databases;
use crate::support::cast::id;
use crate::support::{Browser, Reply, TestApp};
use partner_portal::domain::MicrosoftId;
use serde_json::json;

on_both_databases! {
    saves_name_contact_and_address
    changes_the_name_only_in_this_partners_list
    reports_invalid_fields_and_keeps_input
    keeps_an_unchanged_name_with_line_breaks
    a_repeated_submission_makes_one_change
    concurrent_edits_lose_nothing
    undoes_the_last_change
    a_name_alone_is_valid_until_an_address_exists
    shows_the_fields_of_another_country
    answers_garbage_without_failing
    only_permitted_roles_can_edit
}

type Form = Vec<(&'static str, String)>;

fn form(version: &str) -> Form {
    [
        ("version", version),
        ("company_name", "한빛가온소프트"),
        ("first_name", "세훈"),
        ("last_name", "오"),
        ("email", "billing@hanbit-gaon.example"),
        ("phone", "+82 2-555-0142"),
        ("country", "KR"),
        ("address_line1", "세종대로 110"),
        ("address_line2", "12층"),
        ("city", "중구"),
        ("state", "서울특별시"),
        ("postal_code", "04524"),
    ]
    .map(|(name, value)| (name, value.to_owned()))
    .into()
}

fn with(mut form: Form, field: &str, value: &str) -> Form {
    form.iter_mut().find(|(name, _)| *name == field).unwrap().1 = value.to_owned();
    form
}

fn path(customer: MicrosoftId) -> String {
    format!("/customers/{customer}/bill-to")
}

async fn send(browser: &Browser, customer: MicrosoftId, form: &Form) -> Reply {
    let fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.submit("/help/keys", &path(customer), &fields).await
}

async fn version(browser: &Browser, customer: MicrosoftId) -> String {
    browser.get(&path(customer)).await.value("input[name=version]")
}

async fn saves_name_contact_and_address(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Hanbit", "hanbit-gaon.example");
    let browser = app.signed_in("sa@1000.example").await;
    let page = browser.get(&path(customer)).await;
    assert_eq!(page.value("#company_name"), "Hanbit");
    assert_eq!(page.attributes("#country option[selected]", "value"), ["KR"], "the partner's own country");
    let saved = send(&browser, customer, &form(&page.value("input[name=version]"))).await;
    assert_eq!(
        (saved.status.as_u16(), saved.header("location")),
        (303, format!("/customers/{customer}/account"))
    );
    let account = browser.get(&format!("/customers/{customer}/account")).await;
    let card = account.all("section[aria-labelledby=bill-to]").concat();
    for said in ["한빛가온소프트", "오세훈", "04524 서울특별시 중구", "세종대로 110", "sa@1000.example"]
    {
        assert!(card.contains(said), "{said}: {card}");
    }
    assert_eq!(account.all("h1"), ["한빛가온소프트"]);
    let profile = account.all("section[aria-labelledby=profile]").concat();
    assert!(profile.contains("Hanbit"), "the company profile does not change: {profile}");

    let entries = app.changes(&cast.provider);
    assert_eq!(entries.len(), 1, "name and address are one entry: {entries:?}");
    let (action, name, details) = &entries[0];
    assert_eq!(
        (action.as_str(), name.as_str()),
        ("update_customer_partner_contract_company_name", "한빛가온소프트")
    );
    assert_eq!(
        (&details["before"]["company_name"], &details["after"]["city"]),
        (&json!("Hanbit"), &json!("중구"))
    );

    let version = version(&browser, customer).await;
    send(&browser, customer, &with(form(&version), "postal_code", "０４５２５")).await;
    let (action, _, details) = app.changes(&cast.provider).pop().unwrap();
    assert_eq!(action, "update_customer_billing_profile", "without a new name");
    let expected = json!({ "before": { "postal_code": "04524" }, "after": { "postal_code": "04525" } });
    assert_eq!(details, expected, "only the changed fields");
}

async fn changes_the_name_only_in_this_partners_list(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Shared before", "shared.example");
    app.customer(&cast.reseller, 1, "ZZOWN name of the reseller", "shared.example");
    app.customer(&cast.provider, 2, "Middle", "middle.example");
    let provider = app.signed_in("aa@1000.example").await;
    assert_eq!(provider.get("/customers").await.all("tbody .name"), ["Middle", "Shared before"]);
    let version = version(&provider, customer).await;
    send(&provider, customer, &with(form(&version), "company_name", "Aardvark")).await;

    assert_eq!(
        provider.get("/customers").await.all("tbody .name"),
        ["Aardvark", "Middle"],
        "the list is sorted again"
    );
    assert_eq!(provider.get("/customers?q=aardvark").await.ids(), [id(1).to_string()]);
    let former = provider.get("/customers?q=before").await;
    assert_eq!(
        former.all("tbody th small"),
        ["Former name: Shared before"],
        "found by it, which the row says"
    );
    assert!(provider.get("/customers.csv?lang=en").await.text().contains("Aardvark,shared.example"));

    let reseller = app.signed_in("ga@2000.example").await;
    let page = reseller.get(&format!("/customers/{customer}/account")).await.text();
    assert!(page.contains("ZZOWN") && !page.contains("Aardvark") && !page.contains("hanbit-gaon"), "{page}");
    assert_eq!(reseller.get("/customers?q=aardvark").await.total(), "0");
    assert_eq!(app.changes(&cast.reseller), [], "another partner's log has no entry");

    let theirs = reseller.get(&path(customer)).await;
    assert_eq!(
        (theirs.value("#company_name"), theirs.value("#email")),
        ("ZZOWN name of the reseller".into(), "".into())
    );
    send(&reseller, customer, &with(form("1"), "company_name", "Ours now")).await;
    let ours = provider.get(&format!("/customers/{customer}/account")).await;
    assert_eq!(ours.all("h1"), ["Aardvark"], "nor the other way round");
    assert_eq!(app.changes(&cast.provider).len(), 1);
}

async fn reports_invalid_fields_and_keeps_input(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Hanbit", "hanbit-gaon.example");
    let browser = app.signed_in("ga@1000.example").await;
    let long = "가".repeat(201);
    for (field, bad) in [
        ("company_name", ""),
        ("company_name", long.as_str()),
        ("company_name", "a\u{0}b"),
        ("company_name", "a\u{202e}b"),
        ("first_name", " "),
        ("last_name", &long),
        ("email", "billing.hanbit-gaon.example"),
        ("phone", "call me"),
        ("country", "ZZ"),
        ("address_line1", ""),
        ("address_line2", &long),
        ("state", ""),
        ("postal_code", "4524"),
    ] {
        let typed = with(with(form("1"), "city", "typed and kept 🏢"), field, bad);
        let reply = send(&browser, customer, &typed).await;
        assert_eq!(reply.status.as_u16(), 422, "{field}");
        assert_eq!(reply.attributes("[data-error]", "data-error"), [field]);
        assert_eq!(reply.all(".error-summary a").len(), 1, "{field}");
        assert_eq!(reply.attributes(".error-summary a", "href"), [format!("#{field}")]);
        assert_eq!(reply.value("#city"), "typed and kept 🏢");
        assert_eq!(reply.value("input[name=version]"), "1", "the version that the user saw");
        assert!(reply.all("title")[0].starts_with("Error:"), "{field}");
    }
    assert_eq!(app.changes(&cast.provider), []);
}

/// An imported name contains a line break; a browser returns it without.
async fn keeps_an_unchanged_name_with_line_breaks(app: TestApp) {
    use diesel::prelude::*;
    use partner_portal::db::schema::customers;
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 7, "x", "teak.example");
    let name = "Teak\nTrading ";
    let row = || customers::table.filter(customers::microsoft_id.eq(customer.to_string()));
    let stored =
        || app.portal.db.read_now(|c| Ok(row().select(customers::list_name).first::<String>(c)?)).unwrap();
    let change = diesel::update(row()).set((customers::list_name.eq(name), customers::company_name.eq(name)));
    app.portal.db.write_now(|c| Ok(change.execute(c)?)).unwrap();
    let browser = app.signed_in("aa@1000.example").await;
    let seen = version(&browser, customer).await;
    let sent = with(form(&seen), "company_name", "TeakTrading");
    assert_eq!(send(&browser, customer, &sent).await.status.as_u16(), 303);
    assert_eq!(stored(), name);
    let log = app.log_of(&cast.provider, "customer");
    let details = &log.last().unwrap().1;
    assert!(details.contains("세훈") && !details.contains("company_name"), "only the contact: {details}");
    let seen = version(&browser, customer).await;
    let sent = with(form(&seen), "company_name", "Teak Trading");
    assert_eq!(send(&browser, customer, &sent).await.status.as_u16(), 303);
    assert_eq!(stored(), "Teak Trading");
}

async fn a_repeated_submission_makes_one_change(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Hanbit", "hanbit-gaon.example");
    let browser = app.signed_in("ga@1000.example").await;
    for _ in 0..2 {
        assert_eq!(send(&browser, customer, &form("1")).await.status.as_u16(), 303);
    }
    assert_eq!(app.changes(&cast.provider).len(), 1);
    let note = browser.get(&format!("/customers/{customer}/account")).await.all("[role=status]").concat();
    assert!(note.contains("Nothing was changed"), "{note}");
}

async fn concurrent_edits_lose_nothing(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Hanbit", "hanbit-gaon.example");
    let (first, second) = (app.signed_in("sa@1000.example").await, app.signed_in("aa@1000.example").await);
    let seen = version(&second, customer).await;
    send(&first, customer, &with(form(&seen), "city", "종로구")).await;
    let late = with(with(form(&seen), "city", "마포구"), "company_name", "Second");
    let reply = send(&second, customer, &late).await;
    assert_eq!(reply.status.as_u16(), 409);
    assert_eq!(reply.attributes("[data-error]", "data-error"), ["version"]);
    let both = reply.all("table").concat();
    for side in ["종로구", "마포구", "한빛가온소프트", "Second"] {
        assert!(both.contains(side), "{side}: {both}");
    }
    assert!(!both.contains("세종대로"), "equal fields are not compared");
    assert!(reply.all("[role=alert]").concat().contains("sa@1000.example"), "the user who saved first");
    assert_eq!((reply.value("#company_name"), reply.value("#city")), ("Second".into(), "마포구".into()));
    assert_eq!(app.changes(&cast.provider).len(), 1);

    let chosen = with(late, "version", &reply.value("input[name=version]"));
    assert_eq!(send(&second, customer, &chosen).await.status.as_u16(), 303, "after seeing both versions");
    let (_, _, details) = app.changes(&cast.provider).pop().unwrap();
    assert_eq!(details["before"], json!({ "company_name": "한빛가온소프트", "city": "종로구" }));

    for stale in ["", "0", "-1", "x", "99999999999"] {
        let reply = send(&first, customer, &with(form(stale), "city", "강남구")).await;
        assert_eq!(reply.status.as_u16(), 409, "{stale:?}");
    }
}

async fn undoes_the_last_change(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Hanbit", "hanbit-gaon.example");
    let browser = app.signed_in("ga@1000.example").await;
    let account = format!("/customers/{customer}/account");
    send(&browser, customer, &form("1")).await;
    let page = browser.get(&account).await;
    let action = page.attributes("[role=status] form", "action");
    assert_eq!(action, [format!("/customers/{customer}/bill-to/undo")]);
    let seen = page.value("[role=status] input[name=version]");
    let undo = async |version: &str| browser.submit("/help/keys", &action[0], &[("version", version)]).await;
    assert_eq!(undo(&seen).await.status.as_u16(), 303);
    assert_eq!(browser.get(&account).await.all("h1"), ["Hanbit"]);
    assert_eq!(browser.get(&path(customer)).await.value("#email"), "", "there was no contact before");
    let (action_word, name, details) = app.changes(&cast.provider).pop().unwrap();
    assert_eq!(
        (action_word.as_str(), name.as_str()),
        ("update_customer_partner_contract_company_name", "Hanbit")
    );
    assert_eq!(details["after"]["company_name"], "Hanbit");

    let refused = undo(&seen).await;
    assert_eq!(refused.status.as_u16(), 409, "another user has changed it since");
    assert_eq!(refused.attributes("[data-error]", "data-error"), ["version"]);
    assert_eq!(undo("").await.status.as_u16(), 409);
    assert_eq!(app.changes(&cast.provider).len(), 2);
}

async fn a_name_alone_is_valid_until_an_address_exists(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Hanbit", "hanbit-gaon.example");
    let browser = app.signed_in("ga@1000.example").await;
    let name_only: Form =
        vec![("version", "1".into()), ("company_name", "Hanbit Gaon".into()), ("country", "KR".into())];
    assert_eq!(send(&browser, customer, &name_only).await.status.as_u16(), 303);
    let (_, _, details) = app.changes(&cast.provider).pop().unwrap();
    assert_eq!(
        details,
        json!({ "before": { "company_name": "Hanbit" }, "after": { "company_name": "Hanbit Gaon" } })
    );
    assert_eq!(send(&browser, customer, &form("2")).await.status.as_u16(), 303);
    let emptied = with(name_only, "version", "3");
    let reply = send(&browser, customer, &emptied).await;
    assert_eq!(reply.status.as_u16(), 422, "omitted fields do not remove an address");

    let long = "Long imported name ".repeat(20);
    let imported = app.customer(&cast.provider, 2, &long, "long.example");
    let kept = with(form("1"), "company_name", &long);
    assert_eq!(
        send(&browser, imported, &kept).await.status.as_u16(),
        303,
        "an unchanged name is not validated"
    );
    assert_eq!(app.changes(&cast.provider).pop().unwrap().0, "update_customer_billing_profile");
}

async fn shows_the_fields_of_another_country(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Hanbit", "hanbit-gaon.example");
    let browser = app.signed_in("ga@1000.example").await;
    let mut typed = with(with(form("1"), "country", "US"), "postal_code", "");
    typed.push(("show_fields", "yes".into()));
    let reply = send(&browser, customer, &typed).await;
    assert_eq!(reply.status.as_u16(), 200);
    assert_eq!(reply.all("label[for=postal_code]"), ["ZIP code"]);
    assert!(reply.attributes("#state option", "value").contains(&"WA".to_owned()));
    assert_eq!(reply.value("#address_line1"), "세종대로 110");
    assert_eq!(app.changes(&cast.provider), []);
}

async fn answers_garbage_without_failing(app: TestApp) {
    let cast = app.cast();
    let foreign = app.customer(&cast.direct, 3, "Foreign", "foreign.example");
    let removed = app.customer(&cast.provider, 4, "Removed", "removed.example");
    app.end(&cast.provider, removed);
    let browser = app.signed_in("ga@1000.example").await;
    for id in [foreign, removed, id(99)] {
        assert_eq!(browser.get(&path(id)).await.status.as_u16(), 404);
        assert_eq!(send(&browser, id, &form("1")).await.status.as_u16(), 404);
        let undo = format!("/customers/{id}/bill-to/undo");
        assert_eq!(browser.submit("/help/keys", &undo, &[("version", "1")]).await.status.as_u16(), 404);
    }
    assert_eq!(browser.get("/customers/1/bill-to").await.status.as_u16(), 404);
    let direct = app.signed_in("ga@4000.example").await;
    assert_eq!(direct.get(&path(foreign)).await.value("#company_name"), "Foreign", "it did not change");
}

async fn only_permitted_roles_can_edit(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Hanbit", "hanbit-gaon.example");
    for (role, status) in [("ga", 200), ("aa", 200), ("sa", 200), ("ba", 403), ("um", 403), ("ha", 403)] {
        let browser = app.signed_in(&format!("{role}@1000.example")).await;
        assert_eq!(browser.get(&path(customer)).await.status.as_u16(), status, "{role}");
        let account = browser.get(&format!("/customers/{customer}/account")).await;
        let card = account.all("section[aria-labelledby=bill-to]").concat();
        assert_eq!(card.contains("You need one of these roles"), status == 403, "{role}: {card}");
    }
}
