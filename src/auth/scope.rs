//! [`Scope<P>`]: proof that the user is signed in and has permission `P`, and the entry point to the data
//! of the user's partner. The scope in a handler's signature is its access rule.

use crate::audit::{ActorKind, Author};
use crate::auth::api_tokens::caller::ApiRequest;
use crate::auth::{Actor, session};
use crate::config::{MfaRequirement, Settings};
use crate::domain::{PartnerId, Permission, Role};
use crate::error::{Error, Result};
use crate::i18n::Texts;
use actix_session::SessionExt;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use std::future::{Ready, ready};
use std::marker::PhantomData;
use std::sync::Arc;

/// A permission as a type, for [`Scope`].
pub trait Grants: 'static {
    /// The permission.
    const PERMISSION: Permission;
    /// Whether users with a temporary password pass; only the page to change it allows this.
    const BEFORE_PASSWORD_CHANGE: bool = false;
    /// Whether users without a required second factor pass; only the pages to set it up and to change the
    /// password allow this.
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
    AnnotateCustomers,
    EditContacts,
    CorrectMicrosoftId,
    SetResellerOfRecord,
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
    SaveViews,
    OwnReports,
    ManageReports,
    ManageChatChannels,
    ManageWebhooks,
    ManageConnections,
    ManageApplications,
    ImportCustomers,
    OwnProfile,
    OperateServer,
);

/// Changing a temporary password, which such a user must do first.
#[derive(Debug, Clone, Copy)]
pub struct ChangeOwnPassword;

impl Grants for ChangeOwnPassword {
    const PERMISSION: Permission = Permission::OwnProfile;
    const BEFORE_PASSWORD_CHANGE: bool = true;
    const BEFORE_SECOND_FACTOR: bool = true;
}

/// Setting up a second factor, which the user must do first if the portal requires one.
#[derive(Debug, Clone, Copy)]
pub struct SetUpSecondFactor;

impl Grants for SetUpSecondFactor {
    const PERMISSION: Permission = Permission::OwnProfile;
    const BEFORE_SECOND_FACTOR: bool = true;
}

/// A signed-in user with permission `P`, limited to the data of the user's partner.
#[derive(Debug)]
pub struct Scope<P> {
    actor: Arc<Actor>,
    author: Arc<Author>,
    _may: PhantomData<fn() -> P>,
}

/// Not derived, because a derived implementation would require `P: Clone`.
impl<P> Clone for Scope<P> {
    fn clone(&self) -> Self {
        Scope { actor: self.actor.clone(), author: self.author.clone(), _may: PhantomData }
    }
}

impl<P: Grants> Scope<P> {
    /// The only function that creates a scope from a request.
    fn grant(request: &HttpRequest) -> Result<Self> {
        let program = ApiRequest::of(request);
        let actor = match &program {
            Some(program) => program.caller.as_ref().map(|caller| caller.actor.clone()),
            None => session::actor(&request.get_session())?.map(Arc::new),
        };
        let actor = actor.ok_or(Error::SignInFirst)?;
        if actor.must_change_password && !P::BEFORE_PASSWORD_CHANGE {
            return Err(Error::ChangePasswordFirst);
        }
        let settings =
            request.app_data::<web::Data<Settings>>().ok_or_else(|| Error::internal("no settings"))?;
        let demanded = settings.portal_require_mfa.applies_to(actor.roles)
            || actor.is_operator && settings.portal_require_mfa != MfaRequirement::Off;
        let has_one = actor.has_second_factor || actor.session.factor_at_issuer;
        if demanded && !has_one && !P::BEFORE_SECOND_FACTOR {
            return Err(Error::SetUpSecondFactorFirst);
        }
        if !actor.may(P::PERMISSION) {
            // Others do not learn whether there is an operator.
            let is_hidden = P::PERMISSION == Permission::OperateServer;
            return Err(if is_hidden { Error::NotFound } else { Error::Forbidden(P::PERMISSION) });
        }
        let mut author = author(request, settings, &actor);
        if let Some(program) = program {
            author.request_id = program.correlation_id.to_string();
            author.program = program.caller.map(|caller| caller.name.clone());
        }
        Ok(Scope { author: Arc::new(author), actor, _may: PhantomData })
    }

    /// Returns the scope of a person on whose behalf a job works, if the person has the permission now. The caller has
    /// read the person from the database in the transaction of the work.
    pub fn for_job(actor: Actor, author: Author) -> Option<Self> {
        let may = actor.may(P::PERMISSION) && author.partner == Some(actor.partner.id);
        may.then(|| Scope { actor: Arc::new(actor), author: Arc::new(author), _may: PhantomData })
    }

    /// Returns the scope of another permission, if the user has it. A scope that also passes before the password is
    /// changed or the second factor is set up grants no other.
    pub fn with<Q: Grants>(&self) -> Option<Scope<Q>> {
        let may = !P::BEFORE_PASSWORD_CHANGE && !P::BEFORE_SECOND_FACTOR && self.allows(Q::PERMISSION);
        may.then(|| Scope { actor: self.actor.clone(), author: self.author.clone(), _may: PhantomData })
    }
}

/// Returns the author that the activity log names for actions in this request.
pub fn author(request: &HttpRequest, settings: &Settings, actor: &Actor) -> Author {
    Author {
        kind: ActorKind::User,
        partner: Some(actor.partner.id),
        user: Some(actor.user),
        name: actor.name.clone(),
        request_id: crate::auth::client::request_id(request),
        program: None,
        address: settings.client_address(request),
    }
}

impl<P> Scope<P> {
    /// Returns the signed-in user.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// Returns the user's partner. Every query filters by it.
    pub fn partner(&self) -> PartnerId {
        self.actor.partner.id
    }

    /// Whether the user also has another permission, to show or hide a control.
    pub fn allows(&self, permission: Permission) -> bool {
        self.actor.may(permission)
    }

    /// Returns the roles that grant another permission at this partner, to explain why a control is disabled.
    pub fn roles_for(&self, permission: Permission) -> &'static [Role] {
        permission.roles(self.actor.partner.kind)
    }

    /// Returns why the user does not have another permission: a text about the partner's type or cloud if
    /// the permission does not exist there, otherwise `needs` with the names of the roles that grant it.
    /// `None` if the user has the permission.
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

    /// Returns the author for the activity log.
    pub fn author(&self) -> Author {
        (*self.author).clone()
    }
}

impl<P: Grants> FromRequest for Scope<P> {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::grant(request))
    }
}
