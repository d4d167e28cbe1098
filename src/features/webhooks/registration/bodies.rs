//! The body of a registration: its schema, and how it is read.

use crate::config::OutboundAllow;
use crate::domain::WebhookEvent;
use crate::error::{Error, Result};
use crate::features::rest_api::fields::Fields;
use crate::features::webhooks::form::fault_text;
use crate::i18n::Locale;
use crate::outbound::target::parse;
use serde_json::Value;
use url::Url;
use utoipa::ToSchema;

/// A registration.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "PascalCase")]
pub struct WebhookRegistration {
    /// The address: https, and public.
    #[schema(min_length = 1)]
    pub webhook_url: String,
    /// The names of the events, at least one.
    #[schema(min_items = 1)]
    pub webhook_events: Vec<String>,
}

/// Reads a registration.
///
/// # Errors
/// A fault that names the invalid fields.
pub fn read_registration(
    body: &Value,
    allow: &OutboundAllow,
    locale: Locale,
) -> Result<(Url, Vec<WebhookEvent>)> {
    let mut fields = Fields::new(body);
    let texts = locale.texts();
    let typed = fields.text("webhookUrl").unwrap_or_default();
    let url = match parse(typed, allow) {
        Ok(url) => Some(url),
        Err(fault) => {
            fields.add("webhookUrl", fault_text(fault, locale));
            None
        }
    };
    let mut events = Vec::new();
    for (at, value) in fields.list("webhookEvents").unwrap_or_default().iter().enumerate() {
        match value.as_str().and_then(|word| word.parse::<WebhookEvent>().ok()) {
            Some(event) if !events.contains(&event) => events.push(event),
            Some(_) => {}
            None => {
                fields.add(&format!("webhookEvents[{at}]"), texts.webhook_unknown_event(value.to_string()))
            }
        }
    }
    if events.is_empty() && fields.faults.is_empty() {
        fields.add("webhookEvents", texts.chat_channel_no_event());
    }
    let url = fields.done(url, locale)?;
    Ok((url.ok_or_else(|| Error::internal("no address"))?, events))
}
