//! `GET /orders/ID`: an order with its lines; for a pending request, also the possible actions.

use crate::domain::{OrderStatus, Role};
use crate::features::orders::cart::steps::{OrderStep, steps};
use crate::features::orders::model::{Order, OrderLine};
use crate::features::orders::problem::{Problem, agreement_address};
use crate::i18n::labels;
use crate::urls;
use crate::web::flash::Message;
use crate::web::form_fields::FieldErrors;
use crate::web::shell::Shell;
use crate::web::steps::Steps;
use askama::Template;

/// The page.
#[derive(Template)]
#[template(path = "orders/show.html")]
pub struct OrderPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The order.
    pub order: &'a Order,
    /// What the user may do.
    pub may: AllowedActions,
    /// The problems that prevent an approval.
    pub problems: &'a [Problem],
    /// The errors of the reason.
    pub faults: &'a FieldErrors,
    /// The submitted reason.
    pub reason: &'a str,
    /// Whether another user answered first.
    pub was_answered: bool,
}

/// What the user may do with an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AllowedActions {
    /// Nothing: it is not a pending request.
    Look,
    /// Approve or decline it.
    Decide,
    /// Withdraw it.
    Withdraw,
    /// Nothing, but users with one of these roles may answer or withdraw it.
    Others(&'static [Role]),
}

impl OrderPage<'_> {
    /// Returns the steps of the order, right after it was placed or requested.
    fn steps(&self) -> Option<Steps> {
        let done = self.shell.flash.as_ref().map(|flash| flash.message);
        let is_new = matches!(done, Some(Message::OrderPlaced | Message::OrderRequested));
        is_new.then(|| steps(self.shell, OrderStep::Done, None))
    }

    fn heading(&self) -> String {
        let texts = self.shell.texts;
        let is_open = self.order.is_request && self.order.status != OrderStatus::Placed;
        if is_open { texts.order_request() } else { texts.order() }
    }

    fn status(&self) -> String {
        self.order.status.label(self.shell.texts)
    }

    fn other_parties(&self) -> Option<String> {
        match self.may {
            AllowedActions::Others(roles) => {
                Some(self.shell.texts.order_needs(labels::list(self.shell.texts, roles)))
            }
            _ => None,
        }
    }

    fn problem_sentences(&self) -> Vec<String> {
        self.problems.iter().map(|problem| problem.sentence(self.shell.locale)).collect()
    }

    fn needs_agreement(&self) -> bool {
        self.problems.contains(&Problem::NoAgreement)
    }

    fn agreement_address(&self) -> String {
        agreement_address(&self.order.customer.to_string(), &urls::order(self.order.id))
    }

    fn number(&self, line: &OrderLine) -> String {
        self.shell.locale.number(line.quantity.unsigned_abs().into())
    }

    fn cycle(&self, line: &OrderLine) -> String {
        line.cycle.label(self.shell.texts)
    }

    fn is_placed(&self) -> bool {
        self.order.status == OrderStatus::Placed
    }

    fn was_declined(&self) -> bool {
        self.order.status == OrderStatus::Declined
    }
}
