//! The page with the form of a new referral.

use crate::features::referrals::form::ReferralForm;
use crate::features::referrals::queries::ReferralTarget;
use crate::i18n::Locale;
use crate::i18n::labels::page_title;
use crate::web::form_fields::FieldErrors;
use crate::web::shell::Shell;
use askama::Template;

/// `GET /referrals/new`.
#[derive(Template)]
#[template(path = "referrals/new.html")]
pub struct NewPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The errors by field.
    pub faults: &'a FieldErrors,
    /// The submitted form.
    pub form: &'a ReferralForm,
    /// The resellers that can receive the referral.
    pub addressees: &'a [ReferralTarget],
}

impl NewPage<'_> {
    fn title(&self) -> String {
        let texts = self.shell.texts;
        page_title(texts, texts.referral_new(), !self.faults.is_empty())
    }

    /// Whether the recipient field is shown: if there are resellers to choose from, or the field has an error.
    fn shows_recipient(&self) -> bool {
        !self.addressees.is_empty() || self.faults.get("reseller").is_some()
    }

    fn choices(&self) -> Vec<(String, String)> {
        let own = (String::new(), self.shell.texts.referral_who_own());
        let named = self.addressees.iter();
        let named =
            named.map(|one| (one.mpn_id.clone(), self.shell.texts.name_and_id(&*one.name, &*one.mpn_id)));
        std::iter::once(own).chain(named).collect()
    }

    fn reseller(&self) -> &str {
        &self.form.reseller
    }

    /// Returns name, label and value of the two name fields; in Korean and Chinese the last name comes first.
    fn names(&self) -> [(&'static str, String, &str); 2] {
        let texts = self.shell.texts;
        let first = ("first_name", texts.address_first_name(), self.form.first_name.as_str());
        let last = ("last_name", texts.address_last_name(), self.form.last_name.as_str());
        if self.shell.locale == Locale::En { [first, last] } else { [last, first] }
    }
}
