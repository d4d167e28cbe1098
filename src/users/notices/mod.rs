//! Notices by mail: whoever's password, second factor, roles or account is changed is told so, in their language. The
//! letter is written in the transaction of the change; where there is no mail server there is none.

mod letter;
pub mod queries;

use super::model::Roles;
use crate::activity::Tx;
use crate::app::Portal;
use crate::auth::Actor;
use crate::config::Settings;
use crate::error::Result;
use crate::i18n::Locale;
use crate::mail::body::Body;
use crate::mail::queries::{self as mail, LetterKind};
use crate::web::reader;
use actix_web::HttpRequest;

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
pub struct Notices {
    by_mail: bool,
    portal: String,
    fallback: Locale,
}

impl Notices {
    /// For a change that this request makes; whoever has chosen no language is told in the request's.
    pub fn of(portal: &Portal, request: &HttpRequest, actor: Option<&Actor>) -> Self {
        let fallback = reader::locale(request, portal, actor);
        Notices { fallback, ..Self::from_settings(&portal.settings) }
    }

    /// For a change at the command line.
    pub fn from_settings(settings: &Settings) -> Self {
        Notices {
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
    pub fn tell(&self, tx: &mut Tx<'_>, user: i32, notice: Notice) -> Result<()> {
        if !self.by_mail {
            return Ok(());
        }
        let person = queries::addressee(tx, user)?;
        let language = self.language(person.language.as_deref());
        let (subject, text) = notice.words(language.texts(), &person.name, &self.portal);
        mail::write(tx, &person.letter(LetterKind::Notice, language, &subject, Body::plain(text)))
    }
}
