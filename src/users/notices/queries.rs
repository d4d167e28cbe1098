//! Whom a letter to one of the staff is addressed to.

use crate::activity::Tx;
use crate::db::schema::users;
use crate::error::{Error, Result};
use crate::i18n::Locale;
use crate::mail::body::Body;
use crate::mail::queries::{LetterKind, NewLetter};
use crate::partners::model::PartnerId;
use diesel::prelude::*;

/// A person as a letter needs them.
#[derive(Debug, Clone, Queryable)]
pub struct Addressee {
    partner: i32,
    /// Their address.
    pub email: String,
    /// Their name.
    pub name: String,
    /// The language that they chose.
    pub language: Option<String>,
}

impl Addressee {
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
    ) -> NewLetter<'a> {
        NewLetter {
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

/// This person; active or not, since whoever was deactivated is told too.
pub fn addressee(tx: &mut Tx<'_>, user: i32) -> Result<Addressee> {
    let columns = (users::partner_id, users::email, users::name, users::language);
    users::table.find(user).select(columns).first(tx.c).optional()?.ok_or(Error::NotFound)
}
