//! `GET /customers/ID/orders/new`: the catalog, and the cart beside it.

use crate::domain::{Cloud, DraftId};
use crate::features::offers::catalog;
use crate::features::offers::catalog::{CatalogFilter, CatalogPage};
use crate::features::offers::picker::{OfferPicker, PickedLine};
use crate::features::offers::quantity::QuantityError;
use crate::features::orders::cart::context::CartContext;
use crate::features::orders::cart::form::LINE_FIELD;
use crate::features::orders::cart::model::{Cart, CartLine};
use crate::features::orders::cart::queries::CartPageData;
use crate::features::orders::cart::steps::{OrderStep, steps};
use crate::features::orders::problem::agreement_address;
use crate::urls;
use crate::web::shell::Shell;
use crate::web::steps::Steps;
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
    /// The offers and the lines of the cart.
    pub picker: OfferPicker<'a>,
    /// The invalid fields.
    pub errors: &'a CartErrors,
    /// Whether the partner is an indirect reseller, which orders through a provider.
    pub is_reseller: bool,
}

/// The invalid fields of the page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CartErrors {
    /// The quantity in a row of the catalog.
    pub row: Option<QuantityError>,
    /// The quantities in the cart.
    pub lines: Vec<QuantityError>,
    /// The other fields.
    pub fields: Vec<FieldError>,
}

/// An invalid field that is no quantity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The name of the field: `reseller`, `note` or `offer`.
    pub field: &'static str,
    /// The submitted value.
    pub typed: String,
    /// The message.
    pub sentence: String,
}

impl CartErrors {
    /// Returns the error of one field.
    pub fn of_field(error: FieldError) -> Self {
        CartErrors { fields: vec![error], ..CartErrors::default() }
    }

    /// Whether there are no errors.
    pub fn is_empty(&self) -> bool {
        self.row.is_none() && self.lines.is_empty() && self.fields.is_empty()
    }
}

impl CartPage<'_> {
    fn heading(&self) -> String {
        let texts = self.shell.texts;
        if self.shop.parent.is_some() { texts.order_add_ons() } else { texts.add_subscription() }
    }

    fn steps(&self) -> Steps {
        steps(self.shell, OrderStep::Choose, None)
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
        let here = address(self.shop, self.cart_id, self.cart, self.picker.filter);
        agreement_address(&self.shop.customer.microsoft_id.to_string(), &here)
    }

    fn error_of(&self, field: &str) -> Option<&FieldError> {
        self.errors.fields.iter().find(|error| error.field == field)
    }

    /// Returns the errors as the id of a field and the message.
    fn summary(&self) -> Vec<(String, &str)> {
        let row = self.errors.row.iter().map(|error| (format!("offer-{}", error.offer), error));
        let lines = self.errors.lines.iter().map(|error| (format!("cart-{}", error.offer), error));
        let quantities = row.chain(lines).map(|(id, error)| (id, error.sentence.as_str()));
        let fields = self.errors.fields.iter();
        quantities.chain(fields.map(|error| (error.field.to_owned(), error.sentence.as_str()))).collect()
    }

    fn typed_note(&self) -> &str {
        self.error_of("note").map_or(&self.cart.note, |error| &error.typed)
    }

    /// Whether a phone shows the cart opened, because something in it must be corrected.
    fn is_cart_open(&self) -> bool {
        self.picker.has_line_fault() || self.errors.fields.iter().any(|error| error.field != "offer")
    }
}

/// Returns the offers and the lines of the cart.
pub(super) fn picker<'a>(
    shell: &'a Shell,
    counter: &'a CartContext,
    filter: &'a CatalogFilter,
    errors: &'a CartErrors,
) -> OfferPicker<'a> {
    let CartContext { shop, cart, cart_id } = counter;
    let parent = shop.parent.as_ref().map(|parent| parent.offer.as_ref());
    let found = match parent {
        // Without the offer of the parent, its add-ons are not known.
        Some(None) => CatalogPage::default(),
        parent => filter.among(&shop.offers, parent.flatten()),
    };
    let line = |line: &CartLine| {
        let error = errors.lines.iter().find(|error| error.offer == line.offer);
        let unknown = || shell.texts.order_unknown_offer(&line.offer);
        let is_known = shop.offers.iter().any(|offer| offer.id.as_str() == line.offer);
        PickedLine {
            offer: line.offer.clone(),
            typed: error.map_or_else(|| line.quantity.to_string(), |error| error.typed.clone()),
            fault: error.map(|error| error.sentence.clone()).or_else(|| (!is_known).then(unknown)),
        }
    };
    OfferPicker {
        shell,
        path: urls::new_order(shop.customer.microsoft_id),
        parameters: parameters(shop, *cart_id, cart),
        offers: &shop.offers,
        parent: parent.flatten(),
        filter,
        found,
        lines: cart.lines.iter().map(line).collect(),
        line_field: LINE_FIELD,
        typed: &cart.typed,
        fault: errors.row.as_ref(),
    }
}

fn parameters(shop: &CartPageData, cart_id: Option<DraftId>, cart: &Cart) -> Vec<(&'static str, String)> {
    if let Some(id) = cart_id {
        return vec![("cart", id.to_string())];
    }
    let parent = shop.parent.iter().map(|parent| ("parent", parent.id.to_string()));
    let chosen = Some(cart.seller.clone()).filter(|seller| !seller.is_empty() && shop.sellers.len() > 1);
    parent.chain(chosen.map(|seller| ("provider", seller))).collect()
}

/// Returns the URL of the page with this cart and filter.
pub fn address(shop: &CartPageData, cart_id: Option<DraftId>, cart: &Cart, wanted: &CatalogFilter) -> String {
    let path = urls::new_order(shop.customer.microsoft_id);
    catalog::address(&path, &parameters(shop, cart_id, cart), wanted)
}
