//! The forms of a new referral and of an answer's reason.

use crate::domain::ReferralId;
use crate::features::referrals::model::Lead;
use crate::i18n::Locale;
use crate::web::form_fields::{FieldErrors, FormReader};
use serde::Deserialize;

/// The maximum length of need and note, in characters.
const MAX_TEXT: usize = 1_000;

/// The maximum length of a reason, in characters.
const MAX_REASON: usize = 500;

/// The submitted form of a new referral.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[allow(missing_docs)] // the fields of the form
pub struct ReferralForm {
    /// The id of the new referral.
    pub referral: String,
    /// The MPN ID of the indirect reseller that receives it; empty for a lead of the partner itself.
    pub reseller: String,
    pub company_name: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub phone: String,
    pub need: String,
    pub note: String,
}

impl ReferralForm {
    /// Returns an empty form; `reseller` is the preselected MPN ID or empty.
    pub fn empty(reseller: String) -> Self {
        ReferralForm { referral: ReferralId::random().to_string(), reseller, ..ReferralForm::default() }
    }

    /// Parses and validates the form; the errors are in the language `reader`. `reseller_is_known` says whether the
    /// selected reseller is a possible recipient.
    pub fn read(&self, reader: Locale, reseller_is_known: bool) -> Result<Lead, FieldErrors> {
        let mut fields = FormReader::new(reader);
        let texts = fields.texts();
        if !reseller_is_known {
            fields.add_error("reseller", texts.referral_fault_reseller());
        }
        let company_name = fields.text("company_name", &texts.company_name(), &self.company_name, 1..=200);
        let [first_name, last_name] = fields.person_names(&self.first_name, &self.last_name);
        let label = texts.address_email();
        let email = match self.email.trim() {
            "" => String::new(),
            typed => fields.email("email", &label, typed),
        };
        let phone = fields.phone("phone", &texts.address_phone(), &self.phone);
        if email.is_empty() && phone.is_empty() {
            fields.add_error("email", texts.referral_fault_reach());
        }
        let need = fields.paragraphs("need", &texts.referral_need(), &self.need, 1..=MAX_TEXT);
        let note = fields.paragraphs("note", &texts.referral_note(), &self.note, 0..=MAX_TEXT);
        fields.done(Lead { company_name, first_name, last_name, email, phone, need, note })
    }
}

/// The submitted reason why a referral was declined or lost.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[allow(missing_docs)] // the field of the form
pub struct ReasonForm {
    pub reason: String,
}

impl ReasonForm {
    /// Parses and validates the reason, which is required if `is_needed`.
    pub fn read(&self, reader: Locale, is_needed: bool) -> Result<String, FieldErrors> {
        let mut fields = FormReader::new(reader);
        let label = fields.texts().reason();
        let reason = fields.paragraphs("reason", &label, &self.reason, usize::from(is_needed)..=MAX_REASON);
        fields.done(reason)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn form() -> ReferralForm {
        ReferralForm {
            company_name: " 한빛정밀 ".into(),
            first_name: "지우".into(),
            last_name: "서".into(),
            phone: "+82 2-555-0142".into(),
            need: "E3 40\r\n12월부터".into(),
            ..ReferralForm::empty(String::new())
        }
    }

    #[test]
    fn parses_a_referral() {
        let lead = form().read(Locale::Ko, true).unwrap();
        assert_eq!((lead.company_name.as_str(), lead.need.as_str()), ("한빛정밀", "E3 40\n12월부터"));
        assert_eq!(lead.contact_name(), "서지우");
    }

    #[test]
    fn reports_every_invalid_field() {
        let faults = ReferralForm::default().read(Locale::En, false).err().unwrap();
        let named: Vec<_> = faults.iter().map(|(field, _)| field).collect();
        assert_eq!(named, ["reseller", "company_name", "first_name", "last_name", "email", "need"]);
        let unreachable = ReferralForm { phone: String::new(), ..form() };
        assert!(unreachable.read(Locale::ZhTw, true).err().unwrap().get("email").is_some());
        assert!(ReasonForm::default().read(Locale::En, true).is_err());
        assert_eq!(ReasonForm::default().read(Locale::En, false).unwrap(), "");
    }
}
