//! What a user has chosen: the levels of events, and when the digest comes.

use crate::audit::Tx;
use crate::auth::Scope;
use crate::auth::scope::OwnProfile;
use crate::db::DbConnection;
use crate::db::column_types::text_column;
use crate::db::connection::MultiBackend;
use crate::db::schema::notice_readers;
use crate::domain::NoticeChoices;
use crate::domain::text_enum::text_enum;
use crate::error::Result;
use crate::features::notices::queries::add_reader;
use diesel::prelude::*;

/// How often the digest comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DigestRhythm {
    /// Every day.
    #[default]
    Daily,
    /// On Mondays.
    Weekly,
    /// Never.
    Off,
}

text_enum!(DigestRhythm, "digest", { Daily = "daily", Weekly = "weekly", Off = "off" });

text_column!(DigestRhythm);

/// The hour of the digest for users who have chosen none.
pub const DEFAULT_HOUR: i32 = 8;

/// The choices of a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeSettings {
    /// The levels that differ from those of the roles.
    pub choices: NoticeChoices,
    /// Whether the user gets immediate mail.
    pub has_letters: bool,
    /// How often the digest comes.
    pub digest: DigestRhythm,
    /// The hour at which the digest comes, in the time zone of the user.
    pub digest_hour: i32,
}

impl Default for NoticeSettings {
    fn default() -> Self {
        NoticeSettings {
            choices: NoticeChoices::default(),
            has_letters: true,
            digest: DigestRhythm::default(),
            digest_hour: DEFAULT_HOUR,
        }
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = notice_readers, check_for_backend(MultiBackend))]
struct SettingsRow {
    choices: String,
    has_letters: bool,
    digest: DigestRhythm,
    digest_hour: i32,
}

/// Returns the choices of the user.
///
/// # Errors
/// The database failed.
pub fn load<P>(scope: &Scope<P>, c: &mut DbConnection) -> Result<NoticeSettings> {
    let row = notice_readers::table.find(scope.actor().user).select(SettingsRow::as_select());
    let row = row.first(c).optional()?;
    Ok(row.map_or_else(NoticeSettings::default, |row| NoticeSettings {
        choices: NoticeChoices::parse(&row.choices),
        has_letters: row.has_letters,
        digest: row.digest,
        digest_hour: row.digest_hour,
    }))
}

/// Stores the choices of the user. They concern nobody else, so they are no entry of the log.
///
/// # Errors
/// The database failed.
pub fn save(tx: &mut Tx<'_>, scope: &Scope<OwnProfile>, settings: &NoticeSettings) -> Result<()> {
    add_reader(scope, tx.c)?;
    let values = (
        notice_readers::choices.eq(settings.choices.to_string()),
        notice_readers::has_letters.eq(settings.has_letters),
        notice_readers::digest.eq(settings.digest),
        notice_readers::digest_hour.eq(settings.digest_hour),
    );
    diesel::update(notice_readers::table.find(scope.actor().user)).set(values).execute(tx.c)?;
    Ok(())
}
