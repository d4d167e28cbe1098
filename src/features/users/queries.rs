//! Reads and changes the users of a partner. Each change begins with [`lock_colleague`], which locks the partner, so
//! that concurrent changes wait for each other, and checks the acting user's current roles.

use crate::audit::{Action, Activity, Tx};
use crate::auth::scope::Grants;
use crate::auth::{Scope, session_store};
use crate::db::schema::users;
use crate::db::{DbConnection, portable};
use crate::domain::{AdminRole, Roles, UserId};
use crate::error::{Error, Result};
use crate::features::users::colleague::Colleague;
use crate::features::users::rank;
use crate::features::users::rank::RankError;
use diesel::prelude::*;
use serde_json::{Value, json};

/// Returns all users of the partner, including inactive ones, without the accounts of applications.
pub fn all<P>(scope: &Scope<P>, c: &mut DbConnection) -> Result<Vec<Colleague>> {
    let staff = users::table.filter(users::partner_id.eq(scope.partner()));
    let staff = staff.filter(users::is_application.eq(false));
    Ok(staff.select(Colleague::as_select()).load(c)?)
}

/// Returns a user.
///
/// # Errors
/// [`Error::NotFound`] if the user is unknown, belongs to another partner, or is the account of an application.
pub fn find<P>(scope: &Scope<P>, id: UserId, c: &mut DbConnection) -> Result<Colleague> {
    let own = users::table.filter(users::partner_id.eq(scope.partner()).and(users::id.eq(id)));
    let own = own.filter(users::is_application.eq(false));
    own.select(Colleague::as_select()).first(c).optional()?.ok_or(Error::NotFound)
}

/// Locks the partner and returns the acting user's roles as stored now; they may have changed since the request began.
fn authority<P: Grants>(tx: &mut Tx<'_>, scope: &Scope<P>) -> Result<Roles> {
    portable::lock_partner(tx.c, scope.partner())?;
    let me = find(scope, scope.actor().user, tx.c)?;
    let still = me.active && P::PERMISSION.allows(me.roles, &scope.actor().partner);
    if still { Ok(me.roles) } else { Err(Error::Forbidden(P::PERMISSION)) }
}

/// Whether the acting user may give these roles to a new user.
pub fn may_grant<P: Grants>(tx: &mut Tx<'_>, scope: &Scope<P>, roles: Roles) -> Result<bool> {
    Ok(rank::may_act_on(authority(tx, scope)?, roles))
}

/// Locks the partner and returns the user to change, if the acting user may change them.
pub fn lock_colleague<P: Grants>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    id: UserId,
) -> Result<std::result::Result<Colleague, RankError>> {
    let own = authority(tx, scope)?;
    let person = find(scope, id, tx.c)?;
    Ok(rank::refusal(own, &person).map_or(Ok(person), Err))
}

/// Whether the user is the partner's only active Global admin.
pub fn is_last_global_admin<P>(tx: &mut Tx<'_>, scope: &Scope<P>, person: &Colleague) -> Result<bool> {
    let others = users::table
        .filter(users::partner_id.eq(scope.partner()).and(users::id.ne(person.id)))
        .filter(users::active.eq(true).and(users::admin_role.eq(AdminRole::GlobalAdmin)));
    Ok(person.is_acting_global_admin() && others.count().get_result::<i64>(tx.c)? == 0)
}

/// Sets the user's name and roles.
pub fn update(tx: &mut Tx<'_>, person: &Colleague, name: &str, roles: Roles) -> Result<Activity> {
    let row = with_address(person).filter(users::version.eq(person.version));
    let values = (
        users::name.eq(name),
        users::admin_role.eq(roles.admin),
        users::agent_role.eq(roles.agent),
        users::version.eq(users::version + 1),
    );
    ensure_updated(diesel::update(row).set(values).execute(tx.c)?)?;
    let details = json!({
        "email": person.email, "before": details(&person.name, person.roles), "after": details(name, roles),
    });
    Ok(Activity::new(Action::UpdatePartnerUser, "partner_user", details))
}

/// Deactivates the user and ends the sessions. Log entries keep the user's name.
pub fn deactivate(tx: &mut Tx<'_>, person: &Colleague) -> Result<Activity> {
    set_active(tx, person, false)?;
    session_store::revoke_all(tx.c, person.id)?;
    let details = json!({ "email": person.email, "before": details(&person.name, person.roles) });
    Ok(Activity::new(Action::RemovePartnerUser, "partner_user", details))
}

/// Reactivates the user with the same roles as before.
pub fn reactivate(tx: &mut Tx<'_>, person: &Colleague) -> Result<Activity> {
    set_active(tx, person, true)?;
    let details = json!({
        "email": person.email, "before": { "active": false }, "after": { "active": true },
    });
    Ok(Activity::new(Action::UpdatePartnerUser, "partner_user", details))
}

/// Ends all sessions of the user.
pub fn end_sessions(tx: &mut Tx<'_>, person: &Colleague) -> Result<Activity> {
    session_store::revoke_all(tx.c, person.id)?;
    Ok(Activity::new(Action::EndSessions, "partner_user", json!({ "email": person.email })))
}

/// Whether a user of any partner has this normalized email address.
pub fn is_taken(tx: &mut Tx<'_>, key: &str) -> Result<bool> {
    let same = users::table.filter(users::email_key.eq(key)).select(users::id);
    Ok(same.first::<UserId>(tx.c).optional()?.is_some())
}

/// Returns the id of the user who was just added.
pub fn added<P>(tx: &mut Tx<'_>, scope: &Scope<P>, key: &str) -> Result<UserId> {
    let own = users::table.filter(users::partner_id.eq(scope.partner()).and(users::email_key.eq(key)));
    Ok(own.select(users::id).first(tx.c)?)
}

fn set_active(tx: &mut Tx<'_>, person: &Colleague, active: bool) -> Result<()> {
    let row = with_address(person).filter(users::active.eq(!active));
    let since = (!active).then_some(tx.at);
    let values =
        (users::active.eq(active), users::deactivated_at.eq(since), users::version.eq(users::version + 1));
    ensure_updated(diesel::update(row).set(values).execute(tx.c)?)
}

/// Selects the user, unless the personal data was erased: such a user has no address and must not be changed.
#[diesel::dsl::auto_type(no_type_alias)]
fn with_address(person: &Colleague) -> _ {
    let id: UserId = person.id;
    users::table.filter(users::id.eq(id).and(users::email.ne("")))
}

fn ensure_updated(rows: usize) -> Result<()> {
    if rows == 0 { Err(Error::NotFound) } else { Ok(()) }
}

fn details(name: &str, roles: Roles) -> Value {
    let roles: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
    json!({ "name": name, "roles": roles })
}
