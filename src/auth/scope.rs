//! [`Scope<P>`]: proof that somebody is signed in and may do `P`, and the only door to their partner's data.
//! A handler's signature is its access rule; a query cannot be written without one.

use super::active_customers::{active_customers, ended_customers};
use super::actor::Actor;
use super::permissions::Permission;
use super::session_store;
use crate::activity::{ActorKind, Author};
use crate::app::Portal;
use crate::customers::model::MicrosoftId;
use crate::db::DbConnection;
use crate::db::schema::{customers, orders, referrals, relationship_requests, subscriptions};
use crate::error::{Error, Result};
use crate::i18n::Texts;
use crate::partners::model::{PartnerId, PartnerKind};
use crate::users::model::Role;
use actix_session::SessionExt;
use actix_web::{FromRequest, HttpRequest, dev::Payload, web};
use diesel::prelude::*;
use std::future::{Ready, ready};
use std::marker::PhantomData;
use std::rc::Rc;

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
        let actor = session_store::actor(&request.get_session())?.ok_or(Error::SignInFirst)?;
        if actor.must_change_password && !P::BEFORE_PASSWORD_CHANGE {
            return Err(Error::ChangePasswordFirst);
        }
        let portal = request.app_data::<web::Data<Portal>>().ok_or_else(|| Error::internal("no portal"))?;
        let demanded = portal.settings.portal_require_mfa.of(actor.roles);
        let has_one = actor.has_second_factor || actor.session.factor_at_issuer;
        if demanded && !has_one && !P::BEFORE_SECOND_FACTOR {
            return Err(Error::SetUpSecondFactorFirst);
        }
        if !P::PERMISSION.allows(actor.roles, &actor.partner) {
            return Err(Error::Forbidden(P::PERMISSION));
        }
        Ok(Scope { author: author(request, portal, &actor), actor, _may: PhantomData })
    }
}

/// Who the activity log names for what this person does in this request.
pub fn author(request: &HttpRequest, portal: &Portal, actor: &Actor) -> Author {
    Author {
        kind: ActorKind::User,
        partner: Some(actor.partner.id),
        user: Some(actor.user),
        name: actor.name.clone(),
        request_id: crate::web::request_id(request),
        address: portal.settings.client_address(request),
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
            None => Some(needs(crate::users::words::list(texts, self.roles_for(permission)))),
        }
    }

    /// Who the activity log will name.
    pub fn author(&self) -> Author {
        self.author.clone()
    }

    /// The partner's customers with an active relationship: the only door to the table.
    pub fn customers(&self) -> active_customers {
        active_customers(self.partner().0)
    }

    /// The customers whose relationship this partner ended.
    pub fn removed_customers(&self) -> ended_customers {
        ended_customers(self.partner().0)
    }

    /// The subscriptions of one customer that this partner sold or is the reseller of record of. Whoever asks has
    /// found the customer in [`Self::customers`] before: a reseller sees them only while it holds the customer.
    pub fn subscriptions(&self, customer: MicrosoftId) -> VisibleSubscriptions {
        let me = self.partner().0;
        subscriptions::table
            .filter(subscriptions::microsoft_id.eq(customer.to_string()))
            .filter(subscriptions::partner_id.eq(me).or(subscriptions::reseller_id.eq(me).assume_not_null()))
            .into_boxed()
    }

    /// The relationship requests that this partner made, and those in which its reseller asked for it as provider,
    /// once they went out.
    pub fn requests(&self) -> VisibleRequests {
        use relationship_requests as requests;
        let me = self.partner().0;
        let asked_for = requests::provider_id.eq(me).assume_not_null().and(requests::status.ne("draft"));
        requests::table.filter(requests::partner_id.eq(me).or(asked_for)).into_boxed()
    }

    /// The referrals that this partner works on, and those that it referred to a reseller.
    pub fn referrals(&self) -> VisibleReferrals {
        let me = self.partner().0;
        let referred = referrals::referrer_id.eq(me).assume_not_null();
        referrals::table.filter(referrals::partner_id.eq(me).or(referred)).into_boxed()
    }

    /// The orders that this partner sells, for customers that it holds. An indirect reseller's: those that it is the
    /// reseller of record of, for customers that it holds, and what it asked for itself in any case.
    pub fn orders(&self) -> VisibleOrders {
        let me = self.partner().0;
        let held = diesel::dsl::exists(
            customers::table
                .filter(customers::partner_id.eq(me).and(customers::microsoft_id.eq(orders::microsoft_id)))
                .filter(customers::ended_at.is_null()),
        );
        match self.actor.partner.kind {
            PartnerKind::IndirectReseller => orders::table
                .filter(orders::reseller_id.eq(me).assume_not_null())
                .filter(orders::is_request.or(held))
                .into_boxed(),
            _ => orders::table.filter(orders::partner_id.eq(me)).filter(held).into_boxed(),
        }
    }
}

/// What [`Scope::requests`] begins with.
pub type VisibleRequests = relationship_requests::BoxedQuery<'static, <DbConnection as Connection>::Backend>;

/// What [`Scope::referrals`] begins with.
pub type VisibleReferrals = referrals::BoxedQuery<'static, <DbConnection as Connection>::Backend>;

/// What [`Scope::subscriptions`] begins with.
pub type VisibleSubscriptions = subscriptions::BoxedQuery<'static, <DbConnection as Connection>::Backend>;
/// What [`Scope::orders`] begins with.
pub type VisibleOrders = orders::BoxedQuery<'static, <DbConnection as Connection>::Backend>;

impl<P: Grants> FromRequest for Scope<P> {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::grant(request))
    }
}

/// Whoever is signed in, or nobody: for pages that show themselves to both.
#[derive(Debug, Clone)]
pub struct Visitor(pub Option<Rc<Actor>>);

impl FromRequest for Visitor {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(session_store::actor(&request.get_session()).map(|actor| Visitor(actor.map(Rc::new))))
    }
}
