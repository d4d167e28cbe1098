//! The main menu and the account menu. Each shows only entries that the user may open.

use crate::auth::Actor;
use crate::domain::Permission;
use crate::i18n::Texts;

macro_rules! menu {
    ($($(#[$doc:meta])+ $name:ident $address:literal $permission:ident $label:ident
        $(, waiting $count:ident for $who:ident)?;)+) => {
        /// An entry of the main menu, to which pages belong.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Nav { $($(#[$doc])+ $name,)+ }

        /// Returns the entries for this user, in order.
        pub fn menu(actor: &Actor, current: Option<Nav>, texts: &Texts) -> Vec<Entry> {
            let may = |permission: Permission| permission.allows(actor.roles, &actor.partner);
            let mut entries = Vec::new();
            $(if may(Permission::$permission) {
                let waiting: i64 = 0 $(+ if may(Permission::$who) { actor.waiting.$count } else { 0 })?;
                entries.push(Entry {
                    address: $address,
                    label: texts.$label(),
                    is_current: current == Some(Nav::$name),
                    waiting: waiting.unsigned_abs(),
                });
            })+
            entries
        }
    };
}

menu! {
    /// The overview.
    Overview "/" ViewCustomers overview;
    /// The customer list and all pages of one customer.
    Customers "/customers" ViewCustomers customers;
    /// The subscriptions of all customers.
    Subscriptions "/subscriptions" ViewSubscriptions subscriptions;
    /// Orders and order requests.
    Orders "/orders" ViewSubscriptions orders, waiting orders for DecideOrders;
    /// Relationship requests and their results.
    Requests "/relationship-requests" ViewCustomers relationship_requests, waiting requests for ManageRequests;
    /// The provider's indirect resellers.
    Resellers "/indirect-resellers" ViewResellers indirect_resellers;
    /// The reseller's indirect providers.
    Providers "/indirect-providers" ViewProviders indirect_providers;
    /// Referrals and leads.
    Referrals "/referrals" ViewReferrals referrals, waiting referrals for AnswerReferrals;
    /// The activity log.
    Activity "/activity" ViewActivity activity_log;
}

/// Returns the entries of the account menu.
pub fn account_menu(actor: &Actor, texts: &Texts) -> Vec<Entry> {
    let entries = [
        (Permission::OwnProfile, "/profile", texts.my_profile()),
        (Permission::OwnProfile, "/profile/notifications", texts.notification_settings()),
        (Permission::OwnProfile, "/profile/tokens", texts.tokens()),
        (Permission::ViewOrganization, "/account-settings/organization", texts.organization_profile()),
        (Permission::ViewUsers, "/account-settings/users", texts.user_management()),
        (Permission::ViewCustomers, "/account-settings/tags", texts.tags()),
        (Permission::ManageChatChannels, "/account-settings/channels", texts.chat_channels()),
        (Permission::ManageWebhooks, "/account-settings/webhooks", texts.webhooks()),
        (Permission::ManageConnections, "/account-settings/connections", texts.connections()),
        (Permission::ManageApplications, "/account-settings/applications", texts.applications()),
        (Permission::SaveViews, "/views", texts.saved_views()),
        (Permission::OwnReports, "/reports", texts.reports()),
        (Permission::OperateServer, "/operator", texts.operator_title()),
    ];
    let may = entries.into_iter().filter(|(permission, ..)| actor.may(*permission));
    may.map(|(_, address, label)| Entry { address, label, is_current: false, waiting: 0 }).collect()
}

/// An entry of a menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The URL.
    pub address: &'static str,
    /// The label.
    pub label: String,
    /// Whether the current page belongs to it.
    pub is_current: bool,
    /// How many things on its page wait for this user.
    pub waiting: u64,
}
