//! A token as a list shows it.

use crate::auth::api_tokens::store::ApiToken;
use crate::clock;
use crate::i18n::labels::api_access;
use crate::web::shell::Shell;

/// A row of a list of tokens.
#[derive(Debug)]
pub struct TokenLine {
    /// The token.
    pub token: ApiToken,
    /// What it may be used for.
    pub access: String,
    /// When it was made.
    pub made: String,
    /// When it was last used.
    pub used: String,
    /// When it expires.
    pub expires: String,
    /// Whether it has expired.
    pub is_expired: bool,
}

impl TokenLine {
    /// Returns the row for a page.
    pub fn new(token: ApiToken, shell: &Shell) -> Self {
        TokenLine {
            access: api_access(token.access, shell.texts),
            made: shell.texts.token_made(shell.day(token.created_at)),
            used: token.last_used_at.map_or_else(|| shell.texts.token_never_used(), |at| shell.moment(at)),
            expires: shell.day(token.expires_at),
            is_expired: token.is_expired(clock::now()),
            token,
        }
    }

    /// Returns the HTML id of the button that ends the token.
    pub fn ask_id(&self) -> String {
        format!("end-{}", self.token.id)
    }
}
