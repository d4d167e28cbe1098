//! The search of the customer list: one partner's folded names and domains in memory, in list order.
//! Begin at `SearchIndexes` in cache.rs; who changes the list calls `list_changed` in the same transaction.
//!
//! Nothing of it is stored. A partner's blocks are read from `customers` at its first search. Whoever changes
//! the list raises `partners.list_seq` and writes the touched key ranges under that number into `list_changes`,
//! so every process knows by one small query whether its blocks are true, and which of them to read again.

mod blocks;
mod by_domain;
mod cache;
mod changes;
mod find;
mod fold;
mod grams;
mod index;
mod marks;
mod refresh;
mod rewrite;
mod scan;
mod sort_key;
mod stored;
mod versions;
mod words;

pub use cache::SearchIndexes;
pub use changes::list_changed;
pub use find::{COUNT_CAP, Find, Found, Place, Position, Sort, Total};
pub use fold::fold;
pub use marks::matches;
pub use rewrite::{rekey, respell_domains};
pub use sort_key::{SORT_KEY_VERSION, sort_key};
pub use words::Words;
