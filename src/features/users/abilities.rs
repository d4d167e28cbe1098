//! What a user with certain roles can and cannot do, as texts: all permissions of [`crate::domain::permission`].

use crate::domain::{Partner, Permission as P, Role, Roles};
use crate::i18n::Texts;

/// Two lists of texts, in the order of `Permission::EVERY`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Abilities {
    /// What the user can do.
    pub can: Vec<String>,
    /// What the user cannot do, without what does not exist at this partner.
    pub cannot: Vec<String>,
}

impl Abilities {
    /// Returns the abilities of a user with these roles at this partner.
    pub fn new(roles: Roles, partner: &Partner, texts: &Texts) -> Self {
        // No role grants the server's operation, and few people need to know that it exists.
        let here = P::EVERY.iter().copied().filter(|one| *one != P::OperateServer && one.exists_at(partner));
        let (can, cannot): (Vec<P>, Vec<P>) = here.partition(|one| one.allows(roles, partner));
        let words = |list: Vec<P>| list.into_iter().map(|one| label(one, texts)).collect();
        Abilities { can: words(can), cannot: words(cannot) }
    }
}

/// Returns one line that says what the role is for.
pub fn summary(role: Role, texts: &Texts) -> String {
    match role {
        Role::GlobalAdmin => texts.role_global_admin_does(),
        Role::BillingAdmin => texts.role_billing_admin_does(),
        Role::UserManagementAdmin => texts.role_user_management_admin_does(),
        Role::AdminAgent => texts.role_admin_agent_does(),
        Role::SalesAgent => texts.role_sales_agent_does(),
        Role::HelpdeskAgent => texts.role_helpdesk_agent_does(),
    }
}

fn label(permission: P, texts: &Texts) -> String {
    match permission {
        P::ViewCustomers => texts.can_view_customers(),
        P::FilterByReseller => texts.can_filter_by_reseller(),
        P::ExportCustomers => texts.can_export_customers(),
        P::AddCustomer => texts.can_add_customer(),
        P::EditBillTo => texts.can_edit_bill_to(),
        P::AnnotateCustomers => texts.can_annotate_customers(),
        P::RemoveNotes => texts.can_remove_notes(),
        P::EditContacts => texts.can_edit_contacts(),
        P::CorrectMicrosoftId => texts.can_correct_microsoft_id(),
        P::SetResellerOfRecord => texts.can_set_reseller_of_record(),
        P::SwitchPermissions => texts.can_switch_permissions(),
        P::AttestAgreement => texts.can_attest_agreement(),
        P::ViewSubscriptions => texts.can_view_subscriptions(),
        P::ExportSubscriptions => texts.can_export_subscriptions(),
        P::Order => texts.can_order(),
        P::DecideOrders => texts.can_decide_orders(),
        P::ChangeSubscription => texts.can_change_subscription(),
        P::SuspendSubscription => texts.can_suspend_subscription(),
        P::CancelSubscription => texts.can_cancel_subscription(),
        P::SetSupportContact => texts.can_set_support_contact(),
        P::RequestRelationship => texts.can_request_relationship(),
        P::RequestDelegatedAdmin => texts.can_request_delegated_admin(),
        P::InviteWithProvider => texts.can_invite_with_provider(),
        P::ManageRequests => texts.can_manage_requests(),
        P::RemoveRelationship => texts.can_remove_relationship(),
        P::ViewResellers => texts.can_view_resellers(),
        P::RequestPartnership => texts.can_request_partnership(),
        P::RemovePartnership => texts.can_remove_partnership(),
        P::AuthorizeProvider => texts.can_authorize_provider(),
        P::ViewProviders => texts.can_view_providers(),
        P::ViewActivity => texts.can_view_activity(),
        P::ViewAccessActivity => texts.can_view_access_activity(),
        P::ViewReferrals => texts.can_view_referrals(),
        P::AnswerReferrals => texts.can_answer_referrals(),
        P::ViewUsers => texts.can_view_users(),
        P::ManageUsers => texts.can_manage_users(),
        P::ViewOrganization => texts.can_view_organization(),
        P::EditOrganization => texts.can_edit_organization(),
        P::EditTaxId => texts.can_edit_tax_id(),
        P::SaveViews => texts.can_save_views(),
        P::OwnReports => texts.can_own_reports(),
        P::ManageReports => texts.can_manage_reports(),
        P::ShareViews => texts.can_share_views(),
        P::ManageChatChannels => texts.can_manage_chat_channels(),
        P::ManageWebhooks => texts.can_manage_webhooks(),
        P::ManageConnections => texts.can_manage_connections(),
        P::ManageApplications => texts.can_manage_applications(),
        P::ImportCustomers => texts.can_import_customers(),
        P::OwnProfile => texts.can_own_profile(),
        P::OperateServer => texts.operator_title(),
    }
}
