//! The bill-to form, and the comparison with what another user saved in the meantime.

use crate::audit::history::Change;
use crate::domain::MicrosoftId;
use crate::features::bill_to::address::bill_to::BillTo;
use crate::features::bill_to::address::form::{AddressFields, AddressForm};
use crate::web::form_fields::FieldErrors;
use crate::web::shell::Shell;
use askama::Template;

/// `GET` and `POST /customers/ID/bill-to`.
#[derive(Template)]
#[template(path = "bill_to/edit.html")]
pub struct EditPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The customer.
    pub id: MicrosoftId,
    /// The customer's current name in the list.
    pub list_name: &'a str,
    /// The version that saving overwrites.
    pub version: i32,
    /// The submitted values, or the stored ones.
    pub address: AddressFields<'a>,
    /// The errors by field.
    pub faults: &'a FieldErrors,
    /// What another user saved while this form was open.
    pub conflict: Option<Conflict>,
}

/// The fields in which the stored and the submitted version differ.
#[derive(Debug, Clone)]
pub struct Conflict {
    /// The last change in the log, if there is one.
    pub last: Option<Change>,
    /// Label, stored value, submitted value.
    pub rows: Vec<(String, String, String)>,
}

impl Conflict {
    /// Compares stored and submitted values.
    pub fn between(now: BillTo, typed: &AddressForm, last: Option<Change>, shell: &Shell) -> Self {
        let now = AddressForm::from(now);
        let sides = [&now, typed].map(|form| labelled(form, typed, shell));
        let [now, typed] = sides;
        let rows = now.into_iter().zip(typed).map(|((label, now), (_, typed))| (label, now, typed));
        Conflict { last, rows: rows.filter(|(_, now, typed)| now != typed).collect() }
    }
}

/// Returns the value of each field in `form` with its label; the country of `labels` determines the labels.
fn labelled(form: &AddressForm, labels: &AddressForm, shell: &Shell) -> Vec<(String, String)> {
    let (texts, place) = (shell.texts, AddressFields::new(labels, shell.locale).labels());
    let country = crate::i18n::countries::country_name(&form.country, shell.locale);
    [
        (texts.address_company_name(), form.company_name.as_str()),
        (texts.address_last_name(), &form.last_name),
        (texts.address_first_name(), &form.first_name),
        (texts.address_email(), &form.email),
        (texts.address_phone(), &form.phone),
        (texts.address_country(), country),
        ((place.postal_code)(texts), &form.postal_code),
        ((place.state)(texts), &form.state),
        ((place.city)(texts), &form.city),
        ((place.line1)(texts), &form.address_line1),
        (texts.address_line2(), &form.address_line2),
        (texts.address_registration_number(), &form.registration_number),
    ]
    .map(|(label, value)| (label, value.trim().to_owned()))
    .into()
}

impl EditPage<'_> {
    fn has_errors(&self) -> bool {
        !self.faults.is_empty() || self.conflict.is_some()
    }

    /// Returns who saved the other version, and when.
    fn saved_by(&self, conflict: &Conflict) -> String {
        let texts = self.shell.texts;
        conflict.last.as_ref().map_or_else(
            || texts.bill_to_conflict_somebody(),
            |last| texts.bill_to_conflict_by(last.author_text(texts), self.shell.moment(last.at)),
        )
    }
}
