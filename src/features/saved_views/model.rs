//! A saved view and its limits.

use crate::auth::Scope;
use crate::domain::{Permission, SavedList, SavedViewId, TagId, UserId};
use crate::features::saved_views::parameters::ViewParameters;
use crate::urls;
use crate::urls::PortalUrl;

/// Maximum length of a name, in characters.
pub const MAX_NAME: usize = 40;

/// Maximum number of views of a user, in all lists together.
pub const MAX_OF_USER: usize = 50;

/// Maximum number of views that the users of a partner share, in all lists together.
pub const MAX_SHARED: usize = 50;

/// A saved view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    /// Its id.
    pub id: SavedViewId,
    /// The user who saved it.
    pub owner: UserId,
    /// The list.
    pub list: SavedList,
    /// Its name.
    pub name: String,
    /// What the list shows.
    pub parameters: ViewParameters,
    /// The tag that the parameter `tag` named when the view was saved; it may be deleted.
    pub tag: Option<TagId>,
    /// Whether all users of the partner see it.
    pub is_shared: bool,
    /// The version of the row.
    pub version: i32,
}

impl SavedView {
    /// Returns the address that opens it.
    pub fn address(&self) -> String {
        list_url(self.list).with_query(format_args!("view={}", self.id))
    }

    /// Whether the user saved it.
    pub fn is_own<P>(&self, scope: &Scope<P>) -> bool {
        self.owner == scope.actor().user
    }

    /// Whether the user may change and remove it: the owner, and who may share views.
    pub fn can_be_changed_by<P>(&self, scope: &Scope<P>) -> bool {
        self.is_own(scope) || self.is_shared && scope.allows(Permission::ShareViews)
    }
}

/// Returns the address of a list.
pub fn list_url(list: SavedList) -> PortalUrl {
    match list {
        SavedList::Customers => urls::customers(),
        SavedList::Subscriptions => urls::subscriptions(),
    }
}

/// A condition of a view on something that there is no longer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GoneCondition {
    /// A tag with this name.
    Tag(String),
    /// An indirect reseller with this MPN ID.
    Reseller(String),
    /// A former indirect reseller: its MPN ID and name. Customers can still be associated with it.
    FormerReseller(String, String),
}

impl GoneCondition {
    /// Returns the parameter.
    pub fn parameter(&self) -> &'static str {
        match self {
            GoneCondition::Tag(_) => "tag",
            GoneCondition::Reseller(_) | GoneCondition::FormerReseller(..) => "reseller",
        }
    }

    /// Returns the value of the parameter.
    pub fn value(&self) -> &str {
        match self {
            GoneCondition::Tag(value)
            | GoneCondition::Reseller(value)
            | GoneCondition::FormerReseller(value, _) => value,
        }
    }
}
