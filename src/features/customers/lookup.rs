//! The queries about one customer. An unknown customer, a removed one and one of another partner give the same
//! [`Error::NotFound`].

use crate::auth::Scope;
use crate::db::schema::{customers, subscriptions};
use crate::db::text_list::is_in_list;
use crate::db::{DbConnection, ID_BATCH_SIZE};
use crate::domain::{MicrosoftId, Origin};
use crate::error::{Error, Result};
use crate::features::customers::model::{CustomerRow, ResellerChoice, SubscriptionLine};
use crate::features::customers::resellers::resellers_of;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use std::collections::HashMap;

/// The details that an opened row of the customer list shows.
#[derive(Debug)]
pub struct CustomerDetails {
    /// Whether the customer granted delegated administration.
    pub delegated_admin: bool,
    /// How the customer was added.
    pub origin: Origin,
    /// When it became a customer, UTC.
    pub customer_since: NaiveDateTime,
    /// Name in the company profile.
    pub company_name: String,
    /// The first subscriptions, by name.
    pub subscriptions: Vec<SubscriptionLine>,
    /// How many subscriptions there are.
    pub subscription_count: i64,
    /// The indirect resellers that the customer is associated with, by name; empty unless the partner is a provider.
    pub resellers: Vec<ResellerChoice>,
}

/// Returns the customer with this Microsoft ID.
///
/// # Errors
/// [`Error::NotFound`] if it is unknown, removed, or belongs to another partner.
pub fn customer<P>(scope: &Scope<P>, id: MicrosoftId, c: &mut DbConnection) -> Result<CustomerRow> {
    let row = scope.customers().filter(customers::microsoft_id.eq(id)).select(CustomerRow::as_select());
    row.first(c).optional()?.ok_or(Error::NotFound)
}

/// Returns the names of those of these customers that the partner has.
///
/// # Errors
/// The database failed.
pub fn customer_names<P>(
    scope: &Scope<P>,
    ids: &[MicrosoftId],
    c: &mut DbConnection,
) -> Result<HashMap<MicrosoftId, String>> {
    let mut names = HashMap::with_capacity(ids.len());
    for ids in ids.chunks(ID_BATCH_SIZE) {
        let own = scope.customers().filter(customers::microsoft_id.eq_any(ids));
        let rows = own.select((customers::microsoft_id, customers::list_name));
        names.extend(rows.load::<(MicrosoftId, String)>(c)?);
    }
    Ok(names)
}

/// Returns the details of a customer, with at most `limit` subscriptions.
///
/// # Errors
/// [`Error::NotFound`] as for [`customer`].
pub fn details<P>(
    scope: &Scope<P>,
    id: MicrosoftId,
    limit: i64,
    c: &mut DbConnection,
) -> Result<CustomerDetails> {
    let columns =
        (customers::delegated_admin, customers::origin, customers::customer_since, customers::company_name);
    let found = scope.customers().filter(customers::microsoft_id.eq(id)).select(columns);
    let found: Option<(bool, Origin, NaiveDateTime, String)> = found.first(c).optional()?;
    let (delegated_admin, origin, customer_since, company_name) = found.ok_or(Error::NotFound)?;
    let rows = scope
        .subscriptions(id)
        .order((subscriptions::name, subscriptions::subscription_id))
        .limit(limit)
        .select(SubscriptionLine::as_select())
        .load(c)?;
    Ok(CustomerDetails {
        delegated_admin,
        origin,
        customer_since,
        company_name,
        subscriptions: rows,
        subscription_count: scope.subscriptions(id).count().get_result(c)?,
        resellers: resellers_of(scope, id, c)?,
    })
}

/// A line of the list with its key, by which the list is paged.
pub(crate) type Keyed = (Vec<u8>, CustomerRow);

pub(crate) fn rows_by_id<P>(
    scope: &Scope<P>,
    ids: &[MicrosoftId],
    c: &mut DbConnection,
) -> Result<Vec<Keyed>> {
    let list = scope.customers();
    let rows: Vec<Keyed> = match c {
        DbConnection::Sqlite(c) => {
            let these = list.filter(is_in_list(customers::microsoft_id, ids));
            these.select((customers::sort_key, CustomerRow::as_select())).load(c)?
        }
        DbConnection::Postgres(c) => {
            let these = list.filter(customers::microsoft_id.eq_any(ids));
            these.select((customers::sort_key, CustomerRow::as_select())).load(c)?
        }
    };
    let mut by_id: HashMap<MicrosoftId, Keyed> =
        rows.into_iter().map(|row| (row.1.microsoft_id, row)).collect();
    Ok(ids.iter().filter_map(|id| by_id.remove(id)).collect())
}
