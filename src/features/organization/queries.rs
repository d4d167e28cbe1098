//! Reads and saves the organization. A partner that has not saved one has no row.

use crate::audit::{Action, Activity, Tx};
use crate::auth::Scope;
use crate::db::DbConnection;
use crate::db::schema::{organizations, partnerships};
use crate::domain::PartnerId;
use crate::error::{Error, Result};
use crate::features::organization::model::{BusinessProfile, Organization};
use diesel::prelude::*;
use serde_json::json;
use std::collections::HashMap;

/// Returns the organization of the user's partner.
pub fn find_own<P>(scope: &Scope<P>, c: &mut DbConnection) -> Result<Organization> {
    load(c, scope.partner())
}

/// Returns the business profile of a partner; empty if it has none.
pub fn business_profile(c: &mut DbConnection, partner: PartnerId) -> Result<BusinessProfile> {
    Ok(load(c, partner)?.business)
}

/// Returns the business profiles of a provider's indirect resellers. Resellers without a row are missing.
pub fn reseller_profiles<P>(
    scope: &Scope<P>,
    c: &mut DbConnection,
) -> Result<HashMap<PartnerId, BusinessProfile>> {
    let ids = partnerships::table
        .filter(partnerships::provider_id.eq(scope.partner()).and(partnerships::ended_at.is_null()))
        .select(partnerships::reseller_id);
    let profiles = organizations::table
        .filter(organizations::partner_id.eq_any(ids))
        .select((organizations::partner_id, BusinessProfile::as_select()));
    Ok(profiles.load::<(PartnerId, BusinessProfile)>(c)?.into_iter().collect())
}

/// Returns the organization, to change it in this transaction.
pub fn current(tx: &mut Tx<'_>, partner: PartnerId) -> Result<Organization> {
    load(tx.c, partner)
}

fn load(c: &mut DbConnection, partner: PartnerId) -> Result<Organization> {
    let row = organizations::table.find(partner).select(Organization::as_select());
    Ok(row.first(c).optional()?.unwrap_or_default())
}

/// Saves a changed organization; writes nothing if it is unchanged.
///
/// # Errors
/// [`Error::NotFound`] if another user has saved since; read it with [`current`] in the same transaction to avoid that.
pub fn save(tx: &mut Tx<'_>, partner: PartnerId, new: &Organization) -> Result<Vec<Activity>> {
    let before = current(tx, partner)?;
    let unchanged = Organization { version: before.version, ..new.clone() } == before;
    if unchanged {
        return Ok(Vec::new());
    }
    let next = Organization { version: new.version + 1, ..new.clone() };
    if before.version == 0 {
        let row = (organizations::partner_id.eq(partner), next);
        diesel::insert_into(organizations::table).values(row).execute(tx.c)?;
    } else {
        let seen = organizations::table.find(partner).filter(organizations::version.eq(new.version));
        if diesel::update(seen).set(next).execute(tx.c)? == 0 {
            return Err(Error::NotFound);
        }
    }
    let details = json!({ "before": before, "after": new });
    Ok(vec![Activity::new(Action::UpdateOrganization, "partner", details)])
}
