//! [`Scope<P>`]: proof that somebody is signed in and may do `P`, and the only door to their partner's data.
//! A handler's signature is its access rule; a query cannot be written without one.

use crate::audit::{ActorKind, Author};
use crate::auth::{Actor, session};
use crate::config::Settings;
use crate::domain::{PartnerId, Permission, Role};
use crate::error::{Error, Result};
use crate::i18n::Texts;
use actix_session::SessionExt;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use std::future::{Ready, ready};
use std::marker::PhantomData;

/// A permission as a type, for [`Scope`].
pub trait Grants: 'static {
    /// Which one.
    const PERMISSION: Permission;
    /// Whether a person with a temporary password may pass; only changing it is.
    const BEFORE_PASSWORD_CHANGE: bool = false;
    /// Whether a person may pass whose second factor is demanded and missing; only setting it up is.
    const BEFORE_SECOND_FACTOR: bool = false;
}

macro_rules! grants {
    ($($name:ident),+ $(,)?) => {$(
        /// See the permission of the same name.
        #[derive(Debug, Clone, Copy)]
        pub struct $name;
        impl Grants for $name { const PERMISSION: Permission = Permission::$name; }
    )+};
}

grants!(
    ViewCustomers,
    ExportCustomers,
    AddCustomer,
    EditBillTo,
    CorrectMicrosoftId,
    SwitchPermissions,
    AttestAgreement,
    ViewSubscriptions,
    ExportSubscriptions,
    Order,
    DecideOrders,
    ChangeSubscription,
    SuspendSubscription,
    CancelSubscription,
    SetSupportContact,
    RequestRelationship,
    InviteWithProvider,
    ManageRequests,
    RemoveRelationship,
    ViewResellers,
    RequestPartnership,
    RemovePartnership,
    AuthorizeProvider,
    ViewProviders,
    ViewActivity,
    ViewReferrals,
    AnswerReferrals,
    ViewUsers,
    ManageUsers,
    ViewOrganization,
    EditOrganization,
    EditTaxId,
    ImportCustomers,
    OwnProfile,
);

/// Changing a temporary password: what a person may do before everything else.
#[derive(Debug, Clone, Copy)]
pub struct ChangeOwnPassword;

impl Grants for ChangeOwnPassword {
    const PERMISSION: Permission = Permission::OwnProfile;
    const BEFORE_PASSWORD_CHANGE: bool = true;
    const BEFORE_SECOND_FACTOR: bool = true;
}

/// Setting up a second factor: what a person may do before everything else if the portal demands one.
#[derive(Debug, Clone, Copy)]
pub struct SetUpSecondFactor;

impl Grants for SetUpSecondFactor {
    const PERMISSION: Permission = Permission::OwnProfile;
    const BEFORE_SECOND_FACTOR: bool = true;
}

/// Somebody who may do `P`, within their partner.
#[derive(Debug)]
pub struct Scope<P> {
    actor: Actor,
    author: Author,
    _may: PhantomData<fn() -> P>,
}

/// By hand, since a derived one would ask that `P` can be cloned.
impl<P> Clone for Scope<P> {
    fn clone(&self) -> Self {
        Scope { actor: self.actor.clone(), author: self.author.clone(), _may: PhantomData }
    }
}

impl<P: Grants> Scope<P> {
    /// The one place where a scope is granted.
    fn grant(request: &HttpRequest) -> Result<Self> {
        let actor = session::actor(&request.get_session())?.ok_or(Error::SignInFirst)?;
        if actor.must_change_password && !P::BEFORE_PASSWORD_CHANGE {
            return Err(Error::ChangePasswordFirst);
        }
        let settings =
            request.app_data::<web::Data<Settings>>().ok_or_else(|| Error::internal("no settings"))?;
        let demanded = settings.portal_require_mfa.applies_to(actor.roles);
        let has_one = actor.has_second_factor || actor.session.factor_at_issuer;
        if demanded && !has_one && !P::BEFORE_SECOND_FACTOR {
            return Err(Error::SetUpSecondFactorFirst);
        }
        if !P::PERMISSION.allows(actor.roles, &actor.partner) {
            return Err(Error::Forbidden(P::PERMISSION));
        }
        Ok(Scope { author: author(request, settings, &actor), actor, _may: PhantomData })
    }
}

/// Who the activity log names for what this person does in this request.
pub fn author(request: &HttpRequest, settings: &Settings, actor: &Actor) -> Author {
    Author {
        kind: ActorKind::User,
        partner: Some(actor.partner.id),
        user: Some(actor.user),
        name: actor.name.clone(),
        request_id: crate::auth::client::request_id(request),
        address: settings.client_address(request),
    }
}

impl<P> Scope<P> {
    /// Who it is.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// Their partner: every query begins here.
    pub fn partner(&self) -> PartnerId {
        self.actor.partner.id
    }

    /// Whether this person may do something else, for a control that is shown or not.
    pub fn allows(&self, permission: Permission) -> bool {
        permission.allows(self.actor.roles, &self.actor.partner)
    }

    /// The roles that may do something else here: for a control that says why it is disabled.
    pub fn roles_for(&self, permission: Permission) -> &'static [Role] {
        permission.roles(self.actor.partner.kind)
    }

    /// Why this person may not do something else: the partner's type or cloud has no such thing, or else `needs` with
    /// the names of the roles that may. Nothing if they may.
    pub fn reason(
        &self,
        permission: Permission,
        texts: &Texts,
        needs: impl FnOnce(String) -> String,
    ) -> Option<String> {
        let partner = &self.actor.partner;
        match permission.absence(partner) {
            Some(absence) => Some(absence.text(texts, partner)),
            None if self.allows(permission) => None,
            None => Some(needs(crate::i18n::labels::list(texts, self.roles_for(permission)))),
        }
    }

    /// Who the activity log will name.
    pub fn author(&self) -> Author {
        self.author.clone()
    }
}

impl<P: Grants> FromRequest for Scope<P> {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::grant(request))
    }
}
