//! The frame around every page: who reads, in which language and looks, and what was just done.
//! Page structs hold a [`Shell`] and their templates extend `templates/layout.html`, which draws it.

pub use crate::web::flash::{Flash, Message};
pub use crate::web::nav::{Entry, Nav};

use crate::i18n::format::Clock;
use crate::i18n::{Locale, Texts, script_lang};
use crate::web::appearance::{Density, Theme};
use crate::web::assets;
use crate::web::assets::Links;

/// Who is signed in, in words of the reader's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Their name.
    pub name: String,
    /// Their roles: `Global admin · Admin agent`.
    pub roles: String,
    /// Their partner organisation.
    pub partner: String,
    /// Its place in the channel: `Indirect provider`.
    pub kind: String,
    /// Its number with the vendor.
    pub mpn_id: String,
    /// Its country, two capital letters.
    pub country: String,
}

/// Everything a page needs besides its own content.
pub struct Shell {
    /// The reader's language.
    pub locale: Locale,
    /// Its texts.
    pub texts: &'static Texts,
    /// The reader's colours.
    pub theme: Theme,
    /// The reader's rows.
    pub density: Density,
    /// The session's anti-forgery token, for every form.
    pub csrf: String,
    /// Path and query of this page, to come back to after a switch of language or looks.
    pub return_to: String,
    /// Who is signed in.
    pub person: Option<Person>,
    /// The person's own menu: profile, organization, users.
    pub account_menu: Vec<Entry>,
    /// The time zone of the reader.
    pub zone: chrono_tz::Tz,
    /// The main menu: what this person may go to.
    pub menu: Vec<Entry>,
    /// What was just done.
    pub flash: Option<Flash>,
}

impl Shell {
    /// Where a switch such as `/language` sends to, and that it comes back to this page.
    pub fn switch_address(&self, path: &str) -> String {
        let back = serde_urlencoded::to_string([("return_to", &self.return_to)]).unwrap_or_default();
        format!("{path}?{back}")
    }

    /// The frame for a visitor in this language: nobody signed in, nothing chosen.
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
            flash: None,
        }
    }

    /// A moment as the reader's clock shows it.
    pub fn moment(&self, at: chrono::NaiveDateTime) -> String {
        self.locale.moment_in(at, self.zone)
    }

    /// The day of a moment, where the reader is.
    pub fn day(&self, at: chrono::NaiveDateTime) -> String {
        self.locale.date(at.and_utc().with_timezone(&self.zone).date_naive())
    }

    /// A moment for machines, as `<time datetime>` has it: on the reader's clock, with its offset.
    pub fn instant(&self, at: chrono::NaiveDateTime) -> String {
        Clock::in_zone(self.zone).machine(at)
    }

    /// Where somebody may go who may not stay here: the customers, or at least their own profile.
    pub fn home_path(&self) -> &'static str {
        let customers = self.menu.iter().any(|entry| entry.address == "/customers");
        if customers || self.person.is_none() { "/customers" } else { "/profile" }
    }

    /// Addresses of the static files.
    pub fn links(&self) -> &'static Links {
        assets::links()
    }

    /// The name of a person in a sentence; one that was erased is empty.
    pub fn person_name(&self, name: &str) -> String {
        if name.is_empty() { self.texts.erased_person() } else { name.to_owned() }
    }

    /// The `lang` of a piece of data, where it differs from the page's.
    pub fn lang_of(&self, text: &str) -> Option<&'static str> {
        self.lang_in(text, "")
    }

    /// The same, for data from this country.
    pub fn lang_in(&self, text: &str, country: &str) -> Option<&'static str> {
        script_lang(text, Some(country)).filter(|&lang| lang != self.locale.html_lang())
    }
}
