//! Signs in a user whom an issuer has authenticated: finds the account, checks that it may sign in, and updates its
//! roles. One transaction makes and logs these changes.

use crate::audit::{Action, Activity, Tx};
use crate::auth::accounts::note_sign_in;
use crate::auth::oidc::claims::ClaimedIdentity;
use crate::auth::second_factor::check::FactorKind;
use crate::auth::session::{NewSession, SessionUser};
use crate::auth::session_store::{AtIssuer, Proof};
use crate::auth::{client, session};
use crate::config::{IssuerSettings, RoleMapping};
use crate::domain::{AdminRole, Role, Roles};
use crate::error::{Error, Result};
use crate::features::sign_in::oidc::identities;
use crate::features::sign_in::oidc::identities::{MatchKind, UserMatch};
use crate::features::sign_in::reasons::OidcRefusal;
use crate::mail::notices::{Notice, NoticeSender};
use crate::state::AppState;
use crate::web::request;
use actix_session::Session;
use actix_web::HttpRequest;
use serde_json::json;

/// The result of a single sign-on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OidcOutcome {
    /// There is no account here, or it may not sign in.
    Refused,
    /// The portal's second factor is required next, because the issuer has not verified one.
    FactorNext,
    /// Signed in.
    SignedIn,
}

/// Signs the user in, if there is an account that may sign in with this identity.
pub async fn sign_in(
    portal: &AppState,
    request: &HttpRequest,
    session: &Session,
    issuer: &IssuerSettings,
    told: ClaimedIdentity,
) -> Result<OidcOutcome> {
    let (address, subject, email) = (issuer.issuer.clone(), told.subject.clone(), told.email.clone());
    let found =
        portal.db.read(move |c| identities::find_user(c, &address, &subject, email.as_deref())).await?;
    let Some(person) = found else {
        tracing::warn!(issuer = issuer.issuer, "the issuer authenticated a person who has no account here");
        return Ok(OidcOutcome::Refused);
    };
    let (partner, author) = (
        person.partner,
        client::author_before_sign_in(&portal.settings, request, (person.partner, person.user, &person.name)),
    );
    let at_issuer = AtIssuer { signed_in: true, factor: told.second_factor };
    let issuer = issuer.clone();
    let notices = request::notices(request, portal, None);
    let entered = portal.log.record(author, move |tx| {
        identities::lock_staff(tx, partner)?;
        find_or_link_user(tx, &issuer, &told, &notices)
    });
    let entered = entered.await?;
    portal.mailer().deliver_soon();
    let Some((person, pending)) = entered else { return Ok(OidcOutcome::Refused) };
    let proof = if pending { Proof::FactorPending } else { Proof::Complete };
    let begun = NewSession::new(person, proof, request, &portal.settings).at_issuer(at_issuer);
    session::begin(session, &begun)?;
    Ok(if pending { OidcOutcome::FactorNext } else { OidcOutcome::SignedIn })
}

/// The user to sign in, and whether the portal's second factor is still required: the user has one and the issuer has
/// not verified one ([`crate::auth::oidc::claims`]). In that case the sign-in is logged after the second factor.
type EnteredUser = Option<(SessionUser, bool)>;

fn find_or_link_user(
    tx: &mut Tx<'_>,
    issuer: &IssuerSettings,
    told: &ClaimedIdentity,
    notices: &NoticeSender,
) -> Result<(EnteredUser, Vec<Activity>)> {
    let found = identities::find_user(tx.c, &issuer.issuer, &told.subject, told.email.as_deref())?;
    let person = found.ok_or(Error::SignInFirst)?;
    if let Some(why) = refusal_reason(issuer, told, &person) {
        let details = json!({ "issuer": issuer.issuer, "reason": why.as_str() });
        return Ok((None, vec![Activity::new(Action::RefusedSignIn, "partner_user", details)]));
    }
    let mut activities = Vec::new();
    if person.link == MatchKind::ByAddress {
        identities::link(tx, &issuer.issuer, &told.subject, person.user)?;
        let details = json!({ "email": person.email_key, "linked": { "issuer": issuer.issuer, "subject": told.subject } });
        activities.push(Activity::new(Action::UpdatePartnerUser, "partner_user", details));
    }
    activities.extend(apply_roles(tx, issuer, told, &person, notices)?);
    let signed_in = SessionUser { user: person.user, partner: person.partner, epoch: person.epoch };
    if person.has_factor && !told.second_factor {
        return Ok((Some((signed_in, true)), activities));
    }
    note_sign_in(tx, person.user)?;
    let mut details = json!({ "issuer": issuer.issuer });
    if told.second_factor {
        details["second_factor"] = json!(FactorKind::Issuer.as_str());
    }
    activities.push(Activity::new(Action::SignIn, "partner_user", details));
    Ok((Some((signed_in, false)), activities))
}

/// Returns why the user may not sign in, for the log.
fn refusal_reason(
    issuer: &IssuerSettings,
    told: &ClaimedIdentity,
    person: &UserMatch,
) -> Option<OidcRefusal> {
    if !issuer.partners.is_empty() && !issuer.partners.contains(&person.mpn_id) {
        return Some(OidcRefusal::OtherPartner);
    }
    if !person.active {
        return Some(OidcRefusal::Deactivated);
    }
    match person.link {
        MatchKind::This => None,
        MatchKind::Other => Some(OidcRefusal::OtherAccount),
        MatchKind::ByAddress => (!told.email_is_verified).then_some(OidcRefusal::Unverified),
    }
}

/// Sets the roles that the issuer's claims contain, if the settings map them. The last Global admin keeps that role.
fn apply_roles(
    tx: &mut Tx<'_>,
    issuer: &IssuerSettings,
    told: &ClaimedIdentity,
    person: &UserMatch,
    notices: &NoticeSender,
) -> Result<Option<Activity>> {
    let Some(mapping) = RoleMapping::from_issuer(issuer).map_err(Error::internal)? else { return Ok(None) };
    if told.roles.is_none() && told.roles_are_elsewhere {
        tracing::warn!(
            issuer = issuer.issuer,
            "the issuer sent no roles, because the person is in too many groups"
        );
        return Ok(None);
    }
    let said = told.roles.as_deref().unwrap_or_default();
    let mut roles = mapping.roles(said, person.roles);
    let steps_down = person.roles.admin == Some(AdminRole::GlobalAdmin) && roles.admin != person.roles.admin;
    if steps_down && identities::is_last_global_admin(tx, person.partner, person.user)? {
        tracing::warn!(
            issuer = issuer.issuer,
            "the last Global admin keeps the role, although the issuer did not send it"
        );
        roles.admin = person.roles.admin;
    }
    if roles == person.roles {
        return Ok(None);
    }
    identities::set_roles(tx, person.user, roles)?;
    notices.send(tx, person.user, Notice::RolesChanged(roles))?;
    let words = |roles: Roles| roles.iter().map(Role::as_str).collect::<Vec<_>>();
    let details = json!({
        "email": person.email_key, "issuer": issuer.issuer,
        "before": { "roles": words(person.roles) }, "after": { "roles": words(roles) },
    });
    Ok(Some(Activity::new(Action::UpdatePartnerUser, "partner_user", details)))
}
