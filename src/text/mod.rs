//! Text processing for any script: folding, search terms, sort keys, highlighting; percent-encoding, hexadecimal.

pub mod fold;
pub mod hex;
pub mod highlight;
pub mod korean;
pub mod percent;
pub mod sort_key;
pub mod terms;
pub mod visible;

pub use fold::fold;
pub use hex::hex;
pub use highlight::{Highlighted, match_ranges};
pub use korean::searchable;
pub use sort_key::{SORT_KEY_VERSION, sort_key};
pub use terms::SearchTerms;
