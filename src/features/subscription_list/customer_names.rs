//! The names and domains of customers for an export. A long export reads those of all customers once, in the order in which the
//! database stores them, because its rows name most customers several times and in another order.

use crate::auth::tenancy::active_customers;
use crate::db::connection::MultiBackend;
use crate::db::schema::customers;
use crate::db::{DbConnection, stream};
use crate::domain::{MicrosoftId, PartnerId};
use crate::error::Result;
use diesel::prelude::*;
use std::collections::{BTreeSet, HashMap};

/// Number of exported rows from which on all names are read in one query.
const MANY_ROWS: usize = 50_000;

/// Maximum number of bytes of all names and domains in memory.
const MAX_BYTES: usize = 96 * 1024 * 1024;

/// Number of customers in one query.
const ID_BATCH_SIZE: usize = 4_096;

/// The names and domains of customers.
pub struct CustomerNames {
    partner: PartnerId,
    /// All of them, if they fit.
    all: Option<AllNames>,
    /// Those of one batch otherwise.
    batch: HashMap<MicrosoftId, (String, String)>,
}

/// The names and domains of all customers, one after the other.
#[derive(Default)]
struct AllNames {
    /// Sorted by id.
    entries: Vec<NameEntry>,
    text: String,
}

/// Where name and domain of a customer are.
struct NameEntry {
    id: [u8; 16],
    start: u32,
    domain: u32,
    end: u32,
}

/// A customer, as the database stores it.
#[derive(Queryable, Selectable)]
#[diesel(table_name = customers, check_for_backend(MultiBackend))]
struct NamedCustomer {
    microsoft_id: MicrosoftId,
    list_name: String,
    domain: String,
}

impl CustomerNames {
    /// Returns the names for an export of this number of rows.
    ///
    /// # Errors
    /// The database failed.
    pub fn new(c: &mut DbConnection, partner: PartnerId, rows: usize) -> Result<Self> {
        let all = if rows < MANY_ROWS { None } else { AllNames::read(c, partner, MAX_BYTES)? };
        Ok(CustomerNames { partner, all, batch: HashMap::new() })
    }

    /// Makes the names of these customers available to [`Self::get`].
    ///
    /// # Errors
    /// The database failed.
    pub fn prepare(&mut self, c: &mut DbConnection, ids: impl Iterator<Item = MicrosoftId>) -> Result<()> {
        if self.all.is_some() {
            return Ok(());
        }
        self.batch.clear();
        let ids: Vec<MicrosoftId> = ids.collect::<BTreeSet<_>>().into_iter().collect();
        for ids in ids.chunks(ID_BATCH_SIZE) {
            let rows = active_customers(self.partner).filter(customers::microsoft_id.eq_any(ids));
            let rows: Vec<NamedCustomer> = rows.select(stream::columns::<NamedCustomer>()).load(c)?;
            self.batch.extend(rows.into_iter().map(|row| (row.microsoft_id, (row.list_name, row.domain))));
        }
        Ok(())
    }

    /// Returns name and domain of a customer; `None` if it is not in the partner's list.
    pub fn get(&self, id: MicrosoftId) -> Option<(&str, &str)> {
        match &self.all {
            Some(all) => all.get(id),
            None => self.batch.get(&id).map(|(name, domain)| (name.as_str(), domain.as_str())),
        }
    }
}

impl AllNames {
    /// Returns the names of all customers; `None` if they have more than `most` bytes.
    fn read(c: &mut DbConnection, partner: PartnerId, most: usize) -> Result<Option<Self>> {
        let (mut all, mut is_full) = (AllNames::default(), false);
        let rows = active_customers(partner).order((customers::sort_key, customers::microsoft_id));
        stream::for_each(c, rows.select(stream::columns::<NamedCustomer>()), |row: NamedCustomer| {
            is_full |= all.text.len() + row.list_name.len() + row.domain.len() > most;
            if !is_full {
                all.add(&row);
            }
            Ok(())
        })?;
        all.entries.sort_unstable_by_key(|entry| entry.id);
        Ok((!is_full).then_some(all))
    }

    fn add(&mut self, row: &NamedCustomer) {
        // Fits, because all texts together have at most `MAX_BYTES`.
        let at = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let start = at(self.text.len());
        self.text.push_str(&row.list_name);
        let domain = at(self.text.len());
        self.text.push_str(&row.domain);
        let end = at(self.text.len());
        self.entries.push(NameEntry { id: *row.microsoft_id.0.as_bytes(), start, domain, end });
    }

    fn get(&self, id: MicrosoftId) -> Option<(&str, &str)> {
        let at = self.entries.binary_search_by_key(id.0.as_bytes(), |entry| entry.id).ok()?;
        let NameEntry { start, domain, end, .. } = self.entries[at];
        let part = |from: u32, to: u32| self.text.get(from as usize..to as usize);
        Some((part(start, domain)?, part(domain, end)?))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn finds_each_name_and_domain() {
        let id = |number: u128| MicrosoftId(Uuid::from_u128(number));
        let mut all = AllNames::default();
        for (number, name, domain) in [(3, "한강", "h.example"), (1, "", ""), (2, "B", "b.example")] {
            let (list_name, domain) = (name.to_owned(), domain.to_owned());
            all.add(&NamedCustomer { microsoft_id: id(number), list_name, domain });
        }
        all.entries.sort_unstable_by_key(|entry| entry.id);
        let found: Vec<_> = (0..=4).map(|number| all.get(id(number))).collect();
        let (first, third) = (Some(("", "")), Some(("한강", "h.example")));
        assert_eq!(found, [None, first, Some(("B", "b.example")), third, None]);
    }
}
