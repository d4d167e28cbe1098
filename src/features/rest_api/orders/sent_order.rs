//! An order as a program sends it.

use crate::domain::SubscriptionId;
use crate::features::orders::cart::model::Cart;
use crate::features::orders::model::{MAX_LINES, NewLine};
use crate::features::rest_api::fields::Fields;
use crate::features::rest_api::products::catalog_item::offer_of;
use crate::features::subscriptions::model::ANY_QUANTITY;

/// The parts of the body that count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SentOrder {
    /// The lines.
    pub lines: Vec<NewLine>,
    /// The MPN ID of the reseller of record, if it is given.
    pub reseller: Option<String>,
    /// The billing cycles that the program expects, by line.
    pub cycles: Vec<Option<String>>,
}

impl SentOrder {
    /// Reads the body.
    pub fn read(fields: &mut Fields<'_>) -> Self {
        let mut sent = SentOrder::default();
        let usual = fields.text("billingCycle").map(str::to_ascii_lowercase);
        let items = fields.list("lineItems").unwrap_or_default();
        if items.is_empty() || items.len() > MAX_LINES {
            fields.add("lineItems", format!("an order has 1 to {MAX_LINES} lines"));
            return sent;
        }
        for (at, item) in items.iter().enumerate() {
            fields.item(("lineItems", at), item, |line| sent.add_line(line, usual.as_ref()));
        }
        sent
    }

    fn add_line(&mut self, line: &mut Fields<'_>, usual: Option<&String>) {
        let offer = offer_of(line.text("offerId").unwrap_or_default());
        if offer.is_none() {
            line.add("offerId", "it must be an Offer ID");
        }
        let quantity = line.number("quantity").filter(|quantity| ANY_QUANTITY.contains(quantity));
        if quantity.is_none() {
            line.add(
                "quantity",
                format!("it must be from {} to {}", ANY_QUANTITY.start(), ANY_QUANTITY.end()),
            );
        }
        let parent = line.text("parentSubscriptionId").filter(|id| !id.is_empty());
        let parent = parent.map(str::parse::<SubscriptionId>);
        if matches!(parent, Some(Err(_))) {
            line.add("parentSubscriptionId", "it must be a Subscription ID");
        }
        let reseller = line.text("partnerIdOnRecord").filter(|mpn_id| !mpn_id.is_empty());
        if let Some(mpn_id) = reseller {
            if self.reseller.as_ref().is_some_and(|known| known != mpn_id) {
                line.add("partnerIdOnRecord", "all lines of an order have the same");
            }
            self.reseller = Some(mpn_id.to_owned());
        }
        let cycle = line.text("billingCycle").map(str::to_ascii_lowercase).or_else(|| usual.cloned());
        if let (Some(offer), Some(quantity)) = (offer, quantity) {
            self.lines.push(NewLine { offer, quantity, parent: parent.and_then(Result::ok) });
            self.cycles.push(cycle);
        }
    }

    /// Returns the subscription whose add-ons are ordered, if there are add-ons. It decides who sells.
    pub fn parent(&self) -> Option<&SubscriptionId> {
        self.lines.iter().find_map(|line| line.parent.as_ref())
    }

    /// Returns a cart without lines, for [`crate::features::orders::cart::build::build_order`].
    pub fn empty_cart(&self, reseller: Option<String>) -> Cart {
        Cart {
            parent: self.parent().cloned(),
            reseller: self.reseller.clone().or(reseller).unwrap_or_default(),
            ..Cart::default()
        }
    }
}
