//! Parses and validates a bill-to form by the rules of its country.

use crate::features::bill_to::address::bill_to::BillTo;
use crate::features::bill_to::address::form::{AddressFields, AddressForm};
use crate::features::bill_to::address::postal_code::normalize;
use crate::features::bill_to::address::registration_number::{
    digit_counts, digit_counts_text, normalize as written_number,
};
use crate::features::bill_to::address::rules::{Requirement, Rules, rules};
use crate::features::bill_to::address::states::state_code;
use crate::i18n::Locale;
use crate::web::form_fields::{FieldErrors, FormReader, is_unchanged};

impl BillTo {
    /// Parses the whole form.
    ///
    /// # Errors
    /// One message per invalid field, in the user's language.
    pub fn parse(form: &AddressForm, locale: Locale) -> Result<Self, FieldErrors> {
        let (mut fields, texts) = (FormReader::new(locale), locale.texts());
        let company_name = company_name(&mut fields, form);
        let first_name = fields.text("first_name", &texts.address_first_name(), &form.first_name, 1..=50);
        let last_name = fields.text("last_name", &texts.address_last_name(), &form.last_name, 1..=50);
        let email = fields.email("email", &texts.address_email(), &form.email);
        let country = form.country_code();
        let phone = phone(&mut fields, form, country);
        if country.is_empty() {
            fields.add_error("country", texts.fault_choice(texts.address_country()));
        }
        let place = BillTo { company_name, first_name, last_name, email, phone, ..BillTo::default() };
        let read = place.with_locality(&mut fields, form, rules(country));
        let registration_number = registration_number(&mut fields, form, country);
        let read = fields.done(BillTo { country: country.to_owned(), registration_number, ..read });
        read.map_err(|faults| AddressFields::new(form, locale).in_order(&faults))
    }

    /// Parses a change of the stored values. An unchanged name is not checked, since an imported one may be longer than a user
    /// may enter. While the customer has no contact and address, the name alone is enough.
    ///
    /// # Errors
    /// As [`BillTo::parse`].
    pub fn parse_change(form: &AddressForm, now: &BillTo, locale: Locale) -> Result<Self, FieldErrors> {
        let same_name = is_unchanged(&now.company_name, &form.company_name);
        let mut checked = form.clone();
        if same_name {
            checked.company_name = "-".to_owned();
        }
        let mut new = if form.is_name_only() && !now.has_address() {
            BillTo { company_name: BillTo::parse_name(&checked, locale)?, ..now.clone() }
        } else {
            BillTo::parse(&checked, locale)?
        };
        if same_name {
            new.company_name.clone_from(&now.company_name);
        }
        Ok(new)
    }

    /// Parses the company name alone, for a customer without contact and address.
    ///
    /// # Errors
    /// As [`BillTo::parse`].
    pub fn parse_name(form: &AddressForm, locale: Locale) -> Result<String, FieldErrors> {
        let mut fields = FormReader::new(locale);
        let name = company_name(&mut fields, form);
        fields.done(name)
    }

    fn with_locality(mut self, fields: &mut FormReader, form: &AddressForm, rules: &Rules) -> Self {
        let texts = fields.texts();
        let labels = &rules.labels;
        let mut read = |field, label: String, typed: &str, need, most| {
            let least = usize::from(need == Requirement::Required);
            fields.text(field, &label, typed, least..=most)
        };
        self.address_line1 =
            read("address_line1", (labels.line1)(texts), &form.address_line1, Requirement::Required, 200);
        self.address_line2 =
            read("address_line2", texts.address_line2(), &form.address_line2, Requirement::Optional, 200);
        self.city = read("city", (labels.city)(texts), &form.city, rules.city, 100);
        self.state = read("state", (labels.state)(texts), &form.state, rules.state, 100);
        let code = (labels.postal_code)(texts);
        self.postal_code = read("postal_code", code, &form.postal_code, rules.postal_code, 20);
        self.normalized(fields, rules)
    }

    /// Converts postal code and state to the format of the country.
    fn normalized(mut self, fields: &mut FormReader, rules: &Rules) -> Self {
        let texts = fields.texts();
        if !self.postal_code.is_empty() && !rules.patterns.is_empty() {
            match normalize(&self.postal_code, rules.patterns) {
                Some(code) => self.postal_code = code,
                None => fields.add_error("postal_code", texts.fault_postal_code(rules.example)),
            }
        }
        if !self.state.is_empty() && !rules.states.is_empty() {
            match state_code(&self.state, rules.states) {
                Some(code) => self.state = code.to_owned(),
                None => fields.add_error("state", texts.fault_state()),
            }
        }
        self
    }
}

/// Countries that require a registration number also require a telephone number.
fn phone(fields: &mut FormReader, form: &AddressForm, country: &str) -> String {
    let label = fields.texts().address_phone();
    if digit_counts(country).is_some() && form.phone.trim().is_empty() {
        let sentence = fields.texts().fault_empty(&label);
        fields.add_error("phone", sentence);
    }
    fields.phone("phone", &label, &form.phone)
}

fn registration_number(fields: &mut FormReader, form: &AddressForm, country: &str) -> String {
    let (texts, typed) = (fields.texts(), form.registration_number.trim());
    match (digit_counts(country), typed) {
        (None, "") => {}
        (None, _) if country.is_empty() => {}
        (None, _) => fields.add_error("registration_number", texts.fault_no_registration_number()),
        (Some(_), "") => {
            let sentence = texts.fault_empty(texts.address_registration_number());
            fields.add_error("registration_number", sentence);
        }
        (Some(lengths), _) => match written_number(typed, lengths) {
            Some(number) => return number,
            None => {
                let sentence = texts.fault_registration_number(digit_counts_text(texts, lengths));
                fields.add_error("registration_number", sentence);
            }
        },
    }
    String::new()
}

fn company_name(fields: &mut FormReader, form: &AddressForm) -> String {
    let label = fields.texts().address_company_name();
    fields.text("company_name", &label, &form.company_name, 1..=200)
}
