//! What an entry says. Operation names are the vendor's audit log's where it has one,
//! `portal_…` where it has not.
//! Rules: docs/reference/domain.md#operations-in-the-activity-log.

use crate::customers::model::MicrosoftId;
use crate::db::words::words;
use crate::partners::model::PartnerId;
use crate::users::model::UserId;
use serde_json::{Value, json};

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// A customer appeared in the list.
    AddCustomer,
    /// What the list says of a customer changed.
    UpdateCustomer,
    /// A Microsoft ID that the portal assigned was corrected.
    CorrectMicrosoftId,
    /// Bill-to contact or address was corrected.
    UpdateBillTo,
    /// The bill-to company name was corrected.
    UpdateBillToName,
    /// The customer may do something on its own.
    CreateCustomerPermission,
    /// The customer may not any more.
    DeleteCustomerPermission,
    /// The customer agreement was attested.
    CreateAgreement,
    /// The relationship with a customer was ended.
    RemoveCustomerRelationship,
    /// An ended relationship came back.
    RestoreCustomerRelationship,
    /// Delegated administration ended.
    EndDelegatedAdmin,
    /// Delegated administration was granted.
    GrantDelegatedAdmin,
    /// What a partner knows of a subscription changed.
    UpdateSubscription,
    /// A suspended or cancelled subscription was deleted.
    DeleteSubscription,
    /// The designated support contact of a subscription changed.
    SetSupportContact,
    /// An order was placed.
    CreateOrder,
    /// An indirect reseller asked its provider for an order.
    RequestOrder,
    /// A provider declined an order request.
    DeclineOrder,
    /// An indirect reseller took its order request back.
    WithdrawOrder,
    /// What a partner may sell changed.
    UpdateOffer,
    /// A batch of an imported file.
    Import,
    /// A relationship request was drafted.
    CreateRequest,
    /// Its text, recipient or period changed.
    UpdateRequest,
    /// It was sent, or sent again.
    SendRequest,
    /// Its link was opened for the first time.
    OpenRequest,
    /// It was accepted.
    AcceptRequest,
    /// It was declined.
    DeclineRequest,
    /// Nobody answered in time.
    ExpireRequest,
    /// It was revoked.
    RevokeRequest,
    /// It is valid for longer.
    ExtendRequest,
    /// A customer was referred to a reseller, or a lead written down.
    CreateReferral,
    /// It was accepted, declined, won, lost, or nobody answered in time.
    UpdateReferral,
    /// A partnership between provider and reseller was made.
    CreatePartnerRelationship,
    /// A partnership was ended.
    RemovePartnerRelationship,
    /// The organisation was set up.
    SetUpPartner,
    /// The organization profile was corrected.
    UpdateOrganization,
    /// A person was added.
    CreatePartnerUser,
    /// Roles, name or state of a person changed.
    UpdatePartnerUser,
    /// A person was deactivated.
    RemovePartnerUser,
    /// A password was changed or reset.
    ChangePassword,
    /// A second factor was set up, taken away or reset.
    ChangeSecondFactor,
    /// Sign-ins were ended.
    EndSessions,
    /// A link to set a forgotten password was sent to its person.
    SendPasswordLink,
    /// A person changed their own profile.
    UpdateProfile,
    /// Signed in.
    SignIn,
    /// Tried to sign in, in vain.
    RefusedSignIn,
    /// Tried so often that further tries have to wait.
    SlowSignIn,
    /// Signed out.
    SignOut,
    /// Took a list away as a file.
    Export,
    /// Personal data was erased.
    ErasePersonalData,
}
words!(Action, "action", {
    AddCustomer = "add_customer",
    UpdateCustomer = "portal_update_customer",
    CorrectMicrosoftId = "portal_correct_microsoft_id",
    UpdateBillTo = "update_customer_billing_profile",
    UpdateBillToName = "update_customer_partner_contract_company_name",
    CreateCustomerPermission = "create_self_serve_policy",
    DeleteCustomerPermission = "delete_self_serve_policy",
    CreateAgreement = "create_agreement",
    RemoveCustomerRelationship = "remove_partner_customer_relationship",
    RestoreCustomerRelationship = "portal_restore_customer_relationship",
    EndDelegatedAdmin = "dap_admin_relationship_terminated",
    GrantDelegatedAdmin = "dap_admin_relationship_approved",
    UpdateSubscription = "update_subscription",
    DeleteSubscription = "portal_delete_subscription",
    SetSupportContact = "portal_set_support_contact",
    CreateOrder = "create_order",
    RequestOrder = "portal_request_order",
    DeclineOrder = "portal_decline_order",
    WithdrawOrder = "portal_withdraw_order",
    UpdateOffer = "portal_update_offer",
    Import = "portal_import",
    CreateRequest = "portal_create_relationship_request",
    UpdateRequest = "portal_update_relationship_request",
    SendRequest = "portal_send_relationship_request",
    OpenRequest = "portal_open_relationship_request",
    AcceptRequest = "portal_accept_relationship_request",
    DeclineRequest = "portal_decline_relationship_request",
    ExpireRequest = "portal_expire_relationship_request",
    RevokeRequest = "portal_revoke_relationship_request",
    ExtendRequest = "extend_relationship",
    CreateReferral = "create_referral",
    UpdateReferral = "update_referral",
    CreatePartnerRelationship = "create_partner_relationship",
    RemovePartnerRelationship = "remove_partner_relationship",
    SetUpPartner = "portal_set_up_partner",
    UpdateOrganization = "portal_update_organization",
    CreatePartnerUser = "create_partner_user",
    UpdatePartnerUser = "update_partner_user",
    RemovePartnerUser = "remove_partner_user",
    ChangePassword = "portal_change_password",
    ChangeSecondFactor = "portal_change_second_factor",
    EndSessions = "portal_end_sessions",
    SendPasswordLink = "portal_send_password_link",
    UpdateProfile = "portal_update_profile",
    SignIn = "portal_sign_in",
    RefusedSignIn = "portal_refused_sign_in",
    SlowSignIn = "portal_slow_sign_in",
    SignOut = "portal_sign_out",
    Export = "portal_export",
    ErasePersonalData = "portal_erase_personal_data",
});

impl Action {
    /// `change` for what everybody sees, `access` for sign-ins and exports.
    pub const fn kind(self) -> &'static str {
        match self {
            Action::SignIn
            | Action::RefusedSignIn
            | Action::SlowSignIn
            | Action::SignOut
            | Action::SendPasswordLink
            | Action::Export => "access",
            _ => "change",
        }
    }
}

/// One thing that was done.
#[derive(Debug, Clone, PartialEq)]
pub struct Activity {
    /// What.
    pub action: Action,
    /// On what: `customer`, `subscription`, `partner_user`, …
    pub resource: &'static str,
    /// For which customer, and what the list called it then.
    pub customer: Option<(MicrosoftId, String)>,
    /// Before, after, counts: JSON.
    pub details: Value,
    /// Partners besides the author's own whose log says so too.
    pub also_of: Vec<PartnerId>,
    /// Partners whose log says it with details of its own: only what they may know.
    pub told: Vec<(PartnerId, Value)>,
    /// Partners whose log says so too, but not who did it and where from: they do not know the author's partner.
    pub unnamed: Vec<PartnerId>,
}

impl Activity {
    /// An entry about no customer in particular.
    pub fn of(action: Action, resource: &'static str, details: Value) -> Self {
        Activity {
            action,
            resource,
            customer: None,
            details,
            also_of: Vec::new(),
            told: Vec::new(),
            unnamed: Vec::new(),
        }
    }

    /// An entry about one customer.
    pub fn of_customer(action: Action, id: MicrosoftId, name: &str, details: Value) -> Self {
        Activity { customer: Some((id, name.to_owned())), ..Self::of(action, "customer", details) }
    }

    /// What the list said before, and what it says now.
    pub fn customer_updated(id: MicrosoftId, name: &str, before: Value, after: Value) -> Self {
        Self::of_customer(Action::UpdateCustomer, id, name, json!({ "before": before, "after": after }))
    }

    /// Stands in this partner's log too.
    pub fn also_of(mut self, partner: PartnerId) -> Self {
        self.also_of.push(partner);
        self
    }
}

/// What kind of actor did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActorKind {
    /// A person of the partner's.
    User,
    /// Whoever operates the portal, at the command line.
    Operator,
    /// The portal itself: an expiry, a deletion that was due.
    System,
    /// The customer, who answered a request.
    Customer,
}
words!(ActorKind, "actor", {
    User = "user", Operator = "operator", System = "system", Customer = "customer",
});

/// Who did it, and from where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// What kind of actor.
    pub kind: ActorKind,
    /// The partner whose log it is; none while the partner itself is only being made.
    pub partner: Option<PartnerId>,
    /// The person; none for the operator and the system.
    pub user: Option<UserId>,
    /// What the log calls them.
    pub name: String,
    /// The request's id; empty at the command line.
    pub request_id: String,
    /// The peer's address; empty at the command line.
    pub address: String,
}

impl Author {
    /// The operator at the command line.
    pub fn operator(partner: impl Into<Option<PartnerId>>) -> Self {
        Self::nobody(ActorKind::Operator, partner.into(), "operator")
    }

    /// The portal itself, on a day that had come.
    pub fn system(partner: impl Into<Option<PartnerId>>) -> Self {
        Self::nobody(ActorKind::System, partner.into(), "system")
    }

    /// The customer's own person, who is not signed in.
    pub fn customer(partner: PartnerId, name: &str) -> Self {
        Self::nobody(ActorKind::Customer, Some(partner), name)
    }

    fn nobody(kind: ActorKind, partner: Option<PartnerId>, name: &str) -> Self {
        let (name, nothing) = (name.to_owned(), String::new());
        Author { kind, partner, user: None, name, request_id: nothing.clone(), address: nothing }
    }
}
