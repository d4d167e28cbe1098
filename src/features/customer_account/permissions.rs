//! Permissions of customers. A row in `customer_permissions` grants one.

use crate::audit::{Action, Activity, Tx};
use crate::auth::Scope;
use crate::db::DbConnection;
use crate::db::schema::customer_permissions as permissions;
use crate::domain::{MicrosoftId, PartnerId};
use crate::error::Result;
use crate::features::customer_account::subscription_summary::subscription_summary;
use crate::features::customers::lookup::customer;
use crate::features::customers::membership;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde_json::json;

/// The log actions of a switch.
pub const ACTIONS: [Action; 2] = [Action::CreateCustomerPermission, Action::DeleteCustomerPermission];

const RESERVATIONS: &str = "azure-reservations";

/// The result of a switch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SwitchOutcome {
    /// The permission is now on.
    On,
    /// The permission is now off.
    Off,
    /// It already had that state; nothing changed.
    Unchanged,
    /// Nothing changed, because the customer has no active Azure subscription.
    NoAzure,
}

/// Whether the customer itself may buy Azure reservations. Does not check that the customer exists.
pub fn may_purchase<P>(scope: &Scope<P>, id: MicrosoftId, c: &mut DbConnection) -> Result<bool> {
    let row = permissions::table.find((scope.partner(), id, RESERVATIONS));
    Ok(row.count().get_result::<i64>(c)? > 0)
}

/// Grants or revokes the permission to buy Azure reservations.
///
/// # Errors
/// [`crate::error::Error::NotFound`] if the customer is unknown, removed, or belongs to another partner.
pub fn switch<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    id: MicrosoftId,
    on: bool,
) -> Result<(SwitchOutcome, Vec<Activity>)> {
    membership::lock_list(tx, scope.partner())?;
    let customer = customer(scope, id, tx.c)?;
    if may_purchase(scope, id, tx.c)? == on {
        return Ok((SwitchOutcome::Unchanged, Vec::new()));
    }
    if on && !subscription_summary(scope, id, tx.c)?.has_azure() {
        return Ok((SwitchOutcome::NoAzure, Vec::new()));
    }
    let (switched, action) = if on {
        insert(tx, scope.partner(), id, &scope.actor().name, tx.at)?;
        (SwitchOutcome::On, Action::CreateCustomerPermission)
    } else {
        revoke_all(tx, scope, id)?;
        (SwitchOutcome::Off, Action::DeleteCustomerPermission)
    };
    let word = |on| if on { "on" } else { "off" };
    let details =
        json!({ "before": { "azure_reservations": word(!on) }, "after": { "azure_reservations": word(on) } });
    Ok((switched, vec![Activity::for_customer(action, id, &customer.list_name, details)]))
}

/// Grants the permission, and stores who granted it and when.
pub fn insert(
    tx: &mut Tx<'_>,
    partner: PartnerId,
    id: MicrosoftId,
    by: &str,
    at: NaiveDateTime,
) -> Result<()> {
    let values = (
        permissions::partner_id.eq(partner),
        permissions::microsoft_id.eq(id),
        permissions::permission.eq(RESERVATIONS),
        permissions::granted_by.eq(by),
        permissions::granted_at.eq(at),
    );
    diesel::insert_into(permissions::table).values(values).execute(tx.c)?;
    Ok(())
}

/// Revokes all permissions of a customer; returns whether it had any.
pub fn revoke_all<P>(tx: &mut Tx<'_>, scope: &Scope<P>, id: MicrosoftId) -> Result<bool> {
    let of = permissions::partner_id.eq(scope.partner()).and(permissions::microsoft_id.eq(id));
    Ok(diesel::delete(permissions::table.filter(of)).execute(tx.c)? > 0)
}
