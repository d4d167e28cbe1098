//! The queries about one customer. An unknown, a foreign and a removed one are the same [`Error::NotFound`].

use crate::auth::Scope;
use crate::customers::former::queries::current;
use crate::customers::list::ResellerChoice;
use crate::customers::lists::Lists;
use crate::customers::model::{CustomerRow, MicrosoftId, Origin};
use crate::customers::queries::{COLUMNS, Keyed, rows_by_id};
use crate::customers::resellers::queries::resellers_of;
use crate::customers::search::{Find, Place, Position, Sort, Words};
use crate::db::DbConnection;
use crate::db::schema::{customers, subscriptions};
use crate::db::stored::stored;
use crate::domain::DomainName;
use crate::error::{Error, Result};
use crate::subscriptions::model::SubscriptionRow;
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// What the opened row shows.
#[derive(Debug)]
pub struct Details {
    /// Whether the customer granted delegated administration.
    pub delegated_admin: bool,
    /// How it came.
    pub origin: Origin,
    /// Since when.
    pub customer_since: NaiveDateTime,
    /// Name in the company profile.
    pub company_name: String,
    /// What it bought, the first few by name.
    pub subscriptions: Vec<SubscriptionRow>,
    /// How many subscriptions there are.
    pub subscription_count: i64,
    /// A provider's customer: the indirect resellers it is associated with, by name.
    pub resellers: Vec<ResellerChoice>,
}

/// The customer of this id.
///
/// # Errors
/// [`Error::NotFound`] for an unknown, a foreign and a removed one alike.
pub fn customer<P>(scope: &Scope<P>, id: MicrosoftId, c: &mut DbConnection) -> Result<CustomerRow> {
    let row = scope.customers().filter(customers::microsoft_id.eq(id.to_string())).select(COLUMNS);
    let row: Option<Keyed> = row.first(c).optional()?;
    row.map(|(_, row)| row).ok_or(Error::NotFound)
}

/// What the opened row shows, with at most `limit` subscriptions.
///
/// # Errors
/// [`Error::NotFound`] as for [`customer`].
pub fn details<P>(scope: &Scope<P>, id: MicrosoftId, limit: i64, c: &mut DbConnection) -> Result<Details> {
    let columns =
        (customers::delegated_admin, customers::origin, customers::customer_since, customers::company_name);
    let found = scope.customers().filter(customers::microsoft_id.eq(id.to_string())).select(columns);
    let found: Option<(bool, String, NaiveDateTime, String)> = found.first(c).optional()?;
    let (delegated_admin, origin, customer_since, company_name) = found.ok_or(Error::NotFound)?;
    let rows = scope
        .subscriptions(id)
        .order((subscriptions::name, subscriptions::subscription_id))
        .limit(limit)
        .select((
            subscriptions::subscription_id,
            subscriptions::name,
            subscriptions::quantity,
            subscriptions::status,
        ))
        .load(c)?;
    Ok(Details {
        delegated_admin,
        origin: stored(&origin, "customers.origin", id)?,
        customer_since,
        company_name,
        subscriptions: rows,
        subscription_count: scope.subscriptions(id).count().get_result(c)?,
        resellers: resellers_of(scope, id, c)?,
    })
}

/// The customer that a jump address means: `/c/MICROSOFT_ID` or `/c/DOMAIN`.
///
/// # Errors
/// [`Error::NotFound`] as for [`customer`].
pub fn jump<P>(scope: &Scope<P>, lists: &Lists, text: &str, c: &mut DbConnection) -> Result<MicrosoftId> {
    if let Ok(id) = text.parse() {
        let id = current(c, scope.partner(), id)?;
        return customer(scope, id, c).map(|row| row.microsoft_id);
    }
    let domain = text.parse::<DomainName>().map(String::from).map_err(|_| Error::NotFound)?;
    let words = Words::parse(&domain);
    let place =
        Place::After(Position { key: domain.clone().into_bytes(), id: MicrosoftId(uuid::Uuid::nil()) });
    let first = lists.search.find(
        c,
        scope.partner(),
        &Find { words: &words, within: None, sort: Sort::Domain, place, limit: 1 },
    )?;
    let hit = rows_by_id(scope, &first.ids, c)?.into_iter().find(|(_, row)| row.domain == domain);
    hit.map(|(_, row)| row.microsoft_id).ok_or(Error::NotFound)
}
