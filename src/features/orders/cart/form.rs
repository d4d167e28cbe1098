//! The forms of the cart page: the quantity of one offer, and the whole cart. An invalid value is not saved; it gives
//! an error at its field.

use crate::domain::Offer;
use crate::features::offers::form::PickerForm;
use crate::features::offers::quantity::{QuantityError, parse_quantity};
use crate::features::orders::cart::context::{CartContext, CartQuery};
use crate::features::orders::cart::model::Cart;
use crate::features::orders::cart::page::{CartErrors, FieldError};
use crate::features::orders::model::MAX_LINES;
use crate::i18n::Locale;
use crate::web::form_fields::FormReader;

/// The maximum length of a note, in characters.
const MAX_NOTE: usize = 500;

/// The field of a line of the cart begins like this, and ends with the Offer ID.
pub(super) const LINE_FIELD: &str = "quantity:";

/// The submitted form.
pub(super) struct CartForm(pub PickerForm);

/// What the pressed button does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CartAction {
    /// Sets the quantity of an offer; of all whose quantity was changed, if no button of a row was pressed.
    Set,
    /// Removes an offer.
    Remove,
    /// Continues with the review.
    Review,
}

impl CartForm {
    /// Returns the parameters of the page that the form was on.
    pub fn cart_query(&self) -> CartQuery {
        CartQuery {
            cart: self.0.value("cart").into(),
            parent: self.0.value("parent").into(),
            provider: self.0.value("provider").into(),
        }
    }

    /// Returns what the pressed button does.
    pub fn action(&self) -> CartAction {
        match (self.0.value("remove"), self.0.value("do")) {
            ("", "review") => CartAction::Review,
            ("", _) => CartAction::Set,
            _ => CartAction::Remove,
        }
    }

    /// Returns the offer whose button was pressed; empty for the whole cart.
    pub fn offer(&self) -> &str {
        match self.action() {
            CartAction::Set => self.0.value("offer"),
            CartAction::Remove => self.0.value("remove"),
            CartAction::Review => "",
        }
    }

    /// Changes the cart as the pressed button says; returns the errors.
    pub fn apply(&self, counter: &mut CartContext, locale: Locale) -> CartErrors {
        match self.action() {
            CartAction::Set => self.rows(counter, locale),
            CartAction::Remove => {
                counter.cart.remove(self.0.value("remove"));
                self.whole_cart(counter, locale)
            }
            CartAction::Review => {
                let mut errors = self.whole_cart(counter, locale);
                if counter.cart.lines.is_empty() {
                    errors.fields.push(field_error("offer", "", locale.texts().order_empty()));
                }
                errors
            }
        }
    }

    /// Sets the quantities of rows of the list. If one is not possible, the cart stays as it is; what was typed in the other
    /// rows is kept in any case.
    fn rows(&self, counter: &mut CartContext, locale: Locale) -> CartErrors {
        let CartContext { shop, cart, .. } = counter;
        let held = cart.clone();
        let shown = |offer: &Offer| held.quantity(&offer.id).unwrap_or(offer.minimum).to_string();
        let changed = cart.typed.keep(&self.0, &shop.offers, shown);
        let parent = shop.parent.as_ref();
        let may_be_bought = |offer: &&Offer| {
            let of = parent.and_then(|parent| parent.offer.as_ref());
            offer.parent.as_ref() == of
                && parent.is_none_or(|parent| parent.is_active && parent.offer.is_some())
        };
        let id = self.0.value("offer");
        let pressed = || shop.offers.iter().filter(|offer| offer.id.as_str() == id).collect();
        let wanted: Vec<&Offer> = if self.0.is_enter_in_a_row() { changed } else { pressed() };
        if (wanted.is_empty() && !self.0.is_enter_in_a_row()) || !wanted.iter().all(may_be_bought) {
            return CartErrors::of_field(field_error("offer", "", locale.texts().order_unknown_offer(id)));
        }
        let typed = cart.typed.clone();
        for offer in wanted {
            if let Err(error) = self.set_row(cart, offer, locale) {
                (cart.lines, cart.typed) = (held.lines, typed);
                return CartErrors { row: Some(error), ..CartErrors::default() };
            }
        }
        CartErrors::default()
    }

    fn set_row(&self, cart: &mut Cart, offer: &Offer, locale: Locale) -> Result<(), QuantityError> {
        let typed = self.0.quantity(offer);
        let number = parse_quantity(offer, &typed, locale)?;
        if !cart.set(&offer.id, number) {
            let sentence = locale.texts().order_too_many(locale.number(MAX_LINES as u64));
            return Err(QuantityError { offer: offer.id.to_string(), typed, sentence });
        }
        cart.typed.forget(offer.id.as_str());
        Ok(())
    }

    /// Sets the quantities, the reseller and the note. What has no field in the form stays as it is.
    fn whole_cart(&self, counter: &mut CartContext, locale: Locale) -> CartErrors {
        let texts = locale.texts();
        let mut errors = CartErrors::default();
        for line in &mut counter.cart.lines {
            let held = line.quantity.to_string();
            let typed = self.0.typed(&format!("{LINE_FIELD}{}", line.offer)).unwrap_or(&held);
            let offer = counter.shop.offers.iter().find(|offer| offer.id.as_str() == line.offer);
            match offer.map(|offer| parse_quantity(offer, typed, locale)) {
                Some(Ok(number)) => line.quantity = number,
                Some(Err(error)) => errors.lines.push(error),
                None => errors.lines.push(QuantityError {
                    sentence: texts.order_unknown_offer(&line.offer),
                    offer: line.offer.clone(),
                    typed: typed.to_owned(),
                }),
            }
        }
        if counter.shop.parent.is_none()
            && let Some(chosen) = self.0.typed("reseller")
        {
            if chosen.is_empty() || counter.shop.resellers.iter().any(|one| one.mpn_id == chosen) {
                counter.cart.reseller = chosen.to_owned();
            } else {
                errors.fields.push(field_error("reseller", chosen, texts.order_no_reseller()));
            }
        }
        if let Some(typed) = self.0.typed("note") {
            let mut fields = FormReader::new(locale);
            let note = fields.text("note", &texts.order_note(), typed, 0..=MAX_NOTE);
            match fields.done(note) {
                Ok(note) => counter.cart.note = note,
                Err(wrong) => {
                    let sentence = wrong.get("note").unwrap_or_default().to_owned();
                    errors.fields.push(field_error("note", typed, sentence));
                }
            }
        }
        errors
    }
}

fn field_error(field: &'static str, typed: &str, sentence: String) -> FieldError {
    FieldError { field, typed: typed.to_owned(), sentence }
}
