//! Notices by mail: whoever's password, second factor, roles or account is changed is told so, in their language. The
//! letter is written in the transaction of the change; where there is no mail server there is none.

use crate::audit::Tx;
use crate::config::Settings;
use crate::db::schema::users;
use crate::domain::{PartnerId, Roles};
use crate::error::{Error, Result};
use crate::i18n::labels::role_names;
use crate::i18n::{Locale, Texts};
use crate::mail::body::Body;
use crate::mail::outbox as mail;
use crate::mail::outbox::{LetterKind, NewMail};
use diesel::prelude::*;

/// What somebody is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// They set another password.
    PasswordChanged,
    /// Somebody gave them a temporary password.
    PasswordReset,
    /// They set up a second factor.
    FactorSetUp,
    /// They took their second factor away.
    FactorRemoved,
    /// Somebody took it away.
    FactorReset,
    /// They made new recovery codes.
    CodesRenewed,
    /// Somebody signed in with one of their recovery codes.
    CodeUsed,
    /// They have these roles now.
    RolesChanged(Roles),
    /// They may not sign in any more.
    Deactivated,
}

/// How people are told; goes into the transaction of a change.
#[derive(Debug, Clone)]
pub struct NoticeSender {
    by_mail: bool,
    portal: String,
    fallback: Locale,
}

impl NoticeSender {
    /// For a change made by a request; people who have chosen no language are notified in `fallback`.
    pub fn new(settings: &Settings, fallback: Locale) -> Self {
        NoticeSender { fallback, ..Self::from_settings(settings) }
    }

    /// For a change at the command line.
    pub fn from_settings(settings: &Settings) -> Self {
        NoticeSender {
            by_mail: settings.smtp_url.as_deref().is_some_and(|url| !url.is_empty()),
            portal: settings.public_url(),
            fallback: Locale::default(),
        }
    }

    /// The language of somebody who may have chosen one.
    pub fn language(&self, chosen: Option<&str>) -> Locale {
        chosen.and_then(Locale::from_tag).unwrap_or(self.fallback)
    }

    /// Tells a person.
    pub fn send(&self, tx: &mut Tx<'_>, user: i32, notice: Notice) -> Result<()> {
        if !self.by_mail {
            return Ok(());
        }
        let person = addressee(tx, user)?;
        let language = self.language(person.language.as_deref());
        let (subject, text) = notice.subject_and_text(language.texts(), &person.name, &self.portal);
        mail::enqueue(tx, &person.letter(LetterKind::Notice, language, &subject, Body::plain(text)))
    }
}

impl Notice {
    /// Subject and text.
    pub fn subject_and_text(self, texts: &Texts, name: &str, portal: &str) -> (String, String) {
        let (subject, what) = match self {
            Notice::PasswordChanged => {
                (texts.notice_password_changed(), texts.notice_password_changed_text(portal))
            }
            Notice::PasswordReset => {
                (texts.notice_password_changed(), texts.notice_password_reset_text(portal))
            }
            Notice::FactorSetUp => (texts.notice_factor_set_up(), texts.notice_factor_set_up_text(portal)),
            Notice::FactorRemoved => {
                (texts.notice_factor_removed(), texts.notice_factor_removed_text(portal))
            }
            Notice::FactorReset => (texts.notice_factor_removed(), texts.notice_factor_reset_text(portal)),
            Notice::CodesRenewed => (texts.notice_codes_renewed(), texts.notice_codes_renewed_text(portal)),
            Notice::CodeUsed => (texts.notice_code_used(), texts.notice_code_used_text(portal)),
            Notice::RolesChanged(roles) => (
                texts.notice_roles_changed(),
                texts.notice_roles_changed_text(portal, role_names(texts, roles)),
            ),
            Notice::Deactivated => (texts.notice_deactivated(), texts.notice_deactivated_text(portal)),
        };
        let text = [texts.mail_greeting(name), what, texts.notice_unexpected()].join("\n\n");
        (subject, text)
    }
}

/// A person as a letter needs them.
#[derive(Debug, Clone, Queryable)]
pub struct Recipient {
    partner: i32,
    /// Their address.
    pub email: String,
    /// Their name.
    pub name: String,
    /// The language that they chose.
    pub language: Option<String>,
}

impl Recipient {
    /// Their organisation.
    pub fn partner(&self) -> PartnerId {
        PartnerId(self.partner)
    }

    /// A letter of the portal's to them.
    pub fn letter<'a>(
        &'a self,
        kind: LetterKind,
        language: Locale,
        subject: &'a str,
        body: Body,
    ) -> NewMail<'a> {
        NewMail {
            kind,
            partner: self.partner(),
            request: None,
            link_seq: None,
            recipient: &self.email,
            reply_to: "",
            language,
            subject,
            body,
        }
    }
}

/// Returns this person, active or not: deactivation is notified too.
pub fn addressee(tx: &mut Tx<'_>, user: i32) -> Result<Recipient> {
    let columns = (users::partner_id, users::email, users::name, users::language);
    users::table.find(user).select(columns).first(tx.c).optional()?.ok_or(Error::NotFound)
}
