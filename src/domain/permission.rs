//! The permission matrix of docs/reference/permissions.md. Handlers check it by taking a `Scope<P>`.

use crate::domain::PartnerKind::{IndirectProvider, IndirectReseller};
use crate::domain::Role::{
    AdminAgent as AA, BillingAdmin as BA, GlobalAdmin as GA, HelpdeskAgent as HA, SalesAgent as SA,
    UserManagementAdmin as UM,
};
use crate::domain::{Cloud, Partner, PartnerKind, Role, Roles};

const ALL: &[Role] = &[GA, BA, UM, AA, SA, HA];

/// Why a permission does not exist at a partner, so that no role can grant it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absence {
    /// Only partners of these types have it.
    Kind(&'static [PartnerKind]),
    /// Only partners in these clouds have it.
    Cloud(&'static [Cloud]),
}

macro_rules! matrix {
    ($($(#[doc = $meaning:literal])+ $name:ident: $roles:expr;)+) => {
        /// Something that a person may be allowed to do: the rows of docs/reference/permissions.md.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Permission { $($(#[doc = $meaning])+ $name,)+ }

        impl Permission {
            /// All permissions.
            pub const EVERY: &[Permission] = &[$(Permission::$name),+];

            /// Returns a sentence that describes what the permission allows.
            pub const fn meaning(self) -> &'static str {
                match self { $(Permission::$name => concat!($($meaning),+),)+ }
            }

            /// Returns the roles that grant it, at partners where it exists.
            const fn granted(self) -> &'static [Role] {
                match self { $(Permission::$name => $roles,)+ }
            }
        }
    };
}

matrix! {
    /// List, search and expand customers; see their account pages.
    ViewCustomers:       ALL;
    /// Filter the list by indirect reseller.
    FilterByReseller:    ALL;
    /// Export the customer list as a file.
    ExportCustomers:     &[GA, AA, SA, HA];
    /// Add a customer; a User management admin adds it without subscriptions.
    AddCustomer:         &[GA, UM, AA, SA];
    /// Correct bill-to name, contact and address.
    EditBillTo:          &[GA, AA, SA];
    /// Change tags and aliases of customers, and write notes about them.
    AnnotateCustomers:   &[GA, AA, SA, HA];
    /// Remove notes that others wrote about customers.
    RemoveNotes:         &[GA, AA];
    /// Change contacts of customers that are not for billing.
    EditContacts:        &[GA, AA, SA, HA];
    /// Correct a Microsoft ID that the portal assigned.
    CorrectMicrosoftId:  &[GA, AA];
    /// Set the reseller of record of a customer.
    SetResellerOfRecord: &[GA, AA];
    /// Switch what a customer can do on its own.
    SwitchPermissions:   &[GA, AA];
    /// Confirm that the customer accepted the agreement.
    AttestAgreement:     &[GA, AA, SA];
    /// View subscriptions and orders.
    ViewSubscriptions:   ALL;
    /// Export a customer's subscriptions as a file.
    ExportSubscriptions: &[GA, BA, AA, SA, HA];
    /// Order a subscription, or ask a provider to.
    Order:               &[GA, AA, SA];
    /// Approve or decline an indirect reseller's order request.
    DecideOrders:        &[GA, AA, SA];
    /// Change a subscription's quantity, nickname or renewal.
    ChangeSubscription:  &[GA, AA, SA, HA];
    /// Suspend and reactivate a subscription.
    SuspendSubscription: &[GA, BA, AA, SA, HA];
    /// Cancel a subscription, where its offer allows it.
    CancelSubscription:  &[GA, AA, SA];
    /// Set the designated support contact of a subscription.
    SetSupportContact:   &[GA, AA, HA];
    /// Request a reseller relationship.
    RequestRelationship: &[GA, AA, SA];
    /// Include delegated administration in a relationship request.
    RequestDelegatedAdmin: &[GA, AA];
    /// Invite a customer together with a provider.
    InviteWithProvider:  &[GA, AA];
    /// Resend and revoke requests: a sales agent only their own, a User management admin only those for partnerships.
    ManageRequests:      &[GA, AA, SA];
    /// End the relationship with a customer.
    RemoveRelationship:  &[GA, AA];
    /// View the indirect resellers.
    ViewResellers:       &[GA, UM, AA, SA, HA];
    /// Request a partnership with an indirect reseller.
    RequestPartnership:  &[GA, UM, AA, SA];
    /// End a partnership.
    RemovePartnership:   &[GA, AA];
    /// Authorize an indirect provider.
    AuthorizeProvider:   &[GA];
    /// View the indirect providers.
    ViewProviders:       ALL;
    /// View and export the activity log.
    ViewActivity:        ALL;
    /// View sign-ins and exports in the activity log.
    ViewAccessActivity:  &[GA, UM];
    /// View referrals.
    ViewReferrals:       ALL;
    /// Create and answer referrals.
    AnswerReferrals:     &[GA, AA, SA];
    /// View the partner's users.
    ViewUsers:           ALL;
    /// Add users, change their roles, deactivate them, reset their passwords.
    ManageUsers:         &[GA, UM];
    /// View the organization profile.
    ViewOrganization:    ALL;
    /// Edit the organization profile.
    EditOrganization:    &[GA];
    /// Edit the tax id in the organization profile.
    EditTaxId:           &[GA, BA];
    /// Save filters of lists as views of one's own, and use those that others share.
    SaveViews:           ALL;
    /// Share views with all users of the partner; change and remove those that others share.
    ShareViews:          &[GA, AA];
    /// Have lists sent regularly as reports.
    OwnReports:          ALL;
    /// See and pause the reports of all users.
    ManageReports:       &[GA, UM];
    /// Send notices to channels of chats.
    ManageChatChannels:  &[GA];
    /// Have events sent to other systems by webhooks.
    ManageWebhooks:      &[GA];
    /// Connect the portal to servers from which it reads.
    ManageConnections:   &[GA];
    /// Register applications, rotate their secrets, and end them.
    ManageApplications:  &[GA];
    /// Import customers and subscriptions.
    ImportCustomers:     &[GA, AA];
    /// Edit one's own profile, language, password and second factor.
    OwnProfile:          ALL;
    /// Watch the server; only the command `user operator` grants it.
    OperateServer:       &[];
}

impl Permission {
    /// Returns the roles that grant it at a partner of this type.
    pub const fn roles(self, kind: PartnerKind) -> &'static [Role] {
        match (self, kind) {
            (Permission::RemoveRelationship, PartnerKind::Direct | IndirectProvider) => &[GA],
            (Permission::ManageRequests, IndirectProvider) => &[GA, UM, AA, SA],
            _ => self.granted(),
        }
    }

    /// Returns the types of partner at which it exists.
    pub const fn kinds(self) -> &'static [PartnerKind] {
        use Permission as P;
        match self {
            P::FilterByReseller
            | P::DecideOrders
            | P::SetResellerOfRecord
            | P::ViewResellers
            | P::RequestPartnership
            | P::RemovePartnership => &[IndirectProvider],
            P::InviteWithProvider | P::AuthorizeProvider | P::ViewProviders => &[IndirectReseller],
            P::AttestAgreement => &[PartnerKind::Direct, IndirectProvider],
            _ => &[PartnerKind::Direct, IndirectProvider, IndirectReseller],
        }
    }

    /// Returns the clouds in which it exists.
    pub const fn clouds(self) -> &'static [Cloud] {
        use Permission as P;
        match self {
            P::AttestAgreement => &[Cloud::Global],
            P::InviteWithProvider
            | P::AddCustomer
            | P::RequestRelationship
            | P::ViewReferrals
            | P::AnswerReferrals => &[Cloud::Global, Cloud::UsGovernment],
            _ => &[Cloud::Global, Cloud::UsGovernment, Cloud::Germany],
        }
    }

    /// Returns why the permission does not exist at this partner, if so.
    pub fn absence(self, partner: &Partner) -> Option<Absence> {
        if !self.kinds().contains(&partner.kind) {
            return Some(Absence::Kind(self.kinds()));
        }
        (!self.clouds().contains(&partner.cloud)).then(|| Absence::Cloud(self.clouds()))
    }

    /// Whether it exists at this partner at all.
    pub fn exists_at(self, partner: &Partner) -> bool {
        self.absence(partner).is_none()
    }

    /// Whether a person with these roles, at this partner, has the permission.
    pub fn allows(self, roles: Roles, partner: &Partner) -> bool {
        let held = matches!(self, Permission::OwnProfile)
            || roles.iter().any(|role| self.roles(partner.kind).contains(&role));
        held && self.exists_at(partner)
    }
}
