//! The work on an uploaded file, on a blocking thread: first a dry run, then, once somebody said so, the import by
//! [`crate::import`] in that person's name. How it ended stands in the draft.

use super::model::{FileKind, ImportDraft, State, shortened};
use super::uploads::{Place, Turn, Upload};
use crate::app::Portal;
use crate::auth::Scope;
use crate::auth::scope::ImportCustomers;
use crate::customers::model::MicrosoftId;
use crate::drafts::model::{DraftId, DraftKind};
use crate::drafts::queries;
use crate::error::{Error, Result};
use crate::i18n::Locale;
use crate::import::{Options, Report, Target, import_customers, import_subscriptions};
use std::sync::Arc;

/// A file, whose it is, and what is known of it.
pub struct Job {
    /// The portal.
    pub portal: Portal,
    /// Who imports.
    pub scope: Scope<ImportCustomers>,
    /// Which draft.
    pub id: DraftId,
    /// Its content.
    pub draft: ImportDraft,
    /// Its file.
    pub upload: Arc<Upload>,
    /// The language in which it is told what is wrong.
    pub locale: Locale,
}

impl Job {
    /// Compares the file with what is held and writes nothing but the draft; `place` is free again after that.
    ///
    /// # Errors
    /// The draft cannot be kept.
    pub fn check(mut self, place: Place) -> Result<ImportDraft> {
        self.draft.state = match self.work(true) {
            Ok(report) => State::Checked(shortened(report)),
            Err(error) => self.unfinished(error),
        };
        let draft = self.keep();
        drop(place);
        draft
    }

    /// Imports the file; `turn` ends with it.
    ///
    /// # Errors
    /// The draft cannot be kept.
    pub fn import(mut self, turn: Turn) -> Result<ImportDraft> {
        self.draft.state = match self.work(false) {
            Ok(report) => State::Done(shortened(report)),
            Err(error) => self.unfinished(error),
        };
        let draft = self.keep();
        drop(turn);
        draft
    }

    fn work(&self, dry_run: bool) -> Result<Report> {
        let (portal, author) = (&self.portal, self.scope.author());
        let partner = &self.scope.actor().partner;
        let target = Target { db: &portal.db, log: &portal.log, partner, author: &author };
        let customer = self.draft.customer.as_ref().map(|customer| customer.id.parse::<MicrosoftId>());
        let customer = customer.transpose().map_err(Error::internal)?;
        let options = Options {
            dry_run,
            rejects: Some(self.upload.rejects.path().to_owned()),
            customer,
            no_delegated_admin: !self.draft.delegated_admin,
            locale: Some(self.locale),
        };
        let import = match self.draft.kind {
            FileKind::Customers => import_customers,
            FileKind::Subscriptions => import_subscriptions,
        };
        import(&target, &mut self.upload.file.reopen()?, &options, &mut |progress| {
            self.upload.go_on(progress)
        })
    }

    fn unfinished(&self, error: Error) -> State {
        match error {
            Error::BadInput { message, .. } => State::Refused(message),
            error => {
                tracing::error!(%error, draft = %self.id, "an import ended early");
                State::Broken
            }
        }
    }

    fn keep(self) -> Result<ImportDraft> {
        let Job { portal, scope, id, draft, .. } = self;
        portal.db.write_now(|c| queries::save(&scope, DraftKind::Import, id, &draft, c))?;
        Ok(draft)
    }
}
