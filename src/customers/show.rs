//! What a customer bought. All pages of one customer begin with the same head and tabs.

use super::model::CustomerRow;
use crate::subscriptions::model::SubscriptionRow;
use crate::web::page::Shell;
use askama::Template;

/// A subscription and who sells it.
#[derive(Debug, Clone)]
pub struct SoldSubscription {
    /// The subscription.
    pub row: SubscriptionRow,
    /// The indirect reseller of record, as people know it: its name or its MPN ID.
    pub reseller: Option<String>,
}

/// `GET /customers/ID/subscriptions`.
#[derive(Template)]
#[template(path = "customers/subscriptions.html")]
pub struct SubscriptionsPage<'a> {
    /// The frame.
    pub shell: &'a Shell,
    /// Whose they are.
    pub customer: &'a CustomerRow,
    /// All of them, in order.
    pub subscriptions: &'a [SoldSubscription],
}

impl SubscriptionsPage<'_> {
    fn count(&self) -> u64 {
        self.subscriptions.len() as u64
    }

    /// How many, as text before and after the number, and the number.
    fn counted(&self) -> [String; 3] {
        let count = self.shell.texts.subscriptions_count(self.count());
        [count.s0, self.shell.locale.number(self.count()), count.s1]
    }

    /// All licences together, the same way.
    fn licenses(&self) -> [String; 3] {
        let sum = self.subscriptions.iter().map(|sold| u64::from(sold.row.quantity.unsigned_abs())).sum();
        let count = self.shell.texts.licenses_count(sum);
        [count.s0, self.shell.locale.number(sum), count.s1]
    }

    fn quantity(&self, sold: &SoldSubscription) -> String {
        self.shell.locale.number(sold.row.quantity.unsigned_abs().into())
    }

    fn status(&self, sold: &SoldSubscription) -> String {
        sold.row.status.label(self.shell.texts)
    }

    fn copy_label(&self, sold: &SoldSubscription) -> String {
        let label = self.shell.texts.copy_subscription_id();
        [label.s0, sold.row.name.clone(), label.s1].concat()
    }

    fn relationship(&self) -> String {
        self.customer.relationship.label(self.shell.texts)
    }
}
