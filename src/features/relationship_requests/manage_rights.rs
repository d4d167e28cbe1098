//! What staff do to a request. Every change looks the request up in its own transaction, and asks who may.

use crate::auth::Scope;
use crate::domain::{Permission, Role, Roles};
use crate::features::relationship_requests::model::{RelationshipRequest, RequestKind};
use std::cmp::max;

/// Who manages requests: a person of a partner, and how far their roles reach.
#[derive(Debug, Clone)]
pub struct ManageRights {
    /// Their partner.
    pub partner: i32,
    /// The person.
    pub user: i32,
    /// Their name, as the list says who changed a request last.
    pub name: String,
    /// Their roles.
    pub roles: Roles,
}

/// Which requests of a kind somebody manages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum ManageReach {
    None,
    /// Those that they made themselves.
    Own,
    All,
}

/// Whoever may request a partnership manages such requests; a sales agent manages what it made itself.
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
    /// Whoever asks.
    pub fn new<P>(scope: &Scope<P>) -> Self {
        let actor = scope.actor();
        ManageRights {
            partner: actor.partner.id.0,
            user: actor.user.0,
            name: actor.name.clone(),
            roles: actor.roles,
        }
    }

    fn reach(&self, kind: RequestKind) -> ManageReach {
        self.roles.iter().map(|role| reach(role, kind)).fold(ManageReach::None, max)
    }

    /// Whether this request is theirs to manage.
    pub fn may(&self, request: &RelationshipRequest) -> bool {
        let reach = self.reach(request.kind);
        let is_theirs =
            reach == ManageReach::All || (reach == ManageReach::Own && request.created_by == self.user);
        request.partner == self.partner && is_theirs
    }

    /// Whether they decide what an acceptance means for their partner: of a request that their reseller made, whoever
    /// manages all of them.
    pub fn may_decide(&self, request: &RelationshipRequest) -> bool {
        if request.partner == self.partner {
            self.may(request)
        } else {
            self.reach(request.kind) == ManageReach::All
        }
    }

    /// What somebody lacks who may not manage a request of this kind.
    pub fn missing_permission(&self, kind: RequestKind) -> Permission {
        match self.reach(kind) {
            ManageReach::None => Permission::RequestRelationship,
            _ => Permission::ManageRequests,
        }
    }
}
