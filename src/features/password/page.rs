//! The page of a new password: in place of a temporary one, which comes before anything else, of one's own, or by a
//! link from a mail. What is a good password is [`password_errors`]'s to say.

use crate::auth::password;
use crate::auth::password::Weakness;
use crate::i18n::Texts;
use crate::web::shell::Shell;
use askama::Template;

/// The page with its form: `password`, `repeat`, `next`. What was typed is never written back.
#[derive(Template)]
#[template(path = "auth/password.html")]
pub struct PasswordPage<'a> {
    /// The frame.
    pub shell: &'a Shell,
    /// Where the form is sent.
    pub action: &'a str,
    /// Why a new one is chosen.
    pub occasion: PasswordPageKind,
    /// Where the person wanted to go: a path of this portal, or nothing.
    pub next: &'a str,
    /// The fewest characters, for the rules.
    pub min: u64,
    /// What is wrong, in the order of the fields.
    pub faults: &'a [PasswordError],
}

/// Why a new password is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordPageKind {
    /// A temporary one must be changed.
    Temporary,
    /// The person wants another one, and shows the present one.
    Own,
    /// It was forgotten; a link came by mail.
    Forgotten,
    /// The first password of a new person, by a link that was mailed or handed over.
    First,
}

/// Why a new password is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordError {
    /// Fewer characters than the rules say.
    TooShort,
    /// Longer than is read.
    TooLong,
    /// Among those that everybody tries.
    TooCommon,
    /// The present one again.
    Same,
    /// The present one is wrong.
    Wrong,
    /// The two fields differ.
    Differs,
}

impl PasswordError {
    /// The name of the field.
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

/// What can be said against a new password without knowing the present one.
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

    /// What is wrong with a field.
    fn fault_of(&self, field: &str) -> Option<String> {
        self.faults.iter().find(|fault| fault.field() == field).map(|fault| self.fault_text(fault))
    }
}
