//! The queries of the import of bill-tos. [`super::bill_to`] makes the decisions; the partner is locked while they are written.

use crate::audit::Tx;
use crate::db::connection::MultiBackend;
use crate::db::schema::{bill_to, customers};
use crate::db::{DbConnection, ID_BATCH_SIZE, bulk_insert, former_ids as former};
use crate::domain::{MicrosoftId, PartnerId};
use crate::error::Result;
use crate::features::bill_to::address::bill_to::BillTo;
use crate::search::{key_ranges, list_changed};
use diesel::prelude::*;
use std::collections::{BTreeMap, HashMap};

/// A customer and its bill-to as stored for this partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldBillTo {
    /// Its current Microsoft ID.
    pub id: MicrosoftId,
    /// Its position in the list.
    pub sort_key: Vec<u8>,
    /// Whether the relationship was ended.
    pub ended: bool,
    /// Contact and address are empty if none is stored.
    pub bill_to: BillTo,
}

/// Returns those of these customers that the partner has, active or ended, by the id that was asked for.
pub fn load_held(
    c: &mut DbConnection,
    partner: PartnerId,
    ids: &[MicrosoftId],
) -> Result<HashMap<MicrosoftId, HeldBillTo>> {
    let current = former::all_current(c, partner, ids)?;
    let asked: Vec<(MicrosoftId, MicrosoftId)> =
        ids.iter().map(|id| (*id, current.get(id).copied().unwrap_or(*id))).collect();
    let mut held = HashMap::with_capacity(ids.len());
    for chunk in asked.chunks(ID_BATCH_SIZE) {
        let ids: Vec<MicrosoftId> = chunk.iter().map(|(_, now)| *now).collect();
        load_some(c, partner, &ids, &mut held)?;
    }
    Ok(asked.into_iter().filter_map(|(asked, now)| Some((asked, held.get(&now)?.clone()))).collect())
}

fn load_some(
    c: &mut DbConnection,
    partner: PartnerId,
    ids: &[MicrosoftId],
    held: &mut HashMap<MicrosoftId, HeldBillTo>,
) -> Result<()> {
    let own =
        customers::table.filter(customers::partner_id.eq(partner).and(customers::microsoft_id.eq_any(ids)));
    type Row = (MicrosoftId, Vec<u8>, String, bool);
    let columns = (
        customers::microsoft_id,
        customers::sort_key,
        customers::list_name,
        customers::ended_at.is_not_null(),
    );
    for (id, sort_key, company_name, ended) in own.select(columns).load::<Row>(c)? {
        let bill_to = BillTo { company_name, ..BillTo::default() };
        held.insert(id, HeldBillTo { id, sort_key, ended, bill_to });
    }
    let same = customers::partner_id.eq(bill_to::partner_id);
    let same = same.and(customers::microsoft_id.eq(bill_to::microsoft_id));
    let entered = bill_to::table
        .inner_join(customers::table.on(same))
        .filter(bill_to::partner_id.eq(partner).and(bill_to::microsoft_id.eq_any(ids)))
        .select((bill_to::microsoft_id, <BillTo as SelectableHelper<MultiBackend>>::as_select()));
    for (id, entered) in entered.load::<(MicrosoftId, BillTo)>(c)? {
        if let Some(held) = held.get_mut(&id) {
            held.bill_to = entered;
        }
    }
    Ok(())
}

/// Replaces the bill-tos of these customers.
pub fn store(tx: &mut Tx<'_>, partner: PartnerId, writes: &[(&HeldBillTo, &BillTo)]) -> Result<()> {
    let ids: Vec<MicrosoftId> = writes.iter().map(|(held, _)| held.id).collect();
    for ids in ids.chunks(ID_BATCH_SIZE) {
        let old =
            bill_to::table.filter(bill_to::partner_id.eq(partner).and(bill_to::microsoft_id.eq_any(ids)));
        diesel::delete(old).execute(tx.c)?;
    }
    let rows: Vec<bulk_insert::BillToInsert<'_>> = writes
        .iter()
        .map(|(held, new)| bulk_insert::BillToInsert {
            partner_id: partner,
            microsoft_id: held.id,
            first_name: &new.first_name,
            last_name: &new.last_name,
            email: &new.email,
            phone: &new.phone,
            country: &new.country,
            address_line1: &new.address_line1,
            address_line2: &new.address_line2,
            city: &new.city,
            state: &new.state,
            postal_code: &new.postal_code,
            registration_number: &new.registration_number,
        })
        .collect();
    bulk_insert::insert_bill_tos(tx.c, &rows)?;
    let mut by_country: BTreeMap<&str, Vec<MicrosoftId>> = BTreeMap::new();
    for (held, new) in writes {
        by_country.entry(&new.country).or_default().push(held.id);
    }
    for (country, ids) in by_country {
        for ids in ids.chunks(ID_BATCH_SIZE) {
            let own = customers::partner_id.eq(partner).and(customers::microsoft_id.eq_any(ids));
            // The list is filtered by the country, so the customer's row repeats it.
            let values = (customers::country.eq(country), customers::version.eq(customers::version + 1));
            diesel::update(customers::table.filter(own)).set(values).execute(tx.c)?;
        }
    }
    let moved = writes.iter().filter(|(held, new)| held.bill_to.country != new.country);
    list_changed(tx.c, partner, &key_ranges(moved.map(|(held, _)| held.sort_key.as_slice()).collect()))
}
