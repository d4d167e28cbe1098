//! A cart: what somebody is about to order for a customer. It is a draft of that person's, kept between the pages.

use crate::domain::{Offer, OfferId};
use crate::features::orders::model::{MAX_LINES, NewLine};
use serde::{Deserialize, Serialize};

/// The content of the draft.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cart {
    /// For whom: a Microsoft ID.
    pub customer: String,
    /// Who is to sell, by MPN ID.
    pub seller: String,
    /// The reseller of record, by MPN ID; empty for none.
    pub reseller: String,
    /// Add-ons only: the Subscription ID of their parent.
    pub parent: Option<String>,
    /// What a reseller writes to its provider.
    pub note: String,
    /// What, and how many.
    pub lines: Vec<CartLine>,
}

/// A line of a cart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartLine {
    /// Offer ID.
    pub offer: String,
    /// How many.
    pub quantity: i32,
}

impl Cart {
    /// How many of this offer are in it.
    pub fn quantity(&self, offer: &OfferId) -> Option<i32> {
        self.lines.iter().find(|line| line.offer == offer.as_str()).map(|line| line.quantity)
    }

    /// Puts so many of an offer into it, in place of those that are in it; `false` if it is full.
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

    /// Takes an offer out of it.
    pub fn remove(&mut self, offer: &str) {
        self.lines.retain(|line| line.offer != offer);
    }

    /// The lines of the order.
    pub fn order_lines(&self) -> Vec<NewLine> {
        let line = |line: &CartLine| {
            let offer = OfferId::parse(&line.offer)?;
            Some(NewLine { offer, quantity: line.quantity, parent: self.parent.clone() })
        };
        self.lines.iter().filter_map(line).collect()
    }

    /// What may be put into it: the add-ons of its parent offer, or everything that is no add-on.
    pub fn accepts(offer: &Offer, parent_offer: Option<&OfferId>) -> bool {
        offer.parent.as_ref() == parent_offer
    }
}
