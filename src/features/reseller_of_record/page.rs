//! The form and its page.

use crate::domain::MicrosoftId;
use crate::features::reseller_of_record::changes::WantedReseller;
use crate::features::reseller_of_record::queries::CustomerResellers;
use crate::i18n::Locale;
use crate::web::form_fields::{FieldErrors, FormReader};
use crate::web::shell::Shell;
use askama::Template;
use serde::Deserialize;

/// The maximum length of a reason, in characters.
pub const MAX_REASON: usize = 200;

/// The value of the choice of no reseller.
pub const NO_RESELLER: &str = "none";

/// The submitted form.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ResellerForm {
    /// The MPN ID of the new reseller, or [`NO_RESELLER`]; empty if the user chose nothing.
    pub reseller: String,
    /// The reason for the log; may be empty.
    pub reason: String,
    /// The resellers that the page showed.
    pub seen: String,
}

impl ResellerForm {
    /// Parses the form.
    ///
    /// # Errors
    /// One message for each invalid field.
    pub fn parse(&self, locale: Locale) -> Result<WantedReseller, FieldErrors> {
        let mut fields = FormReader::new(locale);
        let texts = fields.texts();
        let mpn_id = match self.reseller.trim() {
            "" => {
                fields.add_error("reseller", texts.set_reseller_missing());
                None
            }
            NO_RESELLER => None,
            mpn_id => Some(mpn_id.to_owned()),
        };
        let reason = fields.text("reason", &texts.reason(), &self.reason, 0..=MAX_REASON);
        fields.done(WantedReseller { mpn_id, reason, seen: Some(self.seen.clone()) })
    }
}

/// `GET` and `POST /customers/ID/reseller`.
#[derive(Template)]
#[template(path = "reseller_of_record/form.html")]
pub struct ResellerPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The customer.
    pub id: MicrosoftId,
    /// The customer and its resellers.
    pub stored: &'a CustomerResellers,
    /// The submitted form.
    pub form: &'a ResellerForm,
    /// The errors by field.
    pub faults: &'a FieldErrors,
    /// Whether the resellers changed since the page was shown.
    pub is_stale: bool,
}

impl ResellerPage<'_> {
    fn subscriptions(&self) -> String {
        let (count, texts) = (self.stored.subscriptions, self.shell.texts);
        texts.set_reseller_subscriptions(count, self.shell.locale.number(count))
    }

    fn is_chosen(&self, mpn_id: &str) -> bool {
        self.form.reseller == mpn_id
    }

    fn has_former(&self) -> bool {
        self.stored.now.iter().any(|reseller| !reseller.is_former)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_reseller_must_be_chosen_or_none() {
        let chosen = |reseller: &str| ResellerForm { reseller: reseller.into(), ..Default::default() };
        let faults = chosen(" ").parse(Locale::En).unwrap_err();
        assert_eq!(faults.iter().map(|(field, _)| field).collect::<Vec<_>>(), ["reseller"]);
        assert_eq!(chosen("none").parse(Locale::En).unwrap().mpn_id, None);
        assert_eq!(chosen(" 5000 ").parse(Locale::En).unwrap().mpn_id.as_deref(), Some("5000"));
        let long = ResellerForm { reason: "x".repeat(201), ..chosen("5000") }.parse(Locale::En).unwrap_err();
        assert_eq!(long.iter().map(|(field, _)| field).collect::<Vec<_>>(), ["reason"]);
    }
}
