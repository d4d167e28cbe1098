//! Random actions in the sample channel, for the activity log. [`super::activity`] chooses times and authors.

use crate::audit::{Action, Activity, ActorKind};
use crate::demo::holdings::Holding;
use crate::demo::names::company::company;
use crate::demo::random::Random;
use crate::demo::subscriptions::bought;
use chrono::Days;
use serde_json::json;

/// A sample action.
pub(super) struct SampleAction {
    /// The kind of actor.
    pub by: ActorKind,
    /// The log entry.
    pub activity: Activity,
}

/// Returns a random action, about one of these customers. `held` must not be empty.
pub(super) fn random_action(random: &mut Random, held: &[Holding]) -> SampleAction {
    use crate::audit::Action as A;
    let action = random.pick_weighted(&[
        (A::UpdateSubscription, 22),
        (A::CreateOrder, 14),
        (A::UpdateBillTo, 9),
        (A::UpdateBillToName, 4),
        (A::SendRequest, 6),
        (A::AcceptRequest, 3),
        (A::ExpireRequest, 1),
        (A::SetSupportContact, 3),
        (A::CreateCustomerPermission, 2),
        (A::CreateAgreement, 3),
        (A::DeleteSubscription, 3),
        (A::SignIn, 24),
        (A::RefusedSignIn, 2),
        (A::Export, 4),
    ]);
    let holding = &held[random.below(held.len() as u64) as usize];
    let by = match action {
        A::DeleteSubscription | A::ExpireRequest => ActorKind::System,
        A::AcceptRequest => ActorKind::Customer,
        _ => ActorKind::User,
    };
    SampleAction { by, activity: activity(action, holding, random) }
}

fn activity(action: Action, holding: &Holding, random: &mut Random) -> Activity {
    use crate::audit::Action as A;
    let bought = bought(holding);
    let product = bought.first().map_or("Microsoft 365 Business Basic", |sold| sold.name);
    let line = |(name, quantity): (&str, i32)| json!({ "offer_name": name, "quantity": quantity });
    let mut lines: Vec<_> = bought.iter().take(3).map(|sold| line((sold.name, sold.quantity))).collect();
    if lines.is_empty() {
        lines.push(line((product, 5)));
    }
    let number = |random: &mut Random| format!("+82 2-555-{:04}", random.below(10_000));
    let seats = 5 + random.below(60);
    let past = crate::clock::now().date() - Days::new(60 + random.below(300));
    let day = crate::clock::now().date() + Days::new(10 + random.below(20));
    let (resource, details) = match action {
        A::UpdateSubscription => (
            "subscription",
            json!({
                "subscription": product,
                "before": { "quantity": seats, "status": "active" },
                "after": if random.chance(75) {
                    json!({ "quantity": seats + 1 + random.below(20), "status": "active" })
                } else {
                    json!({ "quantity": seats, "status": "suspended" })
                },
            }),
        ),
        A::CreateOrder => (
            "order",
            json!({
                "order_id": random.uuid().to_string(),
                "lines": lines,
            }),
        ),
        A::UpdateBillTo => (
            "customer",
            json!({
                "before": { "phone": number(random), "city": "Seoul" },
                "after": { "phone": number(random), "city": "Seoul" },
            }),
        ),
        A::UpdateBillToName => (
            "customer",
            json!({
                "before": { "company_name": company(holding.index).domain }, "after": { "company_name": holding.list_name },
            }),
        ),
        A::SendRequest => (
            "relationship_request",
            json!({
                "recipient": format!("it@{}", company(holding.index).domain), "valid_until": day.to_string(),
                "delegated_admin": random.chance(70),
            }),
        ),
        A::AcceptRequest | A::ExpireRequest => {
            ("relationship_request", json!({ "valid_until": day.to_string() }))
        }
        A::SetSupportContact | A::DeleteSubscription => ("subscription", json!({ "subscription": product })),
        A::CreateAgreement => {
            ("agreement", json!({ "agreed_on": past.to_string(), "first_name": "하은", "last_name": "정" }))
        }
        A::SignIn | A::RefusedSignIn => ("partner_user", json!({})),
        A::Export => {
            ("customer", json!({ "file": "customers.csv", "rows": 40 + random.below(900), "search": "" }))
        }
        _ => ("customer", json!({ "permission": "azure-reservations" })),
    };
    if action.kind() == "access" {
        return Activity::new(action, resource, details);
    }
    let id = company(holding.index).microsoft_id;
    Activity { resource, ..Activity::for_customer(action, id, &holding.list_name, details) }
}
