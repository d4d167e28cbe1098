//! The form of a new token.

use crate::auth::Actor;
use crate::auth::api_tokens::store::{MAX_OF_USER, NewApiToken, TokenRefusal};
use crate::auth::session_store::AtIssuer;
use crate::domain::ApiAccess;
use crate::features::api_tokens::area_fields::AreaLevels;
use crate::i18n::Locale;
use crate::web::form_extract::NoOtherFields;
use crate::web::form_fields::{FieldErrors, FormReader};
use serde::Deserialize;

/// The lifetimes that the form offers, in days.
const LIFETIMES: [&str; 3] = ["30", "90", "365"];

/// The submitted form.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct TokenForm {
    /// The name of the token.
    pub name: String,
    /// The lifetime in days.
    pub days: String,
    /// What the program may do.
    #[serde(flatten)]
    pub areas: AreaLevels,
    #[serde(flatten)]
    _rest: NoOtherFields,
}

impl TokenForm {
    /// Returns the form of a new token with this access.
    pub fn with_access(access: ApiAccess) -> Self {
        TokenForm {
            name: String::new(),
            days: "90".to_owned(),
            areas: AreaLevels::new(access),
            _rest: NoOtherFields,
        }
    }

    /// Parses the form.
    ///
    /// # Errors
    /// The messages for the fields.
    pub fn read(&self, locale: Locale, actor: &Actor) -> Result<NewApiToken, FieldErrors> {
        let mut fields = FormReader::new(locale);
        let texts = fields.texts();
        let name = fields.text("name", &texts.token_name(), &self.name, 1..=100);
        if !LIFETIMES.contains(&self.days.as_str()) {
            fields.add_error("days", texts.fault_choice(texts.token_lifetime()));
        }
        let access = self.areas.read(&mut fields);
        fields.done(NewApiToken {
            name,
            access,
            days: self.days.parse().unwrap_or(1),
            at_issuer: AtIssuer::from_session(&actor.session),
        })
    }
}

/// Returns the message for a token that was not made.
pub fn refused(refusal: TokenRefusal, locale: Locale) -> FieldErrors {
    let (texts, mut faults) = (locale.texts(), FieldErrors::default());
    let sentence = match refusal {
        TokenRefusal::TooMany => texts.tokens_full(locale.number(MAX_OF_USER as u64)),
        TokenRefusal::NameTaken => texts.token_name_taken(),
    };
    faults.add("name", sentence);
    faults
}

/// Returns the lifetimes with their labels.
pub fn lifetimes(locale: Locale) -> Vec<(String, String)> {
    let label = |days: &str| locale.texts().token_days(days);
    LIFETIMES.iter().map(|days| ((*days).to_owned(), label(days))).collect()
}
