//! Finds things of every kind. Each part needs the scope that the page of that kind needs; without it, the part is
//! empty.

use crate::auth::Scope;
use crate::auth::scope::{OwnProfile, ViewCustomers, ViewReferrals, ViewSubscriptions, ViewUsers};
use crate::db::DbConnection;
use crate::db::former_ids::current;
use crate::db::schema::customers;
use crate::domain::{
    IdPrefix, MicrosoftId, OrderId, ReferralId, RelationshipRequestId, RequestStatus, SubscriptionId,
};
use crate::error::{Error, Result};
use crate::features::customers::lookup;
use crate::features::customers::model::CustomerRow;
use crate::features::orders::model::Order;
use crate::features::orders::queries as orders;
use crate::features::referrals::queries as referrals;
use crate::features::relationship_requests::model::RelationshipRequest;
use crate::features::relationship_requests::queries as requests;
use crate::features::relationship_requests::search::search as search_requests;
use crate::features::subscriptions::queries as subscriptions;
use crate::features::subscriptions::queries::FoundSubscription;
use crate::features::users::colleague::Colleague;
use crate::features::users::queries as users;
use crate::search::{Conditions, CustomerSearch, PageAnchor, SearchRequest, Sort};
use crate::text::{SearchTerms, sort_key};
use crate::urls;
use crate::urls::PortalUrl;
use diesel::prelude::*;
use uuid::Uuid;

/// Maximum number of results of each kind.
pub const MAX_RESULTS: usize = 5;

/// The number of matching customers whose orders and subscriptions are found too.
const MAX_CUSTOMERS: usize = 20;

/// What to find.
#[derive(Debug, Clone)]
pub struct Query {
    /// The words, each of which must match.
    pub words: SearchTerms,
    /// The id or its beginning, if the input is one.
    pub id: Option<IdPrefix>,
}

/// The parts of the portal that the user may see.
struct Scopes {
    customers: Option<Scope<ViewCustomers>>,
    subscriptions: Option<Scope<ViewSubscriptions>>,
    referrals: Option<Scope<ViewReferrals>>,
    users: Option<Scope<ViewUsers>>,
}

impl Scopes {
    fn new(scope: &Scope<OwnProfile>) -> Self {
        Scopes {
            customers: scope.with(),
            subscriptions: scope.with(),
            referrals: scope.with(),
            users: scope.with(),
        }
    }
}

/// The results of a search.
#[derive(Debug)]
pub struct Results {
    /// The first matching customers, in list order.
    pub customers: Vec<CustomerRow>,
    /// How many customers match.
    pub customer_count: u64,
    /// The latest matching requests.
    pub requests: Vec<RelationshipRequest>,
    /// The latest orders of the first matching customers, or with a matching id.
    pub orders: Vec<Order>,
    /// Subscriptions of the first matching customers, or with a matching id.
    pub subscriptions: Vec<FoundSubscription>,
    /// The matching users, active ones first.
    pub users: Vec<Colleague>,
}

/// Finds the first results of each kind.
pub fn search(
    scope: &Scope<OwnProfile>,
    lists: &CustomerSearch,
    query: &Query,
    c: &mut DbConnection,
) -> Result<Results> {
    let scopes = Scopes::new(scope);
    let (mut rows, customer_count) = match &scopes.customers {
        Some(scope) => find_customers(scope, lists, query, c)?,
        None => (Vec::new(), 0),
    };
    let ids: Vec<MicrosoftId> = rows.iter().map(|row| row.microsoft_id).collect();
    rows.truncate(MAX_RESULTS);
    let requests = match &scopes.customers {
        Some(scope) => search_requests(scope, &query.words, query.id, &RequestStatus::EVERY, c)?,
        None => Vec::new(),
    };
    let (orders, subscriptions) = match &scopes.subscriptions {
        Some(scope) => (
            orders::search(scope, &ids, query.id, MAX_RESULTS, c)?,
            subscriptions::search(scope, &ids, query.id, MAX_RESULTS, c)?,
        ),
        None => Default::default(),
    };
    let users = match &scopes.users {
        Some(scope) => find_users(scope, &query.words, c)?,
        None => Vec::new(),
    };
    Ok(Results { customers: rows, customer_count, requests, orders, subscriptions, users })
}

/// Returns the first [`MAX_CUSTOMERS`] matching customers, those with a matching id first, and how many match.
fn find_customers<P>(
    scope: &Scope<P>,
    lists: &CustomerSearch,
    query: &Query,
    c: &mut DbConnection,
) -> Result<(Vec<CustomerRow>, u64)> {
    let mut rows: Vec<CustomerRow> = Vec::new();
    if let Some(IdPrefix { first, last }) = query.id {
        let same = customers::microsoft_id.between(MicrosoftId(first), MicrosoftId(last));
        let with_id = scope.customers().filter(same).order(customers::microsoft_id);
        rows = with_id.limit(MAX_CUSTOMERS as i64).select(CustomerRow::as_select()).load(c)?;
    }
    let (words, place) = (&query.words, PageAnchor::Start);
    let conditions = Conditions::default();
    let request =
        SearchRequest { words, conditions: &conditions, sort: Sort::Name, place, limit: MAX_CUSTOMERS };
    let found = lists.search.find(c, scope.partner(), &request)?;
    let more = lookup::rows_by_id(scope, &found.ids, c)?.into_iter().map(|(_, row)| row);
    let more: Vec<CustomerRow> =
        more.filter(|row| rows.iter().all(|known| known.microsoft_id != row.microsoft_id)).collect();
    let count = found.total + rows.len() as u64;
    rows.extend(more);
    Ok((rows, count))
}

fn find_users<P>(scope: &Scope<P>, words: &SearchTerms, c: &mut DbConnection) -> Result<Vec<Colleague>> {
    let mut people = users::all(scope, c)?;
    people.retain(|person| person.matches(words));
    people.sort_by_cached_key(|person| (!person.active, sort_key(&person.name), person.id));
    people.truncate(MAX_RESULTS);
    Ok(people)
}

/// Returns the page of what has this id: a customer (also by a former id), subscription, order, request or referral.
pub fn page_of_id(scope: &Scope<OwnProfile>, id: Uuid, c: &mut DbConnection) -> Result<Option<PortalUrl>> {
    let scopes = Scopes::new(scope);
    if let Some(scope) = &scopes.customers {
        let customer = current(c, scope.partner(), MicrosoftId(id))?;
        if found(lookup::customer(scope, customer, c))?.is_some() {
            return Ok(Some(urls::customer_subscriptions(customer)));
        }
        let request = RelationshipRequestId(id);
        if found(requests::request(scope, request, c))?.is_some() {
            return Ok(Some(urls::relationship_request(request)));
        }
    }
    if let Some(scope) = &scopes.subscriptions {
        let subscription = SubscriptionId(id.to_string());
        if let Some(customer) = subscriptions::customer_of(scope, &subscription, c)? {
            return Ok(Some(urls::subscription(customer, subscription)));
        }
        if found(orders::order(scope, OrderId(id), c))?.is_some() {
            return Ok(Some(urls::order(OrderId(id))));
        }
    }
    if let Some(scope) = &scopes.referrals
        && found(referrals::referral(scope, ReferralId(id), c))?.is_some()
    {
        return Ok(Some(urls::referral(ReferralId(id))));
    }
    Ok(None)
}

fn found<T>(result: Result<T>) -> Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}
