//! Saved views: their tabs, who sees and changes them, what they store, and what is said when a condition is gone.

use crate::on_both_databases;
use crate::support::{Browser, Reply, TestApp};
use diesel::prelude::*;
use partner_portal::db::schema::{saved_views, users};
use partner_portal::domain::MicrosoftId;
use partner_portal::features::personal_data::erase::{SubjectName, erase};
use partner_portal::features::saved_views::tabs::MAX_COUNTED;
use serde_json::json;

on_both_databases! {
    a_view_opens_with_its_filter_columns_and_order
    the_address_of_a_changed_view_says_what_differs
    a_changed_view_is_saved_over_or_as_another
    a_list_opens_with_the_default_view
    private_views_are_seen_by_their_owner_only
    shared_views_are_changed_by_owner_and_admins_and_logged
    a_stale_form_is_rejected_with_what_was_typed
    names_are_unique_and_numbers_are_limited
    a_view_whose_condition_is_gone_says_so
    the_numbers_of_tabs_are_those_of_the_lists
    the_page_of_views_and_files_of_a_view
    malformed_views_are_reported
    erasing_a_person_removes_private_views_and_keeps_shared_ones
    shared_views_of_a_deactivated_user_stay
    a_search_that_finds_only_ended_customers_links_there
}

const NEW: &[(&str, &str)] = &[("shared", ""), ("opens_first", "")];

async fn save(browser: &Browser, list: &str, name: &str, filter: &str, more: &[(&str, &str)]) -> Reply {
    let mut fields = vec![("list", list), ("name", name), ("filter", filter)];
    fields.extend(more);
    browser.submit("/help/keys", "/views", &fields).await
}

/// Saves a view and returns its id.
async fn saved(browser: &Browser, list: &str, name: &str, filter: &str, more: &[(&str, &str)]) -> i32 {
    let reply = save(browser, list, name, filter, more).await;
    assert_eq!(reply.status.as_u16(), 303, "{name}: {}", reply.text());
    let (address, id) =
        reply.header("location").split_once("?view=").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    assert_eq!(address, format!("/{list}"));
    id.parse().unwrap()
}

fn stored(app: &TestApp, id: i32) -> (String, bool, i32) {
    let row = saved_views::table.find(id);
    let row = row.select((saved_views::parameters, saved_views::is_shared, saved_views::version));
    app.portal.db.read_now(|c| Ok(row.first(c)?)).unwrap()
}

/// The names and numbers on the tabs, the open one in brackets.
async fn tabs(browser: &Browser, address: &str) -> Vec<String> {
    let page = browser.get(address).await;
    assert_eq!(page.status.as_u16(), 200, "{address}");
    let current = page.all(".views a[aria-current]").concat();
    page.all(".views li a")
        .into_iter()
        .map(|tab| if tab == current { format!("[{tab}]") } else { tab })
        .collect()
}

async fn tag(browser: &Browser, customer: MicrosoftId, names: &str) {
    let fields = [("shown", ""), ("names", names), ("hue", "")];
    let reply = browser.submit("/help/keys", &format!("/customers/{customer}/tags"), &fields).await;
    assert_eq!(reply.status.as_u16(), 303);
}

async fn three_customers(app: &TestApp) -> (crate::support::cast::Cast, Vec<MicrosoftId>) {
    let cast = app.cast();
    let names = [("Alpha", "alpha.example"), ("Beta", "beta.example"), ("Alps", "alps.example")];
    let customers = names
        .iter()
        .zip(1..)
        .map(|((name, domain), number)| app.customer(&cast.provider, number, name, domain));
    let customers = customers.collect();
    (cast, customers)
}

async fn a_view_opens_with_its_filter_columns_and_order(app: TestApp) {
    let (_, customers) = three_customers(&app).await;
    let browser = app.signed_in("sa@1000.example").await;
    tag(&browser, customers[0], "VIP").await;
    tag(&browser, customers[2], "VIP").await;
    // Four steps: filter, “Save view”, the name, “Save”.
    let filtered = browser.get("/customers?tag=VIP&sort=-domain&columns=tags,domain").await;
    let link = filtered.attributes(".views > a", "href").concat();
    let form = browser.get(&link).await;
    assert_eq!(form.status.as_u16(), 200, "{link}");
    let filter = form.value("input[name=filter]");
    assert_eq!(filter, "columns=tags%2Cdomain&sort=-domain&tag=VIP");
    assert_eq!(form.attributes("form.form input[type=hidden]", "name"), ["_csrf", "list", "filter"]);
    let id = saved(&browser, "customers", "Important", &filter, NEW).await;
    let (parameters, is_shared, version) = stored(&app, id);
    assert_eq!(parameters, r#"{"columns":"tags,domain","sort":"-domain","tag":"VIP"}"#);
    assert_eq!((is_shared, version), (false, 1));
    let page = browser.get(&format!("/customers?view={id}")).await;
    assert_eq!(page.ids(), [customers[2].to_string(), customers[0].to_string()]);
    assert_eq!(page.total(), "2");
    assert_eq!(page.all("thead th").len(), 3);
    assert_eq!(tabs(&browser, &format!("/customers?view={id}")).await, ["All 3", "[Important 2]"]);
    assert_eq!(tabs(&browser, "/customers").await, ["[All 3]", "Important 2"]);
    assert!(page.all("#view-changed").is_empty());
    // Without columns in the address, the columns that the user sees are saved.
    let link = browser.get("/customers?q=alpha").await.attributes(".views > a", "href").concat();
    let filter = browser.get(&link).await.value("input[name=filter]");
    assert_eq!(filter, "columns=domain%2Crelationship%2Creseller&q=alpha");
}

async fn the_address_of_a_changed_view_says_what_differs(app: TestApp) {
    let (_, customers) = three_customers(&app).await;
    let browser = app.signed_in("sa@1000.example").await;
    let id = saved(&browser, "customers", "Al", "q=al&sort=-name", NEW).await;
    let at = format!("/customers?view={id}");
    let ids = async |address: &str| browser.get(address).await.ids();
    assert_eq!(ids(&at).await, [customers[2].to_string(), customers[0].to_string()]);
    assert_eq!(ids(&format!("{at}&q=alps")).await, [customers[2].to_string()]);
    assert_eq!(ids(&format!("{at}&sort=")).await, [customers[0].to_string(), customers[2].to_string()]);
    assert_eq!(ids(&format!("{at}&q=")).await.len(), 3);
    assert!(ids(&format!("{at}&country=KR")).await.is_empty());
    let page = browser.get(&format!("{at}&country=KR")).await;
    let chips = page.attributes("ul.chips a.chip", "href");
    assert_eq!(chips, [format!("/customers?view={id}&q=&country=KR"), at.clone()]);
    assert_eq!(page.attributes("#find ~ * input[name=view], input[name=view]", "value"), [id.to_string()]);
    // The file has what the list shows.
    let page = browser.get(&format!("{at}&q=alps")).await;
    let files = page.attributes("a.item[download]", "href");
    assert!(files.contains(&"/customers.csv?q=alps&sort=-name".to_owned()), "{files:?}");
    let chosen = [("next", at.as_str()), ("only_here", "yes"), ("renewal", "on")];
    let reply = browser.submit("/help/keys", "/customers/columns", &chosen).await;
    assert_eq!(reply.header("location"), format!("{at}&columns=renewal"));
    assert_eq!(browser.get("/customers").await.all("thead th").len(), 4, "one's own columns stay");
}

async fn a_changed_view_is_saved_over_or_as_another(app: TestApp) {
    let (cast, _) = three_customers(&app).await;
    let browser = app.signed_in("sa@1000.example").await;
    for (list, other) in [("customers", "q=beta"), ("subscriptions", "status=active")] {
        let id = saved(&browser, list, "Mine", "q=al", NEW).await;
        let page = browser.get(&format!("/{list}?view={id}&{other}")).await;
        let links = page.attributes("#view-changed a", "href");
        assert_eq!(links[1], format!("/{list}?view={id}"));
        assert!(links[0].starts_with(&format!("/views/new?list={list}&filter=")), "{links:?}");
        let field = |name: &str| page.value(&format!("#view-changed input[name={name}]"));
        let (name, version, filter) = (field("name"), field("version"), field("filter"));
        let fields = [("name", name.as_str()), ("version", &version), ("filter", &filter)];
        let reply = browser.submit("/help/keys", &format!("/views/{id}"), &fields).await;
        assert_eq!((reply.status.as_u16(), reply.header("location")), (303, format!("/{list}?view={id}")));
        assert!(stored(&app, id).0.contains(other.split('=').nth(1).unwrap()), "{}", stored(&app, id).0);
        assert_eq!(stored(&app, id).2, 2);
        assert!(browser.get(&format!("/{list}?view={id}")).await.all("#view-changed").is_empty());
    }
    assert!(app.log_of(&cast.provider, "saved_view").is_empty(), "private views are not in the log");
}

async fn a_list_opens_with_the_default_view(app: TestApp) {
    three_customers(&app).await;
    let browser = app.signed_in("ha@1000.example").await;
    let id = saved(&browser, "customers", "First", "q=beta", &[("opens_first", "yes")]).await;
    assert_eq!(tabs(&browser, "/customers").await, ["All 3", "[First 1]"]);
    assert_eq!(tabs(&browser, "/customers?view=all").await, ["[All 3]", "First 1"]);
    assert_eq!(browser.get("/customers?q=").await.total(), "3", "any parameter says what to show");
    let all = browser.get("/customers?view=all&q=alpha").await;
    assert_eq!(all.attributes("ul.chips a.chip", "href"), ["/customers?view=all"]);
    let page = browser.get("/customers").await;
    assert_eq!(page.attributes(".chips li:last-child a", "href"), ["/customers?view=all"]);
    assert_eq!(browser.get("/customers.csv").await.text().lines().count(), 4, "a file of the whole list");
    // Another user's list does not.
    let other = app.signed_in("sa@1000.example").await;
    assert_eq!(tabs(&other, "/customers").await, ["[All 3]"]);
    let choose =
        async |on: &str| browser.submit("/views", &format!("/views/{id}/default"), &[("on", on)]).await;
    assert_eq!(choose("no").await.status.as_u16(), 303);
    assert_eq!(tabs(&browser, "/customers").await, ["[All 3]", "First 1"]);
    choose("yes").await;
    assert_eq!(browser.get("/views").await.all("tbody th small"), ["Opens first"]);
    // A removed default is no error.
    assert_eq!(browser.submit("/views", &format!("/views/{id}/removal"), &[]).await.status.as_u16(), 303);
    assert_eq!(tabs(&browser, "/customers").await, ["[All 3]"]);
}

async fn private_views_are_seen_by_their_owner_only(app: TestApp) {
    let (_, _) = three_customers(&app).await;
    let owner = app.signed_in("sa@1000.example").await;
    let private = saved(&owner, "customers", "ZZCANARY", "q=al", NEW).await;
    let admin = app.signed_in("ga@1000.example").await;
    let shared = saved(&admin, "customers", "Shared", "q=al", &[("shared", "yes")]).await;
    for (browser, expected) in [(&admin, 404), (&app.signed_in("ga@2000.example").await, 404), (&owner, 200)]
    {
        for address in [format!("/customers?view={private}"), format!("/views/{private}")] {
            let reply = browser.get(&address).await;
            assert_eq!(reply.status.as_u16(), expected, "{address}");
            assert_eq!(reply.text().contains("ZZCANARY"), expected == 200);
        }
    }
    let foreign = app.signed_in("ga@2000.example").await;
    let forms: [(&str, &[(&str, &str)]); 3] =
        [("", &[("name", "x"), ("version", "1")]), ("/default", &[("on", "yes")]), ("/removal", &[])];
    for (act, fields) in forms {
        for (browser, view) in [(&foreign, private), (&foreign, shared), (&admin, private)] {
            let reply = browser.submit("/help/keys", &format!("/views/{view}{act}"), fields).await;
            assert_eq!(reply.status.as_u16(), 404, "{act}");
        }
    }
    assert!(!foreign.get("/views").await.text().contains("Shared"));
    assert_eq!(foreign.get(&format!("/customers?view={shared}")).await.status.as_u16(), 404);
    // A view opens only its own list.
    assert_eq!(owner.get(&format!("/subscriptions?view={private}")).await.status.as_u16(), 404);
    assert_eq!(owner.get("/customers?view=1000000").await.status.as_u16(), 404);
}

async fn shared_views_are_changed_by_owner_and_admins_and_logged(app: TestApp) {
    let (cast, _) = three_customers(&app).await;
    let admin = app.signed_in("aa@1000.example").await;
    let id = saved(&admin, "subscriptions", "Ending", "renews=30", &[("shared", "yes")]).await;
    let seller = app.signed_in("sa@1000.example").await;
    assert_eq!(tabs(&seller, "/subscriptions").await[1], "Ending 0, shared");
    assert_eq!(save(&seller, "customers", "Mine", "", &[("shared", "yes")]).await.status.as_u16(), 403);
    assert_eq!(seller.get(&format!("/views/{id}")).await.status.as_u16(), 403);
    let renamed = [("name", "Renewing"), ("shared", "yes"), ("version", "1")];
    assert_eq!(seller.submit("/help/keys", &format!("/views/{id}"), &renamed).await.status.as_u16(), 403);
    assert_eq!(seller.submit("/help/keys", &format!("/views/{id}/removal"), &[]).await.status.as_u16(), 403);
    // Every user may open a list with it.
    assert_eq!(
        seller.submit("/help/keys", &format!("/views/{id}/default"), &[("on", "yes")]).await.status.as_u16(),
        303
    );
    assert_eq!(tabs(&seller, "/subscriptions").await[1], "[Ending 0, shared]");
    let other = app.signed_in("ga@1000.example").await;
    assert_eq!(other.submit("/help/keys", &format!("/views/{id}"), &renamed).await.status.as_u16(), 303);
    let private = [("name", "Renewing"), ("version", "2")];
    assert_eq!(admin.submit("/help/keys", &format!("/views/{id}"), &private).await.status.as_u16(), 303);
    assert_eq!(tabs(&seller, "/subscriptions").await, ["[All 0]"], "it is no longer shared");
    let shared = [("name", "Renewing"), ("shared", "yes"), ("version", "3")];
    assert_eq!(admin.submit("/help/keys", &format!("/views/{id}"), &shared).await.status.as_u16(), 303);
    assert_eq!(other.submit("/help/keys", &format!("/views/{id}/removal"), &[]).await.status.as_u16(), 303);
    let state = |name: &str, shared: bool| json!({ "name": name, "filter": "renews=30", "shared": shared });
    let named = |name: &str| json!({ "name": name, "list": "subscriptions", "filter": "renews=30" });
    let changed = |before, after| json!({ "before": before, "after": after, "list": "subscriptions" });
    let expected = [
        ("portal_share_view", named("Ending")),
        ("portal_update_view", changed(state("Ending", true), state("Renewing", true))),
        ("portal_update_view", changed(state("Renewing", true), state("Renewing", false))),
        ("portal_share_view", named("Renewing")),
        ("portal_remove_view", named("Renewing")),
    ];
    let parsed = |(action, details): (String, String)| {
        let details: serde_json::Value = serde_json::from_str(&details).unwrap();
        (action, details)
    };
    let entries: Vec<_> = app.log_of(&cast.provider, "saved_view").into_iter().map(parsed).collect();
    assert_eq!(entries, expected.map(|(action, details)| (action.to_owned(), details)));
}

async fn a_stale_form_is_rejected_with_what_was_typed(app: TestApp) {
    three_customers(&app).await;
    let browser = app.signed_in("ga@1000.example").await;
    let id = saved(&browser, "customers", "First", "q=al", &[("shared", "yes")]).await;
    let at = format!("/views/{id}");
    let second = [("name", "Second"), ("shared", "yes"), ("version", "1")];
    assert_eq!(browser.submit("/help/keys", &at, &second).await.status.as_u16(), 303);
    let third = [("name", "Third"), ("shared", ""), ("version", "1"), ("filter", "q=be")];
    let reply = browser.submit("/help/keys", &at, &third).await;
    assert_eq!(reply.status.as_u16(), 409);
    assert_eq!(reply.value("#name"), "Third");
    assert_eq!(reply.value("form.form input[name=filter]"), "q=be");
    assert!(reply.attributes("#shared[checked]", "id").is_empty());
    assert!(reply.text().contains("Second"));
    assert_eq!(stored(&app, id), (r#"{"q":"al"}"#.to_owned(), true, 2));
    // Sent again, the form replaces what is stored.
    assert_eq!(reply.value("form.form input[name=version]"), "2");
    let again = [("name", "Third"), ("version", "2"), ("filter", "q=be")];
    assert_eq!(browser.submit("/help/keys", &at, &again).await.status.as_u16(), 303);
    assert_eq!(stored(&app, id), (r#"{"q":"be"}"#.to_owned(), false, 3));
}

async fn names_are_unique_and_numbers_are_limited(app: TestApp) {
    let (cast, _) = three_customers(&app).await;
    let browser = app.signed_in("ga@1000.example").await;
    let fault = async |reply: Reply, field: &str| {
        assert_eq!(reply.status.as_u16(), 422, "{}", reply.text());
        assert_eq!(reply.attributes("p[data-error]", "data-error"), [field]);
        reply
    };
    saved(&browser, "customers", "Café", "", NEW).await;
    let reply = fault(save(&browser, "customers", " CAFE ", "q=al", NEW).await, "name").await;
    assert_eq!(
        (reply.value("#name"), reply.value("input[name=filter]")),
        (" CAFE ".to_owned(), "q=al".to_owned())
    );
    saved(&browser, "subscriptions", "cafe", "", NEW).await;
    let other = saved(&browser, "customers", "Other", "", NEW).await;
    let renamed = [("name", "CAFÉ"), ("version", "1")];
    fault(browser.submit("/help/keys", &format!("/views/{other}"), &renamed).await, "name").await;
    for bad in ["", "  ", "\u{202e}x", "'", &"가".repeat(41)] {
        fault(save(&browser, "customers", bad, "", NEW).await, "name").await;
    }
    saved(&browser, "customers", &"가".repeat(40), "", NEW).await;
    let id = |email: &str| {
        let row = users::table.filter(users::email_key.eq(email)).select(users::id);
        app.portal.db.read_now(|c| Ok(row.first::<i32>(c)?)).unwrap()
    };
    let fill = |owner: i32, count: usize, is_shared: bool| {
        let rows: Vec<_> = (0..count)
            .map(|number| {
                let name = format!("view {owner} {number}");
                (
                    saved_views::partner_id.eq(cast.provider.id.0),
                    saved_views::user_id.eq(owner),
                    saved_views::list.eq("customers"),
                    saved_views::name.eq(name.clone()),
                    saved_views::name_key.eq(name),
                    saved_views::parameters.eq("{}"),
                    saved_views::is_shared.eq(is_shared),
                )
            })
            .collect();
        for row in rows {
            app.portal
                .db
                .write_now(|c| Ok(diesel::insert_into(saved_views::table).values(row).execute(c)?))
                .unwrap();
        }
    };
    fill(id("ga@1000.example"), 46, false);
    let reply = fault(save(&browser, "customers", "One more", "", NEW).await, "name").await;
    assert!(reply.text().contains("50"));
    // Views that others share count for the partner only.
    fill(id("aa@1000.example"), 50, true);
    let seller = app.signed_in("sa@1000.example").await;
    let own = saved(&seller, "customers", "Own", "", NEW).await;
    assert_eq!(tabs(&seller, "/customers").await.len(), 1 + 1 + 50);
    assert!(tabs(&seller, "/customers").await[51].starts_with("view"), "only the first tabs are counted");
    let admin = app.signed_in("um@1000.example").await;
    assert_eq!(admin.submit("/help/keys", &format!("/views/{own}/removal"), &[]).await.status.as_u16(), 404);
    let share = [("name", "Other"), ("shared", "yes"), ("version", "1")];
    fault(browser.submit("/help/keys", &format!("/views/{other}"), &share).await, "shared").await;
}

async fn a_view_whose_condition_is_gone_says_so(app: TestApp) {
    let (cast, customers) = three_customers(&app).await;
    let browser = app.signed_in("ga@1000.example").await;
    tag(&browser, customers[0], "VIP; Old").await;
    let tags = async || browser.get("/account-settings/tags").await;
    let id_of = |page: &Reply, name: &str| {
        let names = page.all("tbody th");
        page.ids()[names.iter().position(|one| one == name).unwrap()].clone()
    };
    let view = saved(&browser, "customers", "VIPs", "tag=vip", NEW).await;
    let at = format!("/customers?view={view}");
    // A renamed tag is still the same tag.
    let vip = id_of(&tags().await, "VIP");
    let renamed = [("name", "Important"), ("hue", "rust"), ("merge", "")];
    browser.submit("/help/keys", &format!("/account-settings/tags/{vip}"), &renamed).await;
    let page = browser.get(&at).await;
    assert_eq!((page.total(), page.value("#tag")), ("1".to_owned(), "Important".to_owned()));
    assert!(page.all(".note[data-tone=warning], #view-changed").is_empty());
    // So is one that was merged into another.
    let old = id_of(&tags().await, "Old");
    let merged = [("name", "Old"), ("hue", "rust"), ("merge", old.as_str())];
    browser.submit("/help/keys", &format!("/account-settings/tags/{vip}"), &merged).await;
    assert_eq!(browser.get(&at).await.value("#tag"), "Old");
    browser.submit("/help/keys", &format!("/account-settings/tags/{old}/removal"), &[]).await;
    let page = browser.get(&at).await;
    assert_eq!((page.status.as_u16(), page.total()), (200, "0".to_owned()));
    assert_eq!(page.all(".note[data-tone=warning]").len(), 1);
    let without = page.attributes(".note[data-tone=warning] a", "href").concat();
    assert_eq!(without, format!("{at}&tag="));
    let repaired = browser.get(&without).await;
    assert_eq!(repaired.total(), "3");
    assert!(repaired.all(".note[data-tone=warning]").is_empty());
    assert_eq!(repaired.all("#view-changed button"), ["Save"]);
    // Resellers: one that never was, and one whose partnership ends.
    app.associate(&cast.provider, &cast.reseller, customers[1]);
    for list in ["customers", "subscriptions"] {
        let unknown = saved(&browser, list, "Unknown", "reseller=999999", NEW).await;
        let page = browser.get(&format!("/{list}?view={unknown}")).await;
        assert!(page.all(".note[data-tone=warning]").concat().contains("999999"), "{list}");
        assert_eq!(page.total(), "0");
        let live = saved(&browser, list, "Reseller", "reseller=2000", NEW).await;
        assert!(
            browser.get(&format!("/{list}?view={live}")).await.all(".note[data-tone=warning]").is_empty()
        );
        let ended = partner_portal::db::schema::partnerships::ended_at;
        let of = partner_portal::db::schema::partnerships::table;
        let end = |at: Option<chrono::NaiveDateTime>| {
            app.portal.db.write_now(|c| Ok(diesel::update(of).set(ended.eq(at)).execute(c)?)).unwrap();
        };
        end(Some(partner_portal::clock::now()));
        let page = browser.get(&format!("/{list}?view={live}")).await;
        assert_eq!(page.all(".note[data-tone=warning]").len(), 1, "{list}");
        end(None);
    }
}

/// The numbers on tabs are those that the lists say, for every kind of condition.
async fn the_numbers_of_tabs_are_those_of_the_lists(app: TestApp) {
    partner_portal::demo::seed::seed(&app.portal.db, &app.portal.log, &app.portal.secrets, 60).unwrap();
    let browser = app.browser();
    let reply = browser.sign_in("ara.kim@hangang.example", partner_portal::demo::seed::PASSWORD).await;
    assert_eq!(reply.status.as_u16(), 303);
    let filters: [(&str, &[&str]); 2] = [
        (
            "customers",
            &[
                "",
                "q=a",
                "reseller=none",
                "tag=VIP",
                "country=KR",
                "subscriptions=ending",
                "renews=90",
                "since=this-year&subscriptions=any",
                "relationship=reseller&sort=-licenses",
                "q=gmbh&country=DE",
            ],
        ),
        (
            "subscriptions",
            &[
                "",
                "q=365",
                "status=active",
                "reseller=none",
                "cycle=annual",
                "renews=90",
                "auto_renew=off",
                "status=suspended&sort=-date",
                "publisher=Microsoft",
                "offer=nothing",
            ],
        ),
    ];
    for (list, filters) in filters {
        // Few at a time, because only the first views of a list are counted.
        for some in filters.chunks(MAX_COUNTED - 1) {
            let mut ids = Vec::new();
            for (number, filter) in some.iter().enumerate() {
                ids.push(saved(&browser, list, &format!("View {number}"), filter, NEW).await);
            }
            let page = browser.get(&format!("/{list}?view=all")).await;
            let (links, numbers) = (page.attributes(".views li a", "href"), page.all(".views li a .badge"));
            assert!(links.len() > some.len());
            assert_eq!(numbers.len(), links.len().min(1 + MAX_COUNTED));
            for (link, number) in links.iter().zip(&numbers) {
                assert_eq!(browser.get(link).await.total(), number.replace(',', ""), "{list}: {link}");
            }
            for id in ids {
                browser.submit("/help/keys", &format!("/views/{id}/removal"), &[]).await;
            }
        }
    }
}

async fn the_page_of_views_and_files_of_a_view(app: TestApp) {
    three_customers(&app).await;
    let browser = app.signed_in("ga@1000.example").await;
    let page = browser.get("/views").await;
    assert_eq!((page.status.as_u16(), page.total()), (200, "0".to_owned()));
    let view = saved(&browser, "customers", "Al", "q=al", &[("shared", "yes")]).await;
    saved(&browser, "subscriptions", "Active", "status=active", NEW).await;
    assert_eq!(browser.get("/views").await.total(), "2");
    let other = app.signed_in("ba@1000.example").await;
    let page = other.get("/views").await;
    assert_eq!(page.ids(), [view.to_string()]);
    assert!(page.attributes("a[href^='/views/']", "href").is_empty(), "nothing to change");
    let file = browser.get(&format!("/customers.csv?view={view}&lang=en")).await;
    assert_eq!(file.text().lines().count(), 3);
    assert_eq!(browser.get("/customers.csv?view=1000000").await.status.as_u16(), 404);
    assert_eq!(browser.get("/customers.csv?view=x").await.status.as_u16(), 422);
}

async fn malformed_views_are_reported(app: TestApp) {
    three_customers(&app).await;
    let browser = app.signed_in("ga@1000.example").await;
    for list in ["customers", "subscriptions"] {
        let page = browser.get(&format!("/{list}?view=x")).await;
        assert_eq!(page.status.as_u16(), 422);
        assert_eq!(page.attributes(".note", "data-error"), ["view"]);
    }
    for (list, filter) in [("orders", ""), ("customers", "country=Korea"), ("subscriptions", "status=gone")] {
        assert_eq!(save(&browser, list, "Bad", filter, NEW).await.status.as_u16(), 422, "{list} {filter}");
        let form = format!("/views/new?list={list}&filter={}", filter.replace('=', "%3D"));
        assert_eq!(browser.get(&form).await.status.as_u16(), 422);
    }
    assert_eq!(browser.get("/views/x").await.status.as_u16(), 404);
}

async fn erasing_a_person_removes_private_views_and_keeps_shared_ones(app: TestApp) {
    three_customers(&app).await;
    let owner = app.signed_in("aa@1000.example").await;
    let shared = saved(&owner, "customers", "Shared", "q=al", &[("shared", "yes")]).await;
    saved(&owner, "customers", "Private", "q=al", &[("opens_first", "yes")]).await;
    let other = app.signed_in("ga@1000.example").await;
    saved(&other, "customers", "Mail of", "q=aa%401000.example", NEW).await;
    let kept = saved(&other, "customers", "Kept", "q=beta", NEW).await;
    let person = SubjectName::Person("AA@1000.example");
    erase(&app.portal.log, &person, false).unwrap();
    let rows = saved_views::table.order(saved_views::id).select(saved_views::id);
    let rows: Vec<i32> = app.portal.db.read_now(|c| Ok(rows.load(c)?)).unwrap();
    assert_eq!(rows, [shared, kept]);
    let defaults = users::table.filter(users::default_views.is_not_null()).count();
    assert_eq!(app.portal.db.read_now(|c| Ok(defaults.get_result::<i64>(c)?)).unwrap(), 0);
    let page = other.get("/views").await;
    assert_eq!(page.all("tbody td[data-label=Owner]"), ["You", "Erased person"]);
}

async fn shared_views_of_a_deactivated_user_stay(app: TestApp) {
    three_customers(&app).await;
    let owner = app.signed_in("aa@1000.example").await;
    let shared = saved(&owner, "customers", "Shared", "q=al", &[("shared", "yes")]).await;
    let update = diesel::update(users::table.filter(users::email_key.eq("aa@1000.example")));
    app.portal.db.write_now(|c| Ok(update.set(users::active.eq(false)).execute(c)?)).unwrap();
    let seller = app.signed_in("sa@1000.example").await;
    assert_eq!(seller.get(&format!("/customers?view={shared}")).await.total(), "2");
    assert_eq!(seller.get("/views").await.ids(), [shared.to_string()]);
}

async fn a_search_that_finds_only_ended_customers_links_there(app: TestApp) {
    let (cast, customers) = three_customers(&app).await;
    app.end(&cast.provider, customers[0]);
    app.end(&cast.provider, customers[2]);
    let browser = app.signed_in("ba@1000.example").await;
    let page = browser.get("/customers?q=AL").await;
    assert_eq!(page.total(), "0");
    let link = page.attributes(".empty a[href^='/customers/removed']", "href").concat();
    assert_eq!(link, "/customers/removed?q=AL");
    assert!(page.all(".empty").concat().contains("2 removed relationships match"));
    assert_eq!(browser.get(&link).await.total(), "2");
    assert!(
        browser
            .get("/customers?q=gamma")
            .await
            .attributes(".empty a[href^='/customers/removed']", "href")
            .is_empty()
    );
    assert!(browser.get("/customers?q=beta").await.attributes(".empty a", "href").is_empty());
}
