//! The frame around every page: user, language, appearance, menus and flash message. Page structs contain a
//! [`Shell`], and their templates extend `templates/layout.html`, which renders it.

pub use crate::web::flash::{Flash, Message};
pub use crate::web::nav::{Entry, Nav};

use crate::i18n::format::Clock;
use crate::i18n::{Locale, Texts, script_lang};
use crate::search::CappedCount;
use crate::web::appearance::{Density, Theme};
use crate::web::assets;
use crate::web::assets::Links;

/// The signed-in user, in texts of the page's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The user's name.
    pub name: String,
    /// The user's roles: `Global admin · Admin agent`.
    pub roles: String,
    /// The name of the user's partner.
    pub partner: String,
    /// The type of the partner: `Indirect provider`.
    pub kind: String,
    /// The partner's MPN ID.
    pub mpn_id: String,
    /// The partner's country, as a two-letter code.
    pub country: String,
}

/// The bell in the frame.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bell {
    /// The number on it: `4`, `99+`; empty if there is nothing unread.
    pub number: String,
    /// Its label with the number: `Notifications: 4 unread`.
    pub label: String,
}

impl Bell {
    /// Returns the bell for this number of unread notices.
    pub fn new(unread: CappedCount, locale: Locale) -> Self {
        let number = if unread.shown == 0 { String::new() } else { unread.text(locale) };
        let texts = locale.texts();
        let label = match unread.shown {
            0 => texts.notifications(),
            _ => texts.notifications() + &texts.colon() + &texts.notifications_unread(&number),
        };
        Bell { number, label }
    }
}

/// Everything that a page needs besides its own content.
pub struct Shell {
    /// The language of the page.
    pub locale: Locale,
    /// The texts of the language.
    pub texts: &'static Texts,
    /// The color theme.
    pub theme: Theme,
    /// The row height.
    pub density: Density,
    /// The CSRF token for all forms of the page.
    pub csrf: String,
    /// Path and query of this page, to return to after a change of language or appearance.
    pub return_to: String,
    /// The signed-in user.
    pub person: Option<Person>,
    /// The account menu: profile, organization, users.
    pub account_menu: Vec<Entry>,
    /// The user's time zone.
    pub zone: chrono_tz::Tz,
    /// The entries of the main menu that the user may open.
    pub menu: Vec<Entry>,
    /// The bell; empty without a user.
    pub bell: Bell,
    /// The flash message.
    pub flash: Option<Flash>,
}

impl Shell {
    /// Returns the URL for a switch such as `/language`, with this page to return to.
    pub fn switch_address(&self, path: impl std::fmt::Display) -> String {
        let back = serde_urlencoded::to_string([("return_to", &self.return_to)]).unwrap_or_default();
        format!("{path}?{back}")
    }

    /// Returns the shell for a visitor who is not signed in, with default settings.
    pub fn new(locale: Locale) -> Self {
        Shell {
            locale,
            texts: locale.texts(),
            theme: Theme::default(),
            density: Density::default(),
            csrf: String::new(),
            return_to: "/".to_owned(),
            person: None,
            account_menu: Vec::new(),
            zone: chrono_tz::Tz::UTC,
            menu: Vec::new(),
            bell: Bell::default(),
            flash: None,
        }
    }

    /// Formats a time in the user's time zone.
    pub fn moment(&self, at: chrono::NaiveDateTime) -> String {
        self.locale.moment_in(at, self.zone)
    }

    /// Formats the date of a time in the user's time zone.
    pub fn day(&self, at: chrono::NaiveDateTime) -> String {
        self.locale.date(Clock::in_zone(self.zone).day(at))
    }

    /// Formats a time for machines, as in `<time datetime>`: in the user's time zone, with its offset.
    pub fn instant(&self, at: chrono::NaiveDateTime) -> String {
        Clock::in_zone(self.zone).machine(at)
    }

    /// Returns a page that the user may open: the overview, or otherwise the user's own profile.
    pub fn home_path(&self) -> &'static str {
        if self.menu.is_empty() && self.person.is_some() { "/profile" } else { "/" }
    }

    /// Returns the URLs of the static files.
    pub fn links(&self) -> &'static Links {
        assets::links()
    }

    /// Returns the name of a person for a sentence, or a text for an erased person, whose name is empty.
    pub fn person_name(&self, name: &str) -> String {
        if name.is_empty() { self.texts.erased_person() } else { name.to_owned() }
    }

    /// Returns the `lang` attribute for a piece of data, if it differs from the page's language.
    pub fn lang_of(&self, text: &str) -> Option<&'static str> {
        self.lang_in(text, "")
    }

    /// The same, for data from this country.
    pub fn lang_in(&self, text: &str, country: &str) -> Option<&'static str> {
        script_lang(text, Some(country)).filter(|&lang| lang != self.locale.html_lang())
    }
}
