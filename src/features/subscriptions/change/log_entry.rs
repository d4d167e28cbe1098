//! Log entries of changed subscriptions: for the author, the seller, and the reseller of record if it has the customer.
//! Each entry contains only the subscriptions that its partner may see.

use crate::audit::{Action, Activity};
use crate::domain::{BillingCycle, MicrosoftId, OfferId, PartnerId, SubscriptionStatus};
use crate::features::subscriptions::lifecycle::at_renewal::PlanProblem;
use crate::features::subscriptions::model::Subscription;
use serde_json::{Map, Value, json};
use std::collections::{BTreeSet, HashMap};

/// A subscription before and after a change.
#[derive(Debug, Clone)]
pub struct ChangedSubscription {
    /// The previous state.
    pub before: Subscription,
    /// The new state.
    pub after: Subscription,
    /// Why a new term began without what was planned for it.
    pub dropped: Option<PlanProblem>,
}

/// The partners affected by a change, besides its author.
#[derive(Debug, Clone, Default)]
pub struct AffectedPartners {
    /// The customers that the resellers of record have in their own lists.
    pub holders: BTreeSet<(MicrosoftId, PartnerId)>,
    /// The MPN IDs of sellers and resellers.
    pub mpn_ids: HashMap<PartnerId, String>,
    /// The names of the sellers' offers with which a subscription is to renew.
    pub offers: HashMap<(PartnerId, OfferId), String>,
}

/// Returns the log entry of these changes, which must be of one customer and one seller. `None` if there are none.
pub fn entry(
    author: PartnerId,
    customer: MicrosoftId,
    name: &str,
    changes: &[ChangedSubscription],
    circle: &AffectedPartners,
) -> Option<Activity> {
    let first = changes.first()?;
    let details = |reader: PartnerId| details(&visible(changes, reader), circle);
    let concerned = changes.iter().filter_map(|one| one.before.reseller);
    let readers: BTreeSet<PartnerId> = concerned
        .filter(|reseller| circle.holders.contains(&(customer, *reseller)))
        .chain([first.before.seller])
        .collect();
    let mut activity = Activity::for_customer(action(changes), customer, name, details(author));
    activity.resource = "subscription";
    activity.told = readers
        .into_iter()
        .filter(|reader| *reader != author)
        .map(|reader| (reader, details(reader)))
        .collect();
    Some(activity)
}

fn visible(changes: &[ChangedSubscription], reader: PartnerId) -> Vec<&ChangedSubscription> {
    let sees =
        |one: &&ChangedSubscription| one.before.seller == reader || one.before.reseller == Some(reader);
    changes.iter().filter(sees).collect()
}

fn action(changes: &[ChangedSubscription]) -> Action {
    let deleted = |one: &ChangedSubscription| one.after.status == SubscriptionStatus::Deleted;
    let support = |one: &ChangedSubscription| one.after.support_partner() != one.before.support_partner();
    match changes {
        changes if changes.iter().any(deleted) => Action::DeleteSubscription,
        changes if changes.iter().any(support) => Action::SetSupportContact,
        _ => Action::UpdateSubscription,
    }
}

/// Puts one subscription directly into the details, several into `lines`.
fn details(changes: &[&ChangedSubscription], circle: &AffectedPartners) -> Value {
    match changes {
        [one] => line(one, circle),
        several => {
            let lines: Vec<Value> = several.iter().map(|one| line(one, circle)).collect();
            json!({ "count": lines.len(), "lines": lines })
        }
    }
}

fn line(one: &ChangedSubscription, circle: &AffectedPartners) -> Value {
    let (mut before, mut after) =
        (changeable_fields(&one.before, circle), changeable_fields(&one.after, circle));
    let same: Vec<String> = before
        .iter()
        .filter(|(key, value)| after.get(*key) == Some(value))
        .map(|(key, _)| key.clone())
        .collect();
    for key in &same {
        before.remove(key);
        after.remove(key);
    }
    let mut line = json!({ "subscription_id": one.after.id.0, "name": one.before.name, "before": before, "after": after });
    if let (Some(problem), Some(line)) = (one.dropped, line.as_object_mut()) {
        line.insert("renewed_unchanged".to_owned(), problem.as_str().into());
    }
    line
}

/// Returns the fields that can change.
fn changeable_fields(one: &Subscription, circle: &AffectedPartners) -> Map<String, Value> {
    let supporter = circle.mpn_ids.get(&one.support_partner());
    let plan = &one.at_renewal;
    // The same product with another billing cycle is named by the cycle.
    let named = |id: &OfferId| match circle.offers.get(&(one.seller, id.clone())) {
        Some(name) if *name != one.name => Some(name.clone()),
        Some(_) if plan.cycle != one.billing_cycle => None,
        _ => Some(id.to_string()),
    };
    let facts = json!({
        "product": one.name, "offer_id": one.offer_id.as_ref().map(OfferId::as_str),
        "billing_cycle": one.billing_cycle.map(BillingCycle::as_str),
        "renewal_quantity": plan.quantity, "renewal_offer": plan.offer.as_ref().and_then(named),
        "renewal_cycle": plan.cycle.map(BillingCycle::as_str),
        "nickname": one.nickname, "quantity": one.quantity, "status": one.status.as_str(),
        "auto_renew": one.auto_renew, "renews_on": one.renews_on, "cancels_on": one.cancels_on,
        "deletes_on": one.deletes_on, "support_contact": supporter,
    });
    match facts {
        Value::Object(facts) => facts,
        _ => Map::new(),
    }
}
