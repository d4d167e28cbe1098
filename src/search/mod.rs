//! The search of the customer list: one partner's folded names and domains in memory, in list order.
//! Begin at `SearchIndexes` in cache.rs; who changes the list calls `list_changed` in the same transaction.
//!
//! Nothing of it is stored. A partner's blocks are read from `customers` at its first search. Whoever changes
//! the list raises `partners.list_seq` and writes the touched key ranges under that number into `list_changes`,
//! so every process knows by one small query whether its blocks are true, and which of them to read again.

mod block;
mod by_domain;
mod cache;
pub mod changes;
pub mod customer_search;
mod index;
mod ngrams;
pub mod query;
mod refresh;
pub mod rewrite;
mod scan;
mod stored;
mod versions;

pub use cache::IndexCache;
pub use changes::list_changed;
pub use customer_search::CustomerSearch;
pub use query::{COUNT_CAP, CappedCount, Cursor, PageAnchor, SearchPage, SearchRequest, Sort};
pub use rewrite::{recompute_sort_keys, respell_domains};
