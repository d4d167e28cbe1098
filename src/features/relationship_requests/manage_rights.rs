//! Who may change a request. Each change reads the request in its own transaction and checks these rights.

use crate::auth::{Actor, Scope};
use crate::domain::{PartnerId, Permission, Role, Roles, UserId};
use crate::features::relationship_requests::model::{RelationshipRequest, RequestKind};
use std::cmp::max;

/// A user who manages requests, with the user's roles.
#[derive(Debug, Clone)]
pub struct ManageRights {
    /// The user's partner.
    pub partner: PartnerId,
    /// The user.
    pub user: UserId,
    /// The user's name; the list shows it as the author of the last change.
    pub name: String,
    /// The user's roles.
    pub roles: Roles,
}

/// Which requests of a kind a user may manage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum ManageReach {
    None,
    /// Those that the user created.
    Own,
    All,
}

/// A role that may request partnerships also manages such requests. A sales agent manages only its own requests.
const fn reach(role: Role, kind: RequestKind) -> ManageReach {
    match (role, kind) {
        (Role::GlobalAdmin | Role::AdminAgent, _) | (Role::UserManagementAdmin, RequestKind::Partnership) => {
            ManageReach::All
        }
        (Role::SalesAgent, _) => ManageReach::Own,
        _ => ManageReach::None,
    }
}

impl ManageRights {
    /// Returns the rights of the acting user.
    pub fn new<P>(scope: &Scope<P>) -> Self {
        Self::of(scope.actor())
    }

    /// Returns the rights of a user.
    pub fn of(actor: &Actor) -> Self {
        ManageRights {
            partner: actor.partner.id,
            user: actor.user,
            name: actor.name.clone(),
            roles: actor.roles,
        }
    }

    fn reach(&self, kind: RequestKind) -> ManageReach {
        self.roles.iter().map(|role| reach(role, kind)).fold(ManageReach::None, max)
    }

    /// Whether the user may manage this request.
    pub fn may(&self, request: &RelationshipRequest) -> bool {
        let reach = self.reach(request.kind);
        let is_theirs =
            reach == ManageReach::All || (reach == ManageReach::Own && request.created_by == self.user);
        request.partner == self.partner && is_theirs
    }

    /// Whether the user may decide about an acceptance for their partner. For a request of the partner's reseller, this
    /// requires the right to manage all requests.
    pub fn may_decide(&self, request: &RelationshipRequest) -> bool {
        if request.partner == self.partner {
            self.may(request)
        } else {
            self.reach(request.kind) == ManageReach::All
        }
    }

    /// Returns the permission that a user lacks who may not manage a request of this kind.
    pub fn missing_permission(&self, kind: RequestKind) -> Permission {
        match self.reach(kind) {
            ManageReach::None => Permission::RequestRelationship,
            _ => Permission::ManageRequests,
        }
    }
}
