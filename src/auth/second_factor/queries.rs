//! Queries for second factors: set up, use and remove.

use crate::audit::{Action, Activity, Tx};
use crate::auth::Scope;
use crate::db::DbConnection;
use crate::db::schema::{recovery_codes, users};
use crate::domain::UserId;
use crate::error::{Error, Result};
use diesel::prelude::*;
use serde_json::json;

/// Returns the encrypted seed of a user who has confirmed it.
pub fn sealed_seed(tx: &mut Tx<'_>, user: UserId) -> Result<Option<String>> {
    let confirmed = users::table.filter(users::id.eq(user).and(users::totp_confirmed_at.is_not_null()));
    Ok(confirmed.select(users::totp_secret).first::<Option<String>>(tx.c).optional()?.flatten())
}

/// Uses up a time step: its code and earlier codes no longer work, even if two requests arrive at the same time.
pub fn consume_step(tx: &mut Tx<'_>, user: UserId, step: i64) -> Result<bool> {
    let unused = users::table.filter(users::id.eq(user).and(users::totp_last_step.lt(step)));
    Ok(diesel::update(unused).set(users::totp_last_step.eq(step)).execute(tx.c)? == 1)
}

/// Uses up a recovery code; returns whether it was valid.
pub fn use_recovery_code(tx: &mut Tx<'_>, user: UserId, hash: &str) -> Result<bool> {
    let unused = recovery_codes::table.find((user, hash)).filter(recovery_codes::used_at.is_null());
    Ok(diesel::update(unused).set(recovery_codes::used_at.eq(tx.at)).execute(tx.c)? == 1)
}

/// Returns how many recovery codes the signed-in user has left.
pub fn codes_left<P>(scope: &Scope<P>, c: &mut DbConnection) -> Result<i64> {
    let own = recovery_codes::table.filter(recovery_codes::user_id.eq(scope.actor().user));
    Ok(own.filter(recovery_codes::used_at.is_null()).count().get_result(c)?)
}

/// Sets up a second factor after its first code was verified.
///
/// # Errors
/// [`Error::NotFound`] if the user already has one; it must be removed first.
pub fn set_up(tx: &mut Tx<'_>, user: UserId, sealed: &str, step: i64, codes: &[String]) -> Result<Activity> {
    let without = users::table.filter(users::id.eq(user).and(users::totp_confirmed_at.is_null()));
    let values =
        (users::totp_secret.eq(sealed), users::totp_confirmed_at.eq(tx.at), users::totp_last_step.eq(step));
    if diesel::update(without).set(values).execute(tx.c)? == 0 {
        return Err(Error::NotFound);
    }
    store_codes(tx, user, codes)?;
    log_entry(tx, user, "off", "on")
}

/// Replaces the recovery codes.
pub fn renew_codes(tx: &mut Tx<'_>, user: UserId, codes: &[String]) -> Result<Activity> {
    store_codes(tx, user, codes)?;
    log_entry(tx, user, "on", "on, new recovery codes")
}

/// Removes the second factor and the recovery codes.
///
/// # Errors
/// [`Error::NotFound`] if the user has none.
pub fn remove(tx: &mut Tx<'_>, user: UserId) -> Result<Activity> {
    let with = users::table.filter(users::id.eq(user).and(users::totp_confirmed_at.is_not_null()));
    let values =
        (users::totp_secret.eq(None::<String>), users::totp_confirmed_at.eq(None::<chrono::NaiveDateTime>));
    if diesel::update(with).set(values).execute(tx.c)? == 0 {
        return Err(Error::NotFound);
    }
    store_codes(tx, user, &[])?;
    log_entry(tx, user, "on", "off")
}

fn store_codes(tx: &mut Tx<'_>, user: UserId, codes: &[String]) -> Result<()> {
    diesel::delete(recovery_codes::table.filter(recovery_codes::user_id.eq(user))).execute(tx.c)?;
    for hash in codes {
        let row = (recovery_codes::user_id.eq(user), recovery_codes::code_hash.eq(hash));
        diesel::insert_into(recovery_codes::table).values(row).execute(tx.c)?;
    }
    Ok(())
}

fn log_entry(tx: &mut Tx<'_>, user: UserId, before: &str, after: &str) -> Result<Activity> {
    let email: String = users::table.find(user).select(users::email_key).first(tx.c)?;
    let details = json!({
        "email": email, "before": { "second_factor": before }, "after": { "second_factor": after },
    });
    Ok(Activity::new(Action::ChangeSecondFactor, "partner_user", details))
}
