//! A cart as it is stored. What is wrong with its lines is not stored, because offers change: [`super::check`] finds it.

use crate::domain::{CartId, OrderId, SubscriptionId};
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

/// The maximum number of carts for one customer that are not checked out.
pub const MAX_CARTS: i64 = 50;

/// A cart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredCart {
    /// The id.
    pub id: CartId,
    /// The lines.
    pub lines: Vec<CartLine>,
    /// When it was made, UTC.
    pub created_at: NaiveDateTime,
    /// When it was changed, UTC.
    pub changed_at: NaiveDateTime,
    /// When it expires, UTC.
    pub expires_at: NaiveDateTime,
    /// The email address of the user who changed it.
    pub changed_by: String,
    /// Its orders; empty while it is not checked out.
    pub orders: Vec<OrderId>,
}

/// A line of a cart.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartLine {
    /// The catalog item id, or an Offer ID.
    pub item: String,
    /// The quantity.
    pub quantity: i32,
    /// The billing cycle that the program expects, in small letters.
    pub cycle: Option<String>,
    /// The duration of the term that it expects, such as `P1Y`.
    pub term: Option<String>,
    /// For an add-on of a subscription: the parent.
    pub parent: Option<SubscriptionId>,
    /// The MPN ID of the reseller of record.
    pub reseller: Option<String>,
    /// The add-ons of the subscription that this line makes.
    pub add_ons: Vec<CartLine>,
}

/// A line with its place in the cart.
#[derive(Debug, Clone, Copy)]
pub struct PlacedLine<'a> {
    /// The line.
    pub line: &'a CartLine,
    /// For an add-on in a line: the number of that line.
    pub base: Option<usize>,
    /// The place in the list of lines, and for an add-on in a line the place in its list.
    pub place: (usize, Option<usize>),
}

impl PlacedLine<'_> {
    /// Returns the path of the line in the resource.
    pub fn path(&self) -> String {
        match self.place {
            (line, None) => format!("lineItems[{line}]"),
            (line, Some(add_on)) => format!("lineItems[{line}].addonItems[{add_on}]"),
        }
    }

    /// Returns the MPN ID of the reseller of record: an add-on in a line has that of the line.
    pub fn reseller(&self, all: &[PlacedLine<'_>]) -> Option<String> {
        let of = self.base.and_then(|base| all.get(base)).map_or(self.line, |base| base.line);
        of.reseller.clone()
    }
}

/// Returns all lines, each followed by its add-ons. Their places in this list are their numbers.
pub fn numbered(lines: &[CartLine]) -> Vec<PlacedLine<'_>> {
    let mut all = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let base = all.len();
        all.push(PlacedLine { line, base: None, place: (at, None) });
        let add_ons = line.add_ons.iter().enumerate();
        all.extend(add_ons.map(|(add_on, line)| PlacedLine {
            line,
            base: Some(base),
            place: (at, Some(add_on)),
        }));
    }
    all
}
