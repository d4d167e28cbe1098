//! The small forms on a subscription's page: what was typed into them, and why a person may not use one.

use crate::auth::Scope;
use crate::auth::permissions::Permission;
use crate::users;
use crate::web::page::Shell;
use serde::Deserialize;

/// What was typed into one of the forms.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Typed {
    /// The version that the person saw.
    pub version: String,
    /// See [`super::operation::Operation`] for these.
    pub nickname: Option<String>,
    /// Licences.
    pub quantity: Option<String>,
    /// `on` or `off`.
    pub auto_renew: Option<String>,
    /// A word of [`Supporter`](super::operation::Supporter).
    pub support: Option<String>,
    /// `yes` if a cancellation is meant.
    pub confirm: Option<String>,
}

/// Why a person may not use a form; nothing if they may.
#[derive(Debug, Clone, Default)]
pub struct Reasons {
    /// Quantity, nickname, renewal.
    pub change: Option<String>,
    /// Suspending and reactivating.
    pub suspend: Option<String>,
    /// Cancelling.
    pub cancel: Option<String>,
    /// The support contact.
    pub support: Option<String>,
    /// Ordering add-ons.
    pub order: Option<String>,
}

impl Reasons {
    /// For this person.
    pub fn of<P>(scope: &Scope<P>, shell: &Shell) -> Self {
        let texts = shell.texts;
        let needs = |permission| {
            let roles = || users::words::list(texts, scope.roles_for(permission));
            (!scope.allows(permission)).then(|| texts.changing_needs(roles()))
        };
        Reasons {
            change: needs(Permission::ChangeSubscription),
            suspend: needs(Permission::SuspendSubscription),
            cancel: needs(Permission::CancelSubscription),
            support: needs(Permission::SetSupportContact),
            order: needs(Permission::Order),
        }
    }
}
