//! The form of the organization and business profile.

use crate::domain::Partner;
use crate::features::organization::model::{BusinessProfile, Organization};
use crate::i18n::time_zone;
use crate::web::form_fields::{FieldErrors, FormReader};
use crate::web::shell::Shell;
use serde::Deserialize;

/// The submitted form.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[allow(missing_docs)] // the fields of the form
pub struct OrganizationForm {
    pub legal_name: String,
    pub address_line1: String,
    pub address_line2: String,
    pub city: String,
    pub state: String,
    pub postal_code: String,
    pub contact_name: String,
    pub contact_email: String,
    pub contact_phone: String,
    pub about: String,
    pub industries: String,
    pub languages: String,
    pub web_page: String,
    pub privacy_notice: String,
    pub support_email: String,
    pub support_phone: String,
    pub time_zone: String,
    pub report_attachments: String,
    pub version: i32,
}

impl OrganizationForm {
    /// Returns the form filled with the stored values.
    pub fn from_organization(one: Organization, partner: &Partner) -> Self {
        let business = one.business;
        OrganizationForm {
            legal_name: one.legal_name,
            address_line1: one.address_line1,
            address_line2: one.address_line2,
            city: one.city,
            state: one.state,
            postal_code: one.postal_code,
            contact_name: one.contact_name,
            contact_email: one.contact_email,
            contact_phone: one.contact_phone,
            about: business.about,
            industries: business.industries,
            languages: business.languages,
            web_page: business.web_page,
            privacy_notice: business.privacy_notice,
            support_email: business.support_email,
            support_phone: business.support_phone,
            time_zone: partner.time_zone.clone().unwrap_or_default(),
            report_attachments: if one.report_attachments { "yes".to_owned() } else { String::new() },
            version: one.version,
        }
    }

    /// Parses and validates the form: the organization, and the time zone, which is `None` for that of the country. `tax_id`
    /// stays empty, because it has its own form.
    pub fn read(&self, shell: &Shell) -> Result<(Organization, Option<String>), FieldErrors> {
        let (mut fields, texts) = (FormReader::new(shell.locale), shell.texts);
        let organization = Organization {
            legal_name: fields.text(
                "legal_name",
                &texts.organization_legal_name(),
                &self.legal_name,
                1..=200,
            ),
            address_line1: fields.text(
                "address_line1",
                &texts.organization_address_line1(),
                &self.address_line1,
                0..=100,
            ),
            address_line2: fields.text(
                "address_line2",
                &texts.organization_address_line2(),
                &self.address_line2,
                0..=100,
            ),
            city: fields.text("city", &texts.organization_city(), &self.city, 0..=100),
            state: fields.text("state", &texts.organization_state(), &self.state, 0..=100),
            postal_code: fields.text(
                "postal_code",
                &texts.organization_postal_code(),
                &self.postal_code,
                0..=20,
            ),
            tax_id: String::new(),
            contact_name: fields.text(
                "contact_name",
                &texts.organization_contact_name(),
                &self.contact_name,
                0..=100,
            ),
            contact_email: email(&mut fields, "contact_email", texts.email_address(), &self.contact_email),
            contact_phone: fields.phone(
                "contact_phone",
                &texts.organization_telephone(),
                &self.contact_phone,
            ),
            report_attachments: self.report_attachments == "yes",
            business: BusinessProfile {
                about: fields.paragraphs("about", &texts.organization_about(), &self.about, 0..=1000),
                industries: fields.text(
                    "industries",
                    &texts.organization_industries(),
                    &self.industries,
                    0..=200,
                ),
                languages: fields.text(
                    "languages",
                    &texts.organization_languages(),
                    &self.languages,
                    0..=200,
                ),
                web_page: web_address(&mut fields, "web_page", texts.organization_web_page(), &self.web_page),
                privacy_notice: web_address(
                    &mut fields,
                    "privacy_notice",
                    texts.organization_privacy_notice(),
                    &self.privacy_notice,
                ),
                support_email: email(
                    &mut fields,
                    "support_email",
                    texts.email_address(),
                    &self.support_email,
                ),
                support_phone: fields.phone(
                    "support_phone",
                    &texts.organization_telephone(),
                    &self.support_phone,
                ),
            },
            version: self.version,
        };
        let zone = time_zone::names().find(|name| *name == self.time_zone).map(str::to_owned);
        if zone.is_none() && !self.time_zone.is_empty() {
            fields.add_error("time_zone", texts.fault_choice(texts.zone_name()));
        }
        fields.done((organization, zone))
    }
}

fn email(fields: &mut FormReader, field: &'static str, label: String, typed: &str) -> String {
    if typed.trim().is_empty() { String::new() } else { fields.email(field, &label, typed) }
}

/// Parses a URL: `https://` or `http://`, a host with a dot, and no characters that could break out of HTML or disguise
/// the host. May be empty.
fn web_address(fields: &mut FormReader, field: &'static str, label: String, typed: &str) -> String {
    let value = fields.text(field, &label, typed, 0..=200);
    let rest = value.strip_prefix("https://").or_else(|| value.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
    let plain = !value.contains(|c: char| c.is_whitespace() || "\"<>\\@".contains(c));
    let good = value.is_empty() || (plain && host.contains('.') && !host.starts_with('.'));
    if !good {
        let fault = fields.texts().organization_fault_web_page();
        fields.add_error(field, fault);
    }
    value
}
