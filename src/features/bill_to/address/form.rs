//! The bill-to form and its fields, with labels in the user's language and in the order of the country.
//! `templates/addresses/fields.html` renders them; it needs `shell`, `faults` and an [`AddressFields`] named `address`.

use crate::domain::{AddressOrder, CountryCode};
use crate::features::bill_to::address::bill_to::BillTo;
use crate::features::bill_to::address::registration_number::{digit_counts, digit_counts_text};
use crate::features::bill_to::address::rules::{Labels, Requirement, Rules, rules};
use crate::i18n::{Locale, Texts, countries};
use crate::web::form_fields::FieldErrors;
use serde::{Deserialize, Serialize};

/// The submitted form; docs/reference/addresses.md describes the fields.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct AddressForm {
    pub company_name: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub phone: String,
    pub country: String,
    pub address_line1: String,
    pub address_line2: String,
    pub city: String,
    pub state: String,
    pub postal_code: String,
    pub registration_number: String,
}

impl AddressForm {
    /// Returns the code of the selected country; empty if there is none.
    pub fn country_code(&self) -> &'static str {
        self.country.parse().map_or("", CountryCode::as_str)
    }
}

impl From<BillTo> for AddressForm {
    fn from(kept: BillTo) -> Self {
        AddressForm {
            company_name: kept.company_name,
            first_name: kept.first_name,
            last_name: kept.last_name,
            email: kept.email,
            phone: kept.phone,
            country: kept.country,
            address_line1: kept.address_line1,
            address_line2: kept.address_line2,
            city: kept.city,
            state: kept.state,
            postal_code: kept.postal_code,
            registration_number: kept.registration_number,
        }
    }
}

impl AddressForm {
    /// Whether all fields except company name and country are empty. A country is always selected.
    pub fn is_name_only(&self) -> bool {
        let rest = [&self.first_name, &self.last_name, &self.email, &self.phone, &self.address_line1];
        let place = [&self.address_line2, &self.city, &self.state, &self.postal_code];
        let place = place.into_iter().chain([&self.registration_number]);
        rest.into_iter().chain(place).all(|typed| typed.trim().is_empty())
    }
}

/// A field as the page shows it.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct Field<'a> {
    pub name: &'static str,
    pub label: String,
    pub value: &'a str,
    pub hint: String,
    pub autocomplete: &'static str,
    pub optional: bool,
    pub size: &'static str,
    pub choices: Vec<(&'a str, &'a str)>,
}

/// The fields of the form for its page.
#[derive(Clone, Copy)]
pub struct AddressFields<'a> {
    /// The submitted or stored values.
    pub form: &'a AddressForm,
    /// The user's language.
    pub locale: Locale,
}

impl<'a> AddressFields<'a> {
    /// Returns the fields of this form in this language.
    pub fn new(form: &'a AddressForm, locale: Locale) -> Self {
        AddressFields { form, locale }
    }

    fn texts(&self) -> &'static Texts {
        self.locale.texts()
    }

    fn rules(&self) -> &'static Rules {
        rules(self.form.country_code())
    }

    /// Returns the country's terms for the parts of an address.
    pub fn labels(&self) -> &'static Labels {
        &self.rules().labels
    }

    /// Returns the first and last name; in Korean and Chinese the last name comes first.
    pub fn names(&self) -> [Field<'a>; 2] {
        let (texts, form) = (self.texts(), self.form);
        let first =
            field("first_name", texts.address_first_name(), &form.first_name, "section-bill given-name");
        let last = field("last_name", texts.address_last_name(), &form.last_name, "section-bill family-name");
        if self.locale == Locale::En { [first, last] } else { [last, first] }
    }

    /// Returns the parts of the address in the order of the country.
    pub fn parts(&self) -> Vec<Field<'a>> {
        let all = [self.line1(), self.line2(), self.city(), self.state(), self.postal_code()];
        AddressOrder::in_country(self.form.country_code()).arrange(all).into_iter().flatten().collect()
    }

    /// Returns the registration number, if the country has one or the field is not empty.
    pub fn registration_number(&self) -> Option<Field<'a>> {
        let (texts, lengths) = (self.texts(), digit_counts(self.country()));
        let label = texts.address_registration_number();
        let field = field("registration_number", label, &self.form.registration_number, "off");
        let hint =
            lengths.map(|lengths| texts.address_registration_number_hint(digit_counts_text(texts, lengths)));
        let need = if lengths.is_some() { Requirement::Required } else { Requirement::Absent };
        optional_field(Field { hint: hint.unwrap_or_default(), size: "short", ..field }, need)
    }

    /// Whether the country requires a telephone number.
    pub fn needs_phone(&self) -> bool {
        digit_counts(self.country()).is_some()
    }

    /// Returns the codes and names of all countries.
    pub fn countries(&self) -> &'static [countries::Country] {
        countries::countries(self.locale)
    }

    /// Returns the code of the selected country, or an empty string.
    pub fn country(&self) -> &'static str {
        self.form.country_code()
    }

    /// Whether the selected country has no rules, so that only little is checked.
    pub fn is_lenient(&self) -> bool {
        !self.country().is_empty() && self.rules().country.is_empty()
    }

    /// Returns the errors in the order of the fields.
    pub fn in_order(&self, faults: &FieldErrors) -> FieldErrors {
        let (names, places) = (self.names(), self.parts());
        let order = ["company_name", names[0].name, names[1].name, "email", "phone", "country"];
        let mut ordered = FieldErrors::default();
        let places = places.iter().map(|field| field.name).chain(["registration_number"]);
        for name in order.into_iter().chain(places) {
            if let Some(sentence) = faults.get(name) {
                ordered.add(name, sentence);
            }
        }
        ordered
    }

    fn line1(&self) -> Option<Field<'a>> {
        let label = (self.rules().labels.line1)(self.texts());
        Some(field("address_line1", label, &self.form.address_line1, "section-bill address-line1"))
    }

    fn line2(&self) -> Option<Field<'a>> {
        let label = self.texts().address_line2();
        let field = field("address_line2", label, &self.form.address_line2, "section-bill address-line2");
        Some(Field { optional: true, ..field })
    }

    fn city(&self) -> Option<Field<'a>> {
        let rules = self.rules();
        let label = (rules.labels.city)(self.texts());
        optional_field(field("city", label, &self.form.city, "section-bill address-level2"), rules.city)
    }

    fn state(&self) -> Option<Field<'a>> {
        let rules = self.rules();
        let label = (rules.labels.state)(self.texts());
        let field = field("state", label, &self.form.state, "section-bill address-level1");
        optional_field(Field { choices: self.states(), ..field }, rules.state)
    }

    /// Returns the states to choose from, if the country has a list. Includes the submitted value even if it is not
    /// listed.
    fn states(&self) -> Vec<(&'a str, &'a str)> {
        let (states, typed) = (self.rules().states, self.form.state.as_str());
        let mut choices: Vec<(&str, &str)> = states.to_vec();
        if !choices.is_empty() && !choices.iter().any(|(code, _)| *code == typed) {
            choices.insert(0, (typed, typed));
        }
        choices
    }

    fn postal_code(&self) -> Option<Field<'a>> {
        let rules = self.rules();
        let texts = self.texts();
        let label = (rules.labels.postal_code)(texts);
        let field = field("postal_code", label, &self.form.postal_code, "section-bill postal-code");
        let hint = match rules.example {
            "" => String::new(),
            example => texts.address_example(example),
        };
        optional_field(Field { size: "short", hint, ..field }, rules.postal_code)
    }
}

fn field<'a>(name: &'static str, label: String, value: &'a str, autocomplete: &'static str) -> Field<'a> {
    Field {
        name,
        label,
        value,
        hint: String::new(),
        autocomplete,
        optional: false,
        size: "",
        choices: Vec::new(),
    }
}

/// Returns the field if the country has it or it is not empty.
fn optional_field(field: Field<'_>, need: Requirement) -> Option<Field<'_>> {
    let shown = need != Requirement::Absent || !field.value.is_empty();
    shown.then_some(Field { optional: need != Requirement::Required, ..field })
}
