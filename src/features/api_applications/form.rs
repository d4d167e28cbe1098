//! The forms of a new application and of a new secret.

use crate::auth::api_applications::store::{ApplicationRefusal, MAX_OF_PARTNER, NewApplication};
use crate::domain::{AdminRole, AgentRole, ApiAccess, Role, Roles};
use crate::features::api_tokens::area_fields::AreaLevels;
use crate::i18n::{Locale, Texts};
use crate::web::form_extract::NoOtherFields;
use crate::web::form_fields::{FieldErrors, FormReader};
use chrono::TimeDelta;
use serde::Deserialize;

/// The lifetimes of a secret that the forms offer, in days.
const LIFETIMES: [&str; 3] = ["90", "180", "365"];

/// How long the former secret stays valid, in days.
const OVERLAPS: [&str; 4] = ["0", "1", "7", "30"];

/// The word for no role.
const NO_ROLE: &str = "none";

/// The submitted form of a new application.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ApplicationForm {
    /// The name.
    pub name: String,
    /// The admin role, or `none`.
    pub admin_role: String,
    /// The agent role, or `none`.
    pub agent_role: String,
    /// The lifetime of the secret in days.
    pub days: String,
    /// What the program may do.
    #[serde(flatten)]
    pub areas: AreaLevels,
    #[serde(flatten)]
    _rest: NoOtherFields,
}

impl ApplicationForm {
    /// Returns the form of a new application with this access.
    pub fn with_access(access: ApiAccess) -> Self {
        ApplicationForm {
            name: String::new(),
            admin_role: NO_ROLE.to_owned(),
            agent_role: AgentRole::HelpdeskAgent.as_str().to_owned(),
            days: "180".to_owned(),
            areas: AreaLevels::new(access),
            _rest: NoOtherFields,
        }
    }

    /// Parses the form.
    ///
    /// # Errors
    /// The messages for the fields.
    pub fn read(&self, locale: Locale) -> Result<NewApplication, FieldErrors> {
        let mut fields = FormReader::new(locale);
        let texts = fields.texts();
        let name = fields.text("name", &texts.application_name(), &self.name, 1..=100);
        let admin: Option<AdminRole> = role(&mut fields, "admin_role", texts.admin_role(), &self.admin_role);
        let agent: Option<AgentRole> = role(&mut fields, "agent_role", texts.agent_role(), &self.agent_role);
        let has_none = self.admin_role == NO_ROLE && self.agent_role == NO_ROLE;
        if has_none {
            fields.add_error("agent_role", texts.application_role_missing());
        }
        let days = lifetime(&mut fields, &self.days);
        let access = self.areas.read(&mut fields);
        fields.done(NewApplication { name, roles: Roles { admin, agent }, access, days })
    }
}

/// The submitted form of a new secret.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecretForm {
    /// The lifetime in days.
    pub days: String,
    /// How long the former secret stays valid, in days.
    pub overlap: String,
}

impl Default for SecretForm {
    fn default() -> Self {
        SecretForm { days: "180".to_owned(), overlap: "7".to_owned() }
    }
}

impl SecretForm {
    /// Returns the lifetime in days, and how long the former secret stays valid.
    ///
    /// # Errors
    /// The messages for the fields.
    pub fn read(&self, locale: Locale) -> Result<(i64, TimeDelta), FieldErrors> {
        let mut fields = FormReader::new(locale);
        let texts = fields.texts();
        if !OVERLAPS.contains(&self.overlap.as_str()) {
            fields.add_error("overlap", texts.fault_choice(texts.secret_overlap()));
        }
        let days = lifetime(&mut fields, &self.days);
        fields.done((days, TimeDelta::days(self.overlap.parse().unwrap_or(0))))
    }
}

fn role<T: std::str::FromStr>(
    fields: &mut FormReader,
    field: &'static str,
    label: String,
    typed: &str,
) -> Option<T> {
    if typed == NO_ROLE { None } else { fields.choice(field, &label, typed) }
}

fn lifetime(fields: &mut FormReader, typed: &str) -> i64 {
    let texts = fields.texts();
    if !LIFETIMES.contains(&typed) {
        fields.add_error("days", texts.fault_choice(texts.secret_lifetime()));
    }
    typed.parse().unwrap_or(1)
}

/// Returns the message for a refusal, at the field that it is about.
pub fn refused(refusal: ApplicationRefusal, locale: Locale) -> FieldErrors {
    let (texts, mut faults) = (locale.texts(), FieldErrors::default());
    let (field, sentence) = match refusal {
        ApplicationRefusal::TooMany => {
            ("name", texts.applications_full(locale.number(MAX_OF_PARTNER as u64)))
        }
        ApplicationRefusal::NameTaken => ("name", texts.application_name_taken()),
        ApplicationRefusal::TooManySecrets => ("overlap", texts.secrets_full()),
    };
    faults.add(field, sentence);
    faults
}

/// Returns the admin roles or the agent roles with their labels, and no role.
pub fn roles(roles: &[Role], texts: &Texts) -> Vec<(String, String)> {
    let none = (NO_ROLE.to_owned(), texts.no_role());
    let label = |role: &Role| (role.as_str().to_owned(), role.label(texts));
    roles.iter().map(label).chain([none]).collect()
}

/// Returns the lifetimes with their labels.
pub fn lifetimes(texts: &Texts) -> Vec<(String, String)> {
    LIFETIMES.iter().map(|days| ((*days).to_owned(), texts.token_days(*days))).collect()
}

/// Returns the ends of the former secret with their labels.
pub fn overlaps(texts: &Texts) -> Vec<(String, String)> {
    let label = |days: &str| match days {
        "0" => texts.secret_overlap_none(),
        "1" => texts.secret_overlap_day(),
        days => texts.secret_overlap_days(days),
    };
    OVERLAPS.iter().map(|days| ((*days).to_owned(), label(days))).collect()
}
