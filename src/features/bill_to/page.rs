//! The form of a bill-to, alone or beside what somebody else saved meanwhile.

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
    /// The frame.
    pub shell: &'a Shell,
    /// Whose it is.
    pub id: MicrosoftId,
    /// What the list calls the customer now.
    pub list_name: &'a str,
    /// The version that saving goes over.
    pub version: i32,
    /// What was typed, or what stands.
    pub address: AddressFields<'a>,
    /// What is wrong with it.
    pub faults: &'a FieldErrors,
    /// What somebody else saved while this form was open.
    pub conflict: Option<Conflict>,
}

/// Both versions, where they differ.
#[derive(Debug, Clone)]
pub struct Conflict {
    /// Who saved the other, if the log says.
    pub last: Option<Change>,
    /// Label, what stands now, what was typed.
    pub rows: Vec<(String, String, String)>,
}

impl Conflict {
    /// Lays what stands beside what was typed.
    pub fn between(now: BillTo, typed: &AddressForm, last: Option<Change>, shell: &Shell) -> Self {
        let now = AddressForm::from(now);
        let sides = [&now, typed].map(|form| labelled(form, typed, shell));
        let [now, typed] = sides;
        let rows = now.into_iter().zip(typed).map(|((label, now), (_, typed))| (label, now, typed));
        Conflict { last, rows: rows.filter(|(_, now, typed)| now != typed).collect() }
    }
}

/// Every field with its label, which the country of `labels` decides.
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

    /// Who saved the other version, and when.
    fn saved_by(&self, conflict: &Conflict) -> String {
        let texts = self.shell.texts;
        conflict.last.as_ref().map_or_else(
            || texts.bill_to_conflict_somebody(),
            |last| texts.bill_to_conflict_by(last.author_text(texts), self.shell.moment(last.at)),
        )
    }
}
