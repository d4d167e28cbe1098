//! The page of a new password: in place of a temporary one, which comes before anything else, of one's own, or by a
//! link from a mail. What is a good password is [`faults`]'s to say.

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
    pub occasion: Occasion,
    /// Where the person wanted to go: a path of this portal, or nothing.
    pub next: &'a str,
    /// The fewest characters, for the rules.
    pub min: u64,
    /// What is wrong, in the order of the fields.
    pub faults: &'a [PasswordFault],
}

/// Why a new password is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
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
pub enum PasswordFault {
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

impl PasswordFault {
    /// The name of the field.
    pub const fn field(self) -> &'static str {
        match self {
            PasswordFault::Differs => "repeat",
            PasswordFault::Wrong => "current",
            _ => "password",
        }
    }

    fn text(self, texts: &Texts, min: u64) -> String {
        match self {
            PasswordFault::TooShort => texts.password_too_short(min),
            PasswordFault::TooLong => texts.password_too_long(),
            PasswordFault::TooCommon => texts.password_too_common(),
            PasswordFault::Same => texts.password_same(),
            PasswordFault::Wrong => texts.password_current_wrong(),
            PasswordFault::Differs => texts.passwords_differ(),
        }
    }
}

/// What can be said against a new password without knowing the present one.
pub fn faults(password: &str, repeat: &str, words: &[&str]) -> Vec<PasswordFault> {
    let weakness = password::weakness(password, words).map(|weakness| match weakness {
        Weakness::TooShort => PasswordFault::TooShort,
        Weakness::TooLong => PasswordFault::TooLong,
        Weakness::TooSimple | Weakness::TooClose => PasswordFault::TooCommon,
    });
    weakness.into_iter().chain((password != repeat).then_some(PasswordFault::Differs)).collect()
}

impl PasswordPage<'_> {
    fn title(&self) -> String {
        let texts = self.shell.texts;
        match self.occasion {
            Occasion::Own => texts.change_password(),
            _ => texts.choose_password(),
        }
    }

    fn text(&self) -> String {
        let texts = self.shell.texts;
        match self.occasion {
            Occasion::Temporary => texts.choose_password_text(),
            Occasion::Own => texts.change_password_text(),
            Occasion::Forgotten => texts.forgotten_password_text(),
            Occasion::First => texts.first_password_text(),
        }
    }

    fn asks_for_current(&self) -> bool {
        self.occasion == Occasion::Own
    }

    fn is_signed_in(&self) -> bool {
        matches!(self.occasion, Occasion::Temporary | Occasion::Own)
    }

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
