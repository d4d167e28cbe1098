//! The form of a connection.

use crate::config::OutboundAllow;
use crate::domain::{ConnectionKind, ConnectionSchedule, ConnectionSignIn, TextEnum, WriteSubject};
use crate::error::{Error, Result};
use crate::features::connections::choices::RULED_FIELDS;
use crate::features::connections::model::{BUDGETS, ConnectionContent, MAX_NAME};
use crate::features::connections::pages::address_field::read_address;
use crate::features::connections::write_choices::{WriteChoices, form_field, form_values, read_form};
use crate::features::import::engine::difference::ColumnChoices;
use crate::i18n::{Locale, Texts};
use crate::text::fold;
use crate::web::form_fields::{FieldErrors, FormReader};
use std::collections::HashMap;

/// Maximum length of a client ID, in characters.
const MAX_CLIENT_ID: usize = 200;

/// Maximum length of a secret or a token, in characters.
const MAX_SECRET: usize = 8_000;

/// The budget of a new connection: what the vendor allows, with a reserve.
const USUAL_BUDGET: i32 = 20_000;

/// The submitted form. `rules` has the fields that say whose value wins.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)] // the fields of the form
pub struct ConnectionForm {
    pub name: String,
    pub kind: String,
    pub base_url: String,
    pub sign_in: String,
    pub token_url: String,
    pub client_id: String,
    pub client_secret: String,
    pub refresh_token: String,
    pub schedule: String,
    pub hourly_budget: String,
    pub version: String,
    pub rules: HashMap<String, String>,
    pub writes: HashMap<String, String>,
}

/// What the form says: the content, the client secret and the refresh token.
pub type ReadForm = (ConnectionContent, String, String);

impl ConnectionForm {
    /// Returns the form of a new connection.
    pub fn of_new() -> Self {
        ConnectionForm {
            kind: ConnectionKind::Portal.text().to_owned(),
            sign_in: ConnectionSignIn::ClientCredentials.text().to_owned(),
            schedule: ConnectionSchedule::Daily.text().to_owned(),
            hourly_budget: USUAL_BUDGET.to_string(),
            rules: rules_of(&ColumnChoices::default()),
            writes: form_values(&WriteChoices::default()),
            ..ConnectionForm::default()
        }
    }

    /// Returns the form of a stored connection. Its secrets are not shown again.
    pub fn of_stored(content: &ConnectionContent, version: i32) -> Self {
        ConnectionForm {
            name: content.name.clone(),
            kind: content.kind.text().to_owned(),
            base_url: content.base_url.clone(),
            sign_in: content.sign_in.text().to_owned(),
            token_url: content.token_url.clone(),
            client_id: content.client_id.clone(),
            schedule: content.schedule.text().to_owned(),
            hourly_budget: content.hourly_budget.to_string(),
            version: version.to_string(),
            rules: rules_of(&content.choices),
            writes: form_values(&content.writes),
            ..ConnectionForm::default()
        }
    }

    /// Reads the fields of a request.
    ///
    /// # Errors
    /// [`Error::BadInput`] for an unknown field.
    pub fn from_fields(fields: Vec<(String, String)>) -> Result<Self> {
        let mut form = ConnectionForm::default();
        for (name, value) in fields {
            let place = match name.as_str() {
                "name" => &mut form.name,
                "kind" => &mut form.kind,
                "base_url" => &mut form.base_url,
                "sign_in" => &mut form.sign_in,
                "token_url" => &mut form.token_url,
                "client_id" => &mut form.client_id,
                "client_secret" => &mut form.client_secret,
                "refresh_token" => &mut form.refresh_token,
                "schedule" => &mut form.schedule,
                "hourly_budget" => &mut form.hourly_budget,
                "version" => &mut form.version,
                other if RULED_FIELDS.iter().any(|field| field.name == other) => {
                    form.rules.entry(other.to_owned()).or_default()
                }
                other if WriteSubject::ALL.iter().any(|(subject, _)| form_field(*subject) == other) => {
                    form.writes.entry(other.to_owned()).or_default()
                }
                other => return Err(Error::bad_input("form", other)),
            };
            *place = value;
        }
        Ok(form)
    }

    /// Parses the form. `stored` is what the connection says now; its secrets stay unless new ones are entered, and have to be
    /// entered again if they would go to another server or client.
    ///
    /// # Errors
    /// The messages for the fields.
    pub fn read(
        &self,
        locale: Locale,
        allow: &OutboundAllow,
        stored: Option<&ConnectionContent>,
    ) -> Result<ReadForm, FieldErrors> {
        let mut fields = FormReader::new(locale);
        let texts = fields.texts();
        let label = texts.connection_name();
        let name = fields.text("name", &label, &self.name, 1..=MAX_NAME);
        if !name.is_empty() && fold(&name).is_empty() {
            fields.add_error("name", texts.fault_invisible(&label));
        }
        let kind = fields.choice("kind", &texts.connection_kind(), &self.kind);
        let kind = kind.unwrap_or(ConnectionKind::Portal);
        let base_url = read_address(&mut fields, "base_url", &self.base_url, locale, allow);
        let sign_in = fields.choice("sign_in", &texts.connection_sign_in(), &self.sign_in);
        let sign_in = sign_in.unwrap_or(ConnectionSignIn::ClientCredentials);
        let token_url = self.read_token_url(&mut fields, (kind, &base_url), locale, allow);
        let client_id =
            fields.text("client_id", &texts.application_client_id(), &self.client_id, 1..=MAX_CLIENT_ID);
        let schedule = fields.choice("schedule", &texts.field_schedule(), &self.schedule);
        let budget = self.hourly_budget.trim().parse().ok().filter(|budget| BUDGETS.contains(budget));
        if budget.is_none() {
            let number = |bound: i32| locale.number(bound.unsigned_abs().into());
            let sentence = texts.connection_budget_bad(number(*BUDGETS.start()), number(*BUDGETS.end()));
            fields.add_error("hourly_budget", sentence);
        }
        let content = ConnectionContent {
            choices: self.read_rules(&mut fields),
            writes: read_form(&self.writes, &mut fields),
            hourly_budget: budget.unwrap_or(USUAL_BUDGET),
            schedule: schedule.unwrap_or(ConnectionSchedule::Asked),
            name,
            kind,
            base_url,
            sign_in,
            token_url,
            client_id,
        };
        let [secret, token] = self.read_secrets(&mut fields, &content, stored);
        fields.done((content, secret, token))
    }

    fn read_token_url(
        &self,
        fields: &mut FormReader,
        (kind, base_url): (ConnectionKind, &str),
        locale: Locale,
        allow: &OutboundAllow,
    ) -> String {
        if self.token_url.trim().is_empty() && kind == ConnectionKind::Portal {
            return format!("{base_url}/portal/oauth2/v2.0/token");
        }
        read_address(fields, "token_url", &self.token_url, locale, allow)
    }

    fn read_rules(&self, fields: &mut FormReader) -> ColumnChoices {
        let mut choices = ColumnChoices::default();
        for field in RULED_FIELDS {
            let value = self.rules.get(field.name).map_or("", String::as_str);
            if !field.choose(value, &mut choices) {
                let texts = fields.texts();
                fields.add_error(field.name, texts.fault_choice(field.label(Locale::default())));
            }
        }
        choices
    }

    fn read_secrets(
        &self,
        fields: &mut FormReader,
        content: &ConnectionContent,
        stored: Option<&ConnectionContent>,
    ) -> [String; 2] {
        let texts: &Texts = fields.texts();
        let (secret, token) = (self.client_secret.trim(), self.refresh_token.trim());
        let is_kept = stored.is_some_and(|stored| !content.signs_in_elsewhere(stored));
        let by_token = content.sign_in == ConnectionSignIn::RefreshToken;
        let has_new = !secret.is_empty() || by_token && !token.is_empty();
        let elsewhere = stored.is_some() && !is_kept;
        let is_missing = |text: &str| text.is_empty() && (!is_kept || has_new);
        if !by_token && is_missing(secret) {
            let sentence = texts.fault_empty(texts.connection_secret());
            fields.add_error(
                "client_secret",
                if elsewhere { texts.connection_secret_again() } else { sentence },
            );
        }
        if by_token && is_missing(token) {
            let sentence = texts.fault_empty(texts.connection_refresh_token());
            fields.add_error(
                "refresh_token",
                if elsewhere { texts.connection_secret_again() } else { sentence },
            );
        }
        for (field, text) in [("client_secret", secret), ("refresh_token", token)] {
            if text.chars().count() > MAX_SECRET || !text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
                fields.add_error(field, texts.connection_secret_bad());
            }
        }
        [secret.to_owned(), if by_token { token.to_owned() } else { String::new() }]
    }
}

fn rules_of(choices: &ColumnChoices) -> HashMap<String, String> {
    RULED_FIELDS.iter().map(|field| (field.name.to_owned(), field.value(choices).to_owned())).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn form() -> ConnectionForm {
        ConnectionForm {
            name: "Vendor".to_owned(),
            base_url: "https://api.example/portal/".to_owned(),
            client_id: "client".to_owned(),
            client_secret: "s3cr3t".to_owned(),
            ..ConnectionForm::of_new()
        }
    }

    fn read(
        form: &ConnectionForm,
        stored: Option<&ConnectionContent>,
    ) -> Result<ReadForm, Vec<&'static str>> {
        let read = form.read(Locale::En, &OutboundAllow::default(), stored);
        read.map_err(|faults| faults.iter().map(|(field, _)| field).collect())
    }

    #[test]
    fn another_portal_signs_in_below_its_own_address() {
        let (content, secret, token) = read(&form(), None).unwrap();
        assert_eq!(content.base_url, "https://api.example/portal");
        assert_eq!(content.token_url, "https://api.example/portal/portal/oauth2/v2.0/token");
        assert_eq!((secret.as_str(), token.as_str()), ("s3cr3t", ""));
        let vendor = ConnectionForm { kind: "vendor".to_owned(), ..form() };
        assert_eq!(read(&vendor, None), Err(vec!["token_url"]));
    }

    #[test]
    fn secrets_stay_only_at_the_same_server_and_client() {
        let (stored, ..) = read(&form(), None).unwrap();
        let without = ConnectionForm { client_secret: String::new(), ..form() };
        assert_eq!(read(&without, None).unwrap_err(), ["client_secret"]);
        assert_eq!(read(&without, Some(&stored)).unwrap().1, "");
        for (base_url, client_id) in
            [("https://evil.example", "client"), ("https://api.example/portal", "other")]
        {
            let elsewhere = ConnectionForm {
                base_url: base_url.to_owned(),
                client_id: client_id.to_owned(),
                token_url: stored.token_url.clone(),
                ..without.clone()
            };
            assert_eq!(read(&elsewhere, Some(&stored)).unwrap_err(), ["client_secret"]);
        }
    }

    #[test]
    fn names_each_invalid_field() {
        let faults = read(&ConnectionForm::default(), None).unwrap_err();
        for field in [
            "name",
            "kind",
            "base_url",
            "sign_in",
            "client_id",
            "schedule",
            "hourly_budget",
            "rule_name",
            "write_status",
        ] {
            assert!(faults.contains(&field), "{field} of {faults:?}");
        }
        assert!(ConnectionForm::from_fields(vec![("rule_colour".to_owned(), "theirs".to_owned())]).is_err());
    }
}
