//! The form of a channel.

use crate::config::OutboundAllow;
use crate::domain::{ChatService, NoticeEvent, TextEnum};
use crate::error::{Error, Result};
use crate::features::chat_channels::model::{ChannelContent, ChatChannel, MAX_NAME};
use crate::i18n::{Locale, Texts};
use crate::outbound::target::{MAX_URL, TargetFault, parse};
use crate::text::fold;
use crate::web::form_fields::{FieldErrors, FormReader};
use url::Url;

/// The submitted form. The field `event-order-requested` selects an event.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)] // the fields of the form
pub struct ChannelForm {
    pub name: String,
    pub service: String,
    pub url: String,
    pub language: String,
    pub version: String,
    pub events: Vec<NoticeEvent>,
}

impl ChannelForm {
    /// Reads the fields of a request.
    ///
    /// # Errors
    /// [`Error::BadInput`] for an unknown field.
    pub fn from_fields(fields: Vec<(String, String)>) -> Result<Self> {
        let mut form = ChannelForm::default();
        for (name, value) in fields {
            let place = match name.as_str() {
                "name" => &mut form.name,
                "service" => &mut form.service,
                "url" => &mut form.url,
                "language" => &mut form.language,
                "version" => &mut form.version,
                other => {
                    let event = other.strip_prefix("event-").and_then(|word| word.parse().ok());
                    form.events.push(event.ok_or_else(|| Error::bad_input("form", other))?);
                    continue;
                }
            };
            *place = value;
        }
        Ok(form)
    }

    /// Returns the form of a stored channel. The address is not shown again.
    pub fn of_stored(channel: &ChatChannel) -> Self {
        ChannelForm {
            name: channel.name.clone(),
            service: channel.service.text().to_owned(),
            language: channel.language.clone(),
            version: channel.version.to_string(),
            events: channel.chosen_events(),
            url: String::new(),
        }
    }

    /// Parses the form. The address is `None` if a channel that exists keeps its own. `offered` are the events that the user
    /// can choose.
    ///
    /// # Errors
    /// The messages for the fields.
    pub fn read(
        &self,
        locale: Locale,
        offered: &[NoticeEvent],
        allow: &OutboundAllow,
        is_new: bool,
    ) -> Result<(ChannelContent, Option<Url>), FieldErrors> {
        let mut fields = FormReader::new(locale);
        let texts = fields.texts();
        let label = texts.chat_channel_name();
        let name = fields.text("name", &label, &self.name, 1..=MAX_NAME);
        if !name.is_empty() && fold(&name).is_empty() {
            fields.add_error("name", texts.fault_invisible(&label));
        }
        let service = fields.choice("service", &texts.chat_service(), &self.service);
        let url = self.read_url(&mut fields, locale, allow, is_new);
        let language = Locale::from_tag(&self.language);
        if language.is_none() {
            fields.add_error("language", texts.fault_choice(texts.chat_channel_language()));
        }
        let events: Vec<NoticeEvent> =
            offered.iter().copied().filter(|event| self.events.contains(event)).collect();
        if events.is_empty() {
            fields.add_error("events", texts.chat_channel_no_event());
        }
        let service = service.unwrap_or(ChatService::Slack);
        fields.done((ChannelContent { name, service, locale: language.unwrap_or_default(), events }, url))
    }

    fn read_url(
        &self,
        fields: &mut FormReader,
        locale: Locale,
        allow: &OutboundAllow,
        is_new: bool,
    ) -> Option<Url> {
        if self.url.trim().is_empty() {
            if is_new {
                fields.add_error("url", fields.texts().fault_empty(fields.texts().chat_channel_url()));
            }
            return None;
        }
        match parse(&self.url, allow) {
            Ok(url) => Some(url),
            Err(fault) => {
                fields.add_error("url", fault_text(fault, locale));
                None
            }
        }
    }
}

fn fault_text(fault: TargetFault, locale: Locale) -> String {
    let texts: &Texts = locale.texts();
    match fault {
        TargetFault::Malformed => texts.chat_channel_url_bad(locale.number(MAX_URL as u64)),
        TargetFault::NotHttps => texts.chat_channel_url_https(),
        TargetFault::NotPublic => texts.chat_channel_url_private(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn form(url: &str) -> ChannelForm {
        ChannelForm {
            name: "Sales".to_owned(),
            service: "slack".to_owned(),
            url: url.to_owned(),
            language: "ko".to_owned(),
            events: vec![NoticeEvent::Referral, NoticeEvent::NewDevice],
            ..ChannelForm::default()
        }
    }

    #[test]
    fn reads_what_is_offered_and_keeps_the_address_of_a_channel_that_exists() {
        let (offered, allow) =
            ([NoticeEvent::OrderRequested, NoticeEvent::Referral], OutboundAllow::default());
        let read = |url: &str, is_new| form(url).read(Locale::En, &offered, &allow, is_new);
        let (content, url) = read("https://chat.example/hooks/x", true).unwrap();
        assert_eq!((content.events, content.locale), (vec![NoticeEvent::Referral], Locale::Ko));
        assert_eq!(url.unwrap().as_str(), "https://chat.example/hooks/x");
        assert_eq!(read(" ", false).unwrap().1, None);
        assert!(read(" ", true).unwrap_err().get("url").is_some());
        assert!(read("http://chat.example/", false).unwrap_err().get("url").is_some());
    }

    #[test]
    fn names_each_invalid_field() {
        let faults =
            ChannelForm::default().read(Locale::En, &[], &OutboundAllow::default(), true).unwrap_err();
        let fields: Vec<&str> = faults.iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["name", "service", "url", "language", "events"]);
        let unknown = vec![("event-loud".to_owned(), "yes".to_owned())];
        assert!(ChannelForm::from_fields(unknown).is_err());
    }
}
