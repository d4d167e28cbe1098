//! Orders, and a reseller's requests for them.

use super::{BOTH, NO_LOGS, Outcome};
use crate::one_entry::stage::{NO_ID, Stage};
use crate::support::cast::id;
use crate::support::{Browser, Reply};

pub async fn right(path: &str, stage: &Stage) -> Outcome {
    Some(match path {
        "/customers/{id}/orders/new" => (shop(stage, "E3").await, NO_LOGS), // a draft only
        "/orders" => (order(stage).await, BOTH),
        "/orders/{id}/approval" => (decided(stage, path, &[]).await, BOTH),
        "/orders/{id}/declination" => (decided(stage, path, &[("reason", "Sold out")]).await, BOTH),
        "/orders/{id}/withdrawal" => (withdrawn(stage).await, BOTH),
        _ => return None,
    })
}

pub async fn wrong(path: &str, stage: &Stage) -> Outcome {
    Some(match path {
        "/customers/{id}/orders/new" => (shop(stage, "NONE").await, NO_LOGS),
        "/orders" => (stage.form_at(path, &[("cart", "none")]).await, NO_LOGS),
        "/orders/{id}/approval" | "/orders/{id}/declination" | "/orders/{id}/withdrawal" => {
            (stage.form_at(&path.replace("{id}", NO_ID), &[]).await, NO_LOGS)
        }
        _ => return None,
    })
}

/// Puts an offer into a new cart.
async fn shop(stage: &Stage, offer: &str) -> Reply {
    let row = format!("row:{offer}");
    let fields = [("do", "add"), ("cart", ""), ("offer", offer), (row.as_str(), "4")];
    let path = format!("/customers/{}/orders/new", id(1));
    stage.admin.submit(&path, &path, &fields).await
}

fn cart_of(reply: &Reply) -> String {
    let address = reply.header("location");
    address.split("cart=").nth(1).unwrap().split(['&', '#']).next().unwrap().to_owned()
}

async fn order(stage: &Stage) -> Reply {
    let cart = cart_of(&shop(stage, "E3").await);
    let review = format!("/customers/{}/orders/review?cart={cart}", id(1));
    stage.admin.submit(&review, "/orders", &[("cart", &cart)]).await
}

/// A reseller's order request, and the browser of the user who sent it.
async fn requested(stage: &Stage) -> (Browser, String) {
    let reseller = stage.app.signed_in("sa@2000.example").await;
    let path = format!("/customers/{}/orders/new", id(1));
    let fields = [("do", "add"), ("cart", ""), ("offer", "E3"), ("row:E3", "4")];
    let cart = cart_of(&reseller.submit(&path, &path, &fields).await);
    let review = format!("/customers/{}/orders/review?cart={cart}", id(1));
    reseller.submit(&review, "/orders", &[("cart", &cart)]).await;
    stage.restart_count();
    (reseller, cart)
}

async fn decided(stage: &Stage, path: &str, fields: &[(&str, &str)]) -> Reply {
    let (_, order) = requested(stage).await;
    stage.admin.submit("/orders", &path.replace("{id}", &order), fields).await
}

async fn withdrawn(stage: &Stage) -> Reply {
    let (reseller, order) = requested(stage).await;
    reseller.submit("/orders", &format!("/orders/{order}/withdrawal"), &[]).await
}
