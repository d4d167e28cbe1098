//! Searches the requests for other pages than their list: the search of all pages, and the customer list. The list has
//! [`super::selection`].

use crate::auth::Scope;
use crate::db::DbConnection;
use crate::db::connection::MultiBackend;
use crate::db::schema::relationship_requests as requests;
use crate::domain::{IdPrefix, MicrosoftId, PartnerId, RelationshipRequestId, RequestStatus};
use crate::error::Result;
use crate::features::relationship_requests::model::RelationshipRequest;
use crate::features::relationship_requests::queries::ended_customers;
use crate::text::SearchTerms;
use diesel::prelude::*;
use std::collections::BTreeSet;

/// The number of requests that a search examines.
const MAX_SCANNED: i64 = 1_000;

/// The number of matching requests that a search shows.
const MAX_MATCHES: usize = 5;

/// The columns of a request for a search.
#[derive(Queryable, Selectable)]
#[diesel(table_name = requests, check_for_backend(MultiBackend))]
struct SearchedRequest {
    id: RelationshipRequestId,
    partner_id: PartnerId,
    recipient: String,
    subject: String,
    /// The customer's answer.
    company_name: Option<String>,
    domain: Option<String>,
    email: Option<String>,
    /// The former customer to invite again.
    again_for: Option<MicrosoftId>,
}

impl SearchedRequest {
    fn matches(&self, words: &SearchTerms, again_for: Option<&(String, String)>) -> bool {
        let mut text = format!("{} {}", self.recipient, self.subject);
        let answer = [&self.company_name, &self.domain, &self.email].into_iter().flatten();
        for part in answer.chain(again_for.into_iter().flat_map(|(name, domain)| [name, domain])) {
            text.push(' ');
            text.push_str(part);
        }
        words.are_in(&text)
    }
}

/// Returns the latest [`MAX_MATCHES`] requests in one of these states whose id begins like this, or that contain every
/// search term in the recipient's address, the subject, the customer's answer, or the name and domain of a former customer
/// that is invited again. Examines only the latest [`MAX_SCANNED`] requests. The number of queries does not depend on the
/// number of requests.
pub fn search<P>(
    scope: &Scope<P>,
    words: &SearchTerms,
    id: Option<IdPrefix>,
    states: &[RequestStatus],
    c: &mut DbConnection,
) -> Result<Vec<RelationshipRequest>> {
    let rows = scope.requests().filter(requests::status.eq_any(states.to_vec()));
    let rows = rows.order((requests::changed_at.desc(), requests::id)).limit(MAX_SCANNED);
    let rows: Vec<SearchedRequest> = rows.select(SearchedRequest::as_select()).load(c)?;
    let again = |one: &SearchedRequest| one.again_for.filter(|_| one.partner_id == scope.partner());
    let ended = ended_customers(scope, &rows.iter().filter_map(again).collect::<BTreeSet<_>>(), c)?;
    let has_id = |one: &SearchedRequest| id.is_some_and(|id| (id.first..=id.last).contains(&one.id.0));
    let matching =
        rows.iter().filter(|one| has_id(one) || one.matches(words, again(one).and_then(|id| ended.get(&id))));
    let ids: Vec<RelationshipRequestId> = matching.take(MAX_MATCHES).map(|one| one.id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = scope.requests().filter(requests::id.eq_any(ids));
    let rows = rows.order((requests::changed_at.desc(), requests::id));
    Ok(rows.select(RelationshipRequest::as_select()).load(c)?)
}
