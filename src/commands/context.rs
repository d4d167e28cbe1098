//! The context of commands: settings, database, secrets and activity log.

use crate::audit::ActivityLog;
use crate::audit::sealing::seal_old_logs;
use crate::auth::respell::respell_addresses;
use crate::backup::copy::run::refuse_unfinished;
use crate::backup::create::before_migration;
use crate::backup::finish::{finish_restore, record_restore};
use crate::commands::command_line::SPELLING_VERSION;
use crate::config::{BackupBeforeMigration, Settings};
use crate::db::migrations::Rewritten;
use crate::db::{Db, partners};
use crate::domain::Partner;
use crate::error::{Error, Result};
use crate::mail::server::MailServer;
use crate::search::{recompute_sort_keys, respell_domains};
use crate::secret_rotation;
use crate::secrets::Secrets;
use crate::text::SORT_KEY_VERSION;

/// The context of a command, with an up-to-date database.
pub struct CommandContext {
    /// The database.
    pub db: Db,
    /// The activity log.
    pub log: ActivityLog,
    /// The secret keys.
    pub secrets: Secrets,
    /// The settings.
    pub settings: Settings,
    /// The mail server, if one is configured.
    pub mail: Option<MailServer>,
}

impl CommandContext {
    /// Loads the settings, opens the database and migrates it.
    ///
    /// # Errors
    /// One line for the operator.
    pub fn open() -> Result<Self> {
        Self::with(Settings::load()?)
    }

    /// Opens and migrates the database of these settings. Recomputes derived columns and reseals logs after
    /// an upgrade that requires it.
    ///
    /// # Errors
    /// One line for the operator.
    pub fn with(settings: Settings) -> Result<Self> {
        let mail = MailServer::from_settings(&settings)?;
        let db = Db::open(&settings.database_url)?;
        back_up_before_migration(&settings, &db)?;
        db.migrate()?;
        refuse_unfinished(&db)?;
        let finished = finish_restore(&db)?;
        if let Some(finished) = &finished {
            tracing::warn!(
                backup_of = finished.backup_of,
                counts = ?finished.counts,
                "a restore was finished; jobs and mail are paused until `partner-portal resume`"
            );
        }
        let sorted_by = db.get_or_set("sort_key_version", SORT_KEY_VERSION)?;
        if sorted_by != SORT_KEY_VERSION {
            tracing::info!(sorted_by, now = SORT_KEY_VERSION, "recomputing the sort keys of customer names");
            let changed = recompute_sort_keys(&db)?.changed;
            db.set("sort_key_version", SORT_KEY_VERSION)?;
            tracing::info!(changed, "the sort keys of customer names are up to date");
        }
        let spelt_by = db.get_or_set("spelling_version", SPELLING_VERSION)?;
        if spelt_by != SPELLING_VERSION {
            let mut respelt = respell_domains(&db)?;
            respelt += respell_addresses(&db)?;
            db.set("spelling_version", SPELLING_VERSION)?;
            let Rewritten { changed, left } = respelt;
            if changed + left > 0 {
                tracing::info!(
                    changed,
                    left,
                    "domains and email addresses are normalized; those left unchanged are listed above"
                );
            }
        }
        let secrets = Secrets::load_or_create(&settings.portal_secret_file)?;
        let log = ActivityLog::new(db.clone(), &secrets);
        let secrets = if secrets.is_rotating() {
            secret_rotation::finish(&log, &secrets, &settings.portal_secret_file)?;
            tracing::info!("finished the replacement of the secret");
            secrets.settled()
        } else {
            secrets
        };
        seal_old_logs(&db, log.chain())?;
        if let Some(finished) = &finished {
            record_restore(&log, finished)?;
        }
        Ok(CommandContext { log, db, secrets, settings, mail })
    }

    /// Returns the partner with this MPN ID.
    ///
    /// # Errors
    /// There is no such partner; the message says how to list partners.
    pub fn partner(&self, mpn_id: &str) -> Result<Partner> {
        let found = self.db.read_now(|c| partners::by_mpn_id(c, mpn_id))?;
        found.ok_or_else(|| {
            Error::operator(format!(
                "there is no partner with MPN ID {mpn_id}; `partner-portal partner list` shows them"
            ))
        })
    }
}

fn back_up_before_migration(settings: &Settings, db: &Db) -> Result<()> {
    if settings.portal_backup_before_migration == BackupBeforeMigration::Off {
        return Ok(());
    }
    let secrets = Secrets::load(&settings.portal_secret_file)?;
    let written = before_migration(db.backend(), secrets.map(|secrets| secrets.id())).map_err(|error| {
        Error::operator(format!(
            "no backup could be written before the migration, so nothing was changed: {error}; \
             PORTAL_BACKUP_BEFORE_MIGRATION=off migrates without one"
        ))
    })?;
    if let Some(archive) = written {
        tracing::info!(archive = %archive.display(), "backed up the database before its migration");
    }
    Ok(())
}
