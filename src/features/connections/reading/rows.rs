//! Writes what a server sent as rows of an import. What is wrong with a value is found by the import, as in a file.

use crate::csv::{Column, Writer};
use crate::domain::{BillingCycle, Relationship, SubscriptionStatus};
use crate::error::Result;
use crate::features::connections::runs::model::RunPart;
use crate::features::connections::server::answers::{ServerAddress, ServerCustomer, ServerSubscription};
use crate::features::import::engine::importer::Importer;
use crate::features::import::kinds::bill_to::BillTos;
use crate::features::import::kinds::customers::SERVER_COLUMNS as CUSTOMER_COLUMNS;
use crate::features::import::kinds::subscription_terms::SERVER_COLUMNS as SUBSCRIPTION_COLUMNS;
use crate::i18n::Locale;

/// The language of headers and labels in the rows.
const LOCALE: Locale = Locale::En;

/// Rows in memory.
pub type Rows = Writer<Vec<u8>>;

/// Returns the columns of the rows of a part.
pub fn columns(part: RunPart) -> &'static [Column] {
    match part {
        RunPart::Customers => CUSTOMER_COLUMNS,
        RunPart::BillTo => BillTos::COLUMNS,
        RunPart::Subscriptions => SUBSCRIPTION_COLUMNS,
    }
}

/// Starts the rows of a part with the header.
///
/// # Errors
/// Never, since they are in memory.
pub fn begin(part: RunPart) -> Result<Rows> {
    let header: Vec<String> = columns(part).iter().map(|column| column.header(LOCALE)).collect();
    Ok(Writer::new(Vec::new(), header.iter().map(String::as_str))?)
}

/// Writes a customer.
///
/// # Errors
/// As [`begin`].
pub fn write_customer(rows: &mut Rows, customer: &ServerCustomer) -> Result<()> {
    let texts = LOCALE.texts();
    let word = customer.relationship_to_partner.as_deref().unwrap_or(Relationship::Reseller.as_str());
    // The vendor writes `microsoft_support`.
    let known = word.to_ascii_lowercase().replace('_', "-").parse::<Relationship>();
    let relationship = known.map_or_else(|_| word.to_owned(), |known| known.label(texts));
    let company = &customer.company_profile;
    rows.text(&customer.id).text(&company.company_name);
    rows.text(company.domain.as_deref().unwrap_or_default()).text(&relationship);
    rows.word(&answer(customer.allow_delegated_access.unwrap_or_default())).end_row()?;
    Ok(())
}

/// Writes the bill-to of a customer, if it has one. Returns whether it has.
///
/// # Errors
/// As [`begin`].
pub fn write_bill_to(rows: &mut Rows, customer: &ServerCustomer) -> Result<bool> {
    let Some(billing) = &customer.billing_profile else { return Ok(false) };
    let none = ServerAddress::default();
    let address = billing.default_address.as_ref().unwrap_or(&none);
    let country = address.country.as_deref().unwrap_or_default().to_ascii_uppercase();
    if country.is_empty() {
        return Ok(false);
    }
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    // Of two names, that of the profile counts, as in the API.
    let first = billing.first_name.as_ref().filter(|name| !name.is_empty()).or(address.first_name.as_ref());
    let last = billing.last_name.as_ref().filter(|name| !name.is_empty()).or(address.last_name.as_ref());
    rows.text(&customer.id).text(&customer.company_profile.company_name);
    rows.text(first.map_or("", String::as_str)).text(last.map_or("", String::as_str));
    rows.text(&text(&billing.email)).text(&text(&address.phone_number)).text(&country);
    rows.text(&text(&address.address_line1)).text(&text(&address.address_line2)).text(&text(&address.city));
    rows.text(&text(&address.state)).text(&text(&address.postal_code));
    rows.text(&text(&billing.organization_registration_number)).end_row()?;
    Ok(true)
}

/// Writes a subscription of a customer. `takes_resellers` says whether the partner has resellers of record.
///
/// # Errors
/// As [`begin`].
pub fn write_subscription(
    rows: &mut Rows,
    customer: &str,
    one: &ServerSubscription,
    takes_resellers: bool,
) -> Result<()> {
    let texts = LOCALE.texts();
    let status = one.status.to_ascii_lowercase().parse::<SubscriptionStatus>();
    let status = status.map_or_else(|_| one.status.clone(), |status| status.label(texts));
    let cycle = one.billing_cycle.as_deref().map(|word| {
        let known = word.to_ascii_lowercase().replace('_', "-").parse::<BillingCycle>();
        known.map_or_else(|_| word.to_owned(), |known| known.label(texts))
    });
    let reseller = one.partner_id.as_deref().filter(|_| takes_resellers).unwrap_or_default();
    let ends = one.commitment_end_date.as_deref().unwrap_or_default();
    rows.text(customer).text(&one.id).text(&one.offer_name).text(&one.quantity.to_string());
    rows.text(&status).text(reseller).text(cycle.as_deref().unwrap_or_default());
    rows.word(&answer(one.auto_renew_enabled.unwrap_or_default()));
    rows.text(ends.get(..10).unwrap_or(ends)).end_row()?;
    Ok(())
}

fn answer(is_yes: bool) -> String {
    if is_yes { LOCALE.texts().offer_yes() } else { LOCALE.texts().offer_no() }
}
