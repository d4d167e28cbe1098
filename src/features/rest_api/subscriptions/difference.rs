//! What a program changes in a subscription: it sends the whole resource, and only what differs from the stored one counts.

use crate::domain::{Permission, SubscriptionStatus};
use crate::error::{Error, Fault, Result};
use crate::features::rest_api::fields::Fields;
use crate::features::rest_api::offers::resource::cycle_word;
use crate::features::rest_api::subscriptions::next_term::SentNextTerm;
use crate::features::subscriptions::lifecycle::operation::{Operation, OperationError};
use crate::features::subscriptions::model::{ANY_QUANTITY, MAX_NICKNAME, Subscription};
use crate::i18n::Locale;

/// The parts of a subscription that can be changed, as a program sent them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SentSubscription {
    quantity: Option<i32>,
    status: Option<String>,
    auto_renew: Option<bool>,
    friendly_name: Option<String>,
    billing_cycle: Option<String>,
    next_term: SentNextTerm,
}

impl SentSubscription {
    /// Reads the body. Everything else in it is ignored.
    pub fn read(fields: &mut Fields<'_>) -> Self {
        let quantity = fields.number("quantity");
        if quantity.is_some_and(|quantity| !ANY_QUANTITY.contains(&quantity)) {
            fields.add(
                "quantity",
                format!("it must be from {} to {}", ANY_QUANTITY.start(), ANY_QUANTITY.end()),
            );
        }
        let friendly_name = fields.text("friendlyName").map(|name| name.trim().to_owned());
        if friendly_name.as_ref().is_some_and(|name| name.chars().count() > MAX_NICKNAME) {
            fields.add("friendlyName", format!("it must have at most {MAX_NICKNAME} characters"));
        }
        SentSubscription {
            quantity,
            status: fields.text("status").map(str::to_ascii_lowercase),
            auto_renew: fields.flag("autoRenewEnabled"),
            friendly_name,
            billing_cycle: fields.text("billingCycle").map(str::to_ascii_lowercase),
            next_term: SentNextTerm::read(fields),
        }
    }

    /// Returns the operations that make the stored subscription what was sent, each with the permission that it needs, in the
    /// order in which the rules allow most of them.
    ///
    /// # Errors
    /// A fault for a value that cannot be set.
    pub fn operations(&self, now: &Subscription, locale: Locale) -> Result<Vec<(Operation, Permission)>> {
        use Permission::{CancelSubscription, ChangeSubscription, SuspendSubscription};
        let cycle = self.billing_cycle.as_deref();
        let stored_cycle = now.billing_cycle.map(cycle_word);
        if let (Some(sent), Some(stored)) = (cycle, stored_cycle)
            && sent.replace('_', "") != stored.replace('_', "")
        {
            return Err(Fault::new(400, "2054", locale.texts().api_fault_cycle()).into());
        }
        let mut operations = Vec::new();
        let is_active_again =
            self.status.as_deref() == Some("active") && now.status != SubscriptionStatus::Active;
        if is_active_again {
            operations.push((Operation::Reactivate, SuspendSubscription));
        }
        if let Some(quantity) = self.quantity.filter(|quantity| *quantity != now.quantity) {
            operations.push((Operation::Quantity(quantity), ChangeSubscription));
        }
        if let Some(nickname) = self.nickname(now) {
            operations.push((Operation::Nickname(nickname), ChangeSubscription));
        }
        if let Some(on) = self.auto_renew.filter(|on| *on != now.auto_renew) {
            operations.push((Operation::AutoRenew(on), ChangeSubscription));
        }
        // One that no longer renews has no plan.
        let ends =
            |operation: &Operation| self.auto_renew == Some(false) && *operation == Operation::RenewUnchanged;
        operations.extend(self.next_term.operation(now).filter(|(operation, _)| !ends(operation)));
        match self.status.as_deref() {
            None | Some("active") => {}
            Some(word) if word == now.status.as_str() => {}
            Some("suspended") => operations.push((Operation::Suspend, SuspendSubscription)),
            Some("deleted") => operations.push((Operation::Cancel, CancelSubscription)),
            Some(_) => {
                let fields =
                    vec![("status".to_owned(), "it must be active, suspended or deleted".to_owned())];
                return Err(
                    Fault { fields, ..Fault::new(400, "800002", locale.texts().api_fault_input()) }.into()
                );
            }
        }
        Ok(operations)
    }

    /// Returns the new nickname, if it differs: none for the name of the product.
    fn nickname(&self, now: &Subscription) -> Option<Option<String>> {
        let sent = self.friendly_name.as_ref()?;
        let new = Some(sent.clone()).filter(|name| !name.is_empty() && *name != now.name);
        (new != now.nickname).then_some(new)
    }
}

/// Returns the fault for a change that a rule forbids.
pub fn refused(refusal: &OperationError, locale: Locale) -> Error {
    let (status, code) = match refusal {
        OperationError::Suspended => (400, "2001"),
        OperationError::Quantity(_) => (400, "2002"),
        OperationError::Deleted | OperationError::DeletionDue => (400, "2011"),
        OperationError::ParentNotActive(_) => (409, "27009"),
        _ => (400, "3000"),
    };
    Fault::new(status, code, refusal.text(locale)).into()
}
