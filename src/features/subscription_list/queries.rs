//! The queries of the list. The index finds the rows of a page; these queries read them through the [`Scope`].

use crate::auth::Scope;
use crate::db::DbConnection;
use crate::db::connection::MultiBackend;
use crate::db::former_ids::current;
use crate::db::schema::{customers, offers, partners, partnerships, subscriptions};
use crate::domain::{MicrosoftId, PartnerId, Permission, SubscriptionId};
use crate::error::Result;
use crate::features::customers::model::ResellerChoice;
use crate::features::customers::resellers::all_resellers;
use crate::features::subscription_list::filter::{Filter, PageRequest};
use crate::features::subscriptions::model::Subscription;
use crate::features::subscriptions::queries::{OfferFactsById, PartnerName, offer_facts, partner_names};
use crate::search::CustomerSearch;
use crate::search::subscriptions::{
    ResellerOfRecord, SubscriptionCursor, SubscriptionFilter, SubscriptionKey, SubscriptionQuery,
};
use crate::text::sort_key;
use crate::web::parameters::PartnerParameter;
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::{BTreeSet, HashMap};

/// Rows per page.
pub const PAGE: usize = 50;

/// A subscription with its customer.
#[derive(Debug, Clone)]
pub struct ListedSubscription {
    /// The subscription.
    pub one: Subscription,
    /// The customer.
    pub customer: MicrosoftId,
    /// The customer's name in the partner's list.
    pub customer_name: String,
    /// The parent's name, if it is an add-on whose parent is on the page too.
    pub parent: Option<String>,
}

/// One page of the list.
#[derive(Debug)]
pub struct Page {
    /// Its rows, in order.
    pub rows: Vec<ListedSubscription>,
    /// Cursor of the previous page, if there is one.
    pub previous: Option<SubscriptionCursor>,
    /// Cursor of the next page, if there is one.
    pub next: Option<SubscriptionCursor>,
    /// The number of subscriptions on all pages.
    pub total: u64,
    /// The sum of their quantities.
    pub seats: u64,
    /// The names of sellers and resellers.
    pub partners: HashMap<PartnerId, PartnerName>,
    /// The offers of the rows, and those with which they are to renew.
    pub offers: OfferFactsById,
}

/// The values to choose from.
#[derive(Debug, Default)]
pub struct Choices {
    /// The names of the products, in order.
    pub products: Vec<String>,
    /// The publishers of the offers that the partner can sell, in order.
    pub publishers: Vec<String>,
    /// The indirect resellers; `None` unless the user may filter by them.
    pub resellers: Option<Vec<ResellerChoice>>,
}

/// Returns the requested page.
pub fn page<P>(
    scope: &Scope<P>,
    lists: &CustomerSearch,
    request: &PageRequest,
    today: NaiveDate,
    c: &mut DbConnection,
) -> Result<Page> {
    let query = SubscriptionQuery {
        filter: resolve(scope, &request.filter, today, c)?,
        column: request.filter.sort.column,
        descending: request.filter.sort.descending,
        place: request.place.clone(),
        limit: PAGE,
    };
    let found = lists.subscriptions.find(c, &lists.search, scope.partner(), &query)?;
    let rows = rows(scope, &found.keys, c)?;
    let subscriptions: Vec<Subscription> = rows.iter().map(|row| row.one.clone()).collect();
    Ok(Page {
        partners: partner_names(scope, &subscriptions, c)?,
        offers: offer_facts(scope, &subscriptions, c)?,
        rows,
        previous: found.previous,
        next: found.next,
        total: found.rows,
        seats: found.seats,
    })
}

/// Returns the conditions of a filter.
pub fn resolve<P>(
    scope: &Scope<P>,
    filter: &Filter,
    today: NaiveDate,
    c: &mut DbConnection,
) -> Result<SubscriptionFilter> {
    let customer = filter.customer().map(|id| current(c, scope.partner(), id)).transpose()?;
    Ok(SubscriptionFilter {
        words: filter.words.clone(),
        id: filter.id(),
        customer,
        status: filter.status,
        cycle: filter.cycle,
        auto_renew: filter.auto_renew,
        is_planned: filter.is_planned,
        event: filter.event,
        days: filter.renews.map(|dates| dates.days(today)),
        reseller: reseller(scope, filter.reseller.as_ref(), c)?,
        product: filter.offer.clone(),
        publisher: filter.publisher.clone(),
        only: None,
    })
}

/// Returns the reseller of record to filter by. An MPN ID of no reseller of the partner matches no row, and neither
/// does any for a partner that has no resellers.
fn reseller<P>(
    scope: &Scope<P>,
    wanted: Option<&PartnerParameter>,
    c: &mut DbConnection,
) -> Result<ResellerOfRecord> {
    let mpn_id = match wanted {
        None => return Ok(ResellerOfRecord::Any),
        Some(PartnerParameter::NoPartner) => return Ok(ResellerOfRecord::NoReseller),
        Some(PartnerParameter::MpnId(mpn_id)) => mpn_id,
    };
    let own = partners::table
        .inner_join(partnerships::table.on(partnerships::reseller_id.eq(partners::id)))
        .filter(partnerships::provider_id.eq(scope.partner()).and(partners::mpn_id.eq(mpn_id)));
    let id = own.select(partners::id).first(c).optional()?;
    Ok(ResellerOfRecord::One(id.unwrap_or(UNKNOWN)))
}

/// A row id that no partner has.
const UNKNOWN: PartnerId = PartnerId(-1);

/// Returns the values to choose from.
pub fn choices<P>(scope: &Scope<P>, lists: &CustomerSearch, c: &mut DbConnection) -> Result<Choices> {
    let filters = scope.allows(Permission::FilterByReseller);
    let me = scope.partner();
    let providers: Vec<PartnerId> = partnerships::table
        .filter(partnerships::reseller_id.eq(me).and(partnerships::ended_at.is_null()))
        .select(partnerships::provider_id)
        .load(c)?;
    let sellers: Vec<PartnerId> = providers.into_iter().chain([me]).collect();
    let sold = offers::table.filter(offers::partner_id.eq_any(sellers));
    let mut publishers: Vec<String> = sold.select(offers::publisher).distinct().load(c)?;
    publishers.sort_by_cached_key(|name| (sort_key(name), name.clone()));
    Ok(Choices {
        products: lists.subscriptions.product_names(c, &lists.search, me)?,
        publishers,
        resellers: filters.then(|| all_resellers(scope, c)).transpose()?,
    })
}

/// A subscription with its customer, as stored.
#[derive(Queryable, Selectable)]
#[diesel(table_name = subscriptions, check_for_backend(MultiBackend))]
struct Stored {
    microsoft_id: MicrosoftId,
    #[diesel(embed)]
    one: Subscription,
}

/// Returns these subscriptions in this order.
fn rows<P>(
    scope: &Scope<P>,
    keys: &[SubscriptionKey],
    c: &mut DbConnection,
) -> Result<Vec<ListedSubscription>> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let ids: BTreeSet<MicrosoftId> = keys.iter().map(|key| key.customer).collect();
    let subscription_ids = keys.iter().map(|key| SubscriptionId(key.id.to_string()));
    let sellers: BTreeSet<PartnerId> = keys.iter().map(|key| key.seller).collect();
    let stored: Vec<Stored> = scope
        .all_subscriptions()
        // With the sellers, the databases use the primary key instead of one index for each way to see a row.
        .filter(subscriptions::partner_id.eq_any(sellers))
        .filter(subscriptions::microsoft_id.eq_any(ids.clone()))
        .filter(subscriptions::subscription_id.eq_any(subscription_ids))
        .select(Stored::as_select())
        .load(c)?;
    let names = scope.customers().filter(customers::microsoft_id.eq_any(ids));
    let names: Vec<(MicrosoftId, String)> =
        names.select((customers::microsoft_id, customers::list_name)).load(c)?;
    let names: HashMap<MicrosoftId, String> = names.into_iter().collect();
    let parents: HashMap<(MicrosoftId, SubscriptionId), String> =
        stored.iter().map(|row| ((row.microsoft_id, row.one.id.clone()), row.one.name.clone())).collect();
    let mut by_key: HashMap<(PartnerId, MicrosoftId, String), Stored> = stored
        .into_iter()
        .map(|row| ((row.one.seller, row.microsoft_id, row.one.id.to_string()), row))
        .collect();
    let listed = keys.iter().filter_map(|key| {
        let row = by_key.remove(&(key.seller, key.customer, key.id.to_string()))?;
        let parent = row.one.parent.as_ref().and_then(|id| parents.get(&(key.customer, id.clone())));
        Some(ListedSubscription {
            customer: key.customer,
            customer_name: names.get(&key.customer).cloned().unwrap_or_default(),
            parent: parent.cloned(),
            one: row.one,
        })
    });
    Ok(listed.collect())
}
