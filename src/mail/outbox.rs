//! The outbox. Messages are inserted in the transaction of the change that they are about; workers deliver
//! them later ([`super::delivery`]). Claiming a message leases it: no other worker gets it during the lease, and after a crash
//! it is delivered again.

use crate::audit::Tx;
use crate::auth::unsubscribe_link::Unsubscription;
use crate::clock;
use crate::db::column_types::{UuidText, text_column};
use crate::db::schema::outbox;
use crate::db::{BATCH, DbConnection};
use crate::domain::text_enum::text_enum;
use crate::domain::{PartnerId, RelationshipRequestId, ReportRunId};
use crate::error::Result;
use crate::i18n::Locale;
use crate::mail::body::Body;
use chrono::TimeDelta;
use diesel::prelude::*;
use uuid::Uuid;

/// The kind of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailKind {
    /// A relationship request.
    Request,
    /// A reminder of a relationship request.
    Reminder,
    /// Thanks to a customer that accepted a request.
    Thanks,
    /// A notice to a user about their account, a letter with notices, or a digest.
    Notice,
    /// A link to reset a password.
    PasswordReset,
    /// A link to set the first password.
    SignUp,
}

text_enum!(MailKind, "kind of mail", {
    Request = "request", Reminder = "reminder", Thanks = "thanks", Notice = "notice",
    PasswordReset = "password-reset", SignUp = "sign-up",
});

text_column!(MailKind);

/// The kind of link in a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailLink {
    /// None.
    None,
    /// The personal link of the relationship request.
    Request,
    /// A link to set a password. It is derived from the id of the message. If it was used or replaced, the
    /// message is not sent.
    Password,
}

text_enum!(MailLink, "link of mail", { None = "none", Request = "request", Password = "password" });

text_column!(MailLink);

impl MailKind {
    /// Returns the kind of link in messages of this kind.
    pub const fn link(self) -> MailLink {
        match self {
            MailKind::Request | MailKind::Reminder => MailLink::Request,
            MailKind::PasswordReset | MailKind::SignUp => MailLink::Password,
            MailKind::Thanks | MailKind::Notice => MailLink::None,
        }
    }
}

/// A message to be inserted.
#[derive(Debug, Clone)]
#[allow(missing_docs)] // the columns of the table
pub struct NewMail<'a> {
    pub kind: MailKind,
    pub partner: PartnerId,
    pub request: Option<RelationshipRequestId>,
    /// The number of the request's link.
    pub link_seq: Option<i32>,
    pub recipient: &'a str,
    pub reply_to: &'a str,
    pub language: Locale,
    pub subject: &'a str,
    pub body: Body,
    /// What the link of a letter or digest stops.
    pub unsubscribe: Option<Unsubscription>,
}

/// Inserts a message into the outbox.
pub fn enqueue(tx: &mut Tx<'_>, mail: &NewMail<'_>) -> Result<()> {
    enqueue_with_id(tx, Uuid::new_v4(), mail)
}

/// Inserts a message about a run of a report, with the link to its file. With `attaches`, the file is attached, too.
pub fn enqueue_report(tx: &mut Tx<'_>, run: ReportRunId, attaches: bool, mail: &NewMail<'_>) -> Result<()> {
    let id = Uuid::new_v4();
    enqueue_with_id(tx, id, mail)?;
    let about = (outbox::report_run_id.eq(Some(run)), outbox::attaches.eq(attaches));
    diesel::update(outbox::table.find(UuidText(id))).set(about).execute(tx.c)?;
    Ok(())
}

/// Inserts a message with an id of the caller, from which its link is derived.
pub fn enqueue_with_id(tx: &mut Tx<'_>, id: Uuid, mail: &NewMail<'_>) -> Result<()> {
    let now = tx.at;
    let row = (
        outbox::id.eq(UuidText(id)),
        outbox::partner_id.eq(mail.partner),
        outbox::request_id.eq(mail.request),
        outbox::link_seq.eq(mail.link_seq),
        outbox::recipient.eq(mail.recipient),
        outbox::reply_to.eq(mail.reply_to),
        outbox::language.eq(mail.language),
        outbox::subject.eq(mail.subject),
        outbox::text.eq(mail.body.to_json()?),
        outbox::kind.eq(mail.kind),
        outbox::link.eq(mail.kind.link()),
        outbox::unsubscribe.eq(mail.unsubscribe.map(|what| what.to_string())),
        outbox::created_at.eq(now),
        outbox::not_before.eq(now),
    );
    diesel::insert_into(outbox::table).values(row).execute(tx.c)?;
    if mail.request.is_some() {
        // The warning about a message that came back has served its purpose.
        let returned = outbox::request_id.eq(mail.request).and(outbox::sent_at.is_not_null());
        let returned = outbox::table.filter(returned.and(outbox::held.eq(true)));
        diesel::update(returned).set(outbox::held.eq(false)).execute(tx.c)?;
    }
    Ok(())
}

/// Makes all undelivered messages of this request due now; returns how many.
pub fn try_again(tx: &mut Tx<'_>, request: RelationshipRequestId) -> Result<usize> {
    let waiting = outbox::table.filter(outbox::request_id.eq(request).and(outbox::sent_at.is_null()));
    let values = (outbox::held.eq(false), outbox::attempts.eq(0), outbox::not_before.eq(tx.at));
    Ok(diesel::update(waiting).set(values).execute(tx.c)?)
}

/// Deletes the undelivered messages of this request, because their link no longer works.
pub fn cancel_unsent(tx: &mut Tx<'_>, request: RelationshipRequestId) -> Result<()> {
    let waiting = outbox::table.filter(outbox::request_id.eq(request).and(outbox::sent_at.is_null()));
    diesel::delete(waiting).execute(tx.c)?;
    Ok(())
}

/// How long delivered messages about accounts are kept. Messages of a request are kept as long as the request.
const RETENTION: TimeDelta = TimeDelta::days(30);

/// Deletes one batch of old delivered messages that belong to no request; returns how many.
pub fn delete_delivered(c: &mut DbConnection) -> Result<usize> {
    let old = outbox::table
        .filter(outbox::sent_at.lt(clock::now() - RETENTION).and(outbox::request_id.is_null()))
        .select(outbox::id)
        .limit(BATCH);
    let old: Vec<String> = old.load(c)?;
    Ok(diesel::delete(outbox::table.filter(outbox::id.eq_any(old))).execute(c)?)
}
