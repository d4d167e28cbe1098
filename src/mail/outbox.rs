//! The outbox. A letter is put into it in the transaction of the change it tells of; the worker takes it from there.
//! Taking one moves its next try on, so that of two workers one has it, and one that breaks off loses nothing.

use crate::audit::Tx;
use crate::clock;
use crate::db::schema::{outbox, partners};
use crate::db::{BATCH, DbConnection};
use crate::domain::text_enum::text_enum;
use crate::domain::{PartnerId, RelationshipRequestId, TextEnum};
use crate::error::{Error, Result};
use crate::i18n::Locale;
use crate::mail::body::Body;
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use std::collections::HashMap;
use uuid::Uuid;

/// A letter that was taken is tried again after this long if nobody says what became of it.
const LEASE: TimeDelta = TimeDelta::minutes(10);

/// After so many tries (about two days) somebody has to look.
const TRIES: i32 = 14;

/// What a letter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterKind {
    /// A relationship request.
    Request,
    /// A reminder of one.
    Reminder,
    /// Thanks to a customer that accepted one.
    Thanks,
    /// A notice to a person about their account.
    Notice,
    /// A link to set another password.
    PasswordReset,
    /// A link to set the first one.
    SignUp,
}

text_enum!(LetterKind, "kind of letter", {
    Request = "request", Reminder = "reminder", Thanks = "thanks", Notice = "notice",
    PasswordReset = "password-reset", SignUp = "sign-up",
});

/// Which link a letter carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterLink {
    /// None.
    None,
    /// The personal link of its request.
    Request,
    /// A link to set a password. It is made from the letter's number; when it was replaced or used, the letter is not
    /// sent.
    Password,
}

text_enum!(LetterLink, "link of a letter", { None = "none", Request = "request", Password = "password" });

impl LetterKind {
    /// The link that a letter of this kind carries.
    pub const fn link(self) -> LetterLink {
        match self {
            LetterKind::Request | LetterKind::Reminder => LetterLink::Request,
            LetterKind::PasswordReset | LetterKind::SignUp => LetterLink::Password,
            LetterKind::Thanks | LetterKind::Notice => LetterLink::None,
        }
    }
}

/// A letter to be written.
#[derive(Debug, Clone)]
#[allow(missing_docs)] // the columns of the table
pub struct NewMail<'a> {
    pub kind: LetterKind,
    pub partner: PartnerId,
    pub request: Option<RelationshipRequestId>,
    /// Which link of the request it carries.
    pub link_seq: Option<i32>,
    pub recipient: &'a str,
    pub reply_to: &'a str,
    pub language: Locale,
    pub subject: &'a str,
    pub body: Body,
}

/// A letter that a worker has taken.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // the columns of the table
pub struct QueuedMail {
    pub id: String,
    pub link: LetterLink,
    pub sender: String,
    pub request: Option<RelationshipRequestId>,
    pub link_seq: Option<i32>,
    pub recipient: String,
    pub reply_to: String,
    pub language: String,
    pub subject: String,
    pub body: Body,
    pub attempts: i32,
}

/// Puts a letter into the outbox.
pub fn enqueue(tx: &mut Tx<'_>, letter: &NewMail<'_>) -> Result<()> {
    enqueue_with_id(tx, Uuid::new_v4(), letter)
}

/// The same under a number that the writer has made: the link in it comes from that.
pub fn enqueue_with_id(tx: &mut Tx<'_>, id: Uuid, letter: &NewMail<'_>) -> Result<()> {
    let now = tx.at;
    let row = (
        outbox::id.eq(id.to_string()),
        outbox::partner_id.eq(letter.partner.0),
        outbox::request_id.eq(letter.request.map(|id| id.to_string())),
        outbox::link_seq.eq(letter.link_seq),
        outbox::recipient.eq(letter.recipient),
        outbox::reply_to.eq(letter.reply_to),
        outbox::language.eq(letter.language.tag()),
        outbox::subject.eq(letter.subject),
        outbox::text.eq(letter.body.to_json()?),
        outbox::kind.eq(letter.kind.as_str()),
        outbox::link.eq(letter.kind.link().as_str()),
        outbox::created_at.eq(now),
        outbox::not_before.eq(now),
    );
    diesel::insert_into(outbox::table).values(row).execute(tx.c)?;
    Ok(())
}

/// The result of looking for a letter to deliver.
#[derive(Debug)]
pub enum ClaimedMail {
    /// One that no other worker has for a while, and the partner that sends it.
    Letter(Box<QueuedMail>, PartnerId),
    /// One that another worker took first; there may be more.
    Lost,
    /// None is due.
    Nothing,
}

/// Leases one letter that is due: the oldest of the next partner after `after`, so that one partner's thousand letters do
/// not delay another's. Only one is leased, since the lease of a second would expire while the first is being sent.
pub fn take_due(c: &mut DbConnection, after: PartnerId) -> Result<ClaimedMail> {
    let now = clock::now();
    let due = || outbox::sent_at.is_null().and(outbox::held.eq(false)).and(outbox::not_before.le(now));
    let next = |c: &mut DbConnection, after: i32| {
        let partners = outbox::table.filter(due().and(outbox::partner_id.gt(after)));
        partners.select(diesel::dsl::min(outbox::partner_id)).first::<Option<i32>>(c)
    };
    let Some(partner) = next(c, after.0)?.map_or_else(|| next(c, 0), |partner| Ok(Some(partner)))? else {
        return Ok(ClaimedMail::Nothing);
    };
    let oldest = outbox::table
        .inner_join(partners::table.on(partners::id.eq(outbox::partner_id)))
        .filter(due().and(outbox::partner_id.eq(partner)))
        .order((outbox::not_before, outbox::id))
        .select((
            (outbox::id, outbox::link, partners::name, outbox::request_id, outbox::link_seq),
            (outbox::recipient, outbox::reply_to, outbox::language, outbox::subject, outbox::text),
            outbox::attempts,
        ));
    type Columns = (String, String, String, String, String);
    type Row = ((String, String, String, Option<String>, Option<i32>), Columns, i32);
    let Some((names, words, attempts)) = oldest.first::<Row>(c).optional()? else {
        return Ok(ClaimedMail::Lost);
    };
    let (id, link, sender, request, link_seq) = names;
    let (recipient, reply_to, language, subject, text) = words;
    let as_seen = outbox::table.filter(outbox::id.eq(&id).and(outbox::attempts.eq(attempts)));
    let ours = diesel::update(as_seen.filter(outbox::sent_at.is_null()))
        .set((outbox::attempts.eq(attempts + 1), outbox::not_before.eq(now + LEASE)))
        .execute(c)?;
    if ours == 0 {
        return Ok(ClaimedMail::Lost);
    }
    let letter = QueuedMail {
        link: LetterLink::from_text(&link).map_err(Error::internal)?,
        request: request.and_then(|id| id.parse().ok()),
        body: Body::from_stored(&text)?,
        attempts: attempts + 1,
        id,
        sender,
        link_seq,
        recipient,
        reply_to,
        language,
        subject,
    };
    Ok(ClaimedMail::Letter(Box::new(letter), PartnerId(partner)))
}

/// The server has it: the text is forgotten.
pub fn delivered(c: &mut DbConnection, id: &str) -> Result<()> {
    let done = (outbox::sent_at.eq(clock::now()), outbox::text.eq(""), outbox::last_error.eq(None::<String>));
    diesel::update(outbox::table.find(id)).set(done).execute(c)?;
    Ok(())
}

/// Nobody needs it any more: it is not sent.
pub fn drop_unsent(c: &mut DbConnection, id: &str) -> Result<()> {
    diesel::delete(outbox::table.find(id).filter(outbox::sent_at.is_null())).execute(c)?;
    Ok(())
}

/// Notes that the server refused the letter: it is tried later, or held. Does nothing if the lease has expired and another
/// worker has taken or delivered the letter.
pub fn record_refusal(c: &mut DbConnection, letter: &QueuedMail, words: &str, for_good: bool) -> Result<()> {
    let values = (
        outbox::not_before.eq(clock::now() + back_off(letter.attempts)),
        outbox::held.eq(for_good || letter.attempts >= TRIES),
        outbox::last_error.eq(words),
    );
    let ours = outbox::sent_at.is_null().and(outbox::attempts.eq(letter.attempts));
    diesel::update(outbox::table.find(&letter.id).filter(ours)).set(values).execute(c)?;
    Ok(())
}

/// Every letter of this request that was not delivered is due now; answers how many.
pub fn try_again(tx: &mut Tx<'_>, request: RelationshipRequestId) -> Result<usize> {
    let waiting =
        outbox::table.filter(outbox::request_id.eq(request.to_string()).and(outbox::sent_at.is_null()));
    let values = (outbox::held.eq(false), outbox::attempts.eq(0), outbox::not_before.eq(tx.at));
    Ok(diesel::update(waiting).set(values).execute(tx.c)?)
}

/// Takes back what was not delivered: its link is dead.
pub fn cancel_unsent(tx: &mut Tx<'_>, request: RelationshipRequestId) -> Result<()> {
    let waiting =
        outbox::table.filter(outbox::request_id.eq(request.to_string()).and(outbox::sent_at.is_null()));
    diesel::delete(waiting).execute(tx.c)?;
    Ok(())
}

/// Delivered letters about accounts are kept this long; letters of a request are kept with it.
const RETENTION: TimeDelta = TimeDelta::days(30);

/// Deletes a batch of letters that were delivered long ago and belong to no request; returns how many.
pub fn delete_delivered(c: &mut DbConnection) -> Result<usize> {
    let old = outbox::table
        .filter(outbox::sent_at.lt(clock::now() - RETENTION).and(outbox::request_id.is_null()))
        .select(outbox::id)
        .limit(BATCH);
    let old: Vec<String> = old.load(c)?;
    Ok(diesel::delete(outbox::table.filter(outbox::id.eq_any(old))).execute(c)?)
}

/// Seconds to hours: 15 s, 30 s, 1 min, … at most six hours.
fn back_off(attempts: i32) -> TimeDelta {
    TimeDelta::seconds((15i64 << attempts.clamp(1, 12).saturating_sub(1)).min(6 * 3600))
}

/// What became of a letter, for the page of its request.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
#[allow(missing_docs)] // the columns of the table
pub struct DeliveryStatus {
    pub recipient: String,
    pub subject: String,
    pub created_at: NaiveDateTime,
    pub sent_at: Option<NaiveDateTime>,
    pub last_error: Option<String>,
    pub held: bool,
}

/// Which of these requests, which the asker has found before, have a letter that was not handed over, and whether it was
/// given up.
pub fn undelivered<P>(
    _: &crate::auth::Scope<P>,
    requests: &[RelationshipRequestId],
    c: &mut DbConnection,
) -> Result<HashMap<RelationshipRequestId, bool>> {
    let ids = requests.iter().map(ToString::to_string);
    let letters = outbox::table.filter(outbox::request_id.eq_any(ids).and(outbox::sent_at.is_null()));
    let rows: Vec<(Option<String>, bool)> = letters.select((outbox::request_id, outbox::held)).load(c)?;
    let mut found = HashMap::new();
    for (id, held) in rows {
        let Some(id) = id.and_then(|id| id.parse().ok()) else { continue };
        *found.entry(id).or_default() |= held;
    }
    Ok(found)
}

/// The letters of a request that the asker has found before, the newest first.
pub fn deliveries_of_request<P>(
    _: &crate::auth::Scope<P>,
    request: RelationshipRequestId,
    c: &mut DbConnection,
) -> Result<Vec<DeliveryStatus>> {
    let letters = outbox::table.filter(outbox::request_id.eq(request.to_string()));
    let columns = (
        outbox::recipient,
        outbox::subject,
        outbox::created_at,
        outbox::sent_at,
        outbox::last_error,
        outbox::held,
    );
    Ok(letters.order(outbox::created_at.desc()).limit(20).select(columns).load(c)?)
}
