//! The forms of the cart page: the quantity of one offer, and the whole cart. An invalid value is not saved; it gives
//! an error at its field.

use crate::domain::Offer;
use crate::features::orders::cart::catalog::CatalogFilter;
use crate::features::orders::cart::context::CartContext;
use crate::features::orders::cart::model::Cart;
use crate::features::orders::cart::page::CartError;
use crate::features::orders::model::MAX_LINES;
use crate::i18n::Locale;
use crate::web::form_fields::FormReader;

/// The maximum length of a note, in characters.
const MAX_NOTE: usize = 500;

/// The submitted fields as names and values.
pub(super) struct CartForm(pub Vec<(String, String)>);

impl CartForm {
    /// Returns the first value of a field, or an empty string.
    pub fn value(&self, name: &str) -> &str {
        self.0.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    /// Returns the filter from the hidden fields of the form.
    pub fn catalog_filter(&self) -> CatalogFilter {
        let of = |name| self.value(name).to_owned();
        CatalogFilter {
            q: of("q"),
            publisher: of("publisher"),
            category: of("category"),
            billing: of("billing"),
            after: of("after"),
            before: of("before"),
        }
    }

    /// Changes the cart as the pressed button says; returns the errors.
    pub fn apply(&self, counter: &mut CartContext, locale: Locale) -> Vec<CartError> {
        match self.value("do") {
            "remove" => {
                counter.cart.remove(self.value("offer"));
                Vec::new()
            }
            "review" => self.whole_cart(counter, locale),
            _ => self.one_offer(counter, locale).into_iter().collect(),
        }
    }

    fn one_offer(&self, counter: &mut CartContext, locale: Locale) -> Option<CartError> {
        let texts = locale.texts();
        let id = self.value("offer");
        let parent = counter.shop.parent.as_ref();
        let may_be_bought = |offer: &&Offer| match parent {
            Some(parent) => {
                parent.is_active && parent.offer.is_some() && Cart::accepts(offer, parent.offer.as_ref())
            }
            None => Cart::accepts(offer, None),
        };
        let known = counter.shop.offers.iter().find(|offer| offer.id.as_str() == id).filter(may_be_bought);
        let Some(offer) = known else { return Some(general_error("offer", texts.order_unknown_offer(id))) };
        match quantity(offer, self.value("quantity"), locale) {
            Err(sentence) => Some(cart_error(offer.id.as_str(), false, self.value("quantity"), sentence)),
            Ok(number) if counter.cart.set(&offer.id, number) => None,
            Ok(_) => Some(general_error("offer", texts.order_too_many(locale.number(MAX_LINES as u64)))),
        }
    }

    fn whole_cart(&self, counter: &mut CartContext, locale: Locale) -> Vec<CartError> {
        let texts = locale.texts();
        let mut faults = Vec::new();
        for line in &mut counter.cart.lines {
            let typed = self.value(&format!("quantity:{}", line.offer));
            let offer = counter.shop.offers.iter().find(|offer| offer.id.as_str() == line.offer);
            match offer.map(|offer| quantity(offer, typed, locale)) {
                Some(Ok(number)) => line.quantity = number,
                Some(Err(sentence)) => faults.push(cart_error(&line.offer, true, typed, sentence)),
                None => {
                    faults.push(cart_error(&line.offer, true, typed, texts.order_unknown_offer(&line.offer)))
                }
            }
        }
        if counter.cart.lines.is_empty() {
            faults.push(general_error("offer", texts.order_empty()));
        }
        if counter.shop.parent.is_none() {
            let chosen = self.value("reseller");
            if chosen.is_empty() || counter.shop.resellers.iter().any(|one| one.mpn_id == chosen) {
                counter.cart.reseller = chosen.to_owned();
            } else {
                faults.push(general_error("reseller", texts.order_no_reseller()));
            }
        }
        let mut fields = FormReader::new(locale);
        let note = fields.text("note", &texts.order_note(), self.value("note"), 0..=MAX_NOTE);
        match fields.done(note) {
            Ok(note) => counter.cart.note = note,
            Err(wrong) => {
                let typed = self.value("note").to_owned();
                let sentence = wrong.get("note").unwrap_or_default();
                faults.push(CartError { typed, ..general_error("note", sentence.to_owned()) });
            }
        }
        faults
    }
}

fn quantity(offer: &Offer, typed: &str, locale: Locale) -> std::result::Result<i32, String> {
    let mut fields = FormReader::new(locale);
    let number = fields.number("quantity", &offer.name, typed, offer.minimum..=offer.maximum);
    fields.done(number).map_err(|faults| faults.get("quantity").unwrap_or_default().to_owned())
}

fn cart_error(offer: &str, in_cart: bool, typed: &str, sentence: String) -> CartError {
    CartError { field: "quantity", offer: offer.to_owned(), in_cart, typed: typed.to_owned(), sentence }
}

fn general_error(field: &'static str, sentence: String) -> CartError {
    CartError { field, offer: String::new(), in_cart: false, typed: String::new(), sentence }
}
