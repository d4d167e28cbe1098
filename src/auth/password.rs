//! The change of a temporary password, which comes before anything else: `GET` and `POST /profile/password`.

use crate::i18n::Texts;
use crate::web::page::Shell;
use askama::Template;

/// The page with its form: `password`, `repeat`, `next`. What was typed is never written back.
#[derive(Template)]
#[template(path = "auth/password.html")]
pub struct PasswordPage<'a> {
    /// The frame.
    pub shell: &'a Shell,
    /// Where the person wanted to go: a path of this portal, or nothing.
    pub next: &'a str,
    /// The fewest characters, for the rules.
    pub min: u64,
    /// What is wrong, in the order of the fields.
    pub faults: &'a [PasswordFault],
}

/// Why a new password is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordFault {
    /// Fewer characters than the rules say.
    TooShort,
    /// Longer than is read.
    TooLong,
    /// Among those that everybody tries.
    TooCommon,
    /// The temporary one again.
    Same,
    /// The two fields differ.
    Differs,
}

impl PasswordFault {
    /// The name of the field.
    pub const fn field(self) -> &'static str {
        if matches!(self, PasswordFault::Differs) { "repeat" } else { "password" }
    }

    fn text(self, texts: &Texts, min: u64) -> String {
        match self {
            PasswordFault::TooShort => texts.password_too_short(min),
            PasswordFault::TooLong => texts.password_too_long(),
            PasswordFault::TooCommon => texts.password_too_common(),
            PasswordFault::Same => texts.password_same(),
            PasswordFault::Differs => texts.passwords_differ(),
        }
    }
}

impl PasswordPage<'_> {
    fn rules(&self) -> String {
        self.shell.texts.password_rules(self.min)
    }

    fn fault_text(&self, fault: &PasswordFault) -> String {
        fault.text(self.shell.texts, self.min)
    }

    /// What is wrong with a field.
    fn fault_of(&self, field: &str) -> Option<String> {
        self.faults.iter().find(|fault| fault.field() == field).map(|fault| self.fault_text(fault))
    }
}
