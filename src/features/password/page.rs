//! The page that sets a new password: instead of a temporary one, the user's own, or one with a link from a mail.
//! [`password_errors`] checks the password.

use crate::auth::password;
use crate::auth::password::Weakness;
use crate::i18n::Texts;
use crate::web::shell::Shell;
use askama::Template;

/// The page with its form: `password`, `repeat`, `next`. Submitted passwords are never shown again.
#[derive(Template)]
#[template(path = "auth/password.html")]
pub struct PasswordPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The URL that the form is submitted to.
    pub action: &'a str,
    /// Why the user sets a new password.
    pub occasion: PasswordPageKind,
    /// The path to open afterwards; may be empty.
    pub next: &'a str,
    /// The minimum number of characters.
    pub min: u64,
    /// The errors, in the order of the fields.
    pub faults: &'a [PasswordError],
}

/// Why the user sets a new password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordPageKind {
    /// The current one is temporary and must be changed.
    Temporary,
    /// The user wants to change it, and enters the current one.
    Own,
    /// The user forgot it and got a link by mail.
    Forgotten,
    /// The first password of a new user, who got a link by mail or from a colleague.
    First,
}

/// Why a new password is rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordError {
    /// Too short.
    TooShort,
    /// Too long.
    TooLong,
    /// Easy to guess.
    TooCommon,
    /// The same as the current one.
    Same,
    /// The current password is wrong.
    Wrong,
    /// The two fields differ.
    Differs,
}

impl PasswordError {
    /// Returns the name of the field with the error.
    pub const fn field(self) -> &'static str {
        match self {
            PasswordError::Differs => "repeat",
            PasswordError::Wrong => "current",
            _ => "password",
        }
    }

    fn text(self, texts: &Texts, min: u64) -> String {
        match self {
            PasswordError::TooShort => texts.password_too_short(min),
            PasswordError::TooLong => texts.password_too_long(),
            PasswordError::TooCommon => texts.password_too_common(),
            PasswordError::Same => texts.password_same(),
            PasswordError::Wrong => texts.password_current_wrong(),
            PasswordError::Differs => texts.passwords_differ(),
        }
    }
}

/// Returns the errors of a new password that can be found without the current one. `words` are names that it must not
/// resemble.
pub fn password_errors(password: &str, repeat: &str, words: &[&str]) -> Vec<PasswordError> {
    let weakness = password::find_weakness(password, words).map(|weakness| match weakness {
        Weakness::TooShort => PasswordError::TooShort,
        Weakness::TooLong => PasswordError::TooLong,
        Weakness::TooSimple | Weakness::TooClose => PasswordError::TooCommon,
    });
    weakness.into_iter().chain((password != repeat).then_some(PasswordError::Differs)).collect()
}

impl PasswordPage<'_> {
    fn title(&self) -> String {
        let texts = self.shell.texts;
        match self.occasion {
            PasswordPageKind::Own => texts.change_password(),
            _ => texts.choose_password(),
        }
    }

    fn text(&self) -> String {
        let texts = self.shell.texts;
        match self.occasion {
            PasswordPageKind::Temporary => texts.choose_password_text(),
            PasswordPageKind::Own => texts.change_password_text(),
            PasswordPageKind::Forgotten => texts.forgotten_password_text(),
            PasswordPageKind::First => texts.first_password_text(),
        }
    }

    fn asks_for_current(&self) -> bool {
        self.occasion == PasswordPageKind::Own
    }

    fn is_signed_in(&self) -> bool {
        matches!(self.occasion, PasswordPageKind::Temporary | PasswordPageKind::Own)
    }

    fn rules(&self) -> String {
        self.shell.texts.password_rules(self.min)
    }

    fn fault_text(&self, fault: &PasswordError) -> String {
        fault.text(self.shell.texts, self.min)
    }

    /// Returns the error of a field.
    fn fault_of(&self, field: &str) -> Option<String> {
        self.faults.iter().find(|fault| fault.field() == field).map(|fault| self.fault_text(fault))
    }
}
