//! The page that ends a relationship: what is in the way, what happens, what stays, and what the person confirms.

use crate::domain::PartnerKind;
use crate::features::customer_removal::model::{BlockingSubscription, Confirmation, Terms};
use crate::features::customers::model::CustomerRow;
use crate::i18n::Locale;
use crate::i18n::labels::label;
use crate::web::form_fields::{FieldErrors, FormReader};
use crate::web::shell::Shell;
use askama::Template;
use icu_normalizer::ComposingNormalizerBorrowed;
use serde::Deserialize;

/// What was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[allow(missing_docs)]
pub struct RemovalForm {
    pub reason: String,
    pub company_name: String,
    pub confirm: String,
}

impl RemovalForm {
    /// Reads it: the name must be the customer's, and the box ticked.
    ///
    /// # Errors
    /// For each bad field one sentence.
    pub fn parse(&self, list_name: &str, locale: Locale) -> Result<Confirmation, FieldErrors> {
        let (mut fields, texts) = (FormReader::new(locale), locale.texts());
        let reason = fields.text("reason", &texts.reason(), &self.reason, 0..=500);
        if normalize_name(&self.company_name) != normalize_name(list_name) {
            fields.add_error("company_name", texts.removal_wrong_name());
        }
        if self.confirm != "yes" {
            fields.add_error("confirm", texts.removal_not_confirmed());
        }
        fields.done(Confirmation { reason, confirmation: texts.removal_confirm(), language: locale.tag() })
    }
}

/// One spelling of what looks the same: composed letters, single spaces.
fn normalize_name(name: &str) -> String {
    let composed = ComposingNormalizerBorrowed::new_nfc().normalize(name);
    composed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `GET` and `POST /customers/ID/removal`.
#[derive(Template)]
#[template(path = "removal/form.html")]
pub struct RemovalPage<'a> {
    /// The frame.
    pub shell: &'a Shell,
    /// Whose relationship it is.
    pub customer: &'a CustomerRow,
    /// The type of this partner.
    pub kind: PartnerKind,
    /// Whether the customer granted delegated administration.
    pub delegated_admin: bool,
    /// What is in the way.
    pub in_the_way: &'a [BlockingSubscription],
    /// What was typed.
    pub form: &'a RemovalForm,
    /// What is wrong with it.
    pub faults: &'a FieldErrors,
}

impl RemovalPage<'_> {
    fn label(&self) -> String {
        label(self.kind, self.shell.texts)
    }

    fn terms(&self) -> Terms {
        Terms::for_kind(self.kind)
    }

    fn count(&self) -> u64 {
        self.in_the_way.len() as u64
    }

    fn count_text(&self) -> String {
        self.shell.locale.number(self.count())
    }

    fn heading(&self) -> String {
        self.shell.texts.removal_in_the_way(self.count(), self.count_text())
    }

    fn quantity(&self, one: &BlockingSubscription) -> String {
        self.shell.locale.number(one.quantity.unsigned_abs().into())
    }

    fn status(&self, one: &BlockingSubscription) -> String {
        one.status.label(self.shell.texts)
    }

    fn is_add_on(&self, one: &BlockingSubscription) -> bool {
        one.parent.as_ref().is_some_and(|parent| self.in_the_way.iter().any(|other| other.id == *parent))
    }
}
