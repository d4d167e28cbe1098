//! `GET /profile/notifications`: one ladder of levels for each event, and when the digest comes.

use crate::auth::Actor;
use crate::domain::{NoticeEvent, NoticeGroup, NoticeLevel, TextEnum};
use crate::features::notices::settings::{DigestRhythm, NoticeSettings};
use crate::i18n::labels::role_names;
use crate::web::form_fields::FieldErrors;
use crate::web::shell::Shell;
use askama::Template;
use std::collections::HashMap;

/// The page.
#[derive(Template)]
#[template(path = "notices/settings.html")]
pub struct SettingsPage<'a> {
    /// The frame.
    pub shell: &'a Shell,
    /// The user.
    pub actor: &'a Actor,
    /// The submitted values, by field; empty for the stored ones.
    pub typed: &'a HashMap<String, String>,
    /// What is stored.
    pub settings: &'a NoticeSettings,
    /// The errors of the submitted form.
    pub faults: &'a FieldErrors,
    /// Whether the portal sends mail.
    pub by_mail: bool,
}

/// The events of a group.
struct Part {
    group: NoticeGroup,
    label: String,
    events: Vec<NoticeEvent>,
}

impl SettingsPage<'_> {
    /// Returns the groups of which the user may see something, the fixed ones last.
    fn parts(&self) -> Vec<Part> {
        let visible: Vec<NoticeEvent> =
            NoticeEvent::visible_to(self.actor.roles, &self.actor.partner).collect();
        let part = |(group, _): &(NoticeGroup, &str)| Part {
            group: *group,
            label: group.label(self.shell.texts),
            events: visible.iter().filter(|event| event.group() == *group).copied().collect(),
        };
        NoticeGroup::ALL.iter().map(part).filter(|part| !part.events.is_empty()).collect()
    }

    fn levels(&self) -> impl Iterator<Item = NoticeLevel> {
        NoticeLevel::ALL.iter().map(|(level, _)| *level)
    }

    fn is_chosen(&self, event: &NoticeEvent, level: &NoticeLevel) -> bool {
        match self.typed.get(event.as_str()) {
            Some(typed) => typed == level.as_str(),
            None => self.settings.choices.level(*event, self.actor.roles) == *level,
        }
    }

    fn rhythms(&self) -> [(DigestRhythm, String); 3] {
        let texts = self.shell.texts;
        [
            (DigestRhythm::Daily, texts.digest_daily()),
            (DigestRhythm::Weekly, texts.digest_weekly()),
            (DigestRhythm::Off, texts.digest_off()),
        ]
    }

    fn is_rhythm(&self, rhythm: &DigestRhythm) -> bool {
        match self.typed.get("digest") {
            Some(typed) => typed == rhythm.as_str(),
            None => self.settings.digest == *rhythm,
        }
    }

    fn hours(&self) -> Vec<(String, String)> {
        (0..24).map(|hour| (hour.to_string(), format!("{hour:02}:00"))).collect()
    }

    fn hour(&self) -> String {
        let stored = || self.settings.digest_hour.to_string();
        self.typed.get("digest_hour").cloned().unwrap_or_else(stored)
    }

    fn has_letters(&self) -> bool {
        match self.typed.is_empty() {
            true => self.settings.has_letters,
            false => self.typed.get("letters").is_some_and(|typed| typed == "yes"),
        }
    }

    fn role_names(&self) -> String {
        role_names(self.shell.texts, self.actor.roles)
    }

    fn zone(&self) -> String {
        self.shell.locale.zone_city(self.shell.zone.name())
    }
}
