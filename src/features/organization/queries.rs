//! Reads and saves the organization. A partner that has not saved one has no row.

use crate::audit::{Action, Activity, Tx};
use crate::auth::Scope;
use crate::db::DbConnection;
use crate::db::schema::{organizations, partners, partnerships};
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

/// Saves a changed organization, and the partner's time zone, if it is given; writes nothing if both are unchanged.
///
/// # Errors
/// [`Error::NotFound`] if another user has saved since; read it with [`current`] in the same transaction to avoid that.
pub fn save(
    tx: &mut Tx<'_>,
    partner: PartnerId,
    new: &Organization,
    zone: Option<Option<String>>,
) -> Result<Vec<Activity>> {
    let before = current(tx, partner)?;
    let old_zone: Option<String> = partners::table.find(partner).select(partners::time_zone).first(tx.c)?;
    let zone = zone.unwrap_or_else(|| old_zone.clone());
    let unchanged = Organization { version: before.version, ..new.clone() } == before && zone == old_zone;
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
    if zone != old_zone {
        let changed = partners::time_zone.eq(&zone);
        diesel::update(partners::table.find(partner)).set(changed).execute(tx.c)?;
    }
    let state = |organization: &Organization, of: &Option<String>| {
        let mut state = json!(organization);
        if zone != old_zone {
            state["time_zone"] = json!(of.as_deref().unwrap_or_default());
        }
        state
    };
    let details = json!({ "before": state(&before, &old_zone), "after": state(new, &zone) });
    Ok(vec![Activity::new(Action::UpdateOrganization, "partner", details)])
}
