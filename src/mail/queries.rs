//! The outbox. A letter is put into it in the transaction of the change it tells of; the worker takes it from there.
//! Taking one moves its next try on, so that of two workers one has it, and one that breaks off loses nothing.

use crate::activity::Tx;
use crate::clock;
use crate::db::DbConnection;
use crate::db::schema::{outbox, partners};
use crate::error::Result;
use crate::i18n::Locale;
use crate::partners::model::PartnerId;
use crate::requests::model::RequestId;
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use uuid::Uuid;

/// One letter is taken at a time: the lease of one that waited behind slow ones would end before its turn.
const BATCH: i64 = 1;
/// A letter that was taken is tried again after this long if nobody says what became of it.
const LEASE: TimeDelta = TimeDelta::minutes(10);
/// After so many tries (about two days) somebody has to look.
const TRIES: i32 = 14;

/// A letter to be written.
#[derive(Debug, Clone)]
#[allow(missing_docs)] // the columns of the table
pub struct NewLetter<'a> {
    pub partner: PartnerId,
    pub request: Option<RequestId>,
    /// Which link of the request stands for `{link}`.
    pub link_seq: Option<i32>,
    pub recipient: &'a str,
    pub reply_to: &'a str,
    pub language: Locale,
    pub subject: &'a str,
    pub text: &'a str,
}

/// A letter that a worker has taken.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // the columns of the table
pub struct Letter {
    pub id: String,
    pub sender: String,
    pub request: Option<RequestId>,
    pub link_seq: Option<i32>,
    pub recipient: String,
    pub reply_to: String,
    pub language: String,
    pub subject: String,
    pub text: String,
    pub attempts: i32,
}

/// Puts a letter into the outbox.
pub fn write(tx: &mut Tx<'_>, letter: &NewLetter<'_>) -> Result<()> {
    write_as(tx, Uuid::new_v4(), letter)
}

/// The same under a number that the writer has made: the link in it comes from that.
pub fn write_as(tx: &mut Tx<'_>, id: Uuid, letter: &NewLetter<'_>) -> Result<()> {
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
        outbox::text.eq(letter.text),
        outbox::created_at.eq(now),
        outbox::not_before.eq(now),
    );
    diesel::insert_into(outbox::table).values(row).execute(tx.c)?;
    Ok(())
}

/// Takes letters that are due; no other worker has them for a while. Nothing if nothing is due; none if another worker
/// was quicker, and there may be more.
pub fn take_due(c: &mut DbConnection) -> Result<Option<Vec<Letter>>> {
    let now = clock::now();
    let due = outbox::table
        .inner_join(partners::table.on(partners::id.eq(outbox::partner_id)))
        .filter(outbox::sent_at.is_null().and(outbox::held.eq(false)).and(outbox::not_before.le(now)))
        // One order for all, so that two workers do not wait for each other for ever.
        .order((outbox::not_before, outbox::id))
        .limit(BATCH)
        .select((
            (outbox::id, partners::name, outbox::request_id, outbox::link_seq),
            (outbox::recipient, outbox::reply_to, outbox::language, outbox::subject, outbox::text),
            outbox::attempts,
        ));
    type Row = ((String, String, Option<String>, Option<i32>), (String, String, String, String, String), i32);
    let due: Vec<Row> = due.load(c)?;
    if due.is_empty() {
        return Ok(None);
    }
    let mut taken = Vec::new();
    for ((id, sender, request, link_seq), (recipient, reply_to, language, subject, text), attempts) in due {
        let as_seen = outbox::table.filter(outbox::id.eq(&id).and(outbox::attempts.eq(attempts)));
        let ours = diesel::update(as_seen.filter(outbox::sent_at.is_null()))
            .set((outbox::attempts.eq(attempts + 1), outbox::not_before.eq(now + LEASE)))
            .execute(c)?;
        if ours == 1 {
            let request = request.and_then(|id| id.parse().ok());
            let attempts = attempts + 1;
            taken.push(Letter {
                id,
                sender,
                request,
                link_seq,
                recipient,
                reply_to,
                language,
                subject,
                text,
                attempts,
            });
        }
    }
    Ok(Some(taken))
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

/// The server does not have it: again later, or never by itself.
pub fn refused(c: &mut DbConnection, letter: &Letter, words: &str, for_good: bool) -> Result<()> {
    let values = (
        outbox::not_before.eq(clock::now() + back_off(letter.attempts)),
        outbox::held.eq(for_good || letter.attempts >= TRIES),
        outbox::last_error.eq(words),
    );
    diesel::update(outbox::table.find(&letter.id)).set(values).execute(c)?;
    Ok(())
}

/// Every letter of this request that was not delivered is due now; answers how many.
pub fn try_again(tx: &mut Tx<'_>, request: RequestId) -> Result<usize> {
    let waiting =
        outbox::table.filter(outbox::request_id.eq(request.to_string()).and(outbox::sent_at.is_null()));
    let values = (outbox::held.eq(false), outbox::attempts.eq(0), outbox::not_before.eq(tx.at));
    Ok(diesel::update(waiting).set(values).execute(tx.c)?)
}

/// Takes back what was not delivered: its link is dead.
pub fn withdraw(tx: &mut Tx<'_>, request: RequestId) -> Result<()> {
    let waiting =
        outbox::table.filter(outbox::request_id.eq(request.to_string()).and(outbox::sent_at.is_null()));
    diesel::delete(waiting).execute(tx.c)?;
    Ok(())
}

/// Seconds to hours: 15 s, 30 s, 1 min, … at most six hours.
fn back_off(attempts: i32) -> TimeDelta {
    TimeDelta::seconds((15i64 << attempts.clamp(1, 12).saturating_sub(1)).min(6 * 3600))
}

/// What became of a letter, for the page of its request.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
#[allow(missing_docs)] // the columns of the table
pub struct Fate {
    pub recipient: String,
    pub subject: String,
    pub created_at: NaiveDateTime,
    pub sent_at: Option<NaiveDateTime>,
    pub last_error: Option<String>,
    pub held: bool,
}

/// The letters of a request that the asker has found before, the newest first.
pub fn of_request<P>(
    _: &crate::auth::Scope<P>,
    request: RequestId,
    c: &mut DbConnection,
) -> Result<Vec<Fate>> {
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
