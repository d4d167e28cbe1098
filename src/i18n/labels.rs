//! The labels of domain values in each language: roles, partners, customers, offers.

use crate::domain::{
    Absence, AccessLevel, ApiAccess, ApiArea, BillingCycle, BillingType, BulkActKind, ChannelPause, Cloud,
    ConnectionFault, ConnectionKind, ConnectionPause, ConnectionRunCause, ConnectionRunState,
    ConnectionSchedule, ConnectionSignIn, ConnectionWriteState, Origin, Partner, PartnerKind, Relationship,
    ReportList, ReportPause, ReportSchedule, Role, Roles, SavedList, WebhookPause, WritePolicy, WriteSubject,
};
use crate::i18n::Texts;

impl Role {
    /// Returns the name of the role.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            Role::GlobalAdmin => texts.role_global_admin(),
            Role::BillingAdmin => texts.role_billing_admin(),
            Role::UserManagementAdmin => texts.role_user_management_admin(),
            Role::AdminAgent => texts.role_admin_agent(),
            Role::SalesAgent => texts.role_sales_agent(),
            Role::HelpdeskAgent => texts.role_helpdesk_agent(),
        }
    }
}

/// Returns the names of a user's roles: `Global admin · Admin agent`, or a text for no role.
pub fn role_names(texts: &Texts, roles: Roles) -> String {
    let words: Vec<_> = roles.iter().map(|role| role.label(texts)).collect();
    if words.is_empty() { texts.no_role() } else { words.join(" · ") }
}

/// Returns the names of several roles as a list: `Global admin, Admin agent`.
pub fn list(texts: &Texts, roles: &[Role]) -> String {
    roles.iter().map(|role| role.label(texts)).collect::<Vec<_>>().join(&texts.list_comma())
}

/// Returns the title of a page, marked if the page reports an error: `Error: Customers`.
pub fn page_title(texts: &Texts, title: String, has_error: bool) -> String {
    if has_error { texts.error_prefix() + &texts.colon() + &title } else { title }
}

impl BulkActKind {
    /// Returns what the act does.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            BulkActKind::Reseller => texts.set_reseller_title(),
            BulkActKind::AddTags => texts.bulk_tag(),
            BulkActKind::RemoveTag => texts.bulk_untag(),
            BulkActKind::Suspend => texts.bulk_suspend(),
            BulkActKind::Reactivate => texts.bulk_reactivate(),
            BulkActKind::AutoRenew => texts.bulk_auto_renew(),
            BulkActKind::SupportContact => texts.bulk_support_contact(),
            BulkActKind::Remind => texts.bulk_remind(),
        }
    }
}

impl Relationship {
    /// Returns the name of the relationship.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            Relationship::Reseller => texts.relationship_reseller(),
            Relationship::Advisor => texts.relationship_advisor(),
            Relationship::Syndication => texts.relationship_syndication(),
            Relationship::MicrosoftSupport => texts.relationship_microsoft_support(),
            Relationship::None => texts.relationship_none(),
        }
    }
}

impl Origin {
    /// Returns how the customer was added.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            Origin::Added => texts.origin_added(),
            Origin::Request => texts.origin_request(),
            Origin::Referral => texts.origin_referral(),
            Origin::Provider => texts.origin_provider(),
            Origin::OtherPortal => texts.origin_other_portal(),
        }
    }
}

impl ReportList {
    /// Returns the name of the list.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            ReportList::Customers => texts.customers(),
            ReportList::Subscriptions => texts.subscriptions(),
            ReportList::Orders => texts.orders(),
            ReportList::Requests => texts.relationship_requests(),
            ReportList::Referrals => texts.referrals(),
            ReportList::Resellers => texts.indirect_resellers(),
            ReportList::Users => texts.user_management(),
            ReportList::Activity => texts.activity_log(),
        }
    }
}

impl ReportSchedule {
    /// Returns on which days.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            ReportSchedule::Weekly => texts.report_weekly(),
            ReportSchedule::Monthly => texts.report_monthly(),
            ReportSchedule::Weekdays => texts.report_weekdays(),
        }
    }
}

impl ReportPause {
    /// Returns the reason.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            ReportPause::Person => texts.report_paused_person(),
            ReportPause::Role => texts.report_paused_role(),
            ReportPause::Owner => texts.report_paused_owner(),
            ReportPause::Filter => texts.report_paused_filter(),
            ReportPause::Rows => texts.report_paused_rows(),
            ReportPause::Restore => texts.report_paused_restore(),
            ReportPause::Failure => texts.report_paused_failure(),
        }
    }
}

impl ChannelPause {
    /// Returns the reason.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            ChannelPause::Person => texts.channel_paused_person(),
            ChannelPause::Failures => texts.channel_paused_failures(),
            ChannelPause::Restore => texts.channel_paused_restore(),
            ChannelPause::Secret => texts.channel_paused_secret(),
        }
    }
}

impl WebhookPause {
    /// Returns the reason.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            WebhookPause::Person => texts.webhook_paused_person(),
            WebhookPause::Failures => texts.webhook_paused_failures(),
            WebhookPause::Restore => texts.webhook_paused_restore(),
            WebhookPause::Secret => texts.webhook_paused_secret(),
        }
    }
}

impl ConnectionKind {
    /// Returns the name of the kind of server.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            ConnectionKind::Portal => texts.connection_to_portal(),
            ConnectionKind::Vendor => texts.connection_to_vendor(),
        }
    }
}

impl ConnectionSignIn {
    /// Returns the name of the way to sign in.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            ConnectionSignIn::ClientCredentials => texts.connection_by_secret(),
            ConnectionSignIn::RefreshToken => texts.connection_by_refresh_token(),
        }
    }
}

impl ConnectionSchedule {
    /// Returns the name of the schedule.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            ConnectionSchedule::Asked => texts.connection_when_asked(),
            ConnectionSchedule::Hourly => texts.connection_hourly(),
            ConnectionSchedule::SixHours => texts.connection_six_hours(),
            ConnectionSchedule::Daily => texts.connection_daily(),
        }
    }
}

impl ConnectionPause {
    /// Returns the reason.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            ConnectionPause::Person => texts.channel_paused_person(),
            ConnectionPause::SignIn => texts.connection_paused_sign_in(),
            ConnectionPause::Partner => texts.connection_paused_partner(),
            ConnectionPause::Restore => texts.connection_paused_restore(),
            ConnectionPause::Secret => texts.connection_paused_secret(),
        }
    }
}

impl ConnectionRunState {
    /// Returns the name of the state.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            ConnectionRunState::Reading => texts.connection_run_reads(),
            ConnectionRunState::Comparing => texts.connection_run_compares(),
            ConnectionRunState::Preview => texts.connection_run_waits(),
            ConnectionRunState::Writing => texts.connection_run_writes(),
            ConnectionRunState::Done => texts.connection_run_done(),
            ConnectionRunState::Failed => texts.connection_run_failed(),
            ConnectionRunState::Discarded => texts.connection_run_is_discarded(),
        }
    }
}

impl ConnectionFault {
    /// Returns what it means, and what a person can do.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            ConnectionFault::NotPublic => texts.chat_fault_not_public(),
            ConnectionFault::UnknownHost => texts.connection_fault_unknown_host(),
            ConnectionFault::Timeout => texts.chat_fault_timeout(),
            ConnectionFault::Refused => texts.chat_fault_refused(),
            ConnectionFault::NoHttp => texts.chat_fault_no_http(),
            ConnectionFault::Failed => texts.chat_fault_failed(),
            ConnectionFault::SignIn => texts.connection_fault_sign_in(),
            ConnectionFault::Denied => texts.connection_fault_denied(),
            ConnectionFault::Answer => texts.connection_fault_answer(),
            ConnectionFault::Busy => texts.connection_fault_busy(),
            ConnectionFault::Budget => texts.connection_fault_budget(),
            ConnectionFault::Cut => texts.connection_fault_cut(),
            ConnectionFault::Malformed => texts.connection_fault_malformed(),
            ConnectionFault::TooLarge => texts.connection_fault_too_large(),
            ConnectionFault::Repeated => texts.connection_fault_repeated(),
            ConnectionFault::Cycle => texts.connection_fault_cycle(),
            ConnectionFault::Partner => texts.connection_fault_partner(),
            ConnectionFault::Secret => texts.connection_paused_secret(),
            ConnectionFault::Interrupted => texts.connection_fault_interrupted(),
            ConnectionFault::Internal => texts.connection_fault_internal(),
        }
    }
}

impl WriteSubject {
    /// Returns the name of the value.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            WriteSubject::BillTo => texts.bill_to_contacts(),
            WriteSubject::Quantity => texts.quantity(),
            WriteSubject::Status => texts.status(),
            WriteSubject::AutoRenewal => texts.connection_write_renewal(),
        }
    }
}

impl WritePolicy {
    /// Returns what happens to a value.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            WritePolicy::Never => texts.connection_write_never(),
            WritePolicy::Ask => texts.connection_write_ask(),
            WritePolicy::Rule => texts.connection_write_rule(),
        }
    }
}

impl ConnectionWriteState {
    /// Returns the name of the state.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            ConnectionWriteState::Waiting => texts.connection_write_waiting(),
            ConnectionWriteState::Conflict => texts.connection_write_conflict(),
            ConnectionWriteState::Refused => texts.connection_write_refused(),
            ConnectionWriteState::Written => texts.connection_write_written(),
            ConnectionWriteState::GivenUp => texts.connection_write_given_up(),
        }
    }
}

impl ConnectionRunCause {
    /// Returns who began the run.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            ConnectionRunCause::Person => texts.connection_cause_person(),
            ConnectionRunCause::Schedule => texts.connection_cause_schedule(),
            ConnectionRunCause::Command => texts.connection_cause_command(),
        }
    }
}

impl ApiArea {
    /// Returns the name of the area.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            ApiArea::Customers => texts.customers(),
            ApiArea::Subscriptions => texts.subscriptions(),
            ApiArea::Orders => texts.orders(),
            ApiArea::Partnerships => texts.area_partnerships(),
            ApiArea::Activity => texts.activity_log(),
            ApiArea::Webhooks => texts.webhooks(),
        }
    }

    /// Returns what belongs to the area.
    pub fn hint(self, texts: &Texts) -> String {
        match self {
            ApiArea::Customers => texts.area_customers_hint(),
            ApiArea::Subscriptions => texts.area_subscriptions_hint(),
            ApiArea::Orders => texts.area_orders_hint(),
            ApiArea::Partnerships => texts.area_partnerships_hint(),
            ApiArea::Activity => texts.area_activity_hint(),
            ApiArea::Webhooks => texts.area_webhooks_hint(),
        }
    }
}

impl AccessLevel {
    /// Returns the name of the level.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            AccessLevel::None => texts.access_none(),
            AccessLevel::Read => texts.token_read(),
            AccessLevel::Write => texts.token_write(),
        }
    }
}

/// Returns what a program may do: `Read: everything`, or the areas of each level.
pub fn api_access(access: ApiAccess, texts: &Texts) -> String {
    let areas = |level| {
        let labels = access.areas_with(level).map(|area| area.label(texts));
        labels.collect::<Vec<_>>().join(&texts.list_comma())
    };
    let is_everything = |level| access == ApiAccess::everywhere(level);
    match (areas(AccessLevel::Read), areas(AccessLevel::Write)) {
        _ if access.is_none() => texts.access_none(),
        _ if is_everything(AccessLevel::Read) => texts.access_reads(texts.access_everything()),
        _ if is_everything(AccessLevel::Write) => texts.access_changes(texts.access_everything()),
        (reads, changes) if changes.is_empty() => texts.access_reads(reads),
        (reads, changes) if reads.is_empty() => texts.access_changes(changes),
        (reads, changes) => format!("{} · {}", texts.access_reads(reads), texts.access_changes(changes)),
    }
}

impl SavedList {
    /// Returns the name of the list.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            SavedList::Customers => texts.customers(),
            SavedList::Subscriptions => texts.subscriptions(),
        }
    }
}

impl BillingType {
    /// Returns what the bill is based on.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            BillingType::License => texts.offer_billing_license(),
            BillingType::Usage => texts.offer_billing_usage(),
        }
    }
}

impl BillingCycle {
    /// Returns how often an offer is billed.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            BillingCycle::Monthly => texts.billed_monthly(),
            BillingCycle::Annual => texts.billed_annually(),
            BillingCycle::OneTime => texts.billed_once(),
            BillingCycle::None => texts.billed_by_use(),
        }
    }

    /// Returns the length of the term after which it renews.
    pub fn term_label(self, texts: &Texts) -> String {
        match self {
            BillingCycle::Monthly => texts.term_month(),
            BillingCycle::Annual => texts.term_year(),
            BillingCycle::OneTime => texts.billed_once(),
            BillingCycle::None => texts.term_none(),
        }
    }
}

/// Returns the translated category if it is one of the vendor's, otherwise the category as the catalogue has it.
pub fn category(texts: &Texts, name: &str) -> String {
    match name.trim().to_ascii_lowercase().as_str() {
        "enterprise" => texts.offer_category_enterprise(),
        "small business" => texts.offer_category_small_business(),
        "trial" => texts.offer_category_trial(),
        _ => name.to_owned(),
    }
}

impl PartnerKind {
    /// Returns the name of the partner type.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            PartnerKind::Direct => texts.partner_direct(),
            PartnerKind::IndirectProvider => texts.partner_indirect_provider(),
            PartnerKind::IndirectReseller => texts.partner_indirect_reseller(),
        }
    }
}

impl Cloud {
    /// Returns the name of the cloud.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            Cloud::Global => texts.cloud_global(),
            Cloud::UsGovernment => texts.cloud_us_government(),
            Cloud::Germany => texts.cloud_germany(),
        }
    }
}

impl Absence {
    /// Returns the explanation for users of this partner.
    pub fn text(self, texts: &Texts, partner: &Partner) -> String {
        match self {
            Absence::Kind(kinds) => {
                let kinds: Vec<_> = kinds.iter().map(|kind| kind.label(texts)).collect();
                texts.absent_for_kind(partner.kind.label(texts), kinds.join(&texts.list_comma()))
            }
            Absence::Cloud(clouds) => {
                let clouds: Vec<_> = clouds.iter().map(|cloud| cloud.label(texts)).collect();
                texts.absent_in_cloud(partner.cloud.label(texts), clouds.join(&texts.list_comma()))
            }
        }
    }
}

/// Returns the label of the removal: `Remove reseller relationship`, or for indirect resellers `Remove
/// customer relationship`.
pub fn label(kind: PartnerKind, texts: &Texts) -> String {
    match kind {
        PartnerKind::IndirectReseller => texts.removal_customer(),
        _ => texts.removal_reseller(),
    }
}
