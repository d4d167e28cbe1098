//! What jobs read and store about the mail of a user. A cursor moves in the transaction that writes the message, and only if
//! it is where the job found it: so two processes, or one after a crash, send nothing twice and lose nothing.

use crate::audit::Tx;
use crate::auth::Scope;
use crate::auth::notices::newest;
use crate::auth::scope::OwnProfile;
use crate::db::DbConnection;
use crate::db::connection::MultiBackend;
use crate::db::partners::all;
use crate::db::schema::{notice_readers, outbox, partners, users};
use crate::domain::UserId;
use crate::error::{Error, Result};
use crate::features::notices::queries::add_reader;
use crate::features::notices::settings::{DEFAULT_HOUR, DigestRhythm};
use crate::i18n::time_zone::zone;
use chrono::{NaiveDate, NaiveDateTime};
use chrono_tz::Tz;
use diesel::prelude::*;

/// Where the mail of a user is.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = notice_readers, check_for_backend(MultiBackend))]
pub struct MailCursor {
    /// Whether the user gets immediate mail.
    pub has_letters: bool,
    /// The last notice that was considered for a letter.
    pub mailed_to: i32,
    /// When the last letter was written.
    pub mailed_at: Option<NaiveDateTime>,
    /// The last letter.
    pub letter_id: Option<String>,
    /// The last notice that was considered for a digest.
    pub digested_to: i32,
    /// The day of the last digest.
    pub digest_day: Option<NaiveDate>,
    /// The last digest.
    pub digest_id: Option<String>,
}

/// A user with a digest, and the days of the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DigestReader {
    /// The user.
    pub user: UserId,
    /// The time zone of the user.
    pub zone: Tz,
    /// How often and at which hour the digest comes.
    pub rhythm: (DigestRhythm, i32),
    /// The day of the last digest, or on which the user was added.
    pub last: NaiveDate,
}

/// Returns the active users with a role whose partner has notices after their cursor.
pub(super) fn with_news(c: &mut DbConnection) -> Result<Vec<UserId>> {
    let mut found = Vec::new();
    for partner in all(c)? {
        let Some(newest) = newest(c, partner.id)? else { continue };
        let has_role = users::admin_role.is_not_null().or(users::agent_role.is_not_null());
        let cursor = notice_readers::mailed_to.nullable();
        let people = users::table
            .left_join(notice_readers::table.on(notice_readers::user_id.eq(users::id)))
            .filter(users::partner_id.eq(partner.id).and(users::active.eq(true)).and(has_role))
            .filter(cursor.is_null().or(cursor.lt(newest).assume_not_null()));
        found.extend(people.select(users::id).order(users::id).load::<UserId>(c)?);
    }
    Ok(found)
}

/// The columns of a user that decide when the digest is due: the zones of user and partner, the country, the choices.
type DigestColumns = (
    UserId,
    Option<String>,
    Option<String>,
    String,
    NaiveDateTime,
    Option<(DigestRhythm, i32, Option<NaiveDate>)>,
);

/// Returns the active users with a role.
pub(super) fn digest_readers(c: &mut DbConnection) -> Result<Vec<DigestReader>> {
    let has_role = users::admin_role.is_not_null().or(users::agent_role.is_not_null());
    let choices = (notice_readers::digest, notice_readers::digest_hour, notice_readers::digest_day);
    let people = users::table
        .inner_join(partners::table)
        .left_join(notice_readers::table.on(notice_readers::user_id.eq(users::id)))
        .filter(users::active.eq(true).and(has_role))
        .order(users::id)
        .select((
            users::id,
            users::time_zone,
            partners::time_zone,
            partners::country,
            users::created_at,
            choices.nullable(),
        ));
    let reader = |(user, own, usual, country, added, choices): DigestColumns| {
        let zone = own.and_then(|name| name.parse().ok()).unwrap_or_else(|| zone(usual.as_deref(), &country));
        let (digest, hour, last) = choices.unwrap_or((DigestRhythm::default(), DEFAULT_HOUR, None));
        let added = added.and_utc().with_timezone(&zone).date_naive();
        DigestReader { user, zone, rhythm: (digest, hour), last: last.unwrap_or(added) }
    };
    Ok(people.load::<DigestColumns>(c)?.into_iter().map(reader).collect())
}

/// Returns where the mail of the user is.
pub(super) fn cursor(tx: &mut Tx<'_>, scope: &Scope<OwnProfile>) -> Result<MailCursor> {
    add_reader(scope, tx.c)?;
    Ok(notice_readers::table.find(scope.actor().user).select(MailCursor::as_select()).first(tx.c)?)
}

/// Whether a message waits to be delivered. A held one does not: it would stop all later ones.
pub(super) fn is_waiting(tx: &mut Tx<'_>, id: Option<&str>) -> Result<bool> {
    let Some(id) = id else { return Ok(false) };
    let waiting = outbox::table.find(id).filter(outbox::sent_at.is_null().and(outbox::held.eq(false)));
    Ok(waiting.count().get_result::<i64>(tx.c)? > 0)
}

/// Moves the cursor of letters, with the letter that was written.
///
/// # Errors
/// [`Error::Stale`] if another process has moved it.
pub(super) fn move_letters(
    tx: &mut Tx<'_>,
    user: UserId,
    (from, to): (i32, i32),
    letter: Option<String>,
) -> Result<()> {
    let own = notice_readers::table.find(user).filter(notice_readers::mailed_to.eq(from));
    let moved = match letter {
        Some(id) => {
            let letter = (notice_readers::mailed_at.eq(tx.at), notice_readers::letter_id.eq(id));
            diesel::update(own).set((notice_readers::mailed_to.eq(to), letter)).execute(tx.c)?
        }
        None => diesel::update(own).set(notice_readers::mailed_to.eq(to)).execute(tx.c)?,
    };
    if moved == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// Moves the cursor of digests to a day, and to the newest notice if the digest was written or there was nothing to write.
///
/// # Errors
/// [`Error::Stale`] if another process has moved it.
pub(super) fn move_digest(
    tx: &mut Tx<'_>,
    user: UserId,
    (before, day): (Option<NaiveDate>, NaiveDate),
    to: Option<(i32, Option<String>)>,
) -> Result<()> {
    let own = notice_readers::table.find(user);
    let same = match before {
        Some(before) => own.filter(notice_readers::digest_day.eq(before)).into_boxed(),
        None => own.filter(notice_readers::digest_day.is_null()).into_boxed(),
    };
    // The lock of the reader, which `cursor` takes, keeps the day as it is until the transaction ends.
    if same.count().get_result::<i64>(tx.c)? != 1 {
        return Err(Error::Stale);
    }
    diesel::update(own).set(notice_readers::digest_day.eq(day)).execute(tx.c)?;
    let Some((to, id)) = to else { return Ok(()) };
    diesel::update(own).set(notice_readers::digested_to.eq(to)).execute(tx.c)?;
    if let Some(id) = id {
        diesel::update(own).set(notice_readers::digest_id.eq(id)).execute(tx.c)?;
    }
    Ok(())
}
