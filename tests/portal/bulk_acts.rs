//! Bulk changes: selection, review, work in batches, stop, undo, and what happens when a person or a process goes in between.

use crate::on_both_databases;
use crate::subscriptions::fixtures;
use crate::support::cast::{Cast, id};
use crate::support::forms::{draft_request, send_draft};
use crate::support::smtp::Smtp;
use crate::support::{Browser, Reply, TestApp, summaries, until};
use diesel::prelude::*;
use partner_portal::backup::finish::finish_restore;
use partner_portal::clock;
use partner_portal::config::Settings;
use partner_portal::db::pause;
use partner_portal::db::schema::{
    activity_entries, bulk_acts, bulk_rows, customer_tags, customers, partners, settings, users,
};
use partner_portal::domain::{MicrosoftId, Partner};
use partner_portal::features::bulk_acts::leases;
use partner_portal::features::bulk_acts::leases::Lease;
use partner_portal::features::bulk_acts::work::{BatchOutcome, run, run_batch};
use partner_portal::search::subscriptions_changed;
use std::collections::BTreeMap;

on_both_databases! {
    tags_are_added_to_a_selection_and_undone
    a_tag_is_removed_from_all_rows_of_a_filter
    subscriptions_of_customers_are_suspended_with_one_entry_each
    auto_renewal_and_support_contact_are_set_for_chosen_subscriptions
    the_reseller_of_record_is_set_and_undone
    a_filter_by_days_finds_the_rows_of_the_list
    each_act_needs_the_permission_of_the_single_act
    invalid_selections_are_rejected
    rows_of_other_partners_are_unknown
    a_lost_role_stops_the_act_and_a_colleague_continues_it
    a_crash_between_batches_does_no_row_twice
    a_stopped_act_keeps_what_was_done
    two_acts_over_the_same_rows_do_nothing_twice
    the_file_has_every_row
    selected_rows_are_exported
    recipients_of_requests_are_reminded
    a_restore_stops_acts_until_a_person_continues
    old_acts_are_deleted
    a_corrected_microsoft_id_keeps_its_rows
}

type Fields<'a> = Vec<(&'a str, &'a str)>;

/// Selects rows and submits everything that the act needs; returns the response.
async fn select(browser: &Browser, list: &str, act: &str, ids: &[String], more: &[(&str, &str)]) -> Reply {
    let mut fields: Fields<'_> = vec![("list", list), ("act", act), ("chosen", "yes")];
    fields.extend(ids.iter().map(|id| ("id", id.as_str())));
    fields.extend(more);
    browser.submit("/help/keys", "/bulk", &fields).await
}

/// Selects rows and returns the address of the finished review.
async fn review(
    app: &TestApp,
    browser: &Browser,
    (list, act): (&str, &str),
    ids: &[String],
    more: &[(&str, &str)],
) -> String {
    let reply = select(browser, list, act, ids, more).await;
    assert_eq!(reply.status.as_u16(), 303, "{act}: {:?} {}", reply.all("[data-error]"), reply.text());
    let page = reply.header("location");
    assert!(until(async || !is_at_work(app, &page)).await);
    page
}

async fn step(browser: &Browser, page: &str, step: &str) -> Reply {
    browser.submit("/help/keys", page, &[("step", step)]).await
}

/// Takes a step and waits until the work is over.
async fn complete(app: &TestApp, browser: &Browser, page: &str, what: &str) {
    assert_eq!(step(browser, page, what).await.status.as_u16(), 303, "{what}");
    assert!(until(async || !is_at_work(app, page)).await);
}

fn state(app: &TestApp, page: &str) -> String {
    let id = page.trim_start_matches("/bulk/").to_owned();
    let row = bulk_acts::table.find(id).select(bulk_acts::state);
    app.portal.db.read_now(|c| Ok(row.first(c)?)).unwrap()
}

fn is_at_work(app: &TestApp, page: &str) -> bool {
    ["preparing", "running", "undoing"].contains(&state(app, page).as_str())
}

/// The outcomes of an act's rows, in order.
fn outcomes(app: &TestApp, page: &str) -> Vec<String> {
    let id = page.trim_start_matches("/bulk/").to_owned();
    let rows = bulk_rows::table.filter(bulk_rows::act_id.eq(id)).order(bulk_rows::position);
    app.portal.db.read_now(|c| Ok(rows.select(bulk_rows::outcome).load(c)?)).unwrap()
}

/// The numbers at the top of the page.
async fn verdicts(browser: &Browser, page: &str) -> Vec<String> {
    browser.get(page).await.all(".verdict b")
}

/// How many entries of each action a partner's log has, besides sign-ins.
fn actions(app: &TestApp, partner: &Partner) -> BTreeMap<String, usize> {
    let rows = activity_entries::table
        .filter(activity_entries::partner_id.eq(partner.id.0).and(activity_entries::kind.eq("change")))
        .select(activity_entries::action);
    let all: Vec<String> = app.portal.db.read_now(|c| Ok(rows.load(c)?)).unwrap();
    let mut counts = BTreeMap::new();
    all.into_iter().for_each(|action| *counts.entry(action).or_default() += 1);
    counts
}

fn grown(before: &BTreeMap<String, usize>, after: &BTreeMap<String, usize>) -> Vec<(String, usize)> {
    let more =
        |(action, count): (&String, &usize)| (action.clone(), count - before.get(action).unwrap_or(&0));
    after.iter().map(more).filter(|(_, count)| *count > 0).collect()
}

fn pairs(all: &[(&str, usize)]) -> Vec<(String, usize)> {
    all.iter().map(|(action, count)| ((*action).to_owned(), *count)).collect()
}

/// Customers of the provider with these numbers.
fn add(app: &TestApp, cast: &Cast, numbers: std::ops::RangeInclusive<u128>) -> Vec<String> {
    let one = |number: u128| {
        app.customer(&cast.provider, number, &format!("Customer {number}"), &format!("c{number}.example"))
    };
    numbers.map(|number| one(number).to_string()).collect()
}

fn tag_count(app: &TestApp, partner: &Partner, customer: &str) -> i64 {
    let rows = customer_tags::table.filter(
        customer_tags::partner_id.eq(partner.id.0).and(customer_tags::microsoft_id.eq(customer.to_owned())),
    );
    app.portal.db.read_now(|c| Ok(rows.count().get_result(c)?)).unwrap()
}

async fn set_tags(browser: &Browser, customer: &str, names: &str) {
    let at = format!("/customers/{customer}/tags");
    let fields = [("shown", ""), ("names", names), ("hue", "")];
    assert_eq!(browser.submit("/help/keys", &at, &fields).await.status.as_u16(), 303);
}

/// Stops threads of the portal, so that the test does the work itself.
fn pause_jobs(app: &TestApp) {
    app.portal.db.write_now(|c| pause::pause(c, clock::now())).unwrap();
}

fn resume_jobs(app: &TestApp) {
    app.portal.db.write_now(pause::resume).unwrap();
}

fn claim(app: &TestApp) -> Option<Lease> {
    app.portal.db.write_now(leases::claim).unwrap()
}

async fn tags_are_added_to_a_selection_and_undone(app: TestApp) {
    let cast = app.cast();
    let ids = add(&app, &cast, 1..=4);
    let browser = app.signed_in("ha@1000.example").await;
    set_tags(&browser, &ids[0], "VIP").await;
    let many: Vec<String> = (0..30).map(|number| format!("tag {number}")).collect();
    set_tags(&browser, &ids[1], &many.join("; ")).await;

    let asks = select(&browser, "customers", "tag", &ids, &[("names", " ")]).await;
    assert_eq!(asks.status.as_u16(), 422);
    assert_eq!(asks.attributes("[data-error]", "data-error"), ["names"]);
    assert_eq!(asks.attributes("form.form input[name=id]", "value").len(), 4, "the selection is kept");

    let before = actions(&app, &cast.provider);
    let page = review(&app, &browser, ("customers", "tag"), &ids, &[("names", "vip; New")]).await;
    assert_eq!(verdicts(&browser, &page).await, ["3", "1", "0"]);
    assert_eq!(outcomes(&app, &page), ["planned", "blocked", "planned", "planned"]);
    let shown = browser.get(&page).await;
    assert_eq!(shown.all("button[value=confirm]"), ["Change 3 customers"]);
    assert!(shown.text().contains("30 tags"), "the reason names the limit");
    assert_eq!(grown(&before, &actions(&app, &cast.provider)), [], "a review logs nothing");

    complete(&app, &browser, &page, "confirm").await;
    assert_eq!(state(&app, &page), "ended");
    assert_eq!(outcomes(&app, &page), ["changed", "blocked", "changed", "changed"]);
    assert_eq!(verdicts(&browser, &page).await, ["3", "0", "1"]);
    assert_eq!([0, 2, 3].map(|at| tag_count(&app, &cast.provider, &ids[at])), [2, 2, 2]);
    let logged = grown(&before, &actions(&app, &cast.provider));
    let expected = [("portal_begin_bulk_act", 1), ("portal_end_bulk_act", 1), ("portal_update_customer", 3)];
    assert_eq!(logged, pairs(&expected));
    summaries::assert_right(&app);

    // Another user changes one customer before the undo.
    set_tags(&browser, &ids[2], "Later").await;
    complete(&app, &browser, &page, "undo").await;
    assert_eq!(state(&app, &page), "undone");
    assert_eq!(outcomes(&app, &page), ["undone", "blocked", "kept", "undone"]);
    assert_eq!([0, 2, 3].map(|at| tag_count(&app, &cast.provider, &ids[at])), [1, 3, 0]);
    assert!(browser.get(&page).await.text().contains("Someone else changed it in the meantime."));
    assert_eq!(step(&browser, &page, "undo").await.status.as_u16(), 409, "only once");
    summaries::assert_right(&app);
}

async fn a_tag_is_removed_from_all_rows_of_a_filter(app: TestApp) {
    let cast = app.cast();
    let ids = add(&app, &cast, 1..=60);
    let browser = app.signed_in("ga@1000.example").await;
    let all = review(&app, &browser, ("customers", "tag"), &[], &[("filter", ""), ("names", "Old")]).await;
    assert_eq!(verdicts(&browser, &all).await, ["60", "0", "0"], "an empty query selects the whole list");
    complete(&app, &browser, &all, "confirm").await;
    set_tags(&browser, &ids[0], "Other").await;

    let list = browser.get("/customers?q=Customer%201&tag=Old").await;
    let query = list.value("thead .tick input[name=filter]");
    assert_eq!(list.attributes("tbody .tick input[name=id]", "value"), list.ids());
    let asks = select(&browser, "customers", "untag", &[], &[("filter", &query), ("tag", "")]).await;
    assert_eq!(asks.status.as_u16(), 422);
    assert_eq!(asks.attributes("[data-error]", "data-error"), ["tag"]);
    let tag = asks.attributes("select[name=tag] option", "value")[1..]
        .iter()
        .zip(&asks.all("select[name=tag] option")[1..])
        .find_map(|(value, name)| (name == "Old").then(|| value.clone()))
        .unwrap();
    let page =
        review(&app, &browser, ("customers", "untag"), &[], &[("filter", &query), ("tag", &tag)]).await;
    // Those with a 1 in their number.
    assert_eq!(verdicts(&browser, &page).await[0], "15");
    complete(&app, &browser, &page, "confirm").await;
    assert_eq!(tag_count(&app, &cast.provider, &ids[0]), 1);
    assert_eq!(tag_count(&app, &cast.provider, &ids[1]), 1);
    assert_eq!(tag_count(&app, &cast.provider, &ids[9]), 0);
    complete(&app, &browser, &page, "undo").await;
    assert_eq!(tag_count(&app, &cast.provider, &ids[9]), 1);
    summaries::assert_right(&app);
}

async fn subscriptions_of_customers_are_suspended_with_one_entry_each(app: TestApp) {
    let cast = app.cast();
    let ids = add(&app, &cast, 1..=3);
    let plan = app.subscription(&cast.provider, id(1), "Plan", Some(&cast.reseller));
    let add_on = app.subscription(&cast.provider, id(1), "Add-on", None);
    fixtures::set(&app, &add_on, "parent_id", &plan);
    let pending = app.subscription(&cast.provider, id(1), "Pending", None);
    fixtures::set(&app, &pending, "status", "pending");
    let second = app.subscription(&cast.provider, id(2), "Plan", None);
    let browser = app.signed_in("ba@1000.example").await;
    let before = actions(&app, &cast.provider);
    let page = review(&app, &browser, ("customers", "suspend"), &ids, &[]).await;
    assert_eq!(verdicts(&browser, &page).await, ["3", "1", "1"], "plan, add-on, plan; pending; none");
    assert_eq!(browser.get(&page).await.all("button[value=confirm]"), ["Suspend 3 subscriptions"]);
    complete(&app, &browser, &page, "confirm").await;
    assert_eq!(
        [&plan, &add_on, &pending, &second].map(|one| fixtures::get(&app, one, "status")),
        ["suspended", "suspended", "pending", "suspended"]
    );
    assert_eq!(fixtures::get(&app, &add_on, "suspended_with"), plan);
    let logged = grown(&before, &actions(&app, &cast.provider));
    let expected = [("portal_begin_bulk_act", 1), ("portal_end_bulk_act", 1), ("update_subscription", 2)];
    assert_eq!(logged, pairs(&expected));
    complete(&app, &browser, &page, "undo").await;
    assert_eq!(
        [&plan, &add_on, &pending, &second].map(|one| fixtures::get(&app, one, "status")),
        ["active", "active", "pending", "active"]
    );
    let reactivated = review(&app, &browser, ("customers", "reactivate"), &ids, &[]).await;
    assert_eq!(verdicts(&browser, &reactivated).await[0], "0");
    assert!(browser.get(&reactivated).await.all("button[value=confirm]").is_empty(), "nothing to confirm");
    assert_eq!(step(&browser, &reactivated, "confirm").await.status.as_u16(), 409);
    summaries::assert_right(&app);
    let told = browser.get("/notifications").await;
    let told: Vec<String> = told.attributes("[data-event]", "data-event");
    assert_eq!(
        told.iter().filter(|event| *event != "partnership").collect::<Vec<_>>(),
        ["bulk-act-ended"; 2]
    );
}

async fn auto_renewal_and_support_contact_are_set_for_chosen_subscriptions(app: TestApp) {
    let cast = app.cast();
    add(&app, &cast, 1..=2);
    let plan = app.subscription(&cast.provider, id(1), "Plan", Some(&cast.reseller));
    let other = app.subscription(&cast.provider, id(2), "Plan", None);
    let browser = app.signed_in("aa@1000.example").await;
    let list = browser.get("/subscriptions").await;
    let ids = list.attributes("tbody .tick input[name=id]", "value");
    assert_eq!(ids.len(), 2);
    assert!(ids.contains(&format!("{}/{plan}", id(1))), "{ids:?}");

    let missing = select(&browser, "subscriptions", "auto-renew", &ids, &[]).await;
    assert_eq!(missing.attributes("[data-error]", "data-error"), ["auto_renew"]);
    let off = review(&app, &browser, ("subscriptions", "auto-renew"), &ids, &[("auto_renew", "off")]).await;
    complete(&app, &browser, &off, "confirm").await;
    assert_eq!(outcomes(&app, &off), ["changed", "changed"]);
    let again = review(&app, &browser, ("subscriptions", "auto-renew"), &ids, &[("auto_renew", "off")]).await;
    assert_eq!(verdicts(&browser, &again).await, ["0", "0", "2"]);
    complete(&app, &browser, &off, "undo").await;
    assert_eq!(outcomes(&app, &off), ["undone", "undone"]);

    let query = browser.get("/subscriptions?q=Plan").await.value("thead .tick input[name=filter]");
    let chosen = [("filter", query.as_str()), ("support", "reseller")];
    let support = review(&app, &browser, ("subscriptions", "support-contact"), &[], &chosen).await;
    assert_eq!(verdicts(&browser, &support).await, ["1", "1", "0"], "one has no reseller");
    complete(&app, &browser, &support, "confirm").await;
    let shown = browser.get(&support).await;
    assert!(shown.all("ins.is").contains(&"Partner 2000".to_owned()), "{:?}", shown.all("ins.is"));
    assert_eq!(fixtures::get(&app, &other, "version"), "3", "switched off and on, nothing else");
    assert_eq!(app.signed_in("aa@1000.example").await.get(&support).await.status.as_u16(), 200);
}

async fn the_reseller_of_record_is_set_and_undone(app: TestApp) {
    let cast = app.cast();
    let ids = add(&app, &cast, 1..=3);
    app.subscription(&cast.provider, id(1), "Plan", Some(&cast.reseller));
    app.subscription(&cast.provider, id(2), "Plan", None);
    app.subscription(&cast.provider, id(2), "Other plan", Some(&cast.reseller));
    let browser = app.signed_in("aa@1000.example").await;
    let wrong = select(&browser, "customers", "reseller", &ids, &[("reseller", "4000")]).await;
    assert_eq!(wrong.attributes("[data-error]", "data-error"), ["reseller"], "4000 is not its reseller");
    let before = actions(&app, &cast.provider);
    let chosen = [("reseller", "3000"), ("reason", "Region handed over")];
    let page = review(&app, &browser, ("customers", "reseller"), &ids, &chosen).await;
    assert_eq!(verdicts(&browser, &page).await, ["3", "0", "0"]);
    complete(&app, &browser, &page, "confirm").await;
    assert_eq!(outcomes(&app, &page), ["changed", "changed", "changed"]);
    let resellers = |app: &TestApp| -> Vec<String> {
        let rows = customers::table.filter(customers::partner_id.eq(cast.provider.id.0));
        let rows = rows.order(customers::sort_key).select(customers::reseller_ids);
        app.portal.db.read_now(|c| Ok(rows.load(c)?)).unwrap()
    };
    let new = cast.other_reseller.id.to_string();
    assert!(resellers(&app).iter().all(|one| one.contains(&new)), "{:?}", resellers(&app));
    let logged = grown(&before, &actions(&app, &cast.provider));
    let expected =
        [("portal_begin_bulk_act", 1), ("portal_end_bulk_act", 1), ("portal_set_reseller_of_record", 3)];
    assert_eq!(logged, pairs(&expected));
    let same = review(&app, &browser, ("customers", "reseller"), &ids, &chosen).await;
    assert_eq!(verdicts(&browser, &same).await, ["0", "0", "3"]);
    complete(&app, &browser, &page, "undo").await;
    assert_eq!(outcomes(&app, &page), ["undone", "kept", "undone"], "one had two resellers");
    summaries::assert_right(&app);
}

/// One of the two zones has another day than UTC at any time.
async fn a_filter_by_days_finds_the_rows_of_the_list(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Hanbit", "hanbit.example");
    for days in 5..=9 {
        let plan = app.subscription(&cast.provider, customer, &format!("Plan {days}"), None);
        fixtures::set(&app, &plan, "renews_on", &fixtures::day(days));
    }
    app.portal.db.write_now(|c| subscriptions_changed(c, cast.provider.id, [customer..=customer])).unwrap();
    for zone in ["Pacific/Kiritimati", "Pacific/Pago_Pago"] {
        let provider = partners::table.find(cast.provider.id);
        let zoned = diesel::update(provider).set(partners::time_zone.eq(zone));
        app.portal.db.write_now(|c| Ok(zoned.execute(c)?)).unwrap();
        let browser = app.signed_in("ga@1000.example").await;
        let list = browser.get("/subscriptions?renews=7").await;
        let query = list.value("thead .tick input[name=filter]");
        let page = review(&app, &browser, ("subscriptions", "suspend"), &[], &[("filter", &query)]).await;
        assert_eq!(outcomes(&app, &page).len().to_string(), list.total(), "{zone}");
    }
}

async fn each_act_needs_the_permission_of_the_single_act(app: TestApp) {
    let cast = app.cast();
    let ids = add(&app, &cast, 1..=1);
    app.subscription(&cast.provider, id(1), "Plan", None);
    let offered = async |email: &str| {
        let page = app.signed_in(email).await.get("/customers").await;
        page.attributes("#bulk button[name=act]", "value")
    };
    let all = ["reseller", "tag", "untag", "suspend", "reactivate", "auto-renew", "support-contact"];
    let files = ["export-xlsx", "export-csv"];
    assert_eq!(offered("aa@1000.example").await, [&all[..], &files].concat());
    assert_eq!(offered("ba@1000.example").await, ["suspend", "reactivate"]);
    let sales = ["tag", "untag", "suspend", "reactivate", "auto-renew"];
    assert_eq!(offered("sa@1000.example").await, [&sales[..], &files].concat());
    assert_eq!(offered("um@1000.example").await, [""; 0]);
    assert_eq!(offered("aa@4000.example").await, [""; 0], "its list is empty");
    for (email, may) in [("um", &[""; 0][..]), ("ba", &["suspend", "reactivate"])] {
        let browser = app.signed_in(&format!("{email}@1000.example")).await;
        for act in all {
            let reply = select(&browser, "customers", act, &ids, &[]).await;
            assert_eq!(reply.status.as_u16() == 403, !may.contains(&act), "{email} {act}: {}", reply.status);
        }
    }
    // The page of another person's act can be read, and its steps need the permission.
    let maker = app.signed_in("aa@1000.example").await;
    let page = review(&app, &maker, ("customers", "tag"), &ids, &[("names", "VIP")]).await;
    let reader = app.signed_in("um@1000.example").await;
    let shown = reader.get(&page).await;
    assert_eq!((shown.status.as_u16(), shown.all("button[value=confirm]").len()), (200, 0));
    assert_eq!(step(&reader, &page, "confirm").await.status.as_u16(), 403);
    assert_eq!(app.signed_in("ga@2000.example").await.get(&page).await.status.as_u16(), 404);
    assert_eq!(step(&maker, &page, "jump").await.status.as_u16(), 422);
}

async fn invalid_selections_are_rejected(app: TestApp) {
    let cast = app.cast();
    let ids = add(&app, &cast, 1..=2);
    let browser = app.signed_in("ga@1000.example").await;
    let rejected = [
        ("customers", "explode", "id", ids[0].as_str()),
        ("orders", "tag", "id", ids[0].as_str()),
        ("customers", "tag", "id", "1"),
        ("customers", "tag", "filter", "sort=up"),
        ("subscriptions", "tag", "id", ids[0].as_str()),
        ("subscriptions", "suspend", "id", ids[0].as_str()),
    ];
    for (list, act, field, value) in rejected {
        let reply = select(&browser, list, act, &[], &[(field, value), ("names", "VIP")]).await;
        assert_eq!(reply.status.as_u16(), 422, "{list} {act} {value}");
    }
    let none = select(&browser, "customers", "tag", &[], &[("names", "VIP")]).await;
    assert_eq!(none.status.as_u16(), 422);
    assert_eq!(none.attributes("[data-error]", "data-error"), ["id"]);
    let two = [("list", "customers"), ("act", "tag"), ("id", ids[0].as_str()), ("id", ids[1].as_str())];
    let first = browser.submit("/help/keys", "/bulk", &two).await;
    let totals = first.attributes("[data-total]", "data-total");
    assert_eq!((first.status.as_u16(), totals), (200, vec!["2".to_owned()]));
    let twice = [("act", "tag"), ("act", "untag"), ("list", "customers")];
    let twice = browser.submit("/help/keys", "/bulk", &twice).await;
    assert_eq!(twice.status.as_u16(), 422, "only ids may be repeated");
    let rows: i64 = app.portal.db.read_now(|c| Ok(bulk_acts::table.count().get_result(c)?)).unwrap();
    assert_eq!(rows, 0);
}

async fn rows_of_other_partners_are_unknown(app: TestApp) {
    let cast = app.cast();
    let own = add(&app, &cast, 1..=1);
    let foreign = app.customer(&cast.direct, 2, "Foreign", "foreign.example").to_string();
    let gone = app.customer(&cast.provider, 3, "Gone", "gone.example");
    app.end(&cast.provider, gone);
    let plan = app.subscription(&cast.direct, id(2), "Plan", None);
    let browser = app.signed_in("ga@1000.example").await;
    let ids = [own[0].clone(), foreign.clone(), gone.to_string(), id(99).to_string()];
    let page = review(&app, &browser, ("customers", "tag"), &ids, &[("names", "VIP")]).await;
    assert_eq!(outcomes(&app, &page), ["planned"]);
    complete(&app, &browser, &page, "confirm").await;
    assert_eq!(tag_count(&app, &cast.direct, &foreign), 0);
    let theirs = [format!("{foreign}/{plan}"), format!("{}/{plan}", own[0])];
    let page = review(&app, &browser, ("subscriptions", "suspend"), &theirs, &[]).await;
    assert_eq!(outcomes(&app, &page), [""; 0]);
    assert_eq!(fixtures::get(&app, &plan, "status"), "active");
}

async fn a_lost_role_stops_the_act_and_a_colleague_continues_it(app: TestApp) {
    let cast = app.cast();
    let ids = add(&app, &cast, 1..=5);
    let maker = app.signed_in("sa@1000.example").await;
    let page = review(&app, &maker, ("customers", "tag"), &ids, &[("names", "VIP")]).await;
    pause_jobs(&app);
    assert_eq!(step(&maker, &page, "confirm").await.status.as_u16(), 303);
    assert!(maker.get(&page).await.text().contains("operator"), "the page says that jobs are paused");
    let lease = claim(&app).unwrap();
    assert!(matches!(run_batch(&app.portal, &lease, 2).unwrap(), BatchOutcome::Done(2)));
    let row = users::table.filter(users::email_key.eq("sa@1000.example"));
    let none = users::agent_role.eq(None::<String>);
    app.portal.db.write_now(|c| Ok(diesel::update(row).set(none).execute(c)?)).unwrap();
    assert_eq!(run_batch(&app.portal, &lease, 2).unwrap(), BatchOutcome::Over);
    assert_eq!(state(&app, &page), "stopped");
    assert_eq!(outcomes(&app, &page), ["changed", "changed", "planned", "planned", "planned"]);
    let colleague = app.signed_in("ga@1000.example").await;
    let shown = colleague.get(&page).await;
    assert!(shown.text().contains("no longer has a role"), "{}", shown.text());
    assert_eq!(shown.all("button[value=continue]"), ["Change the remaining 3 rows"]);
    resume_jobs(&app);
    complete(&app, &colleague, &page, "continue").await;
    assert_eq!(state(&app, &page), "ended");
    assert_eq!(outcomes(&app, &page), ["changed"; 5]);
    let names = activity_entries::table
        .filter(activity_entries::action.eq("portal_update_customer"))
        .order(activity_entries::seq)
        .select(activity_entries::actor_name);
    let names: Vec<String> = app.portal.db.read_now(|c| Ok(names.load(c)?)).unwrap();
    let [sa, ga] = ["sa@1000.example", "ga@1000.example"];
    assert_eq!(names, [sa, sa, ga, ga, ga]);
}

async fn a_crash_between_batches_does_no_row_twice(app: TestApp) {
    let cast = app.cast();
    let ids = add(&app, &cast, 1..=7);
    let browser = app.signed_in("ga@1000.example").await;
    let page = review(&app, &browser, ("customers", "tag"), &ids, &[("names", "VIP")]).await;
    pause_jobs(&app);
    step(&browser, &page, "confirm").await;
    let lost = claim(&app).unwrap();
    run_batch(&app.portal, &lost, 3).unwrap();
    assert!(claim(&app).is_none(), "another process cannot take an act that is leased");
    let over = bulk_acts::leased_until.eq(Some(clock::now() - chrono::TimeDelta::seconds(1)));
    app.portal.db.write_now(|c| Ok(diesel::update(bulk_acts::table).set(over).execute(c)?)).unwrap();
    let second = app.second().await;
    let lease = claim(&second).unwrap();
    run_batch(&second.portal, &lease, 1).unwrap();
    assert_eq!(run_batch(&app.portal, &lost, 3).unwrap(), BatchOutcome::Over, "the first lost its lease");
    run(&second.portal, &lease).unwrap();
    assert_eq!(
        (state(&app, &page).as_str(), outcomes(&app, &page)),
        ("ended", vec!["changed".to_owned(); 7])
    );
    assert_eq!(actions(&app, &cast.provider)["portal_update_customer"], 7, "one entry a customer");
    assert_eq!(actions(&app, &cast.provider)["portal_end_bulk_act"], 1);
}

async fn a_stopped_act_keeps_what_was_done(app: TestApp) {
    let cast = app.cast();
    let ids = add(&app, &cast, 1..=4);
    let browser = app.signed_in("ga@1000.example").await;
    let page = review(&app, &browser, ("customers", "tag"), &ids, &[("names", "VIP")]).await;
    assert_eq!(step(&browser, &page, "stop").await.status.as_u16(), 409, "it has not begun");
    pause_jobs(&app);
    step(&browser, &page, "confirm").await;
    assert_eq!(step(&browser, &page, "confirm").await.status.as_u16(), 409, "a form that is sent twice");
    let lease = claim(&app).unwrap();
    run_batch(&app.portal, &lease, 1).unwrap();
    let shown = browser.get(&page).await;
    assert_eq!(shown.attributes("progress", "value"), ["1"]);
    assert!(shown.text().contains("http-equiv=\"refresh\""), "it reloads without a script");
    assert_eq!(step(&browser, &page, "stop").await.status.as_u16(), 303);
    assert_eq!(run_batch(&app.portal, &lease, 1).unwrap(), BatchOutcome::Over);
    assert_eq!(outcomes(&app, &page), ["changed", "planned", "planned", "planned"]);
    assert!(browser.get(&page).await.text().contains("ga@1000.example stopped it."));
    resume_jobs(&app);
    complete(&app, &browser, &page, "undo").await;
    assert_eq!(outcomes(&app, &page), ["undone", "planned", "planned", "planned"]);
    assert_eq!(tag_count(&app, &cast.provider, &ids[0]), 0);
}

async fn two_acts_over_the_same_rows_do_nothing_twice(app: TestApp) {
    let cast = app.cast();
    add(&app, &cast, 1..=2);
    let plans = [1, 2].map(|number| app.subscription(&cast.provider, id(number), "Plan", None));
    let ids: Vec<String> =
        [1, 2].iter().zip(&plans).map(|(number, plan)| format!("{}/{plan}", id(*number))).collect();
    let browser = app.signed_in("ga@1000.example").await;
    let list = "subscriptions";
    let first = review(&app, &browser, (list, "auto-renew"), &ids, &[("auto_renew", "off")]).await;
    let second = review(&app, &browser, (list, "suspend"), &ids, &[]).await;
    let third = review(&app, &browser, (list, "suspend"), &ids[..1], &[]).await;
    complete(&app, &browser, &first, "confirm").await;
    complete(&app, &browser, &second, "confirm").await;
    assert_eq!(outcomes(&app, &second), ["failed", "failed"], "changed since the review");
    assert_eq!(plans.each_ref().map(|plan| fixtures::get(&app, plan, "status")), ["active", "active"]);
    assert!(browser.get(&second).await.text().contains("Someone else changed it in the meantime."));
    let again = review(&app, &browser, (list, "suspend"), &ids, &[]).await;
    complete(&app, &browser, &again, "confirm").await;
    complete(&app, &browser, &third, "confirm").await;
    assert_eq!(outcomes(&app, &third), ["same"], "it is suspended already");
}

async fn recipients_of_requests_are_reminded(app: TestApp) {
    let without_mail = app.portal.db.clone();
    let (smtp, address) = Smtp::start();
    let app = app.with_mail(address).await;
    let cast = app.cast();
    let browser = app.signed_in("aa@1000.example").await;
    let list = "/relationship-requests";
    let mut sent = Vec::new();
    for number in 1..=3 {
        let at = draft_request(&browser, list, &format!("r{number}@c.example"), "ko").await;
        send_draft(&browser, &at).await;
        sent.push(at);
    }
    smtp.arrived(3).await;
    let draft = draft_request(&browser, list, "draft@c.example", "en").await;
    browser.submit(&sent[2], &format!("{}/reminder", sent[2]), &[]).await;
    smtp.arrived(4).await;
    let id = |at: &str| at.rsplit('/').next().unwrap().to_owned();
    assert_eq!(browser.get(list).await.attributes("#rows input[name=id]", "value").len(), 4);

    let page = review(&app, &browser, ("requests", "remind"), &[], &[("filter", "state=waiting")]).await;
    let shown = browser.get(&page).await;
    let outcomes = |outcome: &str| shown.attributes(&format!("[data-outcome={outcome}]"), "data-id");
    assert_eq!(outcomes("planned").len(), 2);
    let blocked: Vec<String> = outcomes("blocked");
    assert!(blocked.len() == 2 && blocked.contains(&id(&draft)) && blocked.contains(&id(&sent[2])));
    assert!(
        shown.text().contains("r1@c.example") && shown.text().contains("Not sent yet"),
        "{}",
        shown.text()
    );
    // One of them is revoked before its turn comes.
    browser.submit(&sent[0], &format!("{}/revocation", sent[0]), &[]).await;
    complete(&app, &browser, &page, "confirm").await;
    app.portal.mailer().deliver_due().unwrap();
    smtp.arrived(5).await;
    let reminded = smtp.mails().pop().unwrap();
    assert_eq!((smtp.mails().len(), reminded.recipients.concat()), (5, "RCPT TO:<r2@c.example>".to_owned()));
    let result = browser.get(&page).await;
    assert_eq!(result.attributes("[data-outcome=changed]", "data-id"), [id(&sent[1])]);
    assert!(result.text().contains("no longer waits for an answer"), "{}", result.text());
    assert!(result.all("button[value=undo], input[value=undo]").is_empty(), "a message cannot be taken back");
    assert_eq!(step(&browser, &page, "undo").await.status, 409);
    let log = app.log_of(&cast.provider, "relationship_request");
    assert_eq!(
        log.iter().filter(|(action, _)| action.contains("send")).count(),
        5,
        "three sent, one reminded singly, one by the act"
    );
    assert!(browser.get(&format!("{page}.csv")).await.text().contains("r2@c.example"));

    // A sales agent reminds only for their own requests; another partner sees none of them.
    let sales = app.signed_in("sa@1000.example").await;
    let theirs = review(&app, &sales, ("requests", "remind"), &[id(&sent[1])], &[]).await;
    assert!(sales.get(&theirs).await.text().contains("Only the person who made the request"));
    let foreign = app.signed_in("aa@4000.example").await;
    let none = review(&app, &foreign, ("requests", "remind"), &[id(&sent[1])], &[]).await;
    assert!(foreign.get(&none).await.attributes("[data-outcome]", "data-id").is_empty());
    assert_eq!(foreign.get(&theirs).await.status, 404);
    let helpdesk = app.signed_in("ha@1000.example").await;
    assert_eq!(select(&helpdesk, "requests", "remind", &[id(&sent[1])], &[]).await.status, 403);
    assert!(helpdesk.get(list).await.attributes("input[name=id]", "value").is_empty());
    assert_eq!(select(&browser, "customers", "remind", &[id(&sent[1])], &[]).await.status, 422);

    // Without a mail server nothing is offered, and nothing happens.
    let app = TestApp::with(without_mail, Settings::default()).await;
    let browser = app.signed_in("aa@1000.example").await;
    assert!(browser.get(list).await.attributes("input[name=id]", "value").is_empty());
    assert_eq!(select(&browser, "requests", "remind", &[id(&sent[1])], &[]).await.status, 422);
}

async fn selected_rows_are_exported(app: TestApp) {
    let cast = app.cast();
    let ids = add(&app, &cast, 1..=3);
    let plan = app.subscription(&cast.provider, id(1), "Plan", None).to_string();
    app.subscription(&cast.provider, id(1), "Other plan", None);
    let browser = app.signed_in("aa@1000.example").await;
    let export = async |list: &str, format: &str, fields: &[(&str, &str)]| {
        let all: Fields<'_> =
            [("list", list), ("act", format)].into_iter().chain(fields.iter().copied()).collect();
        browser.submit("/help/keys", "/bulk", &all).await
    };
    let lines =
        async |address: &str| browser.get(address).await.text().lines().skip(1).map(str::to_owned).collect();

    let two = export("customers", "export-csv", &[("id", &ids[2]), ("id", &ids[0])]).await;
    assert_eq!(two.header("location"), format!("/customers.csv?ids={}%2C{}", ids[0], ids[2]));
    let rows: Vec<String> = lines(&two.header("location")).await;
    assert_eq!(rows.len(), 2);
    assert!(rows[0].starts_with(&ids[0]) && rows[1].starts_with(&ids[2]), "{rows:?}");
    let one = export("subscriptions", "export-csv", &[("id", &format!("{}/{plan}", ids[0]))]).await;
    let rows: Vec<String> = lines(&one.header("location")).await;
    assert!(rows.len() == 1 && rows[0].contains(&plan), "{rows:?}");
    let all = export("customers", "export-xlsx", &[("filter", "q=Customer&sort=-name")]).await;
    assert_eq!(all.header("location"), "/customers.xlsx?q=Customer&sort=-name");

    let none = export("customers", "export-csv", &[]).await;
    assert_eq!((none.status.as_u16(), none.header("location").as_str()), (303, "/customers"));
    assert!(browser.get("/customers").await.text().contains("Select at least one row in the list"));
    let many: Vec<String> = (1..=101).map(|number| id(number).to_string()).collect();
    let many: Fields<'_> = many.iter().map(|id| ("id", id.as_str())).collect();
    assert_eq!(export("customers", "export-csv", &many).await.status, 422);
    for bad in ["1", "%2C", &format!("{}/{plan}", ids[0])] {
        assert_eq!(browser.get(&format!("/customers.csv?ids={bad}")).await.status, 422, "{bad}");
    }
    let foreign = app.signed_in("ga@4000.example").await;
    let reply = foreign.get(&two.header("location")).await;
    assert_eq!(
        (reply.status.as_u16(), reply.text().lines().count()),
        (200, 1),
        "customers of another partner"
    );
    let billing = app.signed_in("ba@1000.example").await;
    assert_eq!(billing.get(&two.header("location")).await.status, 403);
    assert!(!billing.get("/customers").await.text().contains("export-csv"));
}

async fn the_file_has_every_row(app: TestApp) {
    let cast = app.cast();
    let ids = add(&app, &cast, 1..=2);
    app.subscription(&cast.provider, id(1), "Plan, large", None);
    let browser = app.signed_in("aa@1000.example").await;
    let page = review(&app, &browser, ("customers", "suspend"), &ids, &[]).await;
    complete(&app, &browser, &page, "confirm").await;
    let file = browser.get(&format!("{page}.csv")).await;
    let text = file.text();
    let lines: Vec<&str> = text.trim_start_matches('\u{FEFF}').lines().collect();
    assert_eq!(lines[0], "Microsoft ID,Company name,Subscription ID,Subscription,Result,Reason,Before,After");
    assert!(lines[1].starts_with(&format!("{},Customer 1,", ids[0])), "{}", lines[1]);
    assert!(lines[1].ends_with("\"Plan, large\",Changed,,Active,Suspended"), "{}", lines[1]);
    assert_eq!(
        lines[2],
        format!("{},Customer 2,,,Already like this,The customer has no subscription.,,", ids[1])
    );
    let korean = browser.get(&format!("{page}.csv?lang=ko")).await.text();
    assert!(korean.contains("변경됨"), "{korean}");
    assert_eq!(app.signed_in("ba@1000.example").await.get(&format!("{page}.csv")).await.status.as_u16(), 403);
    assert_eq!(app.signed_in("ga@4000.example").await.get(&format!("{page}.csv")).await.status.as_u16(), 404);
    let acts = browser.get("/bulk").await;
    assert_eq!(acts.ids(), [page.trim_start_matches("/bulk/")]);
}

async fn a_restore_stops_acts_until_a_person_continues(app: TestApp) {
    let cast = app.cast();
    let ids = add(&app, &cast, 1..=3);
    let browser = app.signed_in("ga@1000.example").await;
    let page = review(&app, &browser, ("customers", "tag"), &ids, &[("names", "VIP")]).await;
    pause_jobs(&app);
    step(&browser, &page, "confirm").await;
    let lease = claim(&app).unwrap();
    run_batch(&app.portal, &lease, 1).unwrap();
    let mark = (settings::key.eq("restored_from"), settings::value.eq("2026-11-29T00:00:00Z"));
    app.portal.db.write_now(|c| Ok(diesel::insert_into(settings::table).values(mark).execute(c)?)).unwrap();
    let finished = finish_restore(&app.portal.db).unwrap().unwrap();
    assert!(finished.counts.contains(&("bulk changes stopped", 1)), "{finished:?}");
    assert_eq!(run_batch(&app.portal, &lease, 1).unwrap(), BatchOutcome::Over);
    assert!(claim(&app).is_none());
    resume_jobs(&app);
    let browser = app.signed_in("ga@1000.example").await;
    assert!(browser.get(&page).await.text().contains("restored from a backup"));
    complete(&app, &browser, &page, "continue").await;
    assert_eq!(outcomes(&app, &page), ["changed"; 3]);
}

async fn old_acts_are_deleted(app: TestApp) {
    let cast = app.cast();
    let ids = add(&app, &cast, 1..=2);
    let browser = app.signed_in("ga@1000.example").await;
    let forgotten = review(&app, &browser, ("customers", "tag"), &ids, &[("names", "VIP")]).await;
    let done = review(&app, &browser, ("customers", "tag"), &ids, &[("names", "VIP")]).await;
    complete(&app, &browser, &done, "confirm").await;
    let clean = |days: i64| {
        let then = bulk_acts::created_at.eq(clock::now() - chrono::TimeDelta::days(days));
        app.portal.db.write_now(|c| Ok(diesel::update(bulk_acts::table).set(then).execute(c)?)).unwrap();
        while app.portal.db.write_now(leases::delete_expired).unwrap() > 0 {}
    };
    clean(0);
    assert_eq!(browser.get(&forgotten).await.status.as_u16(), 200);
    clean(2);
    assert_eq!(browser.get(&forgotten).await.status.as_u16(), 404, "it was not confirmed");
    assert_eq!(browser.get(&done).await.status.as_u16(), 200);
    clean(91);
    assert_eq!(browser.get(&done).await.status.as_u16(), 404);
    let rows: i64 = app.portal.db.read_now(|c| Ok(bulk_rows::table.count().get_result(c)?)).unwrap();
    assert_eq!(rows, 0);
}

async fn a_corrected_microsoft_id_keeps_its_rows(app: TestApp) {
    let cast = app.cast();
    let ids = add(&app, &cast, 1..=1);
    app.invented(id(1));
    let browser = app.signed_in("ga@1000.example").await;
    let page = review(&app, &browser, ("customers", "tag"), &ids, &[("names", "VIP")]).await;
    let new: MicrosoftId = id(500);
    let at = format!("/customers/{}/microsoft-id", ids[0]);
    let version = browser.get(&at).await.value("input[name=version]");
    let text = new.to_string();
    let fields =
        [("microsoft_id", text.as_str()), ("version", &version), ("shown", "yes"), ("confirm", "yes")];
    let corrected = browser.submit(&at, &at, &fields).await;
    assert_eq!(corrected.status.as_u16(), 303, "{}", corrected.text());
    complete(&app, &browser, &page, "confirm").await;
    assert_eq!(outcomes(&app, &page), ["changed"]);
    assert_eq!(tag_count(&app, &cast.provider, &text), 1);
    assert_eq!(browser.get(&page).await.ids(), [text]);
}
