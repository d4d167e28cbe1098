//! A cart: an order that a user is preparing for a customer. It is stored as a draft of that user.

use crate::domain::{OfferId, SubscriptionId};
use crate::features::offers::typed::TypedQuantities;
use crate::features::orders::model::{MAX_LINES, NewLine};
use serde::{Deserialize, Serialize};

/// The content of the draft.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cart {
    /// The customer's Microsoft ID.
    pub customer: String,
    /// The seller's MPN ID.
    pub seller: String,
    /// The MPN ID of the reseller of record; empty if there is none.
    pub reseller: String,
    /// For add-ons: the Subscription ID of the parent.
    pub parent: Option<SubscriptionId>,
    /// The reseller's note to its provider.
    pub note: String,
    /// The lines.
    pub lines: Vec<CartLine>,
    /// What was typed in rows of the list and not added.
    #[serde(default)]
    pub typed: TypedQuantities,
}

/// A line of a cart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartLine {
    /// The Offer ID.
    pub offer: String,
    /// The quantity.
    pub quantity: i32,
}

impl Cart {
    /// Sets the quantity of an offer, adding a line if necessary. Returns `false` if the cart is full.
    pub fn set(&mut self, offer: &OfferId, quantity: i32) -> bool {
        if let Some(line) = self.lines.iter_mut().find(|line| line.offer == offer.as_str()) {
            line.quantity = quantity;
            return true;
        }
        if self.lines.len() >= MAX_LINES {
            return false;
        }
        self.lines.push(CartLine { offer: offer.to_string(), quantity });
        true
    }

    /// Whether nothing is in the cart, and nothing is typed.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.typed.is_empty()
    }

    /// Returns the quantity of an offer; `None` if the cart does not have it.
    pub fn quantity(&self, offer: &OfferId) -> Option<i32> {
        self.lines.iter().find(|line| line.offer == offer.as_str()).map(|line| line.quantity)
    }

    /// Removes an offer.
    pub fn remove(&mut self, offer: &str) {
        self.lines.retain(|line| line.offer != offer);
    }

    /// Returns the lines of the order. Leaves out lines with an invalid Offer ID.
    pub fn order_lines(&self) -> Vec<NewLine> {
        let line = |line: &CartLine| {
            let offer = OfferId::parse(&line.offer)?;
            Some(NewLine { offer, quantity: line.quantity, parent: self.parent.clone() })
        };
        self.lines.iter().filter_map(line).collect()
    }
}
