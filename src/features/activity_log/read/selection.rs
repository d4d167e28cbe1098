//! Resolves the filters of the page to the values that the queries need.

use crate::audit::Action;
use crate::audit::action::Resource;
use crate::db::DbConnection;
use crate::db::former_ids::all_names;
use crate::domain::{MicrosoftId, PartnerId};
use crate::error::Result;
use crate::features::activity_log::customer_names::CustomerNames;
use crate::features::activity_log::filter::{ActorFilter, Filter};
use crate::search::{Conditions, CustomerSearch, Sort};
use crate::text::SearchTerms;
use chrono::NaiveDateTime;
use chrono_tz::Tz;
use std::ops::Range;

/// Maximum number of customers in a query; if more match, the log is scanned and filtered in memory.
const MAX_CUSTOMERS: usize = 1_000;

/// The customers to filter by.
#[derive(Debug, Clone)]
pub enum CustomerSelection {
    /// All customers, and entries without one.
    All,
    /// These Microsoft IDs.
    Few(Vec<String>),
    /// These Microsoft IDs, sorted; too many for a query.
    Many(Vec<MicrosoftId>),
}

/// The resolved filters.
#[derive(Debug, Clone)]
pub struct Selection {
    /// The period, UTC; the end is exclusive.
    pub instants: Range<NaiveDateTime>,
    /// `change` or `access`.
    pub kind: &'static str,
    /// The action.
    pub action: Option<Action>,
    /// The actor.
    pub who: Option<ActorFilter>,
    /// The type of resource.
    pub resource: Option<Resource>,
    /// The customers.
    pub customers: CustomerSelection,
}

impl Selection {
    /// Resolves a filter for a user in this time zone. Finds a customer by each name in the log or the list, by its
    /// domain while it is in the list, and by its Microsoft ID.
    ///
    /// # Errors
    /// The database failed.
    pub fn resolve(
        filter: &Filter,
        zone: Tz,
        partner: PartnerId,
        lists: &CustomerSearch,
        names: &CustomerNames,
        c: &mut DbConnection,
    ) -> Result<Self> {
        Ok(Selection {
            instants: filter.period.instants(zone),
            kind: filter.kind.as_str(),
            action: filter.action,
            who: filter.who,
            resource: filter.resource,
            customers: customers(&filter.q, partner, lists, names, c)?,
        })
    }
}

impl Selection {
    /// Returns the other kind of entries.
    pub(super) fn other_kind(&self) -> &'static str {
        if self.kind == "access" { "change" } else { "access" }
    }
}

fn customers(
    q: &str,
    partner: PartnerId,
    lists: &CustomerSearch,
    names: &CustomerNames,
    c: &mut DbConnection,
) -> Result<CustomerSelection> {
    if let Ok(id) = MicrosoftId::from_input(q) {
        let names = all_names(c, partner, vec![id])?;
        return Ok(CustomerSelection::Few(names.iter().map(MicrosoftId::to_string).collect()));
    }
    let words = SearchTerms::parse(q);
    if words.is_empty() {
        return Ok(CustomerSelection::All);
    }
    let mut found = names.find(c, partner, &words)?;
    found.extend(lists.search.all(c, partner, &words, &Conditions::default(), Sort::Name)?);
    let found = all_names(c, partner, found)?;
    if found.len() > MAX_CUSTOMERS {
        return Ok(CustomerSelection::Many(found));
    }
    Ok(CustomerSelection::Few(found.iter().map(MicrosoftId::to_string).collect()))
}
