//! The page that ends a relationship: what blocks it, its consequences, and the confirmation form.

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

/// The submitted form.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[allow(missing_docs)]
pub struct RemovalForm {
    pub reason: String,
    pub company_name: String,
    pub confirm: String,
}

impl RemovalForm {
    /// Validates the form: the name must be the customer's, and the checkbox must be checked.
    ///
    /// # Errors
    /// One message per invalid field.
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

/// Normalizes a name (Unicode NFC, single spaces), so that names that look the same are equal.
fn normalize_name(name: &str) -> String {
    let composed = ComposingNormalizerBorrowed::new_nfc().normalize(name);
    composed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `GET` and `POST /customers/ID/removal`.
#[derive(Template)]
#[template(path = "removal/form.html")]
pub struct RemovalPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The customer.
    pub customer: &'a CustomerRow,
    /// The type of this partner.
    pub kind: PartnerKind,
    /// Whether the customer granted delegated administration.
    pub delegated_admin: bool,
    /// The subscriptions that block ending the relationship.
    pub in_the_way: &'a [BlockingSubscription],
    /// The submitted form.
    pub form: &'a RemovalForm,
    /// The errors by field.
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
