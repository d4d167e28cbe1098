//! The actions and resources that entries of the activity log name.

use crate::db::column_types::text_column;
use crate::domain::text_enum::text_enum;

/// What was done. The texts are the operation names in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// A customer was added to the list.
    AddCustomer,
    /// The data of a customer in the list changed.
    UpdateCustomer,
    /// A Microsoft ID that the portal assigned was corrected.
    CorrectMicrosoftId,
    /// A customer got another reseller of record, or none.
    SetResellerOfRecord,
    /// Bill-to contact or address was corrected.
    UpdateBillTo,
    /// The bill-to company name was corrected.
    UpdateBillToName,
    /// A customer got a self-service permission.
    CreateCustomerPermission,
    /// A customer lost a self-service permission.
    DeleteCustomerPermission,
    /// The customer agreement was attested.
    CreateAgreement,
    /// The relationship with a customer was ended.
    RemoveCustomerRelationship,
    /// An ended relationship was restored.
    RestoreCustomerRelationship,
    /// Delegated administration ended.
    EndDelegatedAdmin,
    /// Delegated administration was granted.
    GrantDelegatedAdmin,
    /// The data of a subscription changed.
    UpdateSubscription,
    /// A suspended or cancelled subscription was deleted.
    DeleteSubscription,
    /// The designated support contact of a subscription changed.
    SetSupportContact,
    /// An order was placed.
    CreateOrder,
    /// An indirect reseller requested an order from its provider.
    RequestOrder,
    /// A provider declined an order request.
    DeclineOrder,
    /// An indirect reseller withdrew its order request.
    WithdrawOrder,
    /// An offer that the partner may sell changed.
    UpdateOffer,
    /// A note about a customer was added.
    AddNote,
    /// A note was edited, pinned or unpinned.
    UpdateNote,
    /// A note was removed.
    RemoveNote,
    /// A contact of a customer was added.
    AddContact,
    /// A contact was changed.
    UpdateContact,
    /// A contact was removed.
    RemoveContact,
    /// A tag was created.
    CreateTag,
    /// A tag was renamed or recolored.
    UpdateTag,
    /// A tag was merged into another.
    MergeTags,
    /// A tag was deleted.
    DeleteTag,
    /// A view was shared with the partner's users.
    ShareView,
    /// A shared view changed, or is shared no longer.
    UpdateView,
    /// A shared view was removed.
    RemoveView,
    /// A batch of rows of a file was imported.
    Import,
    /// A relationship request was drafted.
    CreateRequest,
    /// The text, recipient or validity period of a request changed.
    UpdateRequest,
    /// A request was sent, or sent again.
    SendRequest,
    /// The link of a request was opened for the first time.
    OpenRequest,
    /// A request was accepted.
    AcceptRequest,
    /// A request was declined.
    DeclineRequest,
    /// A request expired without an answer.
    ExpireRequest,
    /// A request was revoked.
    RevokeRequest,
    /// The validity period of a request was extended.
    ExtendRequest,
    /// A customer was referred to a reseller, or a lead was recorded.
    CreateReferral,
    /// A referral was accepted, declined, won or lost, or it expired.
    UpdateReferral,
    /// A partnership between a provider and a reseller was created.
    CreatePartnerRelationship,
    /// A partnership was ended.
    RemovePartnerRelationship,
    /// The partner was set up.
    SetUpPartner,
    /// The organization profile was corrected.
    UpdateOrganization,
    /// A user was added.
    CreatePartnerUser,
    /// The roles, the name or the state of a user changed.
    UpdatePartnerUser,
    /// A user was deactivated.
    RemovePartnerUser,
    /// A password was changed or reset.
    ChangePassword,
    /// A second factor was set up, removed or reset.
    ChangeSecondFactor,
    /// Sessions were ended.
    EndSessions,
    /// A link to reset a forgotten password was sent to the user.
    SendPasswordLink,
    /// A user changed their own profile.
    UpdateProfile,
    /// A user signed in.
    SignIn,
    /// A sign-in failed.
    RefusedSignIn,
    /// A failed sign-in reached the rate limit; further attempts have to wait.
    SlowSignIn,
    /// A user signed out.
    SignOut,
    /// A list was exported as a file.
    Export,
    /// An operator sent queued mail immediately.
    SendQueuedMail,
    /// The database was replaced by a backup; later entries are lost.
    RestoreBackup,
    /// The secret was replaced; from this entry on, the chain has the key of the new one.
    ReplaceSecret,
    /// Personal data was erased.
    ErasePersonalData,
    /// An act on many rows was started.
    BeginBulkAct,
    /// An act on many rows ended, or was stopped.
    EndBulkAct,
    /// A person began to undo an act on many rows.
    UndoBulkAct,
    /// Has a list sent regularly.
    CreateReport,
    /// Changes such a report.
    UpdateReport,
    /// Pauses a report; by the portal, with the reason.
    PauseReport,
    /// Lets a paused report run again.
    ResumeReport,
    /// Removes a report.
    RemoveReport,
    /// Creates a chat channel.
    CreateChatChannel,
    /// Changes a chat channel.
    UpdateChatChannel,
    /// Pauses a chat channel; by the portal, because its messages could not be delivered.
    PauseChatChannel,
    /// Lets a paused chat channel get messages again.
    ResumeChatChannel,
    /// Removes a chat channel.
    RemoveChatChannel,
    /// A webhook was added.
    CreateWebhook,
    /// A webhook changed.
    UpdateWebhook,
    /// A webhook got a new signing secret.
    RotateWebhookSecret,
    /// A webhook was switched off; by the portal, because its events could not be delivered.
    PauseWebhook,
    /// A webhook was switched on again.
    ResumeWebhook,
    /// A webhook was removed.
    RemoveWebhook,
    /// Connects the portal to a server.
    CreateConnection,
    /// Changes a connection.
    UpdateConnection,
    /// Pauses a connection; by the portal, because a person has to look.
    PauseConnection,
    /// Lets a paused connection run again.
    ResumeConnection,
    /// Removes a connection.
    RemoveConnection,
    /// Starts a run of a connection, lets it write, or discards it.
    RunConnection,
    /// A run of a connection failed, after one that did not.
    FailConnection,
    /// The refresh token of a connection ends soon.
    WarnConnection,
    /// A customer is missing at the server of a connection, or is there again.
    MarkMissingCustomer,
    /// A connection wrote a value to its server, or a person tried again or gave up.
    WriteToServer,
    /// An API token was made.
    CreateToken,
    /// An API token was ended.
    EndToken,
    /// An application was registered.
    RegisterApplication,
    /// An application got a new secret.
    RotateApplicationSecret,
    /// An application was ended.
    EndApplication,
}

text_enum!(Action, "action", {
    AddCustomer = "add_customer",
    UpdateCustomer = "portal_update_customer",
    CorrectMicrosoftId = "portal_correct_microsoft_id",
    SetResellerOfRecord = "portal_set_reseller_of_record",
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
    AddNote = "portal_add_note",
    UpdateNote = "portal_update_note",
    RemoveNote = "portal_remove_note",
    AddContact = "portal_add_contact",
    UpdateContact = "portal_update_contact",
    RemoveContact = "portal_remove_contact",
    CreateTag = "portal_create_tag",
    UpdateTag = "portal_update_tag",
    MergeTags = "portal_merge_tags",
    DeleteTag = "portal_delete_tag",
    ShareView = "portal_share_view",
    UpdateView = "portal_update_view",
    RemoveView = "portal_remove_view",
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
    SendQueuedMail = "portal_send_queued_mail",
    RestoreBackup = "portal_restore_backup",
    ReplaceSecret = "portal_replace_secret",
    ErasePersonalData = "portal_erase_personal_data",
    BeginBulkAct = "portal_begin_bulk_act",
    EndBulkAct = "portal_end_bulk_act",
    UndoBulkAct = "portal_undo_bulk_act",
    CreateReport = "portal_create_report",
    UpdateReport = "portal_update_report",
    PauseReport = "portal_pause_report",
    ResumeReport = "portal_resume_report",
    RemoveReport = "portal_remove_report",
    CreateChatChannel = "portal_create_chat_channel",
    UpdateChatChannel = "portal_update_chat_channel",
    PauseChatChannel = "portal_pause_chat_channel",
    ResumeChatChannel = "portal_resume_chat_channel",
    RemoveChatChannel = "portal_remove_chat_channel",
    CreateWebhook = "portal_create_webhook",
    UpdateWebhook = "portal_update_webhook",
    RotateWebhookSecret = "portal_rotate_webhook_secret",
    PauseWebhook = "portal_pause_webhook",
    ResumeWebhook = "portal_resume_webhook",
    RemoveWebhook = "portal_remove_webhook",
    CreateConnection = "portal_create_connection",
    UpdateConnection = "portal_update_connection",
    PauseConnection = "portal_pause_connection",
    ResumeConnection = "portal_resume_connection",
    RemoveConnection = "portal_remove_connection",
    RunConnection = "portal_run_connection",
    FailConnection = "portal_fail_connection",
    WarnConnection = "portal_warn_connection",
    MarkMissingCustomer = "portal_mark_missing_customer",
    WriteToServer = "portal_write_to_server",
    CreateToken = "portal_create_token",
    EndToken = "portal_end_token",
    RegisterApplication = "portal_register_application",
    RotateApplicationSecret = "portal_rotate_application_secret",
    EndApplication = "portal_end_application",
});

text_column!(Action);

impl Action {
    /// Returns `access` for sign-ins and exports, which few roles may see, and `change` for everything else.
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

/// The kind of object that an action was applied to.
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
    /// A partnership that was created by an import.
    Partnership,
    /// A partnership between a provider and a reseller.
    PartnerRelationship,
    /// The partner itself.
    Partner,
    /// A user of the partner.
    PartnerUser,
    /// An offer.
    Offer,
    /// A tag.
    Tag,
    /// A saved view.
    View,
    /// The activity log, when it was exported.
    Activity,
    /// A person, of this partner or another.
    Person,
    /// An act on many rows.
    BulkAct,
    /// A list that is sent regularly.
    Report,
    /// A channel of a chat that gets notices.
    ChatChannel,
    /// A server to which events are sent.
    Webhook,
    /// A program that signs in by itself.
    Application,
    /// A connection to a server.
    Connection,
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
    Tag = "tag",
    View = "saved_view",
    Activity = "activity",
    Person = "person",
    BulkAct = "bulk_act",
    Report = "report",
    ChatChannel = "chat_channel",
    Webhook = "webhook",
    Application = "application",
    Connection = "connection",
});

text_column!(Resource);
