//! Which lines of a cart become one order: those with the same parent and the same reseller of record.

use crate::domain::SubscriptionId;
use crate::features::orders::model::NewLine;
use crate::features::rest_api::carts::model::PlacedLine;
use crate::features::rest_api::orders::sent_order::SentOrder;
use crate::features::rest_api::products::catalog_item::offer_of;

/// What the lines of an order belong to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GroupParent {
    /// Nothing: they are no add-ons.
    None,
    /// A subscription that exists.
    Stored(SubscriptionId),
    /// The subscription that the line with this number makes.
    Line(usize),
}

/// The lines of one order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderGroup {
    /// What they belong to.
    pub parent: GroupParent,
    /// The MPN ID of their reseller of record.
    pub reseller: Option<String>,
    /// Their numbers.
    pub lines: Vec<usize>,
}

impl OrderGroup {
    /// Returns the order of those lines that name an offer, and their numbers.
    pub fn order(&self, all: &[PlacedLine<'_>], parent: Option<&SubscriptionId>) -> (SentOrder, Vec<usize>) {
        let mut sent = SentOrder { reseller: self.reseller.clone(), ..SentOrder::default() };
        let mut numbers = Vec::new();
        for number in &self.lines {
            let Some(line) = all.get(*number).map(|placed| placed.line) else { continue };
            let Some(offer) = offer_of(&line.item) else { continue };
            sent.lines.push(NewLine { offer, quantity: line.quantity, parent: parent.cloned() });
            sent.cycles.push(line.cycle.clone());
            numbers.push(*number);
        }
        (sent, numbers)
    }
}

/// Returns the orders of a cart. A line comes in an earlier order than its add-ons.
pub fn order_groups(all: &[PlacedLine<'_>]) -> Vec<OrderGroup> {
    let mut groups: Vec<OrderGroup> = Vec::new();
    for (number, placed) in all.iter().enumerate() {
        let parent = match (placed.base, &placed.line.parent) {
            (Some(base), _) => GroupParent::Line(base),
            (None, Some(id)) => GroupParent::Stored(id.clone()),
            (None, None) => GroupParent::None,
        };
        let reseller = placed.reseller(all);
        match groups.iter_mut().find(|group| group.parent == parent && group.reseller == reseller) {
            Some(group) => group.lines.push(number),
            None => groups.push(OrderGroup { parent, reseller, lines: vec![number] }),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::rest_api::carts::model::{CartLine, numbered};

    #[test]
    fn lines_with_the_same_parent_and_reseller_are_one_order() {
        let line = |item: &str, reseller: Option<&str>| CartLine {
            item: item.to_owned(),
            quantity: 1,
            reseller: reseller.map(str::to_owned),
            ..CartLine::default()
        };
        let with_add_ons =
            CartLine { add_ons: vec![line("A", None), line("B", None)], ..line("E3", Some("1")) };
        let of_stored = CartLine { parent: Some(SubscriptionId::random()), ..line("C", None) };
        let lines = [with_add_ons, line("E5", Some("1")), line("E5", None), of_stored];
        let groups = order_groups(&numbered(&lines));
        let numbers: Vec<&[usize]> = groups.iter().map(|group| group.lines.as_slice()).collect();
        assert_eq!(numbers, [&[0, 3][..], &[1, 2], &[4], &[5]]);
        assert_eq!(groups[1].parent, GroupParent::Line(0));
        assert_eq!(groups[1].reseller.as_deref(), Some("1"), "add-ons have the reseller of their line");
    }
}
