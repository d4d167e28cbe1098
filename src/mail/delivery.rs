//! What workers do with messages of the outbox: claim one, record that it was delivered or refused. [`super::mailer`] delivers
//! them.

use crate::audit::notices;
use crate::audit::notices::NewNotice;
use crate::auth::unsubscribe_link::Unsubscription;
use crate::clock;
use crate::db::DbConnection;
use crate::db::connection::MultiBackend;
use crate::db::schema::{outbox, partners};
use crate::domain::{NoticeEvent, PartnerId, RelationshipRequestId, ReportRunId};
use crate::error::Result;
use crate::mail::body::Body;
use crate::mail::outbox::MailLink;
use chrono::TimeDelta;
use diesel::prelude::*;
use serde_json::json;

/// How long a claimed message is leased before it is tried again.
const LEASE: TimeDelta = TimeDelta::minutes(10);

/// Number of attempts (over about two days) after which a message is held until a user intervenes.
const MAX_ATTEMPTS: i32 = 14;

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

/// Notifies the users of the partner that a message of a request could not be delivered. `words` are those of the mail server.
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

/// Returns the delay before the next attempt: 15 s, 30 s, 1 min and so on, at most six hours.
fn back_off(attempts: i32) -> TimeDelta {
    TimeDelta::seconds((15i64 << attempts.clamp(1, 12).saturating_sub(1)).min(6 * 3600))
}
