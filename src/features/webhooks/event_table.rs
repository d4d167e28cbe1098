//! The table from entries of the activity log to events. A new action needs a line in [`rule`].

use crate::audit::Action;
use crate::domain::{MicrosoftId, TextEnum, WebhookEvent};
use crate::urls;
use crate::urls::PortalUrl;
use serde_json::Value;
use std::collections::HashSet;

/// What entries with an action tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rule {
    /// Nothing: it is the partner's own business.
    Nothing,
    /// Something about each subscription of the entry.
    Subscriptions,
    /// Something about the customer.
    Customer(WebhookEvent),
    /// A new customer: after a relationship request, that it was accepted.
    NewCustomer,
    /// That a customer accepted a relationship request.
    Accepted,
    /// Something about a relationship request.
    Request(WebhookEvent),
    /// Something about an order.
    Order(WebhookEvent),
    /// That an order was placed; if it was requested before, that it was decided, too.
    PlacedOrder,
    /// Something about a referral: the own event, and that of a referral on which another partner works.
    Referral(WebhookEvent, WebhookEvent),
}

const fn rule(action: Action) -> Rule {
    use Action as A;
    use WebhookEvent as E;
    match action {
        A::UpdateSubscription | A::DeleteSubscription | A::SetSupportContact => Rule::Subscriptions,
        A::AddCustomer | A::RestoreCustomerRelationship => Rule::NewCustomer,
        A::UpdateCustomer
        | A::CorrectMicrosoftId
        | A::SetResellerOfRecord
        | A::UpdateBillTo
        | A::UpdateBillToName
        | A::CreateCustomerPermission
        | A::DeleteCustomerPermission
        | A::CreateAgreement => Rule::Customer(E::CustomerUpdated),
        A::RemoveCustomerRelationship => Rule::Customer(E::CustomerRemoved),
        A::GrantDelegatedAdmin => Rule::Customer(E::DelegatedAdminApproved),
        A::EndDelegatedAdmin => Rule::Customer(E::DelegatedAdminTerminated),
        A::AcceptRequest => Rule::Accepted,
        A::DeclineRequest => Rule::Request(E::RequestDeclined),
        A::ExpireRequest => Rule::Request(E::RequestExpired),
        A::CreateOrder => Rule::PlacedOrder,
        A::RequestOrder => Rule::Order(E::OrderRequested),
        A::DeclineOrder | A::WithdrawOrder => Rule::Order(E::OrderDecided),
        A::CreateReferral => Rule::Referral(E::ReferralCreated, E::RelatedReferralCreated),
        A::UpdateReferral => Rule::Referral(E::ReferralUpdated, E::RelatedReferralUpdated),
        // Offers, notes, contacts, tags and views are of the partner itself; an import has an entry for each change, too.
        A::UpdateOffer
        | A::AddNote
        | A::UpdateNote
        | A::RemoveNote
        | A::AddContact
        | A::UpdateContact
        | A::RemoveContact
        | A::CreateTag
        | A::UpdateTag
        | A::MergeTags
        | A::DeleteTag
        | A::ShareView
        | A::UpdateView
        | A::RemoveView
        | A::Import
        | A::BeginBulkAct
        | A::EndBulkAct
        | A::UndoBulkAct
        | A::CreateReport
        | A::UpdateReport
        | A::PauseReport
        | A::ResumeReport
        | A::RemoveReport
        | A::Export => Rule::Nothing,
        // Steps of a request that the customer has not answered, and partnerships, which have no event.
        A::CreateRequest
        | A::UpdateRequest
        | A::SendRequest
        | A::OpenRequest
        | A::RevokeRequest
        | A::ExtendRequest
        | A::CreatePartnerRelationship
        | A::RemovePartnerRelationship => Rule::Nothing,
        // The partner, its users, programs and servers.
        A::SetUpPartner
        | A::UpdateOrganization
        | A::CreatePartnerUser
        | A::UpdatePartnerUser
        | A::RemovePartnerUser
        | A::ChangePassword
        | A::ChangeSecondFactor
        | A::EndSessions
        | A::SendPasswordLink
        | A::UpdateProfile
        | A::SignIn
        | A::RefusedSignIn
        | A::SlowSignIn
        | A::SignOut
        | A::SendQueuedMail
        | A::RestoreBackup
        | A::ReplaceSecret
        | A::ErasePersonalData
        | A::CreateChatChannel
        | A::UpdateChatChannel
        | A::PauseChatChannel
        | A::ResumeChatChannel
        | A::RemoveChatChannel
        | A::CreateWebhook
        | A::UpdateWebhook
        | A::RotateWebhookSecret
        | A::PauseWebhook
        | A::ResumeWebhook
        | A::RemoveWebhook
        | A::CreateConnection
        | A::UpdateConnection
        | A::PauseConnection
        | A::ResumeConnection
        | A::RemoveConnection
        | A::RunConnection
        | A::FailConnection
        | A::WarnConnection
        | A::MarkMissingCustomer
        | A::WriteToServer
        | A::CreateToken
        | A::EndToken
        | A::RegisterApplication
        | A::RotateApplicationSecret
        | A::EndApplication => Rule::Nothing,
    }
}

/// Returns the actions whose entries tell something, as the log stores them.
pub fn telling_actions() -> Vec<&'static str> {
    let telling = Action::ALL.iter().filter(|(action, _)| rule(*action) != Rule::Nothing);
    telling.map(|(_, word)| *word).collect()
}

/// An entry of the log.
#[derive(Debug, Clone)]
pub struct LoggedFact {
    /// What was done.
    pub action: Action,
    /// The customer.
    pub customer: Option<MicrosoftId>,
    /// The details.
    pub details: Value,
}

impl LoggedFact {
    fn word(&self, key: &str) -> Option<&str> {
        self.details.get(key).and_then(Value::as_str)
    }

    /// Returns the relationship request that the entry is about.
    pub fn request(&self) -> Option<&str> {
        self.word("request")
    }

    /// Returns the order that the entry is about.
    pub fn order(&self) -> Option<&str> {
        self.word("order_id")
    }
}

/// What entries do not say about the objects that they name.
#[derive(Debug, Clone, Default)]
pub struct ObjectKinds {
    /// The relationship requests of an indirect reseller together with its provider.
    pub provider_requests: HashSet<String>,
    /// The orders that were requested before they were placed.
    pub requested_orders: HashSet<String>,
}

/// An event of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectEvent {
    /// What happened.
    pub event: WebhookEvent,
    /// The address of the object.
    pub object: PortalUrl,
}

/// Returns the events that an entry tells. An entry whose details were erased tells nothing about objects that only they name.
pub fn events_of(fact: &LoggedFact, kinds: &ObjectKinds) -> Vec<ObjectEvent> {
    let told = |event, object| ObjectEvent { event, object };
    let of_customer = |event| fact.customer.map(|id| told(event, urls::api_customer(id)));
    let of_order = |event| Some(told(event, urls::api_order(fact.customer?, fact.order()?)));
    let accepted = |request: &str| match kinds.provider_requests.contains(request) {
        true => WebhookEvent::ProviderRequestAccepted,
        false => WebhookEvent::RequestAccepted,
    };
    match rule(fact.action) {
        Rule::Nothing => Vec::new(),
        Rule::Subscriptions => subscriptions_of(fact),
        Rule::Customer(event) => of_customer(event).into_iter().collect(),
        Rule::NewCustomer => {
            of_customer(fact.request().map_or(WebhookEvent::CustomerUpdated, accepted)).into_iter().collect()
        }
        Rule::Accepted => {
            fact.request().and_then(|request| of_customer(accepted(request))).into_iter().collect()
        }
        Rule::Request(event) => {
            fact.request().map(|id| told(event, urls::relationship_request(id))).into_iter().collect()
        }
        Rule::Order(event) => of_order(event).into_iter().collect(),
        Rule::PlacedOrder => {
            let was_requested = fact.order().is_some_and(|order| kinds.requested_orders.contains(order));
            let decided = was_requested.then(|| of_order(WebhookEvent::OrderDecided)).flatten();
            decided.into_iter().chain(of_order(WebhookEvent::OrderCreated)).collect()
        }
        Rule::Referral(own, related) => {
            let event = if fact.word("reseller").is_some() { related } else { own };
            fact.word("referral").map(|id| told(event, urls::referral(id))).into_iter().collect()
        }
    }
}

/// Returns an event for each subscription: one in the details, several in `lines`, and those of imports before and after.
fn subscriptions_of(fact: &LoggedFact) -> Vec<ObjectEvent> {
    let Some(customer) = fact.customer else { return Vec::new() };
    let lines = fact.details.get("lines").and_then(Value::as_array);
    let lines = lines.map_or_else(|| std::slice::from_ref(&fact.details), Vec::as_slice);
    let id = |line: &Value| {
        let of = |side: Option<&Value>| side?.get("subscription_id")?.as_str().map(str::to_owned);
        of(Some(line)).or_else(|| of(line.get("after"))).or_else(|| of(line.get("before")))
    };
    let event = |id: String| ObjectEvent {
        event: WebhookEvent::SubscriptionUpdated,
        object: urls::api_subscription(customer, id),
    };
    lines.iter().filter_map(id).map(event).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use uuid::Uuid;

    fn events(action: Action, details: Value) -> Vec<(&'static str, String)> {
        let fact = LoggedFact { action, customer: Some(MicrosoftId(Uuid::nil())), details };
        let kinds = ObjectKinds {
            provider_requests: ["R2".to_owned()].into(),
            requested_orders: ["O2".to_owned()].into(),
        };
        let told = events_of(&fact, &kinds);
        told.into_iter().map(|told| (told.event.as_str(), String::from(told.object))).collect()
    }

    const CUSTOMER: &str = "/v1/customers/00000000-0000-0000-0000-000000000000";

    #[test]
    fn each_line_of_an_entry_is_an_event_of_its_subscription() {
        let subscription = |id: &str| ("subscription-updated", format!("{CUSTOMER}/subscriptions/{id}"));
        let one = json!({ "subscription_id": "a", "before": {}, "after": {} });
        assert_eq!(events(Action::UpdateSubscription, one.clone()), [subscription("a")]);
        let two = json!({ "count": 2, "lines": [one, { "subscription_id": "b" }] });
        assert_eq!(events(Action::DeleteSubscription, two), [subscription("a"), subscription("b")]);
        let imported = json!({ "before": { "subscription_id": "c" }, "after": { "subscription_id": "c" } });
        assert_eq!(events(Action::UpdateSubscription, imported), [subscription("c")]);
        assert!(events(Action::UpdateSubscription, Value::Null).is_empty());
    }

    #[test]
    fn objects_decide_between_similar_events() {
        let customer = |event: &'static str| vec![(event, CUSTOMER.to_owned())];
        let accepted = |request: &str| events(Action::AcceptRequest, json!({ "request": request }));
        assert_eq!(accepted("R1"), customer("reseller-relationship-accepted-by-customer"));
        assert_eq!(accepted("R2"), customer("indirect-reseller-relationship-accepted-by-customer"));
        let added = events(Action::AddCustomer, json!({ "request": "R1" }));
        assert_eq!(added, customer("reseller-relationship-accepted-by-customer"));
        assert_eq!(events(Action::AddCustomer, json!({})), customer("customer-updated"));
        let placed = |order: &str| -> Vec<&str> {
            let placed = events(Action::CreateOrder, json!({ "order_id": order }));
            placed.into_iter().map(|(event, _)| event).collect()
        };
        assert_eq!(
            (placed("O1"), placed("O2")),
            (vec!["order-created"], vec!["order-decided", "order-created"])
        );
        let referral = |details| events(Action::CreateReferral, details)[0].0;
        assert_eq!(referral(json!({ "referral": "F1" })), "referral-created");
        assert_eq!(referral(json!({ "referral": "F1", "reseller": "2000" })), "related-referral-created");
    }

    #[test]
    fn every_event_has_an_action_or_a_job() {
        let told: HashSet<WebhookEvent> = Action::ALL
            .iter()
            .flat_map(|(action, _)| match rule(*action) {
                Rule::Nothing => vec![],
                Rule::Subscriptions => vec![WebhookEvent::SubscriptionUpdated],
                Rule::Customer(event) | Rule::Request(event) | Rule::Order(event) => vec![event],
                Rule::NewCustomer => vec![WebhookEvent::CustomerUpdated],
                Rule::Accepted => {
                    vec![WebhookEvent::RequestAccepted, WebhookEvent::ProviderRequestAccepted]
                }
                Rule::PlacedOrder => vec![WebhookEvent::OrderCreated],
                Rule::Referral(own, related) => vec![own, related],
            })
            .chain([WebhookEvent::TestCreated, WebhookEvent::RenewalDue])
            .collect();
        assert!(WebhookEvent::ALL.iter().all(|(event, _)| told.contains(event)));
    }
}
