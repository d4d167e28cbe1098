//! A search that no index supports stops after a few thousand entries, says how far it came, and can be continued
//! there.

use super::log::{author, noted};
use crate::support::TestApp;
use partner_portal::audit::{Action, Activity};
use serde_json::json;

/// More entries than one request scans.
const LONG: usize = 4_100;

/// A user's only change of a subscription lies behind thousands of their other entries, and behind thousands of other
/// users' changes of subscriptions.
pub async fn a_long_search_stops_and_can_be_continued(app: TestApp) {
    app.cast();
    done(&app, "sa@1000.example", "subscription", 1);
    done(&app, "sa@1000.example", "customer", LONG);
    done(&app, "aa@1000.example", "subscription", LONG);
    let browser = app.signed_in("ga@1000.example").await;
    let person = author(&app, "sa@1000.example").user.unwrap().0;
    let first = format!("/activity?user={person}&resource=subscription");
    let page = browser.get(&first).await;
    assert_eq!((page.status.as_u16(), page.total().as_str(), page.ids().len()), (200, "0", 0));
    assert_eq!(page.attributes("[data-capped]", "data-total"), ["0"], "the total is not known yet");
    assert!(page.text().contains("Searched back to") && page.text().contains("Nothing found so far"));
    let next = page.attributes("a[rel=next]", "href").concat();
    let found = browser.get(&next).await;
    assert_eq!(found.ids().len(), 1, "{next}");
    assert!(found.attributes("a[rel=next]", "href").is_empty(), "the search is complete");
    let back = browser.get(&format!("{first}&before={}", found.ids()[0])).await;
    assert_eq!((back.status.as_u16(), back.ids().len()), (200, 0));
    let file = browser.get(&first.replace("/activity?", "/activity.csv?")).await;
    assert_eq!(
        (file.header("x-total-rows").as_str(), file.text().lines().count()),
        ("1", 2),
        "a file is complete"
    );

    // Entries within the limit are found and counted, and the page says that the rest was not searched yet.
    done(&app, "sa@1000.example", "subscription", 3);
    let page = browser.get(&first).await;
    assert_eq!((page.total().as_str(), page.ids().len()), ("3", 3));
    assert!(page.all("[data-capped]").concat().contains("3+"));
    assert_eq!(page.all("a[rel=next]"), ["Continue searching"]);
}

/// Each pair of filters finds exactly the matching entries, whichever index is used.
pub async fn pairs_of_filters_find_exactly_the_matching_entries(app: TestApp) {
    let cast = app.cast();
    let customers =
        [1, 2, 3].map(|number| app.customer(&cast.provider, number, &format!("Name {number}"), "n.example"));
    for number in 0..60_usize {
        let person = ["sa@1000.example", "aa@1000.example", "ha@1000.example"][number % 3];
        let action = [Action::UpdateBillTo, Action::CreateOrder, Action::UpdateSubscription, Action::SignIn]
            [number % 4];
        let customer =
            (number % 5 < 3).then(|| (customers[number % 5], ["Name 1", "Name 2", "Name 3"][number % 5]));
        noted(&app, person, action, customer, json!({ "quantity": number }));
    }
    let browser = app.signed_in("ga@1000.example").await;
    let person = author(&app, "aa@1000.example").user.unwrap().0;
    let count =
        |matches: &dyn Fn(usize) -> bool| (0..60).filter(|number| matches(*number)).count().to_string();
    let (is_aa, is_order) = (|n: usize| n % 3 == 1, |n: usize| n % 4 == 1);
    let is_change = |n: usize| n % 4 != 3;
    for (query, expected) in [
        (format!("user={person}"), count(&|n| is_aa(n) && is_change(n))),
        (format!("user={person}&kind=access"), count(&|n| is_aa(n) && !is_change(n))),
        (format!("user={person}&action=create_order"), count(&|n| is_aa(n) && is_order(n))),
        (format!("user={person}&resource=customer"), count(&|n| is_aa(n) && is_change(n))),
        (format!("user={person}&resource=order"), "0".to_owned()),
        ("action=create_order&resource=customer".to_owned(), count(&is_order)),
        ("action=create_order&resource=subscription".to_owned(), "0".to_owned()),
        ("q=name".to_owned(), count(&|n| n % 5 < 3 && is_change(n))),
        ("q=name+2".to_owned(), count(&|n| n % 5 == 1 && is_change(n))),
        (format!("q=name&user={person}"), count(&|n| n % 5 < 3 && is_aa(n) && is_change(n))),
        (
            format!("q=name+3&user={person}&action=create_order"),
            count(&|n| n % 5 == 2 && is_aa(n) && is_order(n)),
        ),
        (format!("q={}&resource=customer", customers[0]), count(&|n| n % 5 == 0 && is_change(n))),
        ("q=nobody&action=create_order".to_owned(), "0".to_owned()),
    ] {
        let page = browser.get(&format!("/activity?{query}")).await;
        assert_eq!((page.total(), page.ids().len().to_string()), (expected.clone(), expected), "{query}");
    }
}

fn done(app: &TestApp, email: &str, resource: &'static str, times: usize) {
    let activities =
        (0..times).map(|number| Activity::new(Action::UpdateBillTo, resource, json!({ "quantity": number })));
    let activities = activities.collect();
    app.portal.log.record_now(&author(app, email), |_| Ok(((), activities))).unwrap();
}
