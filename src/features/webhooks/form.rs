//! The form of a webhook.

use crate::config::OutboundAllow;
use crate::domain::{PartnerId, WebhookEvent};
use crate::error::{Error, Result};
use crate::features::webhooks::model::{SealedAddress, Webhook};
use crate::i18n::{Locale, Texts};
use crate::outbound::target::{MAX_URL, TargetFault, parse};
use crate::outbound::webhook_seal::WebhookPart;
use crate::secrets::Secrets;
use crate::web::form_fields::{FieldErrors, FormReader};
use url::Url;

/// The submitted form. The field `event-order-created` selects an event.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)] // the fields of the form
pub struct WebhookForm {
    pub url: String,
    pub version: String,
    pub events: Vec<WebhookEvent>,
}

impl WebhookForm {
    /// Reads the fields of a request.
    ///
    /// # Errors
    /// [`Error::BadInput`] for an unknown field.
    pub fn from_fields(fields: Vec<(String, String)>) -> Result<Self> {
        let mut form = WebhookForm::default();
        for (name, value) in fields {
            match name.as_str() {
                "url" => form.url = value,
                "version" => form.version = value,
                other => {
                    let event = other.strip_prefix("event-").and_then(|word| word.parse().ok());
                    form.events.push(event.ok_or_else(|| Error::bad_input("form", other))?);
                }
            }
        }
        Ok(form)
    }

    /// Returns the form of a stored webhook. The address is not shown again, because its query can have a secret.
    pub fn of_stored(webhook: &Webhook) -> Self {
        WebhookForm {
            url: String::new(),
            version: webhook.version.to_string(),
            events: webhook.chosen_events(),
        }
    }

    /// Parses the form. The address is `None` if a webhook that exists keeps its own. `stored` are its events: a program may have
    /// chosen the test event, which the form does not have.
    ///
    /// # Errors
    /// The messages for the fields.
    pub fn read(
        &self,
        locale: Locale,
        allow: &OutboundAllow,
        stored: Option<&[WebhookEvent]>,
    ) -> Result<(Vec<WebhookEvent>, Option<Url>), FieldErrors> {
        let mut fields = FormReader::new(locale);
        let texts = fields.texts();
        let url = match self.url.trim() {
            "" if stored.is_some() => None,
            "" => {
                fields.add_error("url", texts.fault_empty(texts.webhook_url()));
                None
            }
            typed => parse(typed, allow)
                .inspect_err(|fault| fields.add_error("url", fault_text(*fault, locale)))
                .ok(),
        };
        let kept = |event: &WebhookEvent| match event {
            WebhookEvent::TestCreated => stored.is_some_and(|stored| stored.contains(event)),
            event => self.events.contains(event),
        };
        let all = std::iter::once(WebhookEvent::TestCreated).chain(WebhookEvent::choices());
        let events: Vec<WebhookEvent> = all.filter(kept).collect();
        if events.iter().all(|event| *event == WebhookEvent::TestCreated) {
            fields.add_error("events", texts.chat_channel_no_event());
        }
        fields.done((events, url))
    }
}

/// Returns what is wrong with an address.
pub fn fault_text(fault: TargetFault, locale: Locale) -> String {
    let texts: &Texts = locale.texts();
    match fault {
        TargetFault::Malformed => texts.webhook_url_bad(locale.number(MAX_URL as u64)),
        TargetFault::NotHttps => texts.chat_channel_url_https(),
        TargetFault::NotPublic => texts.webhook_url_private(),
    }
}

/// Encrypts an address for a webhook of this partner.
///
/// # Errors
/// The operating system has no random numbers.
pub fn sealed_address(secrets: &Secrets, partner: PartnerId, url: &Url) -> Result<SealedAddress> {
    let mut shown = url.clone();
    shown.set_query(None);
    let sealed = WebhookPart::Address.seal(secrets, partner, url.as_str().as_bytes())?;
    Ok(SealedAddress { sealed, shown: shown.into() })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn form(url: &str, events: &[WebhookEvent]) -> WebhookForm {
        WebhookForm { url: url.to_owned(), events: events.to_vec(), ..WebhookForm::default() }
    }

    #[test]
    fn keeps_the_address_and_the_test_event_of_a_webhook_that_exists() {
        use WebhookEvent::{OrderCreated, TestCreated};
        let allow = OutboundAllow::default();
        let read = |form: WebhookForm, stored: Option<&[WebhookEvent]>| form.read(Locale::En, &allow, stored);
        let (events, url) = read(form(" ", &[OrderCreated]), Some(&[TestCreated])).unwrap();
        assert_eq!((events, url), (vec![TestCreated, OrderCreated], None));
        let new = read(form("https://erp.example/in", &[OrderCreated, TestCreated]), None).unwrap();
        assert_eq!(new.0, [OrderCreated]);
        let faults = read(form("http://10.0.0.1/", &[]), None).unwrap_err();
        assert_eq!(faults.iter().map(|(field, _)| field).collect::<Vec<_>>(), ["url", "events"]);
        assert!(WebhookForm::from_fields(vec![("event-loud".to_owned(), "yes".to_owned())]).is_err());
    }

    #[test]
    fn pages_show_an_address_without_its_query() {
        let url = Url::parse("https://erp.example:8443/in?key=s3cr3t").unwrap();
        let address = sealed_address(&Secrets::random().unwrap(), PartnerId(1), &url).unwrap();
        assert_eq!(address.shown, "https://erp.example:8443/in");
        assert!(!address.sealed.contains("s3cr3t"));
    }
}
