//! The customers that a page of the log names: which of them are in the list, and the one that the search picks by its
//! Microsoft ID. One query for all of them; a name of another partner's customer is never read.

use crate::auth::Scope;
use crate::auth::scope::ViewActivity;
use crate::db::DbConnection;
use crate::db::former_ids::all_current;
use crate::db::schema::customers;
use crate::domain::MicrosoftId;
use crate::error::Result;
use diesel::prelude::*;
use std::collections::{HashMap, HashSet};

/// The customer that the search picks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PickedCustomer {
    /// The Microsoft ID of the search.
    pub id: MicrosoftId,
    /// Its name in the list, also after the relationship ended; `None` if this partner has no such customer, or the
    /// name was erased.
    pub name: Option<String>,
    /// Its primary domain name; empty without a name.
    pub domain: String,
}

/// A customer of this partner.
struct KnownCustomer {
    name: String,
    domain: String,
    is_active: bool,
}

/// The customers of this partner among the ones that a page names.
pub struct KnownCustomers {
    known: HashMap<MicrosoftId, KnownCustomer>,
    /// Former ids, with the current ones.
    former: HashMap<MicrosoftId, MicrosoftId>,
}

impl KnownCustomers {
    /// Reads the customers with these Microsoft IDs, current or former.
    ///
    /// # Errors
    /// The database failed.
    pub fn load(
        scope: &Scope<ViewActivity>,
        ids: impl Iterator<Item = MicrosoftId>,
        c: &mut DbConnection,
    ) -> Result<Self> {
        let ids: HashSet<MicrosoftId> = ids.collect();
        let ids: Vec<MicrosoftId> = ids.into_iter().collect();
        let former = all_current(c, scope.partner(), &ids)?;
        let now: Vec<MicrosoftId> = ids.iter().chain(former.values()).copied().collect();
        let own = customers::table.filter(customers::partner_id.eq(scope.partner()));
        let own = own.filter(customers::microsoft_id.eq_any(now));
        let columns =
            (customers::microsoft_id, customers::list_name, customers::domain, customers::ended_at.is_null());
        let rows: Vec<(MicrosoftId, String, String, bool)> = own.select(columns).load(c)?;
        let known = rows
            .into_iter()
            .map(|(id, name, domain, is_active)| (id, KnownCustomer { name, domain, is_active }));
        Ok(KnownCustomers { known: known.collect(), former })
    }

    /// Returns the Microsoft IDs, current or former, of the customers that are in the list.
    pub fn listed(&self) -> HashSet<String> {
        let active = |id: &MicrosoftId| self.known.get(id).is_some_and(|known| known.is_active);
        let current = self.known.keys().filter(|id| active(id));
        let former = self.former.iter().filter(|(_, now)| active(now)).map(|(old, _)| old);
        current.chain(former).map(MicrosoftId::to_string).collect()
    }

    /// Returns the customer with this Microsoft ID.
    pub fn pick(&self, id: MicrosoftId) -> PickedCustomer {
        let now = self.former.get(&id).unwrap_or(&id);
        let known = self.known.get(now).filter(|known| !known.name.is_empty());
        PickedCustomer {
            id,
            name: known.map(|known| known.name.clone()),
            domain: known.map(|known| known.domain.clone()).unwrap_or_default(),
        }
    }
}
