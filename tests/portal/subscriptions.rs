//! Subscriptions over HTTP: who can see and change them, which rules apply, and the log entries of both partners.

pub mod fixtures;

use crate::on_both_databases;
use crate::support::TestApp;
use crate::support::cast::id;
use fixtures::{entries, form, set};
use serde_json::{Value, json};

on_both_databases! {
    filters_totals_and_hides_what_the_role_may_not_change
    sorts_by_column_and_has_pages
    an_add_on_is_listed_under_its_parent_and_follows_it
    quantity_accepts_only_whole_numbers_within_limits
    changes_by_either_partner_are_in_both_logs
    a_reseller_without_the_customer_learns_nothing
    other_partners_unknown_and_removed_subscriptions_answer_404
    handles_repeated_and_stale_forms
    roles_can_do_what_the_permission_matrix_allows
    nicknames_accept_visible_text_and_reject_the_rest
    changes_renewal_and_support_contact
    cancels_immediately_or_at_the_renewal
    suspending_all_logs_one_entry
    a_former_reseller_cannot_change_anything
    the_export_matches_the_page
    the_export_has_a_readable_file_name
    due_days_trigger_deletion_renewal_and_suspension
    dates_are_labeled_by_what_happens_on_them
    a_page_says_each_thing_once
    what_cannot_be_done_is_a_line_with_its_reason
}

async fn filters_totals_and_hides_what_the_role_may_not_change(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "한강무역", "hangang.example");
    let soon = app.subscription(&cast.provider, customer, "Soon", Some(&cast.reseller));
    app.subscription(&cast.provider, customer, "Plain", None);
    let late = app.subscription(&cast.provider, customer, "Late", None);
    set(&app, &soon, "renews_on", &fixtures::day(9));
    set(&app, &late, "status", "suspended");
    set(&app, &late, "deletes_on", &fixtures::day(80));
    let path = format!("/customers/{customer}/subscriptions");
    let browser = app.signed_in("sa@1000.example").await;
    let page = browser.get(&path).await;
    assert_eq!((page.total().as_str(), page.ids().len()), ("3", 3));
    assert_eq!(page.all("tfoot .num"), ["21"]);
    assert_eq!(page.all("tbody small b"), ["in 9 days"]);
    assert_eq!(page.all(".chip"), ["All 3", "Active 2", "Suspended 1"]);
    assert!(page.text().contains("Partner 2000") && page.text().contains("will be deleted on this date"));
    assert_eq!(page.attributes("a.button.primary", "href"), [format!("/customers/{customer}/orders/new")]);
    let filtered = browser.get(&format!("{path}?status=suspended")).await;
    assert_eq!((filtered.ids(), filtered.total().as_str()), (vec![late], "1"));
    let bad = browser.get(&format!("{path}?status=zzz%3Cb%3E")).await;
    assert_eq!((bad.status.as_u16(), bad.ids().len()), (422, 3));
    assert_eq!(bad.attributes("[data-error]", "data-error"), ["status"]);
    assert!(bad.all("title")[0].starts_with("Error:"));
    let reader = app.signed_in("um@1000.example").await.get(&path).await;
    assert_eq!(reader.all("[aria-disabled]").len(), 2, "neither adding nor exporting");
    assert!(reader.text().contains("You need one of these roles to add a subscription: Global admin"));
    assert_eq!(app.signed_in("none@1000.example").await.get(&path).await.status.as_u16(), 403);
}

async fn sorts_by_column_and_has_pages(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "한강무역", "hangang.example");
    let quantities = ["7", "30", "12"];
    let ids: Vec<String> = quantities
        .iter()
        .map(|quantity| {
            let one = app.subscription(&cast.provider, customer, &format!("Product {quantity}"), None);
            set(&app, &one, "quantity", quantity);
            one
        })
        .collect();
    let add_on = app.subscription(&cast.provider, customer, "A small add-on", None);
    set(&app, &add_on, "parent_id", &ids[1]);
    set(&app, &add_on, "quantity", "1");
    set(&app, &ids[2], "renews_on", &fixtures::day(9));
    let browser = app.signed_in("sa@1000.example").await;
    let path = format!("/customers/{customer}/subscriptions");
    let order = |numbers: [usize; 3]| -> Vec<String> {
        let with_add_on =
            |number: usize| std::iter::once(&ids[number]).chain((number == 1).then_some(&add_on));
        numbers.into_iter().flat_map(with_add_on).cloned().collect()
    };
    for (sort, expected) in [
        ("", [2, 1, 0]),
        ("-name", [0, 1, 2]),
        ("quantity", [0, 2, 1]),
        ("-quantity", [1, 2, 0]),
        ("date", [2, 1, 0]),
    ] {
        assert_eq!(browser.get(&format!("{path}?sort={sort}")).await.ids(), order(expected), "{sort}");
    }
    let page = browser.get(&format!("{path}?status=active&sort=quantity")).await;
    assert_eq!(page.attributes("[aria-sort]", "aria-sort"), ["ascending"]);
    assert_eq!(
        page.attributes("[aria-sort] a", "href"),
        [format!("{path}?status=active&sort=-quantity")],
        "the filter stays"
    );
    let bad = browser.get(&format!("{path}?sort=price")).await;
    assert_eq!(
        (bad.status.as_u16(), bad.attributes("[data-error]", "data-error")),
        (422, vec!["sort".to_owned()])
    );
    for number in 0..60 {
        app.subscription(&cast.provider, customer, &format!("Zzz {number:02}"), None);
    }
    let first = browser.get(&path).await;
    assert_eq!((first.ids().len(), first.total().as_str()), (50, "64"));
    let next = browser.get(&first.attributes("[rel=next]", "href")[0]).await;
    assert_eq!((next.ids().len(), next.total().as_str()), (14, "64"));
    assert_eq!(next.attributes("[rel=prev]", "href"), [path]);
}

async fn an_add_on_is_listed_under_its_parent_and_follows_it(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "한강무역", "hangang.example");
    let add_on = app.subscription(&cast.provider, customer, "A calling plan", None);
    let own = app.subscription(&cast.provider, customer, "B suspended before", None);
    app.subscription(&cast.provider, customer, "M other", None);
    let parent = app.subscription(&cast.provider, customer, "Z parent", None);
    set(&app, &add_on, "parent_id", &parent);
    set(&app, &own, "parent_id", &parent);
    let browser = app.signed_in("ba@1000.example").await;
    let list = format!("/customers/{customer}/subscriptions");
    assert_eq!(browser.get(&list).await.ids()[1..], [parent.clone(), add_on.clone(), own.clone()]);
    let send = async |id: &str, what: &str| {
        let page = format!("{list}/{id}");
        form(&browser, &page, what, &[]).await.status.as_u16()
    };
    assert_eq!(send(&own, "suspension").await, 303);
    assert_eq!(send(&parent, "suspension").await, 303);
    let state = |id: &str| fixtures::get(&app, id, "status");
    assert_eq!([&parent, &add_on, &own].map(|id| state(id)), ["suspended"; 3]);
    let logged = entries(&app, cast.provider.id);
    let last = &logged[0];
    assert_eq!((last.action.as_str(), last.details["count"].as_i64()), ("update_subscription", Some(2)));
    let refused = form(&browser, &format!("{list}/{add_on}"), "reactivation", &[]).await;
    assert_eq!(refused.status.as_u16(), 422);
    assert!(refused.text().contains(
        "An add-on can be active only while its parent subscription is active. Reactivate Z parent first."
    ));
    assert_eq!(send(&parent, "reactivation").await, 303);
    assert_eq!([&parent, &add_on, &own].map(|id| state(id)), ["active", "active", "suspended"]);
    assert_eq!(entries(&app, cast.provider.id).len(), logged.len() + 1, "rejected changes are not logged");
}

async fn quantity_accepts_only_whole_numbers_within_limits(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.direct, 1, "Plain", "plain.example");
    let sold = app.subscription(&cast.direct, customer, "Plan", None);
    let page = format!("/customers/{customer}/subscriptions/{sold}");
    let browser = app.signed_in("ha@4000.example").await;
    let before = entries(&app, cast.direct.id).len();
    for bad in [
        "",
        "0",
        "-1",
        "1e9",
        "10000001",
        "99999999999999999999",
        "１０００００００１",
        "ten",
        "7.5",
        "7\u{1}",
        "😀",
    ] {
        let reply = form(&browser, &page, "quantity", &[("quantity", bad)]).await;
        assert_eq!(reply.status.as_u16(), 422, "{bad:?}");
        assert_eq!(reply.attributes("[data-error]", "data-error"), ["quantity"], "{bad:?}");
        assert_eq!(reply.value("#quantity"), bad, "input is kept");
        assert!(reply.all("title")[0].starts_with("Error:"));
    }
    assert_eq!(entries(&app, cast.direct.id).len(), before, "nothing was logged");
    let good = form(&browser, &page, "quantity", &[("quantity", " 1,200 ")]).await;
    assert_eq!((good.status.as_u16(), good.header("location")), (303, page.clone()));
    assert!(browser.get(&page).await.text().contains("The quantity was changed."));
    assert_eq!(fixtures::get(&app, &sold, "quantity"), "1200");
    let logged = entries(&app, cast.direct.id);
    assert_eq!(logged.len(), before + 1);
    assert_eq!(
        logged[0].details,
        json!({ "subscription_id": sold, "name": "Plan", "before": { "quantity": 7 }, "after": { "quantity": 1200 } })
    );
    assert_eq!((logged[0].customer.as_deref(), logged[0].actor.as_str()), (Some("Plain"), "ha@4000.example"));
    fixtures::offer(&app, &cast.direct, &sold, 5..=300, true, "annual");
    let reply = form(&browser, &page, "quantity", &[("quantity", "301")]).await;
    assert!(reply.text().contains("Quantity: enter a whole number from 5 to 300."));
    assert_eq!(form(&browser, &page, "quantity", &[("quantity", "300")]).await.status.as_u16(), 303);
    set(&app, &sold, "status", "suspended");
    let reply = form(&browser, &page, "quantity", &[("quantity", "299")]).await;
    assert_eq!(reply.status.as_u16(), 422);
    assert!(reply.text().contains("A suspended subscription cannot be changed."));
    for (status, rule) in [
        ("deleted", "A deleted subscription cannot be restored or changed."),
        ("pending", "still being set up"),
        ("expired", "This subscription ended in the vendor’s portal."),
        ("disabled", "This subscription ended in the vendor’s portal."),
    ] {
        set(&app, &sold, "status", status);
        for (what, field) in [("quantity", "299"), ("suspension", ""), ("reactivation", "")] {
            let reply = form(&browser, &page, what, &[("quantity", field)]).await;
            assert_eq!(reply.status.as_u16(), 422, "{status} {what}");
            assert!(reply.text().contains(rule), "{status} {what}");
        }
    }
}

async fn changes_by_either_partner_are_in_both_logs(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "The provider's name for it", "hangang.example");
    app.customer(&cast.reseller, 1, "The reseller's name for it", "hangang.example");
    app.customer(&cast.other_reseller, 1, "Another", "hangang.example");
    let sold = app.subscription(&cast.provider, customer, "Plan", Some(&cast.reseller));
    let add_on = app.subscription(&cast.provider, customer, "Secret add-on", Some(&cast.other_reseller));
    set(&app, &add_on, "parent_id", &sold);
    let page = format!("/customers/{customer}/subscriptions/{sold}");
    let (provider, reseller) =
        (app.signed_in("sa@1000.example").await, app.signed_in("sa@2000.example").await);
    assert_eq!(form(&reseller, &page, "quantity", &[("quantity", "9")]).await.status.as_u16(), 303);
    assert_eq!(form(&provider, &page, "quantity", &[("quantity", "8")]).await.status.as_u16(), 303);
    for (partner, name) in
        [(&cast.provider, "The provider's name for it"), (&cast.reseller, "The reseller's name for it")]
    {
        let logged = entries(&app, partner.id);
        let said: Vec<_> =
            logged[..2].iter().map(|entry| (entry.actor.as_str(), &entry.details["after"])).collect();
        assert_eq!(
            said,
            [("sa@1000.example", &json!({"quantity": 8})), ("sa@2000.example", &json!({"quantity": 9}))]
        );
        assert!(logged[..2].iter().all(|entry| entry.customer.as_deref() == Some(name)));
    }
    assert_eq!(form(&reseller, &page, "suspension", &[]).await.status.as_u16(), 303);
    assert_eq!(
        fixtures::get(&app, &add_on, "status"),
        "suspended",
        "the rule applies to every seller of the add-on"
    );
    let said = |partner: &partner_portal::domain::Partner| entries(&app, partner.id)[0].details.to_string();
    assert!(!said(&cast.reseller).contains("Secret"), "{}", said(&cast.reseller));
    assert!(said(&cast.provider).contains("Secret") && said(&cast.provider).contains("Plan"));
    assert!(said(&cast.other_reseller).contains("Secret") && !said(&cast.other_reseller).contains("Plan"));
}

async fn a_reseller_without_the_customer_learns_nothing(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Plain", "plain.example");
    let sold = app.subscription(&cast.provider, customer, "Plan", Some(&cast.reseller));
    let page = format!("/customers/{customer}/subscriptions/{sold}");
    let browser = app.signed_in("ga@1000.example").await;
    let before = entries(&app, cast.reseller.id).len();
    form(&browser, &page, "quantity", &[("quantity", "8")]).await;
    let held = app.customer(&cast.reseller, 1, "Plain", "plain.example");
    app.end(&cast.reseller, held);
    form(&browser, &page, "quantity", &[("quantity", "9")]).await;
    assert_eq!(fixtures::get(&app, &sold, "quantity"), "9");
    assert_eq!(entries(&app, cast.reseller.id).len(), before);
}

async fn other_partners_unknown_and_removed_subscriptions_answer_404(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Plain", "plain.example");
    let sold = app.subscription(&cast.provider, customer, "Plan", None);
    let other = app.customer(&cast.provider, 2, "Other", "other.example");
    let gone = app.customer(&cast.provider, 3, "Gone", "gone.example");
    let of_gone = app.subscription(&cast.provider, gone, "Plan", None);
    app.end(&cast.provider, gone);
    app.customer(&cast.reseller, 1, "Plain", "plain.example");
    let foreign = app.customer(&cast.direct, 4, "Foreign", "foreign.example");
    let of_foreign = app.subscription(&cast.direct, foreign, "Plan", None);
    let provider = app.signed_in("ga@1000.example").await;
    let reseller = app.signed_in("ga@2000.example").await;
    let addresses = [
        (&provider, other, sold.as_str()),
        (&provider, gone, &of_gone),
        (&provider, foreign, &of_foreign),
        (&provider, id(99), &sold),
        (&provider, customer, "00000000-0000-4000-8000-000000000001"),
        (&provider, customer, "zzz"),
        (&reseller, customer, &sold),
    ];
    for (browser, customer, sold) in addresses {
        let page = format!("/customers/{customer}/subscriptions/{sold}");
        assert_eq!(browser.get(&page).await.status.as_u16(), 404, "{page}");
        for what in fixtures::FORMS {
            let fields = [("version", "1"), ("quantity", "8"), ("confirm", "yes"), ("auto_renew", "true")];
            let reply = browser.submit("/help/keys", &format!("{page}/{what}"), &fields).await;
            assert_eq!(reply.status.as_u16(), 404, "{page} {what}");
        }
    }
    assert_eq!(fixtures::get(&app, &sold, "version"), "1");
}

async fn handles_repeated_and_stale_forms(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Plain", "plain.example");
    let sold = app.subscription(&cast.provider, customer, "Plan", None);
    let page = format!("/customers/{customer}/subscriptions/{sold}");
    let browser = app.signed_in("ga@1000.example").await;
    let first = entries(&app, cast.provider.id).len();
    let forms =
        [("quantity", &[("version", "1"), ("quantity", "9")][..]), ("suspension", &[("version", "2")])];
    for (what, fields) in forms {
        for _ in 0..2 {
            let reply = browser.submit(&page, &format!("{page}/{what}"), fields).await;
            assert_eq!(reply.status.as_u16(), 303, "{what}");
        }
    }
    assert_eq!(entries(&app, cast.provider.id).len(), first + 2, "each change was made once");
    for stale in ["1", "", "zzz", "-1", "99999999999999999999"] {
        let reply = browser.submit(&page, &format!("{page}/reactivation"), &[("version", stale)]).await;
        assert_eq!(reply.status.as_u16(), 409, "{stale:?}");
        assert!(reply.text().contains("Someone changed this subscription"));
    }
    form(&browser, &page, "reactivation", &[]).await;
    let stale =
        browser.submit(&page, &format!("{page}/quantity"), &[("version", "1"), ("quantity", "77")]).await;
    assert_eq!((stale.status.as_u16(), stale.value("#quantity")), (409, "77".to_owned()), "input is kept");
    assert_eq!(stale.value("[action$=quantity] [name=version]"), "4", "and can be sent again");
    let again = form(&browser, &page, "quantity", &[("quantity", "9")]).await;
    assert_eq!(again.status.as_u16(), 303);
    assert!(browser.get(&page).await.text().contains("Nothing was changed"));
    assert_eq!(entries(&app, cast.provider.id).len(), first + 3);
}

async fn roles_can_do_what_the_permission_matrix_allows(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Plain", "plain.example");
    let sold = app.subscription(&cast.provider, customer, "Plan", Some(&cast.reseller));
    fixtures::offer(&app, &cast.provider, &sold, 1..=10, true, "annual");
    set(&app, &sold, "renews_on", &fixtures::day(300));
    let page = format!("/customers/{customer}/subscriptions/{sold}");
    let may = [
        ("ga", "quantity suspension cancellation support-contact"),
        ("ba", "suspension"),
        ("um", ""),
        ("aa", "quantity suspension cancellation support-contact"),
        ("sa", "quantity suspension cancellation"),
        ("ha", "quantity suspension support-contact"),
    ];
    for (role, allowed) in may {
        let browser = app.signed_in(&format!("{role}@1000.example")).await;
        assert_eq!(browser.get(&page).await.status.as_u16(), 200, "{role} sees it");
        for what in ["quantity", "suspension", "cancellation", "support-contact"] {
            let reply = browser.submit("/help/keys", &format!("{page}/{what}"), &[]).await;
            let refused = reply.status.as_u16() == 403;
            assert_eq!(refused, !allowed.split(' ').any(|one| one == what), "{role} {what} {}", reply.status);
        }
        let page = browser.get(&page).await;
        let mut reasons = page.attributes("[data-reason]", "data-reason");
        reasons.retain(|reason| reason != "offer");
        let actions = [
            ("quantity", "change"),
            ("support-contact", "support"),
            ("suspension", "suspension"),
            ("cancellation", "cancellation"),
        ];
        let refused = actions.iter().filter(|(what, _)| !allowed.split(' ').any(|one| one == *what));
        let refused: Vec<&str> = refused.map(|(_, reason)| *reason).collect();
        assert_eq!(reasons, refused, "{role} reads why, instead of forms that are disabled");
        assert!(page.all("[data-reason]").iter().all(|line| line.contains("You need one of these roles")));
        assert!(page.all("[disabled], .card.danger").is_empty());
    }
    assert_eq!(app.signed_in("none@1000.example").await.get(&page).await.status.as_u16(), 403);
}

async fn nicknames_accept_visible_text_and_reject_the_rest(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Plain", "plain.example");
    let sold = app.subscription(&cast.provider, customer, "Plan", None);
    let page = format!("/customers/{customer}/subscriptions/{sold}");
    let browser = app.signed_in("ga@1000.example").await;
    for bad in ["가".repeat(101), "a\u{1}b".to_owned(), "a\u{202e}b".to_owned()] {
        let reply = form(&browser, &page, "nickname", &[("nickname", &bad)]).await;
        assert_eq!(reply.status.as_u16(), 422);
        assert_eq!(reply.attributes("[data-error]", "data-error"), ["nickname"]);
        assert_eq!(reply.value("#nickname"), bad);
    }
    for (good, kept) in
        [("😀 <b>본사</b>", "😀 <b>본사</b>"), (&"가".repeat(100), &*"가".repeat(100)), ("  ", "")]
    {
        assert_eq!(form(&browser, &page, "nickname", &[("nickname", good)]).await.status.as_u16(), 303);
        assert_eq!(browser.get(&page).await.value("#nickname"), kept);
    }
    assert_eq!(entries(&app, cast.provider.id)[0].details["after"], json!({ "nickname": Value::Null }));
}

async fn changes_renewal_and_support_contact(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Plain", "plain.example");
    app.customer(&cast.reseller, 1, "Plain", "plain.example");
    let sold = app.subscription(&cast.provider, customer, "Plan", Some(&cast.reseller));
    let alone = app.subscription(&cast.provider, customer, "Alone", None);
    let page = format!("/customers/{customer}/subscriptions/{sold}");
    let browser = app.signed_in("aa@2000.example").await;
    assert_eq!(form(&browser, &page, "renewal", &[("auto_renew", "maybe")]).await.status.as_u16(), 422);
    assert_eq!(form(&browser, &page, "renewal", &[("auto_renew", "false")]).await.status.as_u16(), 303);
    assert_eq!(form(&browser, &page, "support-contact", &[("support", "9999")]).await.status.as_u16(), 422);
    assert_eq!(
        form(&browser, &page, "support-contact", &[("support", "reseller")]).await.status.as_u16(),
        303
    );
    let entry = &entries(&app, cast.provider.id)[0];
    assert_eq!(entry.action, "portal_set_support_contact");
    assert_eq!(entry.details["before"], json!({ "support_contact": "1000" }));
    assert_eq!(entry.details["after"], json!({ "support_contact": "2000" }));
    let provider = app.signed_in("aa@1000.example").await;
    let page = format!("/customers/{customer}/subscriptions/{alone}");
    let reply = form(&provider, &page, "support-contact", &[("support", "reseller")]).await;
    assert!(reply.status.as_u16() == 422 && reply.text().contains("There is no reseller of record."));
}

async fn cancels_immediately_or_at_the_renewal(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Plain", "plain.example");
    let sold = app.subscription(&cast.provider, customer, "Plan", None);
    let page = format!("/customers/{customer}/subscriptions/{sold}");
    let browser = app.signed_in("sa@1000.example").await;
    let refused = form(&browser, &page, "cancellation", &[("confirm", "yes")]).await;
    assert!(
        refused.text().contains("Subscriptions to this offer cannot be canceled."),
        "the offer is unknown"
    );
    fixtures::offer(&app, &cast.provider, &sold, 1..=300, true, "annual");
    let unticked = form(&browser, &page, "cancellation", &[]).await;
    assert_eq!(unticked.attributes("[data-error]", "data-error"), ["confirm"]);
    set(&app, &sold, "created_at", &fixtures::moment(-15));
    let refused = form(&browser, &page, "cancellation", &[("confirm", "yes")]).await;
    assert!(refused.text().contains("the subscription has no renewal date on which it could be canceled"));
    set(&app, &sold, "renews_on", &fixtures::day(350));
    assert_eq!(form(&browser, &page, "cancellation", &[("confirm", "yes")]).await.status.as_u16(), 303);
    assert_eq!(fixtures::get(&app, &sold, "status"), "active");
    let refused = form(&browser, &page, "renewal", &[("auto_renew", "false")]).await;
    assert!(refused.text().contains("Select “Keep subscription” before you change the renewal."));
    assert_eq!(form(&browser, &page, "cancellation/withdrawal", &[]).await.status.as_u16(), 303);
    set(&app, &sold, "created_at", &fixtures::moment(-13));
    assert_eq!(form(&browser, &page, "cancellation", &[("confirm", "yes")]).await.status.as_u16(), 303);
    assert!(browser.get(&page).await.text().contains("canceled with a full refund and deleted"));
    assert_eq!(fixtures::get(&app, &sold, "status"), "deleted");
    assert_eq!(entries(&app, cast.provider.id)[0].action, "portal_delete_subscription");
}

async fn suspending_all_logs_one_entry(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Plain", "plain.example");
    app.customer(&cast.reseller, 1, "Plain", "plain.example");
    let parent = app.subscription(&cast.provider, customer, "Parent", Some(&cast.reseller));
    let add_on = app.subscription(&cast.provider, customer, "Add-on", Some(&cast.reseller));
    set(&app, &add_on, "parent_id", &parent);
    app.subscription(&cast.provider, customer, "Sold directly", None);
    let pending = app.subscription(&cast.provider, customer, "Pending", None);
    set(&app, &pending, "status", "pending");
    let own = app.subscription(&cast.reseller, customer, "The reseller's own", None);
    let path = format!("/customers/{customer}/subscriptions/suspension");
    let browser = app.signed_in("ba@1000.example").await;
    let (before, told) = (entries(&app, cast.provider.id).len(), entries(&app, cast.reseller.id).len());
    let back = format!("/customers/{customer}/removal");
    let reply = browser.submit("/help/keys", &path, &[("return_to", &back)]).await;
    assert_eq!((reply.status.as_u16(), reply.header("location")), (303, back));
    let logged = entries(&app, cast.provider.id);
    assert_eq!((logged.len(), logged[0].details["count"].as_i64()), (before + 1, Some(3)));
    let theirs = entries(&app, cast.reseller.id);
    assert_eq!((theirs.len(), theirs[0].details["count"].as_i64()), (told + 1, Some(2)));
    assert!(!theirs[0].details.to_string().contains("directly"));
    assert_eq!(fixtures::get(&app, &own, "status"), "active");
    assert_eq!(fixtures::get(&app, &pending, "status"), "pending");
    assert_eq!(fixtures::get(&app, &add_on, "suspended_with"), parent);
    let reply = browser.submit("/help/keys", &path, &[("return_to", "//evil.example")]).await;
    assert_eq!(reply.header("location"), "/");
    assert_eq!(entries(&app, cast.provider.id).len(), before + 1, "there was nothing left");
}

async fn a_former_reseller_cannot_change_anything(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Plain", "plain.example");
    app.customer(&cast.reseller, 1, "Plain", "plain.example");
    let sold = app.subscription(&cast.provider, customer, "Plan", Some(&cast.reseller));
    let page = format!("/customers/{customer}/subscriptions/{sold}");
    let browser = app.signed_in("ga@2000.example").await;
    fixtures::end_partnership(&app, &cast.provider, &cast.reseller);
    let reply = form(&browser, &page, "quantity", &[("quantity", "8")]).await;
    assert!(
        reply.status.as_u16() == 422
            && reply.text().contains("has ended. Only the provider can change the subscription now.")
    );
    let linked = app.customer(&cast.provider, 2, "Second", "second.example");
    app.customer(&cast.other_reseller, 2, "Second", "second.example");
    let sold = app.subscription(&cast.provider, linked, "Plan", Some(&cast.other_reseller));
    app.end(&cast.provider, linked);
    let page = format!("/customers/{linked}/subscriptions/{sold}");
    let browser = app.signed_in("ga@3000.example").await;
    let reply = form(&browser, &page, "suspension", &[]).await;
    assert!(
        reply.status.as_u16() == 422
            && reply.text().contains("no longer has a relationship with the customer")
    );
}

async fn the_export_matches_the_page(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Plain", "plain.example");
    app.customer(&cast.reseller, 1, "Plain", "plain.example");
    let sold = app.subscription(&cast.provider, customer, "=Plan, \"one\"", Some(&cast.reseller));
    app.subscription(&cast.provider, customer, "Sold directly", None);
    let path = format!("/customers/{customer}/subscriptions.csv");
    let provider = app.signed_in("ba@1000.example").await;
    let file = provider.get(&format!("{path}?lang=en")).await;
    assert_eq!((file.status.as_u16(), file.header("x-total-rows").as_str()), (200, "2"));
    let today = partner_portal::clock::now().format("%Y-%m-%d");
    let name = format!("attachment; filename=\"subscriptions-plain.example-{today}.csv\"");
    assert_eq!(file.header("content-disposition"), name);
    let row = format!("{sold},\"'=Plan, \"\"one\"\"\",7,Active,2000\r\n");
    assert!(file.text().contains(&row), "{}", file.text());
    assert!(file.text().starts_with("\u{FEFF}Subscription ID,Subscription,Quantity,Status,Reseller\r\n"));
    assert!(
        provider.get(&format!("{path}?lang=ko")).await.text().contains("구독 ID,구독,수량,상태,재판매인")
    );
    assert_eq!(provider.get(&format!("{path}?lang=xx")).await.status.as_u16(), 422);
    let entry = &entries(&app, cast.provider.id)[0];
    assert_eq!((entry.action.as_str(), entry.kind.as_str()), ("portal_export", "access"));
    assert_eq!(entry.details, json!({ "file": "subscriptions.csv", "rows": 2 }));
    let reseller = app.signed_in("sa@2000.example").await.get(&format!("{path}?lang=en")).await;
    assert_eq!(reseller.header("x-total-rows"), "1");
    assert!(reseller.text().contains(&row) && !reseller.text().contains("directly"));
    assert_eq!(app.signed_in("um@1000.example").await.get(&path).await.status.as_u16(), 403);
}

/// B33.
async fn the_export_has_a_readable_file_name(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Hanbit", "한빛.한국");
    app.subscription(&cast.provider, customer, "Plan", None);
    let browser = app.signed_in("ba@1000.example").await;
    let file = browser.get(&format!("/customers/{customer}/subscriptions.csv?lang=en")).await;
    let today = partner_portal::clock::now().format("%Y-%m-%d");
    let name = "%ED%95%9C%EB%B9%9B.%ED%95%9C%EA%B5%AD";
    assert_eq!(
        file.header("content-disposition"),
        format!(
            "attachment; filename=\"subscriptions-__.__-{today}.csv\"; filename*=UTF-8''subscriptions-{name}-{today}.csv"
        )
    );
}

async fn due_days_trigger_deletion_renewal_and_suspension(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "Plain", "plain.example");
    app.customer(&cast.reseller, 1, "Plain", "plain.example");
    let names = ["Deleted", "Cancelled", "Renewed", "Ended", "Later", "Imported"];
    let sold = names.map(|name| app.subscription(&cast.provider, customer, name, Some(&cast.reseller)));
    let [gone, cancelled, renewed, ended, later, imported] = &sold;
    for (id, column, value) in [
        (gone, "status", "suspended".to_owned()),
        (gone, "deletes_on", fixtures::day(0)),
        (cancelled, "renews_on", fixtures::day(0)),
        (cancelled, "cancels_on", fixtures::day(0)),
        (renewed, "renews_on", fixtures::day(-3)),
        (renewed, "billing_cycle", "monthly".to_owned()),
        (ended, "renews_on", fixtures::day(0)),
        (later, "renews_on", fixtures::day(1)),
        (imported, "status", "suspended".to_owned()),
    ] {
        set(&app, id, column, &value);
    }
    fixtures::no_renewal(&app, ended);
    let (own, told) = (entries(&app, cast.provider.id).len(), entries(&app, cast.reseller.id).len());
    assert_eq!(partner_portal::features::subscriptions::change::due_job::run(&app.portal).unwrap(), 4);
    assert_eq!(
        partner_portal::features::subscriptions::change::due_job::run(&app.portal).unwrap(),
        0,
        "once"
    );
    let states: Vec<String> = sold.iter().map(|id| fixtures::get(&app, id, "status")).collect();
    assert_eq!(states, ["deleted", "deleted", "active", "suspended", "active", "suspended"]);
    assert!(fixtures::get(&app, renewed, "renews_on") > fixtures::day(0));
    assert!(fixtures::get(&app, ended, "deletes_on") >= fixtures::day(90));
    let logged = entries(&app, cast.provider.id);
    assert_eq!((logged.len(), entries(&app, cast.reseller.id).len()), (own + 4, told + 4));
    assert!(
        logged[..4].iter().all(|entry| entry.actor == "system" && entry.customer.as_deref() == Some("Plain"))
    );
    let deletions = logged.iter().filter(|entry| entry.action == "portal_delete_subscription");
    assert_eq!(deletions.count(), 2);
}

async fn dates_are_labeled_by_what_happens_on_them(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "한강무역", "hangang.example");
    let ids = ["A renews", "B ends", "C cancelled", "D suspended", "E both"]
        .map(|name| app.subscription(&cast.provider, customer, name, None));
    ids.iter().for_each(|id| set(&app, id, "renews_on", &fixtures::day(60)));
    fixtures::no_renewal(&app, &ids[1]);
    set(&app, &ids[2], "cancels_on", &fixtures::day(60));
    for id in &ids[3..] {
        set(&app, id, "status", "suspended");
        set(&app, id, "deletes_on", &fixtures::day(80));
    }
    set(&app, &ids[4], "cancels_on", &fixtures::day(70));
    let browser = app.signed_in("sa@1000.example").await;
    let list = format!("/customers/{customer}/subscriptions");
    let expected = ["Renewal date", "End date", "Cancellation date", "Deletion date", "Deletion date"];
    let page = browser.get(&list).await;
    assert_eq!(page.attributes("tbody td:nth-child(4)", "data-label"), expected);
    assert!(!page.all("thead th").contains(&"Renewal date".to_owned()), "the column has days of every kind");
    for (id, word) in ids.iter().zip(expected) {
        let page = browser.get(&format!("{list}/{id}")).await;
        assert_eq!(page.all("section[aria-labelledby=facts] dt")[0], word);
    }
}

/// One status, no label twice, and the deletion date in a row of that name, also if it is not known.
async fn a_page_says_each_thing_once(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "한강무역", "hangang.example");
    let sold = app.subscription(&cast.provider, customer, "Plan", Some(&cast.reseller));
    let page = format!("/customers/{customer}/subscriptions/{sold}");
    let browser = app.signed_in("aa@1000.example").await;
    for (status, word) in
        [("active", "Active"), ("suspended", "Suspended"), ("pending", "Pending"), ("deleted", "Deleted")]
    {
        set(&app, &sold, "status", status);
        let page = browser.get(&page).await;
        assert_eq!(page.all("main .status"), [word], "{status}");
        let mut labels = page.all("main dt, main label, main .label, main h2:not([id$=question])");
        let count = labels.len();
        labels.sort();
        labels.dedup();
        assert_eq!(labels.len(), count, "{status}: {labels:?}");
    }
    set(&app, &sold, "status", "suspended");
    let rows = |page: &crate::support::Reply| {
        let (labels, values) =
            (page.all("[aria-labelledby=facts] dt"), page.all("[aria-labelledby=facts] dd"));
        labels.into_iter().zip(values).find(|(label, _)| label == "Deletion date").map(|(_, value)| value)
    };
    let unknown = rows(&browser.get(&page).await).expect("a row");
    assert!(unknown.starts_with("Not known"), "{unknown}");
    set(&app, &sold, "deletes_on", &fixtures::day(9));
    let known = rows(&browser.get(&page).await).expect("a row");
    assert!(
        known.contains("in 9 days") && !known.contains("deleted"),
        "the label says what happens: {known}"
    );
}

async fn what_cannot_be_done_is_a_line_with_its_reason(app: TestApp) {
    let cast = app.cast();
    let customer = app.customer(&cast.provider, 1, "한강무역", "hangang.example");
    let sold = app.subscription(&cast.provider, customer, "Plan", None);
    let page = format!("/customers/{customer}/subscriptions/{sold}");
    let browser = app.signed_in("aa@1000.example").await;
    let reasons = async || {
        let page = browser.get(&page).await;
        assert!(page.all(".card.danger, [disabled]").is_empty());
        let names = page.attributes("[data-reason]", "data-reason");
        names.into_iter().zip(page.all("[data-reason]")).collect::<Vec<_>>()
    };
    let lines = reasons().await;
    assert_eq!(lines[0].0, "support");
    assert!(lines[0].1.starts_with("There is no reseller of record."));
    assert_eq!(lines[1].0, "cancellation");
    assert!(lines[1].1.starts_with("Cancel subscription: Subscriptions to this offer cannot be canceled."));
    fixtures::offer(&app, &cast.provider, &sold, 7..=7, true, "annual");
    set(&app, &sold, "created_at", &fixtures::moment(-15));
    let lines = reasons().await;
    assert!(lines[1].1.contains("no renewal date"), "the reason is the one that applies: {lines:?}");
    let fixed = browser.get(&page).await;
    assert_eq!(fixed.all("dd#quantity"), ["7"], "one possible quantity needs no field");
    set(&app, &sold, "renews_on", &fixtures::day(300));
    set(&app, &sold, "cancels_on", &fixtures::day(300));
    let lines = reasons().await;
    assert_eq!(lines[0].0, "auto_renew");
    assert!(lines[0].1.contains("Keep subscription"));
    set(&app, &sold, "status", "suspended");
    set(&app, &sold, "deletes_on", &fixtures::day(0));
    let lines = reasons().await;
    assert_eq!(
        lines.iter().map(|line| line.0.as_str()).collect::<Vec<_>>(),
        ["change", "support", "reactivation"]
    );
    assert!(lines[2].1.contains("The deletion date has been reached"));
}
