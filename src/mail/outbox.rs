//! The outbox. Messages are inserted in the transaction of the change that they are about; workers deliver
//! them later. Claiming a message leases it: no other worker gets it during the lease, and after a crash it
//! is delivered again.

use crate::audit::notices::NewNotice;
use crate::audit::{Tx, notices};
use crate::auth::unsubscribe_link::Unsubscription;
use crate::clock;
use crate::db::column_types::{UuidText, text_column};
use crate::db::connection::MultiBackend;
use crate::db::schema::{outbox, partners};
use crate::db::{BATCH, DbConnection};
use crate::domain::text_enum::text_enum;
use crate::domain::{NoticeEvent, PartnerId, RelationshipRequestId, ReportRunId};
use crate::error::Result;
use crate::i18n::Locale;
use crate::mail::body::Body;
use chrono::TimeDelta;
use diesel::prelude::*;
use serde_json::json;
use uuid::Uuid;

/// How long a claimed message is leased before it is tried again.
const LEASE: TimeDelta = TimeDelta::minutes(10);

/// Number of attempts (over about two days) after which a message is held until a user intervenes.
const MAX_ATTEMPTS: i32 = 14;

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

/// A message that a worker has claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // the columns of the table
pub struct QueuedMail {
    pub id: String,
    pub link: MailLink,
    pub sender: String,
    pub request: Option<RelationshipRequestId>,
    pub link_seq: Option<i32>,
    pub recipient: String,
    pub reply_to: String,
    pub language: String,
    pub subject: String,
    pub body: Body,
    pub attempts: i32,
    pub unsubscribe: Option<Unsubscription>,
    /// The run of a report that the message is about, whose file is its link. If the run was removed, the message is not
    /// sent.
    pub report_run: Option<ReportRunId>,
    /// Whether the file of the run is attached.
    pub attaches: bool,
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

/// The result of claiming a message.
#[derive(Debug)]
pub enum ClaimedMail {
    /// A claimed message and the partner that sends it.
    Claimed(Box<QueuedMail>, PartnerId),
    /// Another worker claimed it first; there may be more.
    Lost,
    /// No message is due.
    Nothing,
}

/// Claims one message that is due: the oldest of the next partner after `after`, so that one partner's many
/// messages do not delay another's. It claims only one, because the lease of a second could expire while
/// the first is being sent.
pub fn take_due(c: &mut DbConnection, after: PartnerId) -> Result<ClaimedMail> {
    let now = clock::now();
    let due = || outbox::sent_at.is_null().and(outbox::held.eq(false)).and(outbox::not_before.le(now));
    let next = |c: &mut DbConnection, after: PartnerId| {
        let partners = outbox::table.filter(due().and(outbox::partner_id.gt(after)));
        partners.select(diesel::dsl::min(outbox::partner_id)).first::<Option<PartnerId>>(c)
    };
    let Some(partner) = next(c, after)?.map_or_else(|| next(c, PartnerId(0)), |partner| Ok(Some(partner)))?
    else {
        return Ok(ClaimedMail::Nothing);
    };
    let oldest = outbox::table
        .inner_join(partners::table.on(partners::id.eq(outbox::partner_id)))
        .filter(due().and(outbox::partner_id.eq(partner)))
        .order((outbox::not_before, outbox::id))
        .select((MailRow::as_select(), partners::name));
    let Some((row, sender)) = oldest.first::<(MailRow, String)>(c).optional()? else {
        return Ok(ClaimedMail::Lost);
    };
    let attempts = row.attempts;
    let as_seen = outbox::table.filter(outbox::id.eq(&row.id).and(outbox::attempts.eq(attempts)));
    let ours = diesel::update(as_seen.filter(outbox::sent_at.is_null()))
        .set((outbox::attempts.eq(attempts + 1), outbox::not_before.eq(now + LEASE)))
        .execute(c)?;
    if ours == 0 {
        return Ok(ClaimedMail::Lost);
    }
    Ok(ClaimedMail::Claimed(Box::new(row.taken(sender)?), partner))
}

/// The columns of a [`QueuedMail`].
#[derive(Queryable, Selectable)]
#[diesel(table_name = outbox, check_for_backend(MultiBackend))]
struct MailRow {
    id: String,
    link: MailLink,
    request_id: Option<RelationshipRequestId>,
    link_seq: Option<i32>,
    recipient: String,
    reply_to: String,
    language: String,
    subject: String,
    text: String,
    attempts: i32,
    unsubscribe: Option<String>,
    report_run_id: Option<ReportRunId>,
    attaches: bool,
}

impl MailRow {
    /// Returns the message once it is leased, which counts as an attempt.
    fn taken(self, sender: String) -> Result<QueuedMail> {
        Ok(QueuedMail {
            body: Body::from_stored(&self.text)?,
            attempts: self.attempts + 1,
            unsubscribe: self.unsubscribe.as_deref().map(str::parse).transpose()?,
            request: self.request_id,
            id: self.id,
            link: self.link,
            sender,
            link_seq: self.link_seq,
            recipient: self.recipient,
            reply_to: self.reply_to,
            language: self.language,
            subject: self.subject,
            report_run: self.report_run_id,
            attaches: self.attaches,
        })
    }
}

/// Marks a message as sent and deletes its text.
pub fn delivered(c: &mut DbConnection, id: &str) -> Result<()> {
    let done = (outbox::sent_at.eq(clock::now()), outbox::text.eq(""), outbox::last_error.eq(None::<String>));
    diesel::update(outbox::table.find(id)).set(done).execute(c)?;
    Ok(())
}

/// Deletes a message that does not need to be sent any more.
pub fn drop_unsent(c: &mut DbConnection, id: &str) -> Result<()> {
    diesel::delete(outbox::table.find(id).filter(outbox::sent_at.is_null())).execute(c)?;
    Ok(())
}

/// Records that the server refused a message: it is tried again later, or held. Does nothing if the lease
/// has expired and another worker has claimed or delivered the message.
pub fn record_refusal(c: &mut DbConnection, mail: &QueuedMail, words: &str, for_good: bool) -> Result<()> {
    let values = (
        outbox::not_before.eq(clock::now() + back_off(mail.attempts)),
        outbox::held.eq(for_good || mail.attempts >= MAX_ATTEMPTS),
        outbox::last_error.eq(words),
    );
    let ours = outbox::sent_at.is_null().and(outbox::attempts.eq(mail.attempts));
    let held = for_good || mail.attempts >= MAX_ATTEMPTS;
    if diesel::update(outbox::table.find(&mail.id).filter(ours)).set(values).execute(c)? == 1 && held {
        tell_failure(c, &mail.id, words)?;
    }
    Ok(())
}

/// Tells the users of the partner that a message of a request could not be delivered. `words` are those of the mail server.
///
/// # Errors
/// The database failed.
pub(super) fn tell_failure(c: &mut DbConnection, id: &str, words: &str) -> Result<()> {
    let row = outbox::table.find(id).select((outbox::partner_id, outbox::request_id, outbox::recipient));
    let (partner, request, recipient): (PartnerId, Option<String>, String) = row.first(c)?;
    let Some(request) = request else { return Ok(()) };
    let failed = NewNotice {
        partner,
        at: clock::now(),
        event: NoticeEvent::MailFailed,
        user: None,
        object: Some(request),
        customer: None,
        details: json!({ "recipient": recipient, "words": words }),
    };
    notices::insert(c, &failed)
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

/// Returns the delay before the next attempt: 15 s, 30 s, 1 min and so on, at most six hours.
fn back_off(attempts: i32) -> TimeDelta {
    TimeDelta::seconds((15i64 << attempts.clamp(1, 12).saturating_sub(1)).min(6 * 3600))
}
