//! The form of a new token.

use crate::auth::Actor;
use crate::auth::api_tokens::store::{MAX_OF_USER, NewApiToken, TokenRefusal};
use crate::auth::session_store::AtIssuer;
use crate::domain::{TextEnum, TokenScope};
use crate::i18n::labels::token_scope;
use crate::i18n::{Locale, Texts};
use crate::web::form_fields::{FieldErrors, FormReader};
use serde::Deserialize;

/// The lifetimes that the form offers, in days.
const LIFETIMES: [&str; 3] = ["30", "90", "365"];

/// The submitted form.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TokenForm {
    /// The name of the token.
    pub name: String,
    /// `read` or `write`.
    pub scope: String,
    /// The lifetime in days.
    pub days: String,
}

impl Default for TokenForm {
    fn default() -> Self {
        TokenForm { name: String::new(), scope: "read".to_owned(), days: "90".to_owned() }
    }
}

impl TokenForm {
    /// Parses the form.
    ///
    /// # Errors
    /// The messages for the fields.
    pub fn read(&self, locale: Locale, actor: &Actor) -> Result<NewApiToken, FieldErrors> {
        let mut fields = FormReader::new(locale);
        let texts = fields.texts();
        let name = fields.text("name", &texts.token_name(), &self.name, 1..=100);
        let scope = fields.choice("scope", &texts.token_scope(), &self.scope);
        if !LIFETIMES.contains(&self.days.as_str()) {
            fields.add_error("days", texts.fault_choice(texts.token_lifetime()));
        }
        fields.done(NewApiToken {
            name,
            scope: scope.unwrap_or(TokenScope::Read),
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

/// Returns the scopes with their labels.
pub fn scopes(texts: &Texts) -> Vec<(String, String)> {
    TokenScope::ALL.iter().map(|(scope, word)| ((*word).to_owned(), token_scope(*scope, texts))).collect()
}

/// Returns the lifetimes with their labels.
pub fn lifetimes(locale: Locale) -> Vec<(String, String)> {
    let label = |days: &str| locale.texts().token_days(days);
    LIFETIMES.iter().map(|days| ((*days).to_owned(), label(days))).collect()
}
