//! The account page of one customer. It begins with the same head and tabs as the page of its subscriptions.

use super::model::{CustomerRow, Origin};
use crate::web::page::Shell;
use askama::Template;
use chrono::NaiveDateTime;

/// `GET /customers/ID/account`.
#[derive(Template)]
#[template(path = "customers/account.html")]
pub struct AccountPage<'a> {
    /// The frame.
    pub shell: &'a Shell,
    /// The customer; its list name is the bill-to company name.
    pub customer: &'a CustomerRow,
    /// How many subscriptions it has.
    pub subscription_count: u64,
    /// The name in the customer's own company profile.
    pub company_name: &'a str,
    /// Whether this partner may administer for the customer.
    pub delegated_admin: bool,
    /// How it came.
    pub origin: Origin,
    /// Since when it is a customer, UTC.
    pub customer_since: NaiveDateTime,
    /// The names of its indirect resellers.
    pub resellers: &'a [String],
}

impl AccountPage<'_> {
    fn count(&self) -> u64 {
        self.subscription_count
    }

    fn relationship(&self) -> String {
        self.customer.relationship.label(self.shell.texts)
    }

    fn admin_words(&self) -> String {
        let texts = self.shell.texts;
        if self.delegated_admin { texts.delegated_granted() } else { texts.delegated_not_granted() }
    }

    fn origin_words(&self) -> String {
        self.origin.label(self.shell.texts)
    }

    fn since(&self) -> String {
        self.shell.locale.date(self.customer_since.date())
    }
}
