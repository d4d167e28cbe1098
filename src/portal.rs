//! [`Portal`]: one process of the portal, as the server, the jobs and the commands hold it.

use crate::config::Settings;
use crate::db::Db;
use crate::features::activity_log::customer_names::CustomerNames;
use crate::features::import::upload::uploads::Uploads;
use crate::mail::server::MailServer;
use crate::secrets::Secrets;
use crate::state::AppState;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

/// The names that one process keeps may take so much memory: of four million customers.
const NAMES_MEMORY: usize = 1 << 28;

/// The state that all handlers share, and what single features keep in memory.
#[derive(Clone)]
pub struct Portal {
    /// What any handler may need.
    pub state: AppState,
    /// Files that are being uploaded to be imported.
    pub uploads: Arc<Uploads>,
    /// The names by which activity logs call customers.
    pub names: Arc<CustomerNames>,
}

impl Portal {
    /// Over an open, migrated database. `mail` is the server that the settings name.
    pub fn new(db: Db, secrets: Secrets, settings: Settings, mail: Option<MailServer>) -> Self {
        Portal {
            state: AppState::new(db, secrets, settings, mail),
            uploads: Arc::default(),
            names: Arc::new(CustomerNames::new(NAMES_MEMORY)),
        }
    }
}

impl Deref for Portal {
    type Target = AppState;

    fn deref(&self) -> &AppState {
        &self.state
    }
}

impl DerefMut for Portal {
    fn deref_mut(&mut self) -> &mut AppState {
        &mut self.state
    }
}
