//! What can be done, and to what: the words of log entries.

use crate::domain::text_enum::text_enum;

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

text_enum!(Action, "action", {
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

/// What something was done to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Resource {
    /// A customer.
    Customer,
    /// A subscription.
    Subscription,
    /// An order or a request for one.
    Order,
    /// A relationship request.
    Request,
    /// The customer agreement.
    Agreement,
    /// A referral.
    Referral,
    /// A partnership, as an import made it.
    Partnership,
    /// A partnership between provider and reseller.
    PartnerRelationship,
    /// The partner's own organisation.
    Partner,
    /// A person of the partner.
    PartnerUser,
    /// An offer.
    Offer,
    /// The log itself, which was exported.
    Activity,
    /// A person, of this partner or of another.
    Person,
}

text_enum!(Resource, "resource", {
    Customer = "customer",
    Subscription = "subscription",
    Order = "order",
    Request = "relationship_request",
    Agreement = "agreement",
    Referral = "referral",
    Partnership = "partnership",
    PartnerRelationship = "partner_relationship",
    Partner = "partner",
    PartnerUser = "partner_user",
    Offer = "offer",
    Activity = "activity",
    Person = "person",
});
