//! What imports of data about existing customers need to know of them: the import of tags, and that of aliases.

use crate::audit::Tx;
use crate::csv::Column;
use crate::db::connection::MultiBackend;
use crate::db::former_ids as former;
use crate::db::schema::{customers, partners};
use crate::db::{DbConnection, ID_BATCH_SIZE};
use crate::domain::{MicrosoftId, Partner, PartnerId};
use crate::error::Result;
use crate::features::customers::other_names::OtherNames;
use crate::features::import::engine::error_reason::ErrorReason;
use crate::features::import::engine::importer::RowError;
use diesel::prelude::*;
use std::collections::HashMap;

/// A customer as stored for this partner.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = customers, check_for_backend(MultiBackend))]
pub struct CustomerFact {
    /// Its current Microsoft ID.
    #[diesel(column_name = microsoft_id)]
    pub id: MicrosoftId,
    /// Its name in the list.
    #[diesel(column_name = list_name)]
    pub name: String,
    /// Its position in the list.
    pub sort_key: Vec<u8>,
    /// Its aliases and former names.
    pub other_names: Option<String>,
    /// Whether the relationship was ended.
    #[diesel(select_expression = customers::ended_at.is_not_null())]
    pub ended: bool,
}

/// The customers that the rows of a batch name.
#[derive(Debug, Default)]
pub struct CustomerFacts {
    customers: HashMap<MicrosoftId, CustomerFact>,
    current: HashMap<MicrosoftId, MicrosoftId>,
}

impl CustomerFacts {
    /// Returns the current id of a customer.
    pub fn current(&self, id: MicrosoftId) -> MicrosoftId {
        self.current.get(&id).copied().unwrap_or(id)
    }

    /// Returns the current ids of all customers that were found.
    pub fn current_ids(&self) -> Vec<MicrosoftId> {
        self.customers.keys().copied().collect()
    }

    /// Returns the customer with this current or former id.
    ///
    /// # Errors
    /// Why a row about it cannot be imported: the partner has no such customer, or its relationship has ended.
    pub fn active(&self, id: MicrosoftId, partner: &Partner) -> Result<&CustomerFact, RowError> {
        let fault = |reason| RowError::new(Column::MicrosoftId, &id.to_string(), reason);
        let found = self.customers.get(&self.current(id));
        let found =
            found.ok_or_else(|| fault(ErrorReason::UnknownCustomer { partner: partner.mpn_id.clone() }))?;
        if found.ended { Err(fault(ErrorReason::RelationshipEnded)) } else { Ok(found) }
    }
}

/// Returns those of these customers that the partner has, active or ended.
pub fn load(c: &mut DbConnection, partner: PartnerId, ids: &[MicrosoftId]) -> Result<CustomerFacts> {
    let mut facts = CustomerFacts { current: former::all_current(c, partner, ids)?, ..Default::default() };
    let mut wanted: Vec<MicrosoftId> = ids.iter().map(|id| facts.current(*id)).collect();
    wanted.sort_unstable();
    wanted.dedup();
    for ids in wanted.chunks(ID_BATCH_SIZE) {
        let own = customers::partner_id.eq(partner).and(customers::microsoft_id.eq_any(ids));
        let rows = customers::table.filter(own).select(CustomerFact::as_select()).load::<CustomerFact>(c)?;
        facts.customers.extend(rows.into_iter().map(|row| (row.id, row)));
    }
    Ok(facts)
}

/// Returns the number of the last entry in the partner's log. Every change of a customer or a tag adds one, so while the
/// number is the same, decisions stay valid.
pub fn entries_seen(c: &mut DbConnection, partner: PartnerId) -> Result<i64> {
    Ok(partners::table.find(partner).select(partners::log_seq).first(c)?)
}

/// Stores the other names of a customer.
pub fn set_other_names(
    tx: &mut Tx<'_>,
    partner: PartnerId,
    id: MicrosoftId,
    names: &OtherNames,
) -> Result<()> {
    let own = customers::partner_id.eq(partner).and(customers::microsoft_id.eq(id));
    let values = customers::other_names.eq(names.to_column());
    diesel::update(customers::table.filter(own)).set(values).execute(tx.c)?;
    Ok(())
}
