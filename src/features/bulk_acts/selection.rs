//! Which rows of a list were selected: some of them by their ids, or all that match the list's filter.

use crate::auth::Scope;
use crate::db::DbConnection;
use crate::domain::{BulkList, BulkSubject, MicrosoftId, RelationshipRequestId, SubscriptionId};
use crate::error::{Error, Result};
use crate::features::bulk_acts::outcomes::NO_CUSTOMER;
use crate::features::customer_list::conditions::selected_ids;
use crate::features::customer_list::filter::Params as CustomerParams;
use crate::features::relationship_requests::filter::Params as RequestParams;
use crate::features::relationship_requests::queries::selected_ids as selected_requests;
use crate::features::relationship_requests::selection;
use crate::features::subscription_list::filter::Params as SubscriptionParams;
use crate::features::subscription_list::queries::resolve;
use crate::i18n::time_zone::{partner_zone, today};
use crate::search::CustomerSearch;
use crate::search::subscriptions::{Column, FoundSubscriptions};
use crate::web::parameters::parse_query;
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// The rows that were selected in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Selection {
    /// The name of the list.
    pub list: String,
    /// The rows.
    pub rows: SelectedRows,
}

/// The rows of a [`Selection`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SelectedRows {
    /// The rows with these ids: Microsoft IDs, or Microsoft IDs and Subscription IDs with a slash between them, or ids of
    /// requests.
    Ids(Vec<String>),
    /// All rows that match this query of the list's address.
    Filter(String),
}

impl Selection {
    /// Reads the fields `list`, `id` and `filter` of a form. `None` if nothing is selected.
    ///
    /// # Errors
    /// [`Error::BadInput`] for an unknown list, an invalid id, or a filter that the list rejects.
    pub fn from_fields(fields: &[(String, String)]) -> Result<(BulkList, Option<Self>)> {
        let value = |name: &str| fields.iter().find(|(field, _)| field == name).map(|(_, value)| value);
        let word = value("list").map(String::as_str).unwrap_or_default();
        let list: BulkList =
            word.parse().map_err(|_| Error::bad_input("list", "select rows in a list of the portal"))?;
        if let Some(filter) = value("filter") {
            check_filter(list, filter)?;
            let rows = SelectedRows::Filter(filter.clone());
            return Ok((list, Some(Selection { list: list.as_str().to_owned(), rows })));
        }
        let mut ids: Vec<String> =
            fields.iter().filter(|(name, _)| name == "id").map(|(_, id)| id.trim().to_owned()).collect();
        ids.sort_unstable();
        ids.dedup();
        if !ids.iter().all(|id| is_id(list, id)) {
            return Err(Error::bad_input("id", "select rows of the list"));
        }
        let selection = Selection { list: list.as_str().to_owned(), rows: SelectedRows::Ids(ids) };
        let is_empty = matches!(&selection.rows, SelectedRows::Ids(ids) if ids.is_empty());
        Ok((list, (!is_empty).then_some(selection)))
    }

    /// Returns the list.
    ///
    /// # Errors
    /// A stored list that this version does not have.
    pub fn list(&self) -> Result<BulkList> {
        self.list.parse().map_err(Error::internal)
    }

    /// Returns the fields of a form that selects the same rows.
    pub fn fields(&self) -> Vec<(&'static str, &str)> {
        let list = [("list", self.list.as_str())];
        match &self.rows {
            SelectedRows::Ids(ids) => {
                list.into_iter().chain(ids.iter().map(|id| ("id", id.as_str()))).collect()
            }
            SelectedRows::Filter(filter) => list.into_iter().chain([("filter", filter.as_str())]).collect(),
        }
    }
}

fn check_filter(list: BulkList, filter: &str) -> Result<()> {
    match list {
        BulkList::Customers => parse_query::<CustomerParams>(filter)?.filter().map(drop),
        BulkList::Subscriptions => parse_query::<SubscriptionParams>(filter)?.filter().map(drop),
        BulkList::Requests => parse_query::<RequestParams>(filter)?.filter().map(drop),
    }
}

fn is_id(list: BulkList, id: &str) -> bool {
    match list {
        BulkList::Customers => id.parse::<MicrosoftId>().is_ok(),
        BulkList::Subscriptions => subscription_key(id).is_some(),
        BulkList::Requests => id.parse::<RelationshipRequestId>().is_ok(),
    }
}

fn subscription_key(id: &str) -> Option<(MicrosoftId, SubscriptionId)> {
    let (customer, subscription) = id.split_once('/')?;
    Some((customer.parse().ok()?, subscription.parse().ok()?))
}

fn parsed<T: FromStr>(ids: &[String]) -> Vec<T> {
    ids.iter().filter_map(|id| id.parse().ok()).collect()
}

/// The rows to plan, in order. Rows of the same customer follow each other.
pub enum FoundRows {
    /// Customers.
    Customers(Vec<MicrosoftId>),
    /// Subscriptions that the search found.
    Found(FoundSubscriptions),
    /// Subscriptions that were selected one by one.
    Subscriptions(Vec<(MicrosoftId, SubscriptionId)>),
    /// Relationship requests.
    Requests(Vec<RelationshipRequestId>),
}

/// Rows that are planned together.
pub enum RowBatch {
    /// Customers, with the selected subscriptions of each.
    Customers(Vec<(MicrosoftId, Vec<SubscriptionId>)>),
    /// Relationship requests.
    Requests(Vec<RelationshipRequestId>),
}

impl FoundRows {
    /// Finds the selected rows. Ids of rows that the partner does not have are found later, when they are planned.
    ///
    /// # Errors
    /// The database failed, or the stored filter cannot be read any more.
    pub fn find<P>(
        scope: &Scope<P>,
        lists: &CustomerSearch,
        selection: &Selection,
        c: &mut DbConnection,
    ) -> Result<Self> {
        let list = selection.list()?;
        match (&selection.rows, list) {
            (SelectedRows::Ids(ids), BulkList::Customers) => Ok(FoundRows::Customers(parsed(ids))),
            (SelectedRows::Ids(ids), BulkList::Subscriptions) => {
                let keys = ids.iter().filter_map(|id| subscription_key(id));
                Ok(FoundRows::Subscriptions(keys.collect()))
            }
            (SelectedRows::Ids(ids), BulkList::Requests) => Ok(FoundRows::Requests(parsed(ids))),
            (SelectedRows::Filter(filter), BulkList::Requests) => {
                let filter = parse_query::<RequestParams>(filter)?.filter()?;
                let zone = partner_zone(&scope.actor().partner);
                let selected = selection::Selection::resolve(scope, &filter, zone, c)?;
                selected_requests(scope, &selected, c).map(FoundRows::Requests)
            }
            (SelectedRows::Filter(filter), BulkList::Customers) => {
                let filter = parse_query::<CustomerParams>(filter)?.filter()?;
                selected_ids(&scope.actor().partner, lists, &filter, c).map(FoundRows::Customers)
            }
            (SelectedRows::Filter(filter), BulkList::Subscriptions) => {
                let filter = parse_query::<SubscriptionParams>(filter)?.filter()?;
                let conditions = resolve(scope, &filter, today(partner_zone(&scope.actor().partner)), c)?;
                let order = (Column::Customer, false);
                let partner = scope.partner();
                lists.subscriptions.all(c, &lists.search, partner, &conditions, order).map(FoundRows::Found)
            }
        }
    }

    /// Returns the number of rows.
    pub fn len(&self) -> usize {
        match self {
            FoundRows::Customers(ids) => ids.len(),
            FoundRows::Found(found) => found.len(),
            FoundRows::Subscriptions(keys) => keys.len(),
            FoundRows::Requests(ids) => ids.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the rows from `first` on, about `most`, and where the next ones begin.
    pub fn batch(&self, first: usize, most: usize) -> (RowBatch, usize) {
        if let FoundRows::Requests(ids) = self {
            let next = ids.len().min(first + most);
            return (RowBatch::Requests(ids[first..next].to_vec()), next);
        }
        let (groups, next) = self.by_customer(first, most);
        (RowBatch::Customers(groups), next)
    }

    /// Returns the customers of the rows from `first` on, at most `most` rows, with the selected subscriptions of each; all
    /// rows of the last customer are included. The second value is where the next rows begin.
    fn by_customer(&self, first: usize, most: usize) -> (Vec<(MicrosoftId, Vec<SubscriptionId>)>, usize) {
        let mut groups: Vec<(MicrosoftId, Vec<SubscriptionId>)> = Vec::new();
        let mut next = first;
        while next < self.len() {
            let (customer, subscription) = self.row(next);
            match groups.last_mut().filter(|(last, _)| *last == customer) {
                Some((_, ids)) => ids.extend(subscription),
                None if next >= first + most => break,
                None => groups.push((customer, subscription.into_iter().collect())),
            }
            next += 1;
        }
        (groups, next)
    }

    fn row(&self, at: usize) -> (MicrosoftId, Option<SubscriptionId>) {
        match self {
            FoundRows::Customers(ids) => (ids[at], None),
            FoundRows::Subscriptions(keys) => (keys[at].0, Some(keys[at].1.clone())),
            FoundRows::Requests(_) => (NO_CUSTOMER, None),
            FoundRows::Found(found) => {
                let key = found.rows(at..at + 1).next().map(|one| one.key);
                key.map_or((NO_CUSTOMER, None), |key| {
                    (key.customer, Some(SubscriptionId(key.id.as_hyphenated().to_string())))
                })
            }
        }
    }
}

/// Whether an act on rows of `subject` needs the subscriptions of the customers in this list.
pub fn is_expanded(list: BulkList, subject: BulkSubject) -> bool {
    list == BulkList::Customers && subject == BulkSubject::Subscriptions
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn reads_ids_and_filters() {
        let id = "00000000-0000-4000-8000-000000000001";
        let read = |pairs: &[(&str, &str)]| Selection::from_fields(&fields(pairs));
        let (_, two) =
            read(&[("list", "customers"), ("id", id), ("id", id)]).unwrap_or((BulkList::Customers, None));
        assert_eq!(two.map(|one| one.rows), Some(SelectedRows::Ids(vec![id.to_owned()])));
        let filter = read(&[("list", "customers"), ("id", id), ("filter", "q=han&tag=VIP")]);
        let filter = filter.ok().and_then(|(_, one)| one).map(|one| one.rows);
        assert_eq!(filter, Some(SelectedRows::Filter("q=han&tag=VIP".to_owned())));
        assert!(matches!(read(&[("list", "subscriptions")]), Ok((BulkList::Subscriptions, None))));
        for bad in [
            &[("list", "orders"), ("id", id)][..],
            &[("list", "requests"), ("id", "x")],
            &[("list", "requests"), ("filter", "state=x")],
            &[("list", "customers"), ("id", "1")],
            &[("list", "subscriptions"), ("id", id)],
            &[("list", "customers"), ("filter", "sort=up")],
            &[("list", "customers"), ("filter", "q=a&q=b")],
        ] {
            assert!(matches!(read(bad), Err(Error::BadInput { .. })), "{bad:?}");
        }
    }

    #[test]
    fn keeps_the_subscriptions_of_a_customer_together() {
        let id = |number: u128| MicrosoftId(Uuid::from_u128(number));
        let plan = |number: u128| SubscriptionId(Uuid::from_u128(number).to_string());
        let rows = FoundRows::Subscriptions(vec![(id(1), plan(1)), (id(1), plan(2)), (id(2), plan(3))]);
        let (first, next) = rows.by_customer(0, 1);
        assert_eq!((first, next), (vec![(id(1), vec![plan(1), plan(2)])], 2));
        let (second, next) = rows.by_customer(2, 1);
        assert_eq!((second, next), (vec![(id(2), vec![plan(3)])], 3));
    }
}
