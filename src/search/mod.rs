//! Search in the customer list: each partner's folded names, domains, aliases and former names in memory, in list order. Begin
//! with [`IndexCache`]. Code that changes the list must call [`list_changed`] in the same transaction.
//!
//! The indexes are not stored. A partner's blocks are read from `customers` at the first search. Each
//! change of the list increments `partners.list_seq` and writes the changed key ranges with that version to
//! `list_changes`. So one small query tells every process whether its blocks are current, and which of them
//! to read again. [`subscriptions`] does the same for the subscriptions of all customers.

mod attributes;
mod block;
mod by_value;
mod cache;
pub mod capped_count;
pub mod changes;
mod conditions;
pub mod customer_search;
mod held;
mod index;
mod ngrams;
pub mod query;
mod refresh;
mod remembered_counts;
pub mod rewrite;
mod scan;
mod stored;
pub mod subscriptions;
mod versions;

pub use attributes::SortColumns;
pub use cache::IndexCache;
pub use capped_count::{COUNT_CAP, COUNT_LIMIT, CappedCount};
pub use changes::{customers_changed, key_ranges, list_changed};
pub use conditions::{Conditions, NameCondition, ResellerCondition, SubscriptionCondition};
pub use customer_search::CustomerSearch;
pub use query::{Cursor, PageAnchor, SearchPage, SearchRequest, Sort};
pub use rewrite::{recompute_sort_keys, respell_domains};
pub use subscriptions::{SubscriptionIndexes, subscriptions_changed};
