//! Reads and saves the organization. A partner that has not saved one has no row.

use crate::audit::{Action, Activity, Tx};
use crate::auth::Scope;
use crate::db::DbConnection;
use crate::db::schema::{organizations as table, partnerships};
use crate::domain::PartnerId;
use crate::error::{Error, Result};
use crate::features::organization::model::{BusinessProfile, Organization};
use diesel::prelude::*;
use serde_json::json;
use std::collections::HashMap;

type Row = (
    (String, String, String, String, String, String, String),
    (String, String, String, String, String, String, String, String, String),
    i32,
);

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
        .filter(partnerships::provider_id.eq(scope.partner().0).and(partnerships::ended_at.is_null()))
        .select(partnerships::reseller_id);
    type Row = (i32, String, String, String, String, String, String);
    let rows: Vec<Row> = table::table
        .filter(table::partner_id.eq_any(ids))
        .select((
            table::partner_id,
            table::about,
            table::industries,
            table::languages,
            table::web_page,
            table::support_email,
            table::support_phone,
        ))
        .load(c)?;
    let profile = |(id, about, industries, languages, web_page, support_email, support_phone): Row| {
        (
            PartnerId(id),
            BusinessProfile { about, industries, languages, web_page, support_email, support_phone },
        )
    };
    Ok(rows.into_iter().map(profile).collect())
}

/// Returns the organization, to change it in this transaction.
pub fn current(tx: &mut Tx<'_>, partner: PartnerId) -> Result<Organization> {
    load(tx.c, partner)
}

fn load(c: &mut DbConnection, partner: PartnerId) -> Result<Organization> {
    let place = (
        table::legal_name,
        table::address_line1,
        table::address_line2,
        table::city,
        table::state,
        table::postal_code,
        table::tax_id,
    );
    let rest = (
        table::contact_name,
        table::contact_email,
        table::contact_phone,
        table::about,
        table::industries,
        table::languages,
        table::web_page,
        table::support_email,
        table::support_phone,
    );
    let row =
        table::table.find(partner.0).select((place, rest, table::version)).first::<Row>(c).optional()?;
    let Some((place, rest, version)) = row else { return Ok(Organization::default()) };
    let (legal_name, address_line1, address_line2, city, state, postal_code, tax_id) = place;
    let (
        contact_name,
        contact_email,
        contact_phone,
        about,
        industries,
        languages,
        web_page,
        s_email,
        s_phone,
    ) = rest;
    let business = BusinessProfile {
        about,
        industries,
        languages,
        web_page,
        support_email: s_email,
        support_phone: s_phone,
    };
    Ok(Organization {
        legal_name,
        address_line1,
        address_line2,
        city,
        state,
        postal_code,
        tax_id,
        contact_name,
        contact_email,
        contact_phone,
        business,
        version,
    })
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
    let values = (
        (
            table::legal_name.eq(&new.legal_name),
            table::address_line1.eq(&new.address_line1),
            table::address_line2.eq(&new.address_line2),
            table::city.eq(&new.city),
            table::state.eq(&new.state),
            table::postal_code.eq(&new.postal_code),
            table::tax_id.eq(&new.tax_id),
        ),
        (
            table::contact_name.eq(&new.contact_name),
            table::contact_email.eq(&new.contact_email),
            table::contact_phone.eq(&new.contact_phone),
        ),
        (
            table::about.eq(&new.business.about),
            table::industries.eq(&new.business.industries),
            table::languages.eq(&new.business.languages),
            table::web_page.eq(&new.business.web_page),
            table::support_email.eq(&new.business.support_email),
            table::support_phone.eq(&new.business.support_phone),
        ),
        table::version.eq(new.version + 1),
    );
    if before.version == 0 {
        diesel::insert_into(table::table).values((table::partner_id.eq(partner.0), values)).execute(tx.c)?;
    } else {
        let seen = table::table.filter(table::partner_id.eq(partner.0).and(table::version.eq(new.version)));
        if diesel::update(seen).set(values).execute(tx.c)? == 0 {
            return Err(Error::NotFound);
        }
    }
    let details = json!({ "before": before, "after": new });
    Ok(vec![Activity::new(Action::UpdateOrganization, "partner", details)])
}
