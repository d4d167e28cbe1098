//! Reading a partner's log, newest first: which entries, a page of them, how many, all of them.

use crate::audit::Action;
use crate::audit::action::Resource;
use crate::db::DbConnection;
use crate::db::former_ids::all_names;
use crate::domain::{MicrosoftId, PartnerId};
use crate::error::Result;
use crate::features::activity_log::customer_names::CustomerNames;
use crate::features::activity_log::filter::{ActorFilter, Filter};
use crate::search::{CustomerSearch, Sort};
use crate::text::SearchTerms;
use chrono::NaiveDateTime;
use chrono_tz::Tz;
use std::ops::Range;

/// So many customers are looked up one by one; for more the log is read through.
const FEW: usize = 1_000;

/// Which customers' entries.
#[derive(Debug, Clone)]
pub enum CustomerSelection {
    /// Everybody's, and those about nobody in particular.
    All,
    /// These.
    Few(Vec<String>),
    /// These, too many to name in a question; sorted.
    Many(Vec<MicrosoftId>),
}

/// Which entries, ready to be asked for.
#[derive(Debug, Clone)]
pub struct Selection {
    /// From when up to when, UTC.
    pub instants: Range<NaiveDateTime>,
    /// `change` or `access`.
    pub kind: &'static str,
    /// What was done.
    pub action: Option<Action>,
    /// By whom.
    pub who: Option<ActorFilter>,
    /// To what.
    pub resource: Option<Resource>,
    /// For whom.
    pub customers: CustomerSelection,
}

impl Selection {
    /// What a filter means to a reader in this zone. A customer is found by every name that the log or the list
    /// knows, by its domain while it is in the list, and by its Microsoft ID.
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
    /// The half that is not asked for.
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
    found.extend(lists.search.all(c, partner, &words, None, Sort::Name)?);
    let found = all_names(c, partner, found)?;
    if found.len() > FEW {
        return Ok(CustomerSelection::Many(found));
    }
    Ok(CustomerSelection::Few(found.iter().map(MicrosoftId::to_string).collect()))
}
