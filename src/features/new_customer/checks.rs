//! Parses and validates each step. The last step validates all of them again before it adds the customer.

use crate::auth::Scope;
use crate::domain::{MicrosoftId, Offer, OfferId, Permission};
use crate::features::bill_to::address::bill_to::BillTo;
use crate::features::new_customer::model::{CompanyForm, CustomerDraft};
use crate::features::new_customer::primary_domain;
use crate::features::orders::model::{MAX_LINES, NewLine};
use crate::i18n::{Locale, Texts};
use crate::web::form_fields::{FieldErrors, FormReader};
use crate::web::request::today;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The parsed first step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Company {
    /// Bill-to name, contact and address.
    pub bill_to: BillTo,
    /// The primary domain name.
    pub domain: String,
    /// The Microsoft ID, if the customer has one already.
    pub microsoft_id: Option<MicrosoftId>,
    /// When the contact accepted the customer agreement.
    pub agreed_on: Option<NaiveDate>,
}

/// Parses company, contact and agreement.
///
/// # Errors
/// One message per invalid field.
pub fn company<P>(scope: &Scope<P>, form: &CompanyForm, locale: Locale) -> Result<Company, FieldErrors> {
    let mut fields = FormReader::new(locale);
    let domain = read_domain(&mut fields, &form.domain);
    let microsoft_id = read_id(&mut fields, &form.microsoft_id);
    let attested = form.agreement == "accepted" && scope.allows(Permission::AttestAgreement);
    let agreed_on =
        attested.then(|| read_agreed_on(&mut fields, &form.agreed_on, today(scope.actor()))).flatten();
    let bill_to = BillTo::parse(&form.address, locale);
    let rest = fields.done(());
    match (bill_to, rest) {
        (Ok(bill_to), Ok(())) => Ok(Company { bill_to, domain, microsoft_id, agreed_on }),
        (bill_to, rest) => Err(in_order(bill_to.err(), rest.err())),
    }
}

/// Merges the errors in the order of the form: identity, bill-to, agreement.
fn in_order(address: Option<FieldErrors>, rest: Option<FieldErrors>) -> FieldErrors {
    let mut all = FieldErrors::default();
    let (address, rest) = (address.unwrap_or_default(), rest.unwrap_or_default());
    let identity = |field: &str| matches!(field, "domain" | "microsoft_id");
    rest.iter().filter(|(field, _)| identity(field)).for_each(|(field, text)| all.add(field, text));
    address.iter().for_each(|(field, text)| all.add(field, text));
    rest.iter().filter(|(field, _)| !identity(field)).for_each(|(field, text)| all.add(field, text));
    all
}

fn read_domain(fields: &mut FormReader, typed: &str) -> String {
    let texts = fields.texts();
    primary_domain::parse(typed).unwrap_or_else(|fault| {
        let sentence = match fault {
            primary_domain::DomainConflict::Empty => texts.fault_empty(texts.primary_domain_name()),
            primary_domain::DomainConflict::Prefix => texts.new_customer_bad_prefix(),
            primary_domain::DomainConflict::Name => texts.new_customer_bad_domain(),
        };
        fields.add_error("domain", sentence);
        String::new()
    })
}

fn read_id(fields: &mut FormReader, typed: &str) -> Option<MicrosoftId> {
    let typed = typed.trim();
    let id = MicrosoftId::from_input(typed).ok();
    if id.is_none() && !typed.is_empty() {
        let texts = fields.texts();
        fields.add_error("microsoft_id", texts.new_customer_bad_id());
    }
    id
}

fn read_agreed_on(fields: &mut FormReader, typed: &str, today: NaiveDate) -> Option<NaiveDate> {
    let day = fields.day("agreed_on", typed)?;
    let earliest = NaiveDate::from_ymd_opt(2010, 1, 1)?;
    if day > today || day < earliest {
        let texts = fields.texts();
        fields.add_error("agreed_on", texts.new_customer_bad_day());
    }
    Some(day)
}

/// Returns the lines of the order, from the quantities entered for the offers.
///
/// # Errors
/// One message per invalid offer, by Offer ID.
pub fn lines(
    draft: &CustomerDraft,
    offers: &[Offer],
    locale: Locale,
) -> Result<Vec<NewLine>, BTreeMap<String, String>> {
    let mut faults = BTreeMap::new();
    let mut lines = Vec::new();
    for (id, typed) in draft.chosen_offers() {
        match line(offers, id, typed, locale) {
            Ok(line) => lines.push(line),
            Err(sentence) => drop(faults.insert(id.to_owned(), sentence)),
        }
    }
    if let Some(surplus) = lines.get(MAX_LINES) {
        let (texts, most) = (locale.texts(), locale.number(MAX_LINES as u64));
        faults.insert(surplus.offer.to_string(), texts.new_customer_too_many(most));
    }
    if faults.is_empty() { Ok(lines) } else { Err(faults) }
}

fn line(offers: &[Offer], id: &str, typed: &str, locale: Locale) -> Result<NewLine, String> {
    let texts: &Texts = locale.texts();
    let offer = OfferId::parse(id).and_then(|id| offers.iter().find(|offer| offer.id == id));
    let offer = offer.filter(|offer| offer.parent.is_none());
    let offer = offer.ok_or_else(|| texts.new_customer_no_offer())?;
    let mut fields = FormReader::new(locale);
    let quantity = fields.number("quantity", &texts.quantity(), typed, offer.minimum..=offer.maximum);
    let done = fields.done(NewLine { offer: offer.id.clone(), quantity, parent: None });
    done.map_err(|faults| faults.get("quantity").unwrap_or_default().to_owned())
}
