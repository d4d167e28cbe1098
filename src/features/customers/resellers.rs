//! Associations between a provider's customers and its indirect resellers.

use crate::audit::Tx;
use crate::auth::Scope;
use crate::db::DbConnection;
use crate::db::columns::columns;
use crate::db::schema::{customer_resellers, partners, partnerships, subscriptions};
use crate::db::stored::stored;
use crate::domain::text_enum::text_enum;
use crate::domain::{MicrosoftId, PartnerId};
use crate::error::Result;
use crate::features::customers::model::ResellerChoice;
use crate::text::sort_key;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use std::collections::HashSet;

/// Returns the customers associated with this reseller: those added or invited for it, and those with a subscription
/// whose reseller of record it is. Former resellers keep their associations. Returns `None` without a reseller, and an
/// empty set for a reseller that is unknown or not this provider's. Rules: docs/reference/domain.md#partnerships.
pub fn customers_of_reseller<P>(
    scope: &Scope<P>,
    mpn_id: Option<&str>,
    c: &mut DbConnection,
) -> Result<Option<HashSet<MicrosoftId>>> {
    within_of(scope.partner(), mpn_id, c)
}

/// Does the same as [`customers_of_reseller`] for the command line, where the operator selects the partner.
pub fn within_of(
    partner: PartnerId,
    mpn_id: Option<&str>,
    c: &mut DbConnection,
) -> Result<Option<HashSet<MicrosoftId>>> {
    let Some(mpn_id) = mpn_id else { return Ok(None) };
    let reseller = partners::table
        .inner_join(partnerships::table.on(partnerships::reseller_id.eq(partners::id)))
        .filter(partnerships::provider_id.eq(partner.0).and(partners::mpn_id.eq(mpn_id)))
        .select(partners::id);
    let Some(reseller) = reseller.first::<i32>(c).optional()? else { return Ok(Some(HashSet::new())) };
    let named: Vec<String> = customer_resellers::table
        .filter(
            customer_resellers::partner_id.eq(partner.0).and(customer_resellers::reseller_id.eq(reseller)),
        )
        .select(customer_resellers::microsoft_id)
        .load(c)?;
    let of_record: Vec<String> = subscriptions::table
        .filter(subscriptions::partner_id.eq(partner.0).and(subscriptions::reseller_id.eq(reseller)))
        .select(subscriptions::microsoft_id)
        .distinct()
        .load(c)?;
    let ids = named.into_iter().chain(of_record).map(|id| stored(&id, "customers.microsoft_id", &id));
    ids.collect::<Result<_>>().map(Some)
}

#[diesel::dsl::auto_type]
fn live_partnerships_of(provider: i32) -> _ {
    let live = partnerships::provider_id.eq(provider).and(partnerships::ended_at.is_null());
    partners::table
        .inner_join(partnerships::table.on(partnerships::reseller_id.eq(partners::id)))
        .filter(live)
}

fn live_partnerships(provider: PartnerId) -> live_partnerships_of {
    live_partnerships_of(provider.0)
}

/// Returns a provider's current indirect resellers, sorted by name; for any other partner an empty list.
pub fn resellers<P>(scope: &Scope<P>, c: &mut DbConnection) -> Result<Vec<ResellerChoice>> {
    let list = live_partnerships(scope.partner()).select(CHOICE);
    Ok(choices(list.load(c)?))
}

/// Returns a provider's indirect resellers to filter by, sorted by name; former ones come last.
pub fn all_resellers<P>(scope: &Scope<P>, c: &mut DbConnection) -> Result<Vec<ResellerChoice>> {
    let list = partners::table
        .inner_join(partnerships::table.on(partnerships::reseller_id.eq(partners::id)))
        .filter(partnerships::provider_id.eq(scope.partner().0))
        .select(CHOICE);
    Ok(choices(list.load(c)?))
}

columns! {
    CHOICE = (partners::mpn_id, partners::name, partnerships::ended_at)
}

/// Converts and sorts the rows. The order must not depend on the database's collation.
fn choices(rows: Vec<(String, String, Option<NaiveDateTime>)>) -> Vec<ResellerChoice> {
    let choice = |(mpn_id, name, ended_at): (_, _, Option<_>)| ResellerChoice {
        mpn_id,
        name,
        is_former: ended_at.is_some(),
    };
    let mut choices: Vec<ResellerChoice> = rows.into_iter().map(choice).collect();
    choices.sort_by_cached_key(|choice| (choice.is_former, sort_key(&choice.name), choice.mpn_id.clone()));
    choices
}

/// Returns the indirect resellers that a customer is associated with, sorted by name; former ones come last.
pub fn resellers_of<P>(
    scope: &Scope<P>,
    id: MicrosoftId,
    c: &mut DbConnection,
) -> Result<Vec<ResellerChoice>> {
    let me = scope.partner().0;
    let named = customer_resellers::table
        .filter(
            customer_resellers::partner_id.eq(me).and(customer_resellers::microsoft_id.eq(id.to_string())),
        )
        .select(customer_resellers::reseller_id);
    let of_record = subscriptions::table
        .filter(subscriptions::partner_id.eq(me).and(subscriptions::microsoft_id.eq(id.to_string())))
        .filter(subscriptions::reseller_id.is_not_null())
        .select(subscriptions::reseller_id.assume_not_null());
    let mut ids: Vec<i32> = named.load(c)?;
    ids.extend(of_record.load::<i32>(c)?);
    let list = partners::table
        .inner_join(partnerships::table.on(partnerships::reseller_id.eq(partners::id)))
        .filter(partnerships::provider_id.eq(me).and(partners::id.eq_any(ids)))
        .select(CHOICE);
    Ok(choices(list.load(c)?))
}

/// Why a provider's customer is associated with one of its indirect resellers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssociationReason {
    /// The customer was added for this reseller, or bought something with it as reseller of record.
    Added,
    /// The invitation named this reseller.
    Invited,
}

text_enum!(AssociationReason, "reason", { Added = "added", Invited = "invited" });

/// Associates a provider's customer with an indirect reseller. If they already are, the stored reason stays.
pub fn associate(
    tx: &mut Tx<'_>,
    provider: PartnerId,
    reseller: PartnerId,
    id: MicrosoftId,
    reason: AssociationReason,
) -> Result<()> {
    let key = (provider.0, reseller.0, id.to_string());
    let known: i64 = customer_resellers::table.find(key).count().get_result(tx.c)?;
    if known == 0 {
        let row = (
            customer_resellers::partner_id.eq(provider.0),
            customer_resellers::reseller_id.eq(reseller.0),
            customer_resellers::microsoft_id.eq(id.to_string()),
            customer_resellers::reason.eq(reason.as_str()),
        );
        diesel::insert_into(customer_resellers::table).values(row).execute(tx.c)?;
    }
    Ok(())
}
