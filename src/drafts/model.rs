//! Which drafts there are.

use crate::db::words::words;
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// What a draft is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftKind {
    /// A cart.
    Order,
    /// A customer being added.
    Customer,
}
words!(DraftKind, "draft", { Order = "order", Customer = "customer" });

/// The id of a draft, as it stands in an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DraftId(pub Uuid);

impl DraftId {
    /// A new one.
    pub fn new() -> Self {
        DraftId(Uuid::new_v4())
    }
}

impl Default for DraftId {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Display for DraftId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_hyphenated().fmt(f)
    }
}

impl FromStr for DraftId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, uuid::Error> {
        Uuid::try_parse(text).map(DraftId)
    }
}
