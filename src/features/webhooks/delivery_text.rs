//! A delivery as pages show it.

use crate::domain::{DeliveryState, WebhookDeliveryId, WebhookId};
use crate::features::webhooks::delivery_queries::ListedDeliveries;
use crate::features::webhooks::model::{Delivery, Webhook};
use crate::outbound::client::SendFault;
use crate::urls;
use crate::urls::PortalUrl;
use crate::web::shell::Shell;

/// A row of a table of deliveries.
#[derive(Debug, Clone)]
pub struct DeliveryText {
    /// The id.
    pub id: WebhookDeliveryId,
    /// The name of the event.
    pub event: &'static str,
    /// The names of the objects.
    pub about: Vec<String>,
    /// When it happened.
    pub time: String,
    /// The same for programs.
    pub instant: String,
    /// The state as the style sheet names it, and the answer; `None` before the first attempt.
    pub answer: Option<(&'static str, String)>,
    /// What the server said, or why there is no answer; and whether it is data.
    pub words: Option<(String, bool)>,
    /// The number of attempts.
    pub tries: String,
    /// What comes next.
    pub next: String,
    /// Where its body is.
    pub address: PortalUrl,
    /// Where it is sent again; `None` if its webhook is switched off.
    pub resending: Option<PortalUrl>,
}

/// Returns the rows of a table.
pub fn delivery_rows(shell: &Shell, webhook: &Webhook, listed: &ListedDeliveries) -> Vec<DeliveryText> {
    let is_held = |one: &Delivery| listed.held.contains(&one.object);
    let row = |one: &Delivery| DeliveryText::new(shell, webhook, one, listed.names.of(one), is_held(one));
    listed.deliveries.iter().map(row).collect()
}

impl DeliveryText {
    /// Returns the row of a delivery. `is_held` says that an event of its object has failed and waits.
    pub fn new(shell: &Shell, webhook: &Webhook, one: &Delivery, about: Vec<String>, is_held: bool) -> Self {
        let ids: (WebhookId, WebhookDeliveryId) = (webhook.id, one.id);
        DeliveryText {
            id: one.id,
            event: one.event.as_str(),
            about,
            time: shell.moment(one.happened_at),
            instant: shell.instant(one.happened_at),
            answer: answer(shell, one),
            words: words(shell, one),
            tries: shell.locale.number(u64::from(one.tries.unsigned_abs())),
            next: next(shell, webhook, one, is_held),
            address: urls::webhook_delivery(ids.0, ids.1),
            resending: webhook.pause_reason.is_none().then(|| urls::webhook_delivery_resending(ids.0, ids.1)),
        }
    }
}

/// Returns the answer to the last attempt, as the style sheet names its state, and as a text.
pub fn answer(shell: &Shell, one: &Delivery) -> Option<(&'static str, String)> {
    let took = shell.locale.number(u64::from(one.took_ms?.unsigned_abs()));
    let state = if one.state == DeliveryState::Delivered { "active" } else { "declined" };
    let text = match one.status {
        Some(status) if one.state == DeliveryState::Delivered => {
            shell.texts.webhook_answer_in(status.to_string(), took)
        }
        Some(status) => status.to_string(),
        None => shell.texts.webhook_no_answer(),
    };
    Some((state, text))
}

/// Returns what the server said to an attempt that failed: in the reader's language, or its own words.
fn words(shell: &Shell, one: &Delivery) -> Option<(String, bool)> {
    let stored = one.answer.as_deref().filter(|_| one.state != DeliveryState::Delivered)?;
    let known = stored.parse::<SendFault>().map(|fault| (fault.label(shell.texts), false));
    Some(known.unwrap_or_else(|_| (stored.to_owned(), true)))
}

fn next(shell: &Shell, webhook: &Webhook, one: &Delivery, is_held: bool) -> String {
    let texts = shell.texts;
    match (one.state, one.next_at) {
        (DeliveryState::Delivered, _) => "–".to_owned(),
        (DeliveryState::Undelivered, _) => texts.webhook_next_never(),
        (DeliveryState::Waiting, Some(next)) => shell.moment(next.max(webhook.next_at.unwrap_or(next))),
        (DeliveryState::Waiting, None) if is_held => texts.webhook_next_after(),
        (DeliveryState::Waiting, None) => {
            webhook.next_at.map_or_else(|| texts.webhook_next_soon(), |next| shell.moment(next))
        }
    }
}
