//! The acts that can be done to many customers or subscriptions together, and the permission that each needs.

use crate::domain::text_enum::text_enum;
use crate::domain::{PartnerKind, Permission};

/// An act on many rows. Each row is changed as by the act on one row, under the same permission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BulkActKind {
    /// Sets the reseller of record of customers.
    Reseller,
    /// Adds tags to customers.
    AddTags,
    /// Removes a tag from customers.
    RemoveTag,
    /// Suspends subscriptions.
    Suspend,
    /// Reactivates subscriptions.
    Reactivate,
    /// Switches auto-renewal of subscriptions on or off.
    AutoRenew,
    /// Sets the support contact of subscriptions.
    SupportContact,
    /// Reminds the recipients of relationship requests.
    Remind,
}

text_enum!(BulkActKind, "act", {
    Reseller = "reseller", AddTags = "tag", RemoveTag = "untag", Suspend = "suspend", Reactivate = "reactivate",
    AutoRenew = "auto-renew", SupportContact = "support-contact", Remind = "remind",
});

/// What the rows of a bulk act are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BulkSubject {
    /// Customers.
    Customers,
    /// Subscriptions.
    Subscriptions,
    /// Relationship requests.
    Requests,
}

/// A list in which rows can be selected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BulkList {
    /// The customer list.
    Customers,
    /// The list of subscriptions across customers.
    Subscriptions,
    /// The list of relationship requests.
    Requests,
}

text_enum!(BulkList, "list", {
    Customers = "customers", Subscriptions = "subscriptions", Requests = "requests",
});

impl BulkActKind {
    /// Returns the permission of the act on one row.
    pub const fn permission(self) -> Permission {
        match self {
            BulkActKind::Reseller => Permission::SetResellerOfRecord,
            BulkActKind::AddTags | BulkActKind::RemoveTag => Permission::AnnotateCustomers,
            BulkActKind::Suspend | BulkActKind::Reactivate => Permission::SuspendSubscription,
            BulkActKind::AutoRenew => Permission::ChangeSubscription,
            BulkActKind::SupportContact => Permission::SetSupportContact,
            BulkActKind::Remind => Permission::ManageRequests,
        }
    }

    /// Returns what its rows are.
    pub const fn subject(self) -> BulkSubject {
        match self {
            BulkActKind::Reseller | BulkActKind::AddTags | BulkActKind::RemoveTag => BulkSubject::Customers,
            BulkActKind::Suspend
            | BulkActKind::Reactivate
            | BulkActKind::AutoRenew
            | BulkActKind::SupportContact => BulkSubject::Subscriptions,
            BulkActKind::Remind => BulkSubject::Requests,
        }
    }

    /// Whether it can be undone. A message that was sent cannot be taken back.
    pub fn can_be_undone(self) -> bool {
        self != BulkActKind::Remind
    }

    /// Whether a list of a partner of this type offers it. The customer list also offers acts on the subscriptions of the
    /// selected customers.
    pub fn is_offered(self, list: BulkList, partner: PartnerKind) -> bool {
        let is_of_list = match list {
            BulkList::Customers => self.subject() != BulkSubject::Requests,
            BulkList::Subscriptions => self.subject() == BulkSubject::Subscriptions,
            BulkList::Requests => self.subject() == BulkSubject::Requests,
        };
        let exists = match self {
            BulkActKind::Reseller => partner == PartnerKind::IndirectProvider,
            BulkActKind::SupportContact => partner != PartnerKind::Direct,
            _ => true,
        };
        is_of_list && exists
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_offer_the_acts_on_their_rows() {
        let offered = |list| {
            let all = <BulkActKind as crate::domain::TextEnum>::ALL.iter();
            all.filter(|(act, _)| act.is_offered(list, PartnerKind::Direct)).map(|(_, word)| *word).collect()
        };
        let of_customers: Vec<&str> = offered(BulkList::Customers);
        assert_eq!(of_customers, ["tag", "untag", "suspend", "reactivate", "auto-renew"]);
        let of_subscriptions: Vec<&str> = offered(BulkList::Subscriptions);
        assert_eq!(of_subscriptions, ["suspend", "reactivate", "auto-renew"]);
        assert_eq!(offered(BulkList::Requests), ["remind"]);
        assert!(BulkActKind::SupportContact.is_offered(BulkList::Customers, PartnerKind::IndirectProvider));
    }
}
