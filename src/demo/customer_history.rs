//! What happened to the customers in the last weeks, for the activity log. Each entry ends with the values that the
//! customer has in the sample data: what the log says last is what its pages show.

use crate::audit::{Action, Activity};
use crate::demo::accounts::{acceptance, bill_to, may_purchase};
use crate::demo::activity::{DAYS, working_time};
use crate::demo::holdings::Holding;
use crate::demo::names::company::company;
use crate::demo::random::Random;
use crate::demo::subscriptions::{SampleSubscription, bought};
use crate::domain::SubscriptionStatus::{Active, Suspended};
use crate::domain::{Origin, PartnerKind};
use chrono::{NaiveDateTime, TimeDelta};
use serde_json::{Value, json};

const HISTORY: u64 = 78;

/// Returns the entries about a customer, each with its time. `seller_kind` is the type of the partner in whose list it is.
pub(super) fn customer_history(
    holding: &Holding,
    seller_kind: PartnerKind,
    now: NaiveDateTime,
) -> Vec<(NaiveDateTime, Activity)> {
    let place = holding.mpn_id.bytes().fold(HISTORY, |number, digit| number * 10 + u64::from(digit));
    let mut history = History {
        holding,
        since: now - TimeDelta::days(holding.days_ago),
        now,
        random: Random::new(place, holding.index),
        entries: Vec::new(),
    };
    history.joined();
    history.renamed();
    history.moved_phone();
    if seller_kind != PartnerKind::IndirectReseller {
        history.account();
        bought(holding).iter().for_each(|sold| history.subscription(sold));
    }
    history.entries
}

struct History<'a> {
    holding: &'a Holding,
    /// When the company became a customer.
    since: NaiveDateTime,
    now: NaiveDateTime,
    random: Random,
    entries: Vec<(NaiveDateTime, Activity)>,
}

impl History<'_> {
    fn is_recent(&self, at: NaiveDateTime) -> bool {
        at > self.now - TimeDelta::days(DAYS as i64)
    }

    /// Returns a time in working hours after `from`; `None` if there is no full day after it.
    fn later_than(&mut self, from: NaiveDateTime) -> Option<NaiveDateTime> {
        let days = (self.now - from).num_days().min(DAYS as i64) as u64;
        let ago = (days >= 2).then(|| 1 + self.random.below(days - 1))?;
        Some(working_time(self.now - TimeDelta::days(ago as i64), &mut self.random))
    }

    fn note(&mut self, at: NaiveDateTime, action: Action, resource: &'static str, details: Value) {
        let id = company(self.holding.index).microsoft_id;
        let activity = Activity::for_customer(action, id, &self.holding.list_name, details);
        self.entries.push((at, Activity { resource, ..activity }));
    }

    /// The portal's staff added the customer.
    fn joined(&mut self) {
        if self.is_recent(self.since) && self.holding.origin == Origin::Added {
            let added =
                json!({ "list_name": self.holding.list_name, "domain": company(self.holding.index).domain });
            self.note(self.since, Action::AddCustomer, "customer", json!({ "before": null, "after": added }));
        }
    }

    /// The name in this list was changed from the company's own.
    fn renamed(&mut self) {
        let name = company(self.holding.index).name;
        if name == self.holding.list_name || !self.random.chance(25) {
            return;
        }
        if let Some(at) = self.later_than(self.since) {
            let details = json!({ "before": { "company_name": name }, "after": { "company_name": self.holding.list_name } });
            self.note(at, Action::UpdateBillToName, "customer", details);
        }
    }

    fn moved_phone(&mut self) {
        let stored = bill_to(&company(self.holding.index), &self.holding.list_name, self.holding.index);
        let Some(stored) = stored.filter(|stored| !stored.phone.is_empty()) else { return };
        if !self.random.chance(15) {
            return;
        }
        if let Some(at) = self.later_than(self.since) {
            let (main, former) =
                (stored.phone.split_at(stored.phone.len() - 2).0, 10 + self.random.below(90));
            let before = format!("{main}{former}");
            if before != stored.phone {
                let details = json!({ "before": { "phone": before }, "after": { "phone": stored.phone } });
                self.note(at, Action::UpdateBillTo, "customer", details);
            }
        }
    }

    /// The customer's agreement and permission, both from its first day.
    fn account(&mut self) {
        if !self.is_recent(self.since) {
            return;
        }
        let first_day = self.since.date();
        if let Some(accepted) = acceptance(&company(self.holding.index), first_day, self.holding.index) {
            let details = json!({ "before": null, "after": accepted });
            self.note(self.since, Action::CreateAgreement, "agreement", details);
        }
        if may_purchase(self.holding) {
            let details =
                json!({ "before": { "azure_reservations": "off" }, "after": { "azure_reservations": "on" } });
            self.note(self.since, Action::CreateCustomerPermission, "customer", details);
        }
    }

    fn subscription(&mut self, sold: &SampleSubscription) {
        let began = sold.terms.begun.moment(self.holding.index, self.holding.days_ago, self.now);
        let change = |before: Value, after: Value| {
            json!({
                "subscription_id": sold.subscription_id, "name": sold.name, "before": before, "after": after,
            })
        };
        if let Some(days) = sold.terms.suspended_for.filter(|_| sold.status == Suspended) {
            let at = (self.now - TimeDelta::days(days)).max(began);
            if self.is_recent(at) && sold.parent.is_none() {
                let details = change(json!({ "status": "active" }), json!({ "status": "suspended" }));
                self.note(at, Action::UpdateSubscription, "subscription", details);
            }
        }
        if sold.status == Active && sold.quantity > 4 && self.random.chance(30) {
            let fewer = sold.quantity - 1 - self.random.below(sold.quantity as u64 / 4 + 1) as i32;
            if let Some(at) = self.later_than(began) {
                let details = change(json!({ "quantity": fewer }), json!({ "quantity": sold.quantity }));
                self.note(at, Action::UpdateSubscription, "subscription", details);
            }
        }
        if sold.status == Active
            && self.random.chance(4)
            && let Some((at, nickname)) = self.later_than(began).zip(sold.terms.nickname)
        {
            let details = change(json!({ "nickname": null }), json!({ "nickname": nickname }));
            self.note(at, Action::UpdateSubscription, "subscription", details);
        }
    }
}
