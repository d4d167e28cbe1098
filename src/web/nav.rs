//! The main menu: one line an entry, shown to whoever may go there.

use crate::auth::Actor;
use crate::domain::Permission;
use crate::i18n::Texts;

macro_rules! menu {
    ($($(#[$doc:meta])+ $name:ident $address:literal $permission:ident $label:ident;)+) => {
        /// The entry of the main menu that a page belongs to.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Nav { $($(#[$doc])+ $name,)+ }

        /// The entries for this person, in order.
        pub fn menu(actor: &Actor, current: Option<Nav>, texts: &Texts) -> Vec<Entry> {
            let may = |permission: Permission| permission.allows(actor.roles, &actor.partner);
            let mut entries = Vec::new();
            $(if may(Permission::$permission) {
                entries.push(Entry {
                    address: $address, label: texts.$label(), is_current: current == Some(Nav::$name),
                });
            })+
            entries
        }
    };
}

menu! {
    /// The customer list and all pages of one customer.
    Customers "/customers" ViewCustomers customers;
    /// Orders and order requests.
    Orders "/orders" ViewSubscriptions orders;
    /// Requests for a relationship, and what became of them.
    Requests "/relationship-requests" ViewCustomers relationship_requests;
    /// The provider's indirect resellers.
    Resellers "/indirect-resellers" ViewResellers indirect_resellers;
    /// The reseller's indirect providers.
    Providers "/indirect-providers" ViewProviders indirect_providers;
    /// Referrals and leads.
    Referrals "/referrals" ViewReferrals referrals;
    /// What was done.
    Activity "/activity" ViewActivity activity_log;
}

/// The entries of the person's own menu.
pub fn account_menu(actor: &Actor, texts: &Texts) -> Vec<Entry> {
    let entries = [
        (Permission::OwnProfile, "/profile", texts.my_profile()),
        (Permission::ViewOrganization, "/account-settings/organization", texts.organization_profile()),
        (Permission::ViewUsers, "/account-settings/users", texts.user_management()),
    ];
    let may = entries.into_iter().filter(|(permission, ..)| permission.allows(actor.roles, &actor.partner));
    may.map(|(_, address, label)| Entry { address, label, is_current: false }).collect()
}

/// An entry of the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where it leads.
    pub address: &'static str,
    /// Its name.
    pub label: String,
    /// Whether this page belongs to it.
    pub is_current: bool,
}
