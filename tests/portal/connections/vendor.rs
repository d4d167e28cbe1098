//! The vendor's API, as the portal itself serves it: pages with continuation tokens, and details of each customer.

use super::stage::{LIST, Remote, Stage, content, exports};
use crate::on_both_databases;
use crate::support::TestApp;
use crate::support::cast::id;
use partner_portal::features::connections::runs::model::RunPart;

on_both_databases! {
    the_vendors_pages_and_details_make_equal_lists
    a_customer_that_ended_meanwhile_is_marked_only_if_the_vendor_says_so
    several_pages_are_followed_by_their_tokens
}

async fn the_vendors_pages_and_details_make_equal_lists(app: TestApp) {
    let (stage, remote) = (Stage::set(app).await, Remote::start().await);
    remote.fill(1..30);
    let connection = stage.connect(&remote, "vendor").await;
    let run = stage.first_run(connection).await;
    // The token, the partner, one page, and two requests for each customer.
    assert_eq!((content(&run).requests, content(&run).details), (60, 29));
    let (ours, theirs) = (exports(&stage.app).await, exports(&remote.app).await);
    assert_eq!(ours.1, theirs.1);
    // The list of the vendor does not say who granted delegated administration.
    let without = |mut all: Vec<serde_json::Value>| {
        all.iter_mut().for_each(|one| one["allowDelegatedAccess"] = true.into());
        all
    };
    assert_eq!(without(ours.0), without(theirs.0));
    remote.stop().await;
}

async fn a_customer_that_ended_meanwhile_is_marked_only_if_the_vendor_says_so(app: TestApp) {
    let (stage, remote) = (Stage::set(app).await, Remote::start().await);
    remote.fill(1..6);
    let connection = stage.connect(&remote, "vendor").await;
    stage.first_run(connection).await;
    remote.app.end(&remote.provider, id(2));
    let run = stage.run(connection).await;
    assert_eq!((run.state.as_str(), content(&run).missing), ("done", 1), "{:?}", run.fault);
    let page = stage.admin.get(&format!("{LIST}/{connection}/runs/{}", run.id)).await;
    assert_eq!(page.all("[data-count=missing]"), ["1"]);
    remote.stop().await;
}

async fn several_pages_are_followed_by_their_tokens(app: TestApp) {
    let (stage, remote) = (Stage::set(app).await, Remote::start().await);
    // Without bill-tos and subscriptions, which take a request each.
    for number in 1..510 {
        remote.app.customer(&remote.provider, number, &format!("Customer {number}"), "c.example");
    }
    let connection = stage.connect(&remote, "vendor").await;
    let run = stage.run(connection).await;
    assert_eq!(run.state.as_str(), "preview", "{:?}", run.fault);
    assert_eq!(content(&run).report(RunPart::Customers).unwrap().added, 509);
    remote.stop().await;
}
