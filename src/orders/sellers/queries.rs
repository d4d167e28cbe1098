//! Who may sell to a customer: a direct partner and a provider themselves; for an indirect reseller, those of its
//! providers that hold the customer too.

use crate::auth::Scope;
use crate::customers::model::MicrosoftId;
use crate::customers::search::sort_key;
use crate::db::DbConnection;
use crate::db::schema::{customers, partners, partnerships};
use crate::error::Result;
use crate::orders::model::Seller;
use crate::partners::model::{Cloud, PartnerId, PartnerKind};
use diesel::prelude::*;

/// The asker itself, where it sells.
pub fn own<P>(scope: &Scope<P>) -> Option<Seller> {
    let me = &scope.actor().partner;
    let sells = me.kind != PartnerKind::IndirectReseller;
    sells.then(|| Seller::new(me.id, me.mpn_id.clone(), me.name.clone(), me.cloud))
}

/// Everybody who may sell to this customer on the asker's behalf, by name. Whoever asks has found the customer in its
/// own list before.
pub fn sellers<P>(scope: &Scope<P>, customer: MicrosoftId, c: &mut DbConnection) -> Result<Vec<Seller>> {
    if let Some(own) = own(scope) {
        return Ok(vec![own]);
    }
    let live = partnerships::reseller_id.eq(scope.partner().0).and(partnerships::ended_at.is_null());
    let holds = customers::microsoft_id.eq(customer.to_string()).and(customers::ended_at.is_null());
    let rows: Vec<(i32, String, String, String)> = partners::table
        .inner_join(partnerships::table.on(partnerships::provider_id.eq(partners::id)))
        .inner_join(customers::table.on(customers::partner_id.eq(partners::id)))
        .filter(live.and(holds))
        .select((partners::id, partners::mpn_id, partners::name, partners::cloud))
        .load(c)?;
    let seller =
        |(id, mpn_id, name, cloud)| Ok(Seller::new(PartnerId(id), mpn_id, name, Cloud::try_from(cloud)?));
    let mut sellers = rows.into_iter().map(seller).collect::<Result<Vec<_>>>()?;
    sellers.sort_by_cached_key(|seller| (sort_key(&seller.name), seller.mpn_id.clone()));
    Ok(sellers)
}
