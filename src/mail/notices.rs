//! Notifies users by mail, in their language, about changes to their password, second factor, roles, API
//! tokens or account. The message is written in the transaction of the change. Without a mail server there are no
//! notices.

use crate::audit::notices::NewNotice;
use crate::audit::{Tx, notices};
use crate::auth::new_device::NewDevice;
use crate::config::Settings;
use crate::db::connection::MultiBackend;
use crate::db::schema::users;
use crate::domain::{NoticeEvent, PartnerId, Roles, UserId};
use crate::error::{Error, Result};
use crate::i18n::labels::role_names;
use crate::i18n::{Locale, Texts};
use crate::mail::body::Body;
use crate::mail::outbox;
use crate::mail::outbox::{MailKind, NewMail};
use crate::urls;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde_json::json;

/// What the user is notified of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// The user changed their own password.
    PasswordChanged,
    /// Another user set a temporary password.
    PasswordReset,
    /// The user set up a second factor.
    FactorSetUp,
    /// The user removed their own second factor.
    FactorRemoved,
    /// Another user reset it.
    FactorReset,
    /// The user generated new recovery codes.
    CodesRenewed,
    /// A recovery code was used to sign in.
    CodeUsed,
    /// The user now has these roles.
    RolesChanged(Roles),
    /// The user was deactivated.
    Deactivated,
    /// An API token of the user was made.
    TokenMade,
}

/// Writes notices in the transaction of a change.
#[derive(Debug, Clone)]
pub struct NoticeSender {
    by_mail: bool,
    portal: String,
    fallback: Locale,
}

impl NoticeSender {
    /// Creates a sender for changes in a request. Users without a language setting are notified in
    /// `fallback`.
    pub fn new(settings: &Settings, fallback: Locale) -> Self {
        NoticeSender { fallback, ..Self::from_settings(settings) }
    }

    /// Creates a sender for changes on the command line.
    pub fn from_settings(settings: &Settings) -> Self {
        NoticeSender {
            by_mail: settings.smtp_url.as_deref().is_some_and(|url| !url.is_empty()),
            portal: settings.public_url(),
            fallback: Locale::default(),
        }
    }

    /// Whether there is a mail server, so that letters are written.
    pub fn sends_mail(&self) -> bool {
        self.by_mail
    }

    /// Returns the language to use for a user with this language setting.
    pub fn language(&self, chosen: Option<&str>) -> Locale {
        chosen.and_then(Locale::from_tag).unwrap_or(self.fallback)
    }

    /// Notifies a user of a sign-in with a new device, in the portal and by mail. The first sign-in of a user makes no notice; call
    /// this before it is recorded.
    pub fn send_new_device(&self, tx: &mut Tx<'_>, user: UserId, device: &NewDevice) -> Result<()> {
        let before = users::table.find(user).select(users::last_sign_in_at);
        if before.first::<Option<NaiveDateTime>>(tx.c)?.is_none() {
            return Ok(());
        }
        let person = addressee(tx, user)?;
        let row = NewNotice {
            partner: person.partner(),
            at: tx.at,
            event: NoticeEvent::NewDevice,
            user: Some(user),
            object: None,
            customer: None,
            details: json!({ "browser": device.browser, "address": device.address }),
        };
        notices::insert(tx.c, &row)?;
        if !self.by_mail {
            return Ok(());
        }
        let language = self.language(person.language.as_deref());
        let texts = language.texts();
        let browser = device.browser.clone().unwrap_or_else(|| texts.session_unknown_browser());
        let what = texts.notice_new_device_text(&self.portal, browser, &device.address);
        let sessions = format!("{}{}", self.portal, urls::profile_sessions());
        let text = [texts.mail_greeting(&person.name), what, texts.notice_new_device_unknown(), sessions]
            .join("\n\n");
        let subject = texts.notice_new_device();
        outbox::enqueue(tx, &person.mail(MailKind::Notice, language, &subject, Body::plain(text)))
    }

    /// Notifies a user in the portal, and by mail if there is a mail server.
    pub fn send(&self, tx: &mut Tx<'_>, user: UserId, notice: Notice) -> Result<()> {
        let person = addressee(tx, user)?;
        let row = NewNotice {
            partner: person.partner(),
            at: tx.at,
            event: NoticeEvent::AccountChanged,
            user: Some(user),
            object: None,
            customer: None,
            details: json!({ "change": notice.change() }),
        };
        notices::insert(tx.c, &row)?;
        if !self.by_mail {
            return Ok(());
        }
        let language = self.language(person.language.as_deref());
        let (subject, text) = notice.subject_and_text(language.texts(), &person.name, &self.portal);
        outbox::enqueue(tx, &person.mail(MailKind::Notice, language, &subject, Body::plain(text)))
    }
}

impl Notice {
    /// Returns the word that is stored for the page of notices.
    const fn change(self) -> &'static str {
        match self {
            Notice::PasswordChanged | Notice::PasswordReset => "password",
            Notice::FactorSetUp => "factor-on",
            Notice::FactorRemoved | Notice::FactorReset => "factor-off",
            Notice::CodesRenewed => "codes",
            Notice::CodeUsed => "code-used",
            Notice::RolesChanged(_) => "roles",
            Notice::Deactivated => "deactivated",
            Notice::TokenMade => "token",
        }
    }

    /// Returns subject and text.
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
            Notice::TokenMade => (texts.notice_token_made(), texts.notice_token_made_text(portal)),
        };
        let text = [texts.mail_greeting(name), what, texts.notice_unexpected()].join("\n\n");
        (subject, text)
    }
}

/// Returns what a stored word says: the subject of the message. `None` for a word of another version.
pub fn change_text(word: &str, texts: &Texts) -> Option<String> {
    Some(match word {
        "password" => texts.notice_password_changed(),
        "factor-on" => texts.notice_factor_set_up(),
        "factor-off" => texts.notice_factor_removed(),
        "codes" => texts.notice_codes_renewed(),
        "code-used" => texts.notice_code_used(),
        "roles" => texts.notice_roles_changed(),
        "deactivated" => texts.notice_deactivated(),
        "token" => texts.notice_token_made(),
        _ => return None,
    })
}

/// The columns of a user that messages need.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = users, check_for_backend(MultiBackend))]
pub struct Recipient {
    partner_id: PartnerId,
    /// The user's email address.
    pub email: String,
    /// The user's name.
    pub name: String,
    /// The language in the user's profile.
    pub language: Option<String>,
}

impl Recipient {
    /// Returns the user's partner.
    pub fn partner(&self) -> PartnerId {
        self.partner_id
    }

    /// Creates a message to this user.
    pub fn mail<'a>(&'a self, kind: MailKind, language: Locale, subject: &'a str, body: Body) -> NewMail<'a> {
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
            unsubscribe: None,
        }
    }
}

/// Returns this user, active or not, because deactivation also sends a notice.
///
/// # Errors
/// [`Error::NotFound`] if there is no such user.
pub fn addressee(tx: &mut Tx<'_>, user: UserId) -> Result<Recipient> {
    users::table.find(user).select(Recipient::as_select()).first(tx.c).optional()?.ok_or(Error::NotFound)
}
