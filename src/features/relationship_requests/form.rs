//! The forms of a request: first the recipient and options, then the message.

use crate::domain::RelationshipRequestId;
use crate::features::relationship_requests::change::Draft;
use crate::features::relationship_requests::message::{LINK, Placeholders};
use crate::i18n::Locale;
use crate::web::form_fields::{FieldErrors, FormReader};
use chrono::{NaiveDate, TimeDelta};
use serde::Deserialize;

/// The default validity of a request, in days.
pub const DEFAULT_VALID_DAYS: i64 = 30;

/// The maximum validity of a request, in days.
pub const MAX_VALID_DAYS: i64 = 365;

/// The maximum length of a message, in characters.
const MAX_BODY: usize = 4_000;

/// The submitted form of a new request.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[allow(missing_docs)] // the fields of the form
pub struct NewForm {
    /// The id of the new request. It comes from the form, so submitting the form twice creates only one request.
    pub id: String,
    pub recipient: String,
    pub language: String,
    pub delegated_admin: String,
    pub valid_until: String,
    /// The Microsoft ID of a former customer to invite again; may be empty.
    pub customer: String,
    /// The MPN ID of an indirect provider to include; may be empty.
    pub provider: String,
}

/// The parsed form of a new request.
#[derive(Debug, Clone)]
#[allow(missing_docs)] // the fields of the form
pub struct NewRequestInput {
    pub recipient: String,
    pub language: Locale,
    pub delegated_admin: bool,
    pub valid_until: NaiveDate,
}

impl NewForm {
    /// Returns a form with the default values for this language. `today` is the current day of the partner.
    pub fn empty(locale: Locale, today: NaiveDate) -> Self {
        let valid_until = (today + TimeDelta::days(DEFAULT_VALID_DAYS)).to_string();
        let language = locale.tag().to_owned();
        let (id, delegated_admin) = (RelationshipRequestId::random().to_string(), "yes".to_owned());
        NewForm { id, language, delegated_admin, valid_until, ..NewForm::default() }
    }

    /// Returns the id of the new request.
    pub fn id(&self) -> RelationshipRequestId {
        self.id.parse().unwrap_or_else(|_| RelationshipRequestId::random())
    }

    /// Parses and validates the form; the errors are in the language `reader`.
    pub fn read(&self, reader: Locale, today: NaiveDate) -> Result<NewRequestInput, FieldErrors> {
        let mut fields = FormReader::new(reader);
        let texts = fields.texts();
        let recipient = recipient(&mut fields, &self.recipient);
        let language = Locale::from_tag(&self.language);
        if language.is_none() {
            fields.add_error("language", texts.fault_choice(texts.request_language()));
        }
        let valid_until = last_day(&mut fields, &self.valid_until, today);
        let delegated_admin = self.delegated_admin == "yes";
        let language = language.unwrap_or_default();
        fields.done(NewRequestInput { recipient, language, delegated_admin, valid_until })
    }
}

fn recipient(fields: &mut FormReader, typed: &str) -> String {
    match typed.trim() {
        "" => String::new(),
        address => {
            let label = fields.texts().request_to();
            fields.email("recipient", &label, address)
        }
    }
}

/// Parses the last day of validity: today or later, at most [`MAX_VALID_DAYS`] ahead.
pub fn last_day(fields: &mut FormReader, typed: &str, today: NaiveDate) -> NaiveDate {
    let Some(day) = fields.day("valid_until", typed) else { return today };
    if day < today || day > today + TimeDelta::days(MAX_VALID_DAYS) {
        let sentence = fields.texts().fault_valid_until();
        fields.add_error("valid_until", sentence);
    }
    day
}

/// The submitted message.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[allow(missing_docs)] // the fields of the form
pub struct DraftForm {
    pub recipient: String,
    pub subject: String,
    pub body: String,
    pub version: String,
    #[serde(rename = "do")]
    pub act: String,
}

impl DraftForm {
    /// Parses and validates the message, which must contain the link of `marks`.
    pub fn read(
        &self,
        reader: Locale,
        marks: &Placeholders,
        needs_recipient: bool,
    ) -> Result<Draft, FieldErrors> {
        let mut fields = FormReader::new(reader);
        let texts = fields.texts();
        let to = recipient(&mut fields, &self.recipient);
        if needs_recipient && to.is_empty() {
            fields.add_error("recipient", texts.fault_empty(texts.request_to()));
        }
        let subject = fields.text("subject", &texts.request_subject(), &self.subject, 1..=200);
        let body = marks.to_stored(&self.body);
        let label = texts.request_message();
        let count = body.chars().count();
        if count > MAX_BODY {
            let (most, count) = (reader.number(MAX_BODY as u64), reader.number(count as u64));
            fields.add_error("body", texts.fault_long(label, most, count));
        } else if body.chars().any(|c| (c.is_control() && c != '\n' && c != '\t') || is_turning(c)) {
            fields.add_error("body", texts.fault_invisible(label));
        } else if !body.contains(LINK) {
            fields.add_error("body", texts.fault_link_missing());
        }
        fields.done(Draft { recipient: to, subject, body })
    }
}

/// Whether the character changes the text direction or is invisible, and so could make one text look like another.
fn is_turning(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
