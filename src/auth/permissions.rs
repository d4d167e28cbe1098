//! The whole matrix of permissions.md on one screen. `Scope<P>` is the only thing that asks it.

use crate::partners::model::PartnerKind;
use crate::users::model::{Role, Roles};
use Role::UserManagementAdmin as UM;
use Role::{AdminAgent as AA, BillingAdmin as BA, GlobalAdmin as GA, HelpdeskAgent as HA, SalesAgent as SA};

/// Something that a person may or may not do; the rows of permissions.md.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Permission {
    /// List, search and expand customers; the account page.
    ViewCustomers,
    /// Filter the list by indirect reseller: indirect providers only.
    FilterByReseller,
    /// Take the list away as a file.
    ExportCustomers,
    /// See what a customer bought.
    ViewSubscriptions,
    /// One's own profile, language and password.
    OwnProfile,
}

impl Permission {
    /// The roles that have it. A person with no role has their own profile.
    pub const fn roles(self) -> &'static [Role] {
        match self {
            Permission::ViewCustomers => &[GA, BA, UM, AA, SA, HA],
            Permission::FilterByReseller => &[GA, BA, UM, AA, SA, HA],
            Permission::ExportCustomers => &[GA, AA, SA, HA],
            Permission::ViewSubscriptions => &[GA, BA, UM, AA, SA, HA],
            Permission::OwnProfile => &[GA, BA, UM, AA, SA, HA],
        }
    }

    /// Whether partners of this kind have it at all.
    pub const fn exists_for(self, kind: PartnerKind) -> bool {
        match self {
            Permission::FilterByReseller => matches!(kind, PartnerKind::IndirectProvider),
            _ => true,
        }
    }

    /// The answer: this person, at this partner, may do it.
    pub fn allows(self, roles: Roles, kind: PartnerKind) -> bool {
        let held =
            matches!(self, Permission::OwnProfile) || roles.held().any(|role| self.roles().contains(&role));
        held && self.exists_for(kind)
    }
}
