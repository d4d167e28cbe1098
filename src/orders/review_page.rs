//! `GET /customers/ID/orders/review`: everything that will be ordered, and what still stands in the way.

use super::cart::Cart;
use super::cart::queries::Shop;
use super::model::Problem;
use super::shop_page::{address, agreement_address};
use crate::drafts::model::DraftId;
use crate::offers::model::Offer;
use crate::web::page::Shell;
use askama::Template;

/// The page.
#[derive(Template)]
#[template(path = "orders/review.html")]
pub struct ReviewPage<'a> {
    /// The frame.
    pub shell: &'a Shell,
    /// Customer, seller, offers.
    pub shop: &'a Shop,
    /// What will be ordered.
    pub cart: &'a Cart,
    /// Its id, which will be the order's.
    pub cart_id: DraftId,
    /// What stands in the way.
    pub problems: &'a [Problem],
    /// Whether it is a reseller's request.
    pub is_request: bool,
}

impl ReviewPage<'_> {
    fn heading(&self) -> String {
        let texts = self.shell.texts;
        if self.is_request { texts.order_review_request() } else { texts.order_review_order() }
    }

    fn problem_sentences(&self) -> Vec<String> {
        self.problems.iter().map(|problem| problem.sentence(self.shell.locale)).collect()
    }

    fn needs_agreement(&self) -> bool {
        self.problems.contains(&Problem::NoAgreement)
    }

    fn agreement_address(&self) -> String {
        let id = self.shop.customer.microsoft_id.to_string();
        agreement_address(&id, &format!("/customers/{id}/orders/review?cart={}", self.cart_id))
    }

    /// Back to the cart, where everything can be changed.
    fn change(&self) -> String {
        address(self.shop, Some(self.cart_id), self.cart, &Default::default())
    }

    fn offer(&self, id: &str) -> Option<&Offer> {
        self.shop.offers.iter().find(|offer| offer.id.as_str() == id)
    }

    fn billing(&self, offer: &Offer) -> String {
        let texts = self.shell.texts;
        format!("{} · {}", offer.billing_type.label(texts), offer.billing_cycle.label(texts))
    }

    fn number(&self, number: &i32) -> String {
        self.shell.locale.number(number.unsigned_abs().into())
    }

    fn reseller_name(&self) -> Option<&str> {
        let parent = self.shop.parent.as_ref().and_then(|parent| parent.reseller.as_deref());
        let known = self.shop.resellers.iter().find(|choice| choice.mpn_id == self.cart.reseller);
        known.map(|choice| choice.name.as_str()).or(parent)
    }

    fn submit(&self) -> String {
        let texts = self.shell.texts;
        if self.is_request { texts.order_send_request() } else { texts.order_place() }
    }
}
