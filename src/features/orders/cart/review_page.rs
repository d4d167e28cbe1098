//! `GET /customers/ID/orders/review`: what will be ordered, and the problems that prevent it.

use crate::domain::{BillingType, DraftId, Offer};
use crate::features::orders::cart::model::Cart;
use crate::features::orders::cart::page::address;
use crate::features::orders::cart::queries::CartPageData;
use crate::features::orders::cart::steps::{OrderStep, steps};
use crate::features::orders::problem::{Problem, agreement_address};
use crate::urls;
use crate::web::shell::Shell;
use crate::web::steps::Steps;
use askama::Template;

/// The page.
#[derive(Template)]
#[template(path = "orders/review.html")]
pub struct ReviewPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The customer, the seller and its offers.
    pub shop: &'a CartPageData,
    /// The cart to order.
    pub cart: &'a Cart,
    /// The cart's id, which becomes the order's.
    pub cart_id: DraftId,
    /// The problems that prevent the order.
    pub problems: &'a [Problem],
    /// Whether this is an indirect reseller's request.
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
        agreement_address(&id, &urls::order_review(&id).with_query(format_args!("cart={}", self.cart_id)))
    }

    /// Returns the URL of the cart page, where the order can be changed.
    fn change(&self) -> String {
        address(self.shop, Some(self.cart_id), self.cart, &Default::default())
    }

    fn offer(&self, id: &str) -> Option<&Offer> {
        self.shop.offers.iter().find(|offer| offer.id.as_str() == id)
    }

    fn steps(&self) -> Steps {
        steps(self.shell, OrderStep::Review, Some(self.change()))
    }

    fn term(&self, offer: &Offer) -> String {
        offer.billing_cycle.term_label(self.shell.texts)
    }

    /// Returns the billing type, if it is not the number of licenses.
    fn usage(&self, offer: &Offer) -> Option<String> {
        (offer.billing_type == BillingType::Usage).then(|| offer.billing_type.label(self.shell.texts))
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
