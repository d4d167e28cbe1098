//! Reads requests. All queries begin with `scope.requests()`: the requests that a partner made, and those that a
//! reseller made for its indirect provider, once they are sent.

use crate::auth::Scope;
use crate::db::keyset::{PageAnchor, PageEdges, Position, ROWS};
use crate::db::partners::names as partner_names;
use crate::db::positions::TabCounts;
use crate::db::schema::{
    customers, partners, partnerships, relationship_requests as requests, request_outcomes,
};
use crate::db::{DbConnection, positions};
use crate::domain::{MicrosoftId, PartnerId, RelationshipRequestId, RequestOutcome};
use crate::error::{Error, Result};
use crate::features::relationship_requests::model::{RelationshipRequest, RequestsTab};
use crate::features::relationship_requests::selection::Selection;
use crate::mail::delivery_status;
use crate::search::CappedCount;
use crate::text::{fold, sort_key};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use std::collections::{BTreeSet, HashMap};

/// A page of the list.
pub struct Page {
    /// The requests, the latest change first.
    pub rows: Vec<RelationshipRequest>,
    /// The number of requests per tab.
    counts: TabCounts,
    /// Whether there are previous and next pages.
    pub edges: PageEdges,
    /// The names of the partners in these requests, by row id.
    pub names: HashMap<PartnerId, String>,
    /// The results of acceptances for this partner.
    pub outcomes: HashMap<RelationshipRequestId, RequestOutcome>,
    /// Requests with undelivered mail; `true` if delivery was given up.
    pub undelivered: HashMap<RelationshipRequestId, bool>,
    /// Accepted requests that need a decision of this partner, regardless of the tab.
    pub undecided: Vec<RelationshipRequest>,
}

impl Page {
    /// Returns the number of requests in a tab.
    pub fn count(&self, tab: RequestsTab) -> CappedCount {
        CappedCount::exact(self.counts.get(tab.as_str()))
    }
}

/// Returns a page of the selected requests.
pub fn page<P>(
    scope: &Scope<P>,
    selection: &Selection,
    place: &PageAnchor,
    c: &mut DbConnection,
) -> Result<Page> {
    let (positions, edges) = positions::page(&(scope, selection), place, c)?;
    let rows = at_positions(scope, &positions, c)?;
    let undecided = undecided(scope, c)?;
    let of_rows = outcomes(scope, &rows, c)?;
    let names = names(scope, rows.iter().chain(&undecided), c)?;
    let ids: Vec<RelationshipRequestId> = rows.iter().map(|request| request.id).collect();
    let undelivered = delivery_status::undelivered(scope, &ids, c)?;
    let counts = selection.counts(scope, c)?;
    Ok(Page { counts, edges, names, outcomes: of_rows, undelivered, undecided, rows })
}

/// Takes a batch of rows, and the names of their partners.
type TakeBatch<'a> = dyn FnMut(Vec<RelationshipRequest>, &HashMap<PartnerId, String>) -> Result<()> + 'a;

/// Calls `take` with the selected requests in the order of the list and the names of their partners, a batch at a time.
pub fn for_each_batch<P>(
    scope: &Scope<P>,
    selection: &Selection,
    c: &mut DbConnection,
    take: &mut TakeBatch<'_>,
) -> Result<()> {
    positions::for_each_batch(&(scope, selection), c, |batch, c| {
        let rows = at_positions(scope, batch, c)?;
        let names = names(scope, rows.iter(), c)?;
        take(rows, &names)
    })
}

/// Returns the ids of the selected requests, in order.
pub fn selected_ids<P>(
    scope: &Scope<P>,
    selection: &Selection,
    c: &mut DbConnection,
) -> Result<Vec<RelationshipRequestId>> {
    let mut ids = Vec::new();
    positions::for_each_batch(&(scope, selection), c, |batch, _| {
        ids.extend(batch.iter().map(|position| RelationshipRequestId(position.id)));
        Ok(())
    })?;
    Ok(ids)
}

/// Returns those of these requests that the partner sees, in this order.
pub fn by_ids<P>(
    scope: &Scope<P>,
    ids: &[RelationshipRequestId],
    c: &mut DbConnection,
) -> Result<Vec<RelationshipRequest>> {
    let rows = scope.requests().filter(requests::id.eq_any(ids.to_vec()));
    let rows: Vec<RelationshipRequest> = rows.select(RelationshipRequest::as_select()).load(c)?;
    let mut rows: HashMap<_, _> = rows.into_iter().map(|row| (row.id, row)).collect();
    Ok(ids.iter().filter_map(|id| rows.remove(id)).collect())
}

/// Returns the requests at these positions, in this order.
fn at_positions<P>(
    scope: &Scope<P>,
    positions: &[Position],
    c: &mut DbConnection,
) -> Result<Vec<RelationshipRequest>> {
    let ids: Vec<RelationshipRequestId> =
        positions.iter().map(|position| RelationshipRequestId(position.id)).collect();
    by_ids(scope, &ids, c)
}

/// Returns the names of the users who made requests that this partner sees, each once, in the order of the names.
pub fn people<P>(scope: &Scope<P>, c: &mut DbConnection) -> Result<Vec<String>> {
    let mut names: Vec<String> = scope.requests().select(requests::created_name).distinct().load(c)?;
    names.retain(|name| !name.is_empty());
    names.sort_by_cached_key(|name| sort_key(name));
    Ok(names)
}

fn undecided<P>(scope: &Scope<P>, c: &mut DbConnection) -> Result<Vec<RelationshipRequest>> {
    let ids: Vec<RelationshipRequestId> = request_outcomes::table
        .filter(request_outcomes::partner_id.eq(scope.partner()))
        .filter(request_outcomes::outcome.eq(RequestOutcome::Undecided))
        .limit(ROWS as i64)
        .select(request_outcomes::request_id)
        .load(c)?;
    let rows = scope.requests().filter(requests::id.eq_any(ids));
    let rows = rows.order((requests::changed_at.desc(), requests::id));
    Ok(rows.select(RelationshipRequest::as_select()).load(c)?)
}

fn outcomes<P>(
    scope: &Scope<P>,
    rows: &[RelationshipRequest],
    c: &mut DbConnection,
) -> Result<HashMap<RelationshipRequestId, RequestOutcome>> {
    let ids: Vec<RelationshipRequestId> = rows.iter().map(|row| row.id).collect();
    let found: Vec<(RelationshipRequestId, RequestOutcome)> = request_outcomes::table
        .filter(request_outcomes::partner_id.eq(scope.partner()))
        .filter(request_outcomes::request_id.eq_any(ids))
        .select((request_outcomes::request_id, request_outcomes::outcome))
        .load(c)?;
    Ok(found.into_iter().collect())
}

fn names<'a, P>(
    _: &Scope<P>,
    rows: impl Iterator<Item = &'a RelationshipRequest>,
    c: &mut DbConnection,
) -> Result<HashMap<PartnerId, String>> {
    let ids: Vec<PartnerId> = rows.flat_map(RelationshipRequest::partners).collect();
    partner_names(c, ids)
}

/// The result of an acceptance for this partner, and the customer in its list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcceptedAs {
    /// The result.
    pub outcome: RequestOutcome,
    /// The customer; while undecided, the known one.
    pub id: MicrosoftId,
    /// Its name in this partner's list.
    pub name: String,
    /// Its domain in this partner's list.
    pub domain: String,
    /// Whether it is in the list now.
    pub active: bool,
    /// When the relationship began.
    pub since: NaiveDateTime,
    /// Whether this partner has delegated administration privileges.
    pub delegated_admin: bool,
    /// Whether the portal invented the Microsoft ID of the answer, as the customer entered none.
    pub id_invented: bool,
}

/// Returns a request, the names of its partners, and the result of its acceptance for this partner.
///
/// # Errors
/// [`Error::NotFound`] if it is unknown or this partner may not see it.
pub fn request<P>(
    scope: &Scope<P>,
    id: RelationshipRequestId,
    c: &mut DbConnection,
) -> Result<(RelationshipRequest, HashMap<PartnerId, String>, Option<AcceptedAs>)> {
    let row = scope.requests().filter(requests::id.eq(id)).select(RelationshipRequest::as_select());
    let request = row.first(c).optional()?.ok_or(Error::NotFound)?;
    let names = names(scope, std::iter::once(&request), c)?;
    let made = accepted_as(scope, id, c)?;
    Ok((request, names, made))
}

fn accepted_as<P>(
    scope: &Scope<P>,
    id: RelationshipRequestId,
    c: &mut DbConnection,
) -> Result<Option<AcceptedAs>> {
    let me = scope.partner();
    let row = request_outcomes::table.find((id, me));
    let columns = (request_outcomes::outcome, request_outcomes::microsoft_id, request_outcomes::id_invented);
    let found: Option<(RequestOutcome, MicrosoftId, bool)> = row.select(columns).first(c).optional()?;
    let Some((outcome, customer, id_invented)) = found else { return Ok(None) };
    let known =
        customers::table.filter(customers::partner_id.eq(me).and(customers::microsoft_id.eq(customer)));
    let columns = (
        customers::list_name,
        customers::domain,
        customers::ended_at.is_null(),
        customers::customer_since,
        customers::delegated_admin,
    );
    let (name, domain, active, since, delegated_admin) = known.select(columns).first(c)?;
    Ok(Some(AcceptedAs { outcome, id: customer, name, domain, active, since, delegated_admin, id_invented }))
}

/// Returns name and domain, by id, of those customers whose relationship with this partner has ended.
pub(super) fn ended_customers<P>(
    scope: &Scope<P>,
    ids: &BTreeSet<MicrosoftId>,
    c: &mut DbConnection,
) -> Result<HashMap<MicrosoftId, (String, String)>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let ended = customers::table
        .filter(customers::partner_id.eq(scope.partner()))
        .filter(customers::microsoft_id.eq_any(ids))
        .filter(customers::ended_at.is_not_null());
    let columns = (customers::microsoft_id, customers::list_name, customers::domain);
    let found: Vec<(MicrosoftId, String, String)> = ended.select(columns).load(c)?;
    Ok(found.into_iter().map(|(id, name, domain)| (id, (name, domain))).collect())
}

/// Returns name and domain of a customer whose relationship with this partner has ended; `None` for any other.
pub fn ended_customer<P>(
    scope: &Scope<P>,
    id: MicrosoftId,
    c: &mut DbConnection,
) -> Result<Option<(String, String)>> {
    let ended = customers::table
        .filter(customers::partner_id.eq(scope.partner()).and(customers::microsoft_id.eq(id)))
        .filter(customers::ended_at.is_not_null());
    Ok(ended.select((customers::list_name, customers::domain)).first(c).optional()?)
}

/// Returns row id, MPN ID and name of this reseller's indirect providers, by name.
pub fn providers<P>(scope: &Scope<P>, c: &mut DbConnection) -> Result<Vec<(PartnerId, String, String)>> {
    let linked = partnerships::table
        .inner_join(partners::table.on(partners::id.eq(partnerships::provider_id)))
        .filter(partnerships::reseller_id.eq(scope.partner()).and(partnerships::ended_at.is_null()))
        .filter(partners::cloud.eq(scope.actor().partner.cloud));
    let columns = (partners::id, partners::mpn_id, partners::name);
    let mut found: Vec<(PartnerId, String, String)> = linked.select(columns).load(c)?;
    found.sort_by_key(|(_, _, name)| fold(name));
    Ok(found)
}
