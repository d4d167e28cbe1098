//! The steps of an order: choosing offers, reviewing the order, and the order itself.

use crate::web::shell::Shell;
use crate::web::steps::{Step, Steps};

/// A step of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderStep {
    /// Choosing the offers.
    Choose,
    /// Reviewing the order.
    Review,
    /// The order was placed, or the request was sent.
    Done,
}

/// Returns the steps; `cart` is the URL of the cart, for the review.
pub fn steps(shell: &Shell, current: OrderStep, cart: Option<String>) -> Steps {
    let texts = shell.texts;
    let step = |label: String, step: OrderStep| Step::new(label, step as usize, current as usize);
    Steps {
        label: texts.order_steps(),
        steps: vec![
            step(texts.order_step_choose(), OrderStep::Choose).at(cart),
            step(texts.order_review(), OrderStep::Review),
            step(texts.order_step_done(), OrderStep::Done),
        ],
    }
}
