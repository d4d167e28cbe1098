//! Reads requests. All queries begin with `scope.requests()`: the requests that a partner made, and those that a
//! reseller made for its indirect provider, once they are sent.

use crate::auth::Scope;
use crate::db::connection::MultiBackend;
use crate::db::keyset::{PageAnchor, PageEdges, ROWS};
use crate::db::schema::{
    customers, partners, partnerships, relationship_requests as requests, request_outcomes,
};
use crate::db::{DbConnection, keyset};
use crate::domain::{MicrosoftId, PartnerId, RelationshipRequestId, RequestOutcome, RequestStatus};
use crate::error::{Error, Result};
use crate::features::relationship_requests::model::{RelationshipRequest, Tab};
use crate::mail::delivery_status;
use crate::text::{SearchTerms, fold};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use std::collections::{BTreeSet, HashMap};

/// The number of pending requests that a search on the customer list examines.
const LOOKED_THROUGH: i64 = 1_000;

/// The number of matching requests that it shows.
const SHOWN: usize = 5;

/// A page of the list.
pub struct Page {
    /// The requests, the latest change first.
    pub rows: Vec<RelationshipRequest>,
    /// The number of requests per tab.
    pub counts: HashMap<&'static str, u64>,
    /// Whether there are previous and next pages.
    pub sides: PageEdges,
    /// The names of the partners in these requests, by row id.
    pub names: HashMap<i32, String>,
    /// The results of acceptances for this partner.
    pub outcomes: HashMap<RelationshipRequestId, RequestOutcome>,
    /// Requests with undelivered mail; `true` if delivery was given up.
    pub undelivered: HashMap<RelationshipRequestId, bool>,
    /// Accepted requests that need a decision of this partner, regardless of the tab.
    pub undecided: Vec<RelationshipRequest>,
}

/// Returns a page of one tab.
pub fn page<P>(scope: &Scope<P>, tab: Tab, place: PageAnchor, c: &mut DbConnection) -> Result<Page> {
    let rows = scope.requests().filter(requests::status.eq_any(tab.statuses()));
    let rows = keyset::seek!(rows, &place, requests::changed_at, requests::id);
    let mut rows: Vec<RelationshipRequest> = rows.select(RelationshipRequest::as_select()).load(c)?;
    let sides = keyset::cut_page(&mut rows, &place);
    let undecided = undecided(scope, c)?;
    let of_rows = outcomes(scope, &rows, c)?;
    let names = names(scope, rows.iter().chain(&undecided), c)?;
    let ids: Vec<RelationshipRequestId> = rows.iter().map(|request| request.id).collect();
    let undelivered = delivery_status::undelivered(scope, &ids, c)?;
    Ok(Page { counts: counts(scope, c)?, sides, names, outcomes: of_rows, undelivered, undecided, rows })
}

fn counts<P>(scope: &Scope<P>, c: &mut DbConnection) -> Result<HashMap<&'static str, u64>> {
    use crate::domain::TextEnum;
    let mut counts = HashMap::new();
    for (tab, word) in Tab::ALL {
        let rows = scope.requests().filter(requests::status.eq_any(tab.statuses()));
        counts.insert(*word, rows.count().get_result::<i64>(c)?.unsigned_abs());
    }
    Ok(counts)
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
) -> Result<HashMap<i32, String>> {
    let ids: Vec<i32> = rows.flat_map(RelationshipRequest::partners).collect();
    let found = partners::table.filter(partners::id.eq_any(ids)).select((partners::id, partners::name));
    Ok(found.load::<(i32, String)>(c)?.into_iter().collect())
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
}

/// Returns a request, the names of its partners, and the result of its acceptance for this partner.
///
/// # Errors
/// [`Error::NotFound`] if it is unknown or this partner may not see it.
pub fn request<P>(
    scope: &Scope<P>,
    id: RelationshipRequestId,
    c: &mut DbConnection,
) -> Result<(RelationshipRequest, HashMap<i32, String>, Option<AcceptedAs>)> {
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
    let found: Option<(RequestOutcome, MicrosoftId)> =
        row.select((request_outcomes::outcome, request_outcomes::microsoft_id)).first(c).optional()?;
    let Some((outcome, customer)) = found else { return Ok(None) };
    let known =
        customers::table.filter(customers::partner_id.eq(me).and(customers::microsoft_id.eq(customer)));
    let (name, domain, ended): (String, String, Option<NaiveDateTime>) =
        known.select((customers::list_name, customers::domain, customers::ended_at)).first(c)?;
    Ok(Some(AcceptedAs { outcome, id: customer, name, domain, active: ended.is_none() }))
}

/// The columns of a pending request for a search.
#[derive(Queryable, Selectable)]
#[diesel(table_name = requests, check_for_backend(MultiBackend))]
struct WaitingRequest {
    id: RelationshipRequestId,
    partner_id: PartnerId,
    recipient: String,
    subject: String,
    /// The former customer to invite again.
    again_for: Option<MicrosoftId>,
}

/// Returns the latest [`SHOWN`] pending requests that contain every search term in the recipient's address, the
/// subject, or the name and domain of a former customer that is invited again. Examines only the latest
/// [`LOOKED_THROUGH`] requests. The number of queries does not depend on the number of requests.
pub fn search_waiting<P>(
    scope: &Scope<P>,
    words: &SearchTerms,
    c: &mut DbConnection,
) -> Result<Vec<RelationshipRequest>> {
    let rows = scope.requests().filter(requests::status.eq_any(RequestStatus::WAITING));
    let rows = rows.order((requests::changed_at.desc(), requests::id)).limit(LOOKED_THROUGH);
    let waiting: Vec<WaitingRequest> = rows.select(WaitingRequest::as_select()).load(c)?;
    let again = |one: &WaitingRequest| one.again_for.filter(|_| one.partner_id == scope.partner());
    let ended = ended_customers(scope, &waiting.iter().filter_map(again).collect::<BTreeSet<_>>(), c)?;
    let matching = waiting.iter().filter(|one| {
        let mut text = fold(&format!("{} {}", one.recipient, one.subject));
        if let Some((name, domain)) = again(one).and_then(|id| ended.get(&id)) {
            text.push_str(&fold(&format!(" {name} {domain}")));
        }
        words.iter().all(|word| text.contains(word))
    });
    let ids: Vec<RelationshipRequestId> = matching.take(SHOWN).map(|one| one.id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = scope.requests().filter(requests::id.eq_any(ids));
    let rows = rows.order((requests::changed_at.desc(), requests::id));
    Ok(rows.select(RelationshipRequest::as_select()).load(c)?)
}

/// Returns name and domain, by id, of those customers whose relationship with this partner has ended.
fn ended_customers<P>(
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
pub fn providers<P>(scope: &Scope<P>, c: &mut DbConnection) -> Result<Vec<(i32, String, String)>> {
    let linked = partnerships::table
        .inner_join(partners::table.on(partners::id.eq(partnerships::provider_id)))
        .filter(partnerships::reseller_id.eq(scope.partner()).and(partnerships::ended_at.is_null()))
        .filter(partners::cloud.eq(scope.actor().partner.cloud));
    let columns = (partners::id, partners::mpn_id, partners::name);
    let mut found: Vec<(i32, String, String)> = linked.select(columns).load(c)?;
    found.sort_by_key(|(_, _, name)| fold(name));
    Ok(found)
}
