//! `GET /customers/ID/orders/new`: the cart, and the catalog below it.

use crate::domain::{BillingType, Cloud, DraftId, Offer};
use crate::features::orders::cart::catalog::{CatalogFilter, CatalogPage, values};
use crate::features::orders::cart::model::Cart;
use crate::features::orders::cart::queries::CartPageData;
use crate::features::orders::problem::agreement_address;
use crate::i18n::labels::{billing, category};
use crate::urls;
use crate::web::pager::Pager;
use crate::web::shell::Shell;
use askama::Template;

/// The page.
#[derive(Template)]
#[template(path = "orders/shop.html")]
pub struct CartPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The customer, the seller and its offers.
    pub shop: &'a CartPageData,
    /// The cart.
    pub cart: &'a Cart,
    /// The cart's id; `None` until the first item is added.
    pub cart_id: Option<DraftId>,
    /// The filter.
    pub wanted: &'a CatalogFilter,
    /// The page of matching offers.
    pub found: CatalogPage<'a>,
    /// The invalid fields.
    pub faults: &'a [CartError],
    /// Whether the partner is an indirect reseller, which orders through a provider.
    pub is_reseller: bool,
}

/// An invalid field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CartError {
    /// The name of the field: `quantity`, `reseller`, `note` or `offer`.
    pub field: &'static str,
    /// The Offer ID, if the field is a quantity; otherwise empty.
    pub offer: String,
    /// Whether the field is in the cart, not in the catalog.
    pub in_cart: bool,
    /// The submitted value.
    pub typed: String,
    /// The message.
    pub sentence: String,
}

impl CartError {
    /// Returns the HTML id of the field.
    pub fn target(&self) -> String {
        match (self.field, self.in_cart) {
            ("quantity", true) => format!("cart-{}", self.offer),
            ("quantity", false) => format!("offer-{}", self.offer),
            (field, _) => field.to_owned(),
        }
    }
}

impl CartPage<'_> {
    fn heading(&self) -> String {
        let texts = self.shell.texts;
        if self.shop.parent.is_some() { texts.order_add_ons() } else { texts.add_subscription() }
    }

    /// Returns why no order is possible; `None` if one is.
    fn blocked(&self) -> Option<String> {
        let texts = self.shell.texts;
        let parent = self.shop.parent.as_ref();
        if self.shop.sellers.iter().any(|seller| seller.cloud == Cloud::Germany) {
            return Some(texts.order_closed_cloud());
        }
        if self.shop.sellers.is_empty() {
            return Some(texts.order_no_provider());
        }
        parent.filter(|parent| !parent.is_active).map(|parent| texts.order_parent_not_active(&parent.name))
    }

    /// Whether the customer agreement must be attested before the order can be placed.
    fn needs_agreement(&self) -> bool {
        let global = self.shop.seller.as_ref().is_some_and(|seller| seller.cloud == Cloud::Global);
        global && !self.is_reseller && !self.shop.has_agreement
    }

    fn agreement_address(&self) -> String {
        agreement_address(&self.shop.customer.microsoft_id.to_string(), &self.current())
    }

    fn current(&self) -> String {
        address(self.shop, self.cart_id, self.cart, self.wanted)
    }

    fn pager(&self) -> Pager {
        let to = |after: &str, before: &str| {
            address(self.shop, self.cart_id, self.cart, &self.wanted.page(after, before))
        };
        Pager::new(
            self.found.previous.map(|first| to("", first.as_str())),
            self.found.next.map(|last| to(last.as_str(), "")),
        )
    }

    fn without_filter(&self) -> String {
        address(self.shop, self.cart_id, self.cart, &CatalogFilter::default())
    }

    fn cart_field(&self) -> String {
        self.cart_id.map(|id| id.to_string()).unwrap_or_default()
    }

    fn parent_field(&self) -> &str {
        self.shop.parent.as_ref().map_or("", |parent| &parent.id)
    }

    fn publishers(&self) -> Vec<&str> {
        values(&self.shop.offers, |offer| &offer.publisher)
    }

    fn categories(&self) -> Vec<&str> {
        values(&self.shop.offers, |offer| &offer.category)
    }

    fn billing_types(&self) -> [(&'static str, String); 2] {
        [BillingType::License, BillingType::Usage].map(|kind| (kind.as_str(), kind.label(self.shell.texts)))
    }

    /// Returns the billing type and cycle: `License-based · Annual`.
    fn billing(&self, offer: &Offer) -> String {
        billing(self.shell.texts, offer)
    }

    fn limits(&self, offer: &Offer) -> String {
        let number = |number: i32| self.shell.locale.number(number.unsigned_abs().into());
        format!("{} – {}", number(offer.minimum), number(offer.maximum))
    }

    fn fault(&self, offer: &str, in_cart: bool) -> Option<&CartError> {
        let mut faults = self.faults.iter();
        faults.find(|fault| fault.offer == offer && fault.in_cart == in_cart && fault.field == "quantity")
    }

    fn fault_of(&self, field: &str) -> Option<&CartError> {
        self.faults.iter().find(|fault| fault.field == field && fault.offer.is_empty())
    }

    /// Returns the value of a quantity field: the invalid input, the quantity in the cart, or the minimum.
    fn typed_quantity(&self, offer: &str, in_cart: bool) -> String {
        if let Some(fault) = self.fault(offer, in_cart) {
            return fault.typed.clone();
        }
        let held = self.cart.lines.iter().find(|line| line.offer == offer).map(|line| line.quantity);
        let known = self.shop.offers.iter().find(|known| known.id.as_str() == offer);
        held.or(known.map(|offer| offer.minimum)).unwrap_or(1).to_string()
    }

    fn typed_note(&self) -> &str {
        self.fault_of("note").map_or(&self.cart.note, |fault| &fault.typed)
    }

    fn offer(&self, id: &str) -> Option<&Offer> {
        self.shop.offers.iter().find(|offer| offer.id.as_str() == id)
    }

    /// Returns the name of a line: the offer's name, or its ID if it is no longer for sale.
    fn name<'a>(&'a self, id: &'a str) -> &'a str {
        self.offer(id).map_or(id, |offer| &offer.name)
    }

    fn category(&self, name: &str) -> String {
        category(self.shell.texts, name)
    }

    fn is_in_cart(&self, offer: &Offer) -> bool {
        self.cart.quantity(&offer.id).is_some()
    }

    fn total(&self) -> u64 {
        self.found.total as u64
    }

    /// Returns the text before the number of offers, the number, and the text after it.
    fn count_parts(&self) -> [String; 3] {
        let count = self.shell.texts.order_offers_count(self.total());
        [count.s0, self.shell.locale.number(self.total()), count.s1]
    }

    fn cart_count(&self) -> String {
        self.shell.locale.number(self.cart.lines.len() as u64)
    }

    fn unknown_offer(&self, id: &str) -> String {
        self.shell.texts.order_unknown_offer(id)
    }
}

/// Returns the URL of the page with this cart and filter.
pub fn address(shop: &CartPageData, cart_id: Option<DraftId>, cart: &Cart, wanted: &CatalogFilter) -> String {
    let mut pairs: Vec<(&str, String)> = Vec::new();
    if let Some(id) = cart_id {
        pairs.push(("cart", id.to_string()));
    } else {
        pairs.extend(shop.parent.iter().map(|parent| ("parent", parent.id.clone())));
        let chosen = Some(cart.seller.clone()).filter(|seller| !seller.is_empty() && shop.sellers.len() > 1);
        pairs.extend(chosen.map(|seller| ("provider", seller)));
    }
    let mut query = serde_urlencoded::to_string(&pairs).unwrap_or_default();
    let filter = serde_urlencoded::to_string(wanted).unwrap_or_default();
    if !query.is_empty() && !filter.is_empty() {
        query.push('&');
    }
    let path = urls::new_order(shop.customer.microsoft_id).to_string();
    if query.is_empty() && filter.is_empty() { path } else { format!("{path}?{query}{filter}") }
}
