//! What staff do to a request. Every change looks the request up in its own transaction, and asks who may.

pub mod queries;

use super::model::Request;
use crate::auth::Scope;
use crate::auth::permissions::Permission;
use crate::users::model::Role;

/// Who manages requests: their partner, and whether only those that they made themselves.
#[derive(Debug, Clone)]
pub struct Manager {
    /// Their partner.
    pub partner: i32,
    /// The person.
    pub user: i32,
    /// Their name, as the list says who changed a request last.
    pub name: String,
    /// A sales agent manages its own only.
    pub only_own: bool,
}

impl Manager {
    /// Whoever asks.
    pub fn of<P>(scope: &Scope<P>) -> Self {
        let may_all = |role: &Role| {
            *role != Role::SalesAgent && scope.roles_for(Permission::ManageRequests).contains(role)
        };
        let actor = scope.actor();
        Manager {
            partner: actor.partner.id.0,
            user: actor.user.0,
            name: actor.name.clone(),
            only_own: !actor.roles.held().any(|role| may_all(&role)),
        }
    }

    /// Whether this request is theirs to manage.
    pub fn may(&self, request: &Request) -> bool {
        request.partner == self.partner && (!self.only_own || request.created_by == self.user)
    }

    /// Whether they decide what an acceptance means for their partner: of a request that their reseller made, whoever
    /// manages all of them.
    pub fn may_decide(&self, request: &Request) -> bool {
        if request.partner == self.partner { self.may(request) } else { !self.only_own }
    }
}
