//! Reading the staff, and changing a person. [`lock_colleague`] is how every change begins: it locks the partner, so that
//! two changes see each other, and reads afresh what whoever asks may do.

use crate::audit::{Action, Activity, Tx};
use crate::auth::scope::Grants;
use crate::auth::{Scope, session_store};
use crate::db::columns::columns;
use crate::db::schema::users;
use crate::db::{DbConnection, portable};
use crate::domain::{AdminRole, Roles, UserId};
use crate::error::{Error, Result};
use crate::features::users::colleague::{Colleague, ColleagueRow};
use crate::features::users::rank;
use crate::features::users::rank::RankError;
use diesel::prelude::*;
use serde_json::{Value, json};

columns! {
    COLUMNS = (
        (users::id, users::email, users::name, users::admin_role, users::agent_role),
        (
            users::active,
            users::must_change_password,
            users::last_sign_in_at,
            users::totp_confirmed_at,
            users::created_at,
            users::version,
        ),
    )
}

/// Everybody who works, or worked, here.
pub fn all<P>(scope: &Scope<P>, c: &mut DbConnection) -> Result<Vec<Colleague>> {
    let staff = users::table.filter(users::partner_id.eq(scope.partner().0));
    let rows: Vec<ColleagueRow> = staff.select(COLUMNS).load(c)?;
    rows.into_iter().map(Colleague::from_row).collect()
}

/// One of them.
///
/// # Errors
/// [`Error::NotFound`] for an unknown and another partner's alike.
pub fn find<P>(scope: &Scope<P>, id: UserId, c: &mut DbConnection) -> Result<Colleague> {
    let own = users::table.filter(users::partner_id.eq(scope.partner().0).and(users::id.eq(id.0)));
    Colleague::from_row(own.select(COLUMNS).first(c).optional()?.ok_or(Error::NotFound)?)
}

/// What whoever asks may do now, not when their request began.
fn authority<P: Grants>(tx: &mut Tx<'_>, scope: &Scope<P>) -> Result<Roles> {
    portable::lock_partner(tx.c, scope.partner().0)?;
    let me = find(scope, scope.actor().user, tx.c)?;
    let still = me.active && P::PERMISSION.allows(me.roles, &scope.actor().partner);
    if still { Ok(me.roles) } else { Err(Error::Forbidden(P::PERMISSION)) }
}

/// Whether whoever asks may give these roles to somebody new.
pub fn may_grant<P: Grants>(tx: &mut Tx<'_>, scope: &Scope<P>, roles: Roles) -> Result<bool> {
    Ok(rank::may_act_on(authority(tx, scope)?, roles))
}

/// The person to change, if whoever asks may touch them.
pub fn lock_colleague<P: Grants>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    id: UserId,
) -> Result<std::result::Result<Colleague, RankError>> {
    let own = authority(tx, scope)?;
    let person = find(scope, id, tx.c)?;
    Ok(if rank::may_act_on(own, person.roles) { Ok(person) } else { Err(RankError::Outranked) })
}

/// Whether the partner would have no acting Global admin without this one.
pub fn is_last_global_admin<P>(tx: &mut Tx<'_>, scope: &Scope<P>, person: &Colleague) -> Result<bool> {
    let others = users::table
        .filter(users::partner_id.eq(scope.partner().0).and(users::id.ne(person.id.0)))
        .filter(users::active.eq(true).and(users::admin_role.eq(AdminRole::GlobalAdmin.as_str())));
    Ok(person.is_acting_global_admin() && others.count().get_result::<i64>(tx.c)? == 0)
}

/// Gives a person another name and other roles.
pub fn update(tx: &mut Tx<'_>, person: &Colleague, name: &str, roles: Roles) -> Result<Activity> {
    let row = with_address(person).filter(users::version.eq(person.version));
    let values = (
        users::name.eq(name),
        users::admin_role.eq(roles.admin.map(|role| role.as_str())),
        users::agent_role.eq(roles.agent.map(|role| role.as_str())),
        users::version.eq(users::version + 1),
    );
    ensure_updated(diesel::update(row).set(values).execute(tx.c)?)?;
    let details = json!({
        "email": person.email, "before": details(&person.name, person.roles), "after": details(name, roles),
    });
    Ok(Activity::new(Action::UpdatePartnerUser, "partner_user", details))
}

/// Nobody signs in as this person any more; what they did keeps their name.
pub fn deactivate(tx: &mut Tx<'_>, person: &Colleague) -> Result<Activity> {
    set_active(tx, person, false)?;
    session_store::revoke_all(tx.c, person.id.0)?;
    let details = json!({ "email": person.email, "before": details(&person.name, person.roles) });
    Ok(Activity::new(Action::RemovePartnerUser, "partner_user", details))
}

/// They may sign in again, with the roles they had.
pub fn reactivate(tx: &mut Tx<'_>, person: &Colleague) -> Result<Activity> {
    set_active(tx, person, true)?;
    let details = json!({
        "email": person.email, "before": { "active": false }, "after": { "active": true },
    });
    Ok(Activity::new(Action::UpdatePartnerUser, "partner_user", details))
}

/// Ends every sign-in of a person.
pub fn end_sessions(tx: &mut Tx<'_>, person: &Colleague) -> Result<Activity> {
    session_store::revoke_all(tx.c, person.id.0)?;
    Ok(Activity::new(Action::EndSessions, "partner_user", json!({ "email": person.email })))
}

/// Whether somebody, here or elsewhere, has this address.
pub fn is_taken(tx: &mut Tx<'_>, key: &str) -> Result<bool> {
    let same = users::table.filter(users::email_key.eq(key)).select(users::id);
    Ok(same.first::<i32>(tx.c).optional()?.is_some())
}

/// The person who was just added.
pub fn added<P>(tx: &mut Tx<'_>, scope: &Scope<P>, key: &str) -> Result<UserId> {
    let own = users::table.filter(users::partner_id.eq(scope.partner().0).and(users::email_key.eq(key)));
    Ok(UserId(own.select(users::id).first(tx.c)?))
}

fn set_active(tx: &mut Tx<'_>, person: &Colleague, active: bool) -> Result<()> {
    let row = with_address(person).filter(users::active.eq(!active));
    let since = (!active).then_some(tx.at);
    let values =
        (users::active.eq(active), users::deactivated_at.eq(since), users::version.eq(users::version + 1));
    ensure_updated(diesel::update(row).set(values).execute(tx.c)?)
}

/// A person; one who was erased has no address, and does not change any more.
#[diesel::dsl::auto_type(no_type_alias)]
fn with_address(person: &Colleague) -> _ {
    let id: i32 = person.id.0;
    users::table.filter(users::id.eq(id).and(users::email.ne("")))
}

fn ensure_updated(rows: usize) -> Result<()> {
    if rows == 0 { Err(Error::NotFound) } else { Ok(()) }
}

fn details(name: &str, roles: Roles) -> Value {
    let roles: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
    json!({ "name": name, "roles": roles })
}
