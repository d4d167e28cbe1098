//! Who may sell to a customer: a direct partner and a provider themselves; for an indirect reseller, those of its
//! providers that sell to the customer through it. What else a provider holds is not for its resellers to learn.

use crate::auth::Scope;
use crate::customers::model::MicrosoftId;
use crate::customers::search::sort_key;
use crate::db::DbConnection;
use crate::db::schema::{customer_resellers, customers, partners, partnerships, subscriptions};
use crate::db::stored::stored;
use crate::error::Result;
use crate::orders::model::Seller;
use crate::partners::model::{PartnerId, PartnerKind};
use diesel::dsl::exists;
use diesel::prelude::*;

/// The asker itself, where it sells.
pub fn own<P>(scope: &Scope<P>) -> Option<Seller> {
    let me = &scope.actor().partner;
    let sells = me.kind != PartnerKind::IndirectReseller;
    sells.then(|| Seller::new(me.id, me.mpn_id.clone(), me.name.clone(), me.cloud))
}

/// Returns everybody who may sell to this customer on the asker's behalf, by name. The caller has found the customer
/// in the asker's own list before. A provider counts if it holds the customer and is associated with the asker for
/// it: added or invited together, or the asker is reseller of record of a subscription.
pub fn sellers<P>(scope: &Scope<P>, customer: MicrosoftId, c: &mut DbConnection) -> Result<Vec<Seller>> {
    if let Some(own) = own(scope) {
        return Ok(vec![own]);
    }
    let me = scope.partner().0;
    let live = partnerships::reseller_id.eq(me).and(partnerships::ended_at.is_null());
    let holds = customers::microsoft_id.eq(customer.to_string()).and(customers::ended_at.is_null());
    let named = customer_resellers::table
        .filter(customer_resellers::partner_id.eq(partners::id).and(customer_resellers::reseller_id.eq(me)))
        .filter(customer_resellers::microsoft_id.eq(customer.to_string()));
    let of_record = subscriptions::table
        .filter(subscriptions::partner_id.eq(partners::id))
        .filter(subscriptions::reseller_id.assume_not_null().eq(me))
        .filter(subscriptions::microsoft_id.eq(customer.to_string()));
    let rows: Vec<(i32, String, String, String)> = partners::table
        .inner_join(partnerships::table.on(partnerships::provider_id.eq(partners::id)))
        .inner_join(customers::table.on(customers::partner_id.eq(partners::id)))
        .filter(live.and(holds))
        .filter(exists(named).or(exists(of_record)))
        .select((partners::id, partners::mpn_id, partners::name, partners::cloud))
        .load(c)?;
    let seller = |(id, mpn_id, name, cloud): (i32, String, String, String)| {
        Ok(Seller::new(PartnerId(id), mpn_id, name, stored(&cloud, "partners.cloud", id)?))
    };
    let mut sellers = rows.into_iter().map(seller).collect::<Result<Vec<_>>>()?;
    sellers.sort_by_cached_key(|seller| (sort_key(&seller.name), seller.mpn_id.clone()));
    Ok(sellers)
}
