//! The page of a new request: recipient, language, delegated administration, validity.

use crate::domain::{PartnerId, Role};
use crate::features::relationship_requests::form::NewForm;
use crate::i18n::Locale;
use crate::i18n::labels::page_title;
use crate::web::form_fields::FieldErrors;
use crate::web::shell::Shell;
use askama::Template;

/// Whether delegated administration can be requested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Administration {
    /// The user chooses.
    Choice,
    /// Always included, in the national clouds.
    Included,
    /// Not by this user, but by users with these roles.
    Needs(&'static [Role]),
    /// Does not apply, because a partnership is requested.
    None,
}

/// `GET /relationship-requests/new` and `GET /indirect-resellers/new`.
#[derive(Template)]
#[template(path = "requests/new.html")]
pub struct NewPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The errors by field.
    pub faults: &'a FieldErrors,
    /// The submitted form.
    pub form: &'a NewForm,
    /// See [`Administration`].
    pub administration: Administration,
    /// The name of the former customer to invite again.
    pub again: Option<&'a str>,
    /// Row id, MPN ID and name of the indirect providers that can be included.
    pub providers: &'a [(PartnerId, String, String)],
}

impl NewPage<'_> {
    fn is_partnership(&self) -> bool {
        self.administration == Administration::None
    }

    fn heading(&self) -> String {
        let texts = self.shell.texts;
        if self.is_partnership() { texts.request_partnership() } else { texts.request_relationship() }
    }

    fn title(&self) -> String {
        page_title(self.shell.texts, self.heading(), !self.faults.is_empty())
    }

    fn action(&self) -> &'static str {
        if self.is_partnership() { "/indirect-resellers" } else { "/relationship-requests" }
    }

    fn back_link(&self) -> (&'static str, String) {
        let texts = self.shell.texts;
        match self.is_partnership() {
            true => ("/indirect-resellers", texts.indirect_resellers()),
            false => ("/relationship-requests", texts.relationship_requests()),
        }
    }

    fn languages(&self) -> Vec<(String, &'static str)> {
        Locale::ALL.iter().map(|locale| (locale.tag().to_owned(), locale.own_name())).collect()
    }

    fn language(&self) -> &str {
        &self.form.language
    }

    fn language_hint(&self) -> String {
        let texts = self.shell.texts;
        if self.is_partnership() { texts.partnership_language_hint() } else { texts.request_language_hint() }
    }

    fn recipient_hint(&self) -> String {
        let texts = self.shell.texts;
        if self.is_partnership() { texts.partnership_to_hint() } else { texts.request_to_hint() }
    }

    fn provider(&self) -> &str {
        &self.form.provider
    }

    fn provider_choices(&self) -> Vec<(String, String)> {
        let alone = (String::new(), self.shell.texts.provider_none());
        let named = self
            .providers
            .iter()
            .map(|(_, mpn_id, name)| (mpn_id.clone(), self.shell.texts.name_and_id(&**name, &**mpn_id)));
        std::iter::once(alone).chain(named).collect()
    }

    fn wants_admin(&self) -> bool {
        self.form.delegated_admin == "yes"
    }

    fn admin_needs(&self) -> Option<String> {
        let Administration::Needs(roles) = self.administration else { return None };
        let texts = self.shell.texts;
        Some(texts.delegated_needs(crate::i18n::labels::list(texts, roles)))
    }
}
