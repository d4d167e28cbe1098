//! The head of the pages of one customer: what identifies the customer, and the tabs. `templates/customers/head.html`
//! shows it.

use crate::auth::Scope;
use crate::db::DbConnection;
use crate::db::schema::{bill_to, notes};
use crate::domain::MicrosoftId;
use crate::error::Result;
use crate::features::customers::lookup;
use crate::features::customers::model::CustomerRow;
use crate::i18n::{Locale, countries};
use crate::urls;
use crate::web::shell::Shell;
use crate::web::tabs::{Tab, Tabs};
use diesel::prelude::*;

/// A page of a customer that has a tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CustomerView {
    /// `GET /customers/ID/subscriptions`.
    Subscriptions,
    /// `GET /customers/ID/account`.
    Account,
    /// `GET /customers/ID/notes`.
    Notes,
    /// `GET /customers/ID/activity`.
    Activity,
}

/// What the head shows.
#[derive(Debug, Clone)]
pub struct CustomerHead {
    /// The customer.
    pub customer: CustomerRow,
    /// The country of the bill-to address, as a two-letter code; empty without an address.
    pub country: String,
    /// How many subscriptions of the customer the partner may see.
    pub subscriptions: u64,
    /// How many notes there are about the customer.
    pub notes: u64,
    /// The page.
    pub view: CustomerView,
}

impl CustomerHead {
    /// Reads the head of a customer's page.
    ///
    /// # Errors
    /// [`crate::error::Error::NotFound`] as for [`lookup::customer`].
    pub fn load<P>(
        scope: &Scope<P>,
        id: MicrosoftId,
        view: CustomerView,
        c: &mut DbConnection,
    ) -> Result<Self> {
        let customer = lookup::customer(scope, id, c)?;
        let address = bill_to::table.find((scope.partner(), id)).select(bill_to::country);
        let country: Option<String> = address.first(c).optional()?;
        let subscriptions: i64 = scope.subscriptions(id).count().get_result(c)?;
        let own = notes::partner_id.eq(scope.partner()).and(notes::microsoft_id.eq(id));
        let notes: i64 = notes::table.filter(own).count().get_result(c)?;
        Ok(CustomerHead {
            customer,
            country: country.unwrap_or_default(),
            subscriptions: subscriptions.unsigned_abs(),
            notes: notes.unsigned_abs(),
            view,
        })
    }

    /// Returns the name of the customer's country, if it is known.
    pub fn country_name(&self, locale: Locale) -> Option<&str> {
        (!self.country.is_empty()).then(|| countries::country_name(&self.country, locale))
    }

    /// Returns the tabs: the subscriptions with their number, the account, the notes, and the customer's part of the log.
    pub fn views(&self, shell: &Shell) -> Tabs {
        let (texts, id) = (shell.texts, self.customer.microsoft_id);
        let is = |view| self.view == view;
        let count = shell.locale.number(self.subscriptions);
        let subscriptions = Tab::new(
            texts.subscriptions(),
            urls::customer_subscriptions(id),
            is(CustomerView::Subscriptions),
        );
        let account = Tab::new(texts.account(), urls::customer_account(id), is(CustomerView::Account));
        let notes = Tab::new(texts.notes(), urls::customer_notes(id), is(CustomerView::Notes));
        let notes = notes.with_number(shell.locale.number(self.notes));
        let log = Tab::new(texts.activity_log(), urls::customer_activity(id), is(CustomerView::Activity));
        Tabs {
            label: texts.customer_views(),
            tabs: vec![subscriptions.with_number(count), account, notes, log],
        }
    }
}
