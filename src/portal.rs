//! [`Portal`]: the shared state of one process, used by the server, the jobs and the commands.

use crate::config::Settings;
use crate::db::Db;
use crate::features::activity_log::customer_names::CustomerNames;
use crate::features::api_reference::document::ApiDocument;
use crate::features::bulk_acts::workers::BulkWorkers;
use crate::features::connections::workers::ConnectionWorkers;
use crate::features::import::upload::uploads::Uploads;
use crate::features::notices::streams::NoticeStreams;
use crate::features::saved_views::viewed_list::ViewedLists;
use crate::features::webhooks::workers::WebhookWorkers;
use crate::features::{
    activity_log, customer_list, orders, partnerships, referrals, relationship_requests, subscription_list,
    users,
};
use crate::mail::server::MailServer;
use crate::secrets::Secrets;
use crate::state::AppState;
use crate::web::reported_list::ReportedLists;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

/// Maximum memory for the cached customer names, in bytes: enough for four million customers.
const NAMES_MEMORY: usize = 1 << 28;

/// The lists that have saved views. Another list is one line here, one value of [`crate::domain::SavedList`], and the tabs
/// on its page.
pub const VIEWED_LISTS: ViewedLists =
    ViewedLists(&[customer_list::saved::VIEWED, subscription_list::saved::VIEWED]);

/// The state that all handlers share, and the in-memory state of single features.
#[derive(Clone)]
pub struct Portal {
    /// The state for all handlers.
    pub state: AppState,
    /// Files that are being uploaded for an import.
    pub uploads: Arc<Uploads>,
    /// The threads that work on bulk acts.
    pub bulk_workers: Arc<BulkWorkers>,
    /// The threads that send events to webhooks.
    pub webhook_workers: WebhookWorkers,
    /// The threads that work on runs of connections.
    pub connection_workers: Arc<ConnectionWorkers>,
    /// The customer names in the activity logs, for searching them.
    pub names: Arc<CustomerNames>,
    /// The open streams of notices.
    pub notice_streams: Arc<NoticeStreams>,
    /// The lists that can be sent regularly.
    pub reported: ReportedLists,
    /// The description of the API.
    pub api_document: Arc<ApiDocument>,
}

/// Returns the lists that can be sent regularly. Another list is one line here, one value of [`crate::domain::ReportList`], and
/// the link in the menu of its export.
fn reported_lists(names: &Arc<CustomerNames>) -> ReportedLists {
    ReportedLists(Arc::new([
        Box::new(customer_list::reported::CustomerReports),
        Box::new(subscription_list::reported::SubscriptionReports),
        Box::new(orders::reported::OrderReports),
        Box::new(relationship_requests::reported::RequestReports),
        Box::new(referrals::reported::ReferralReports),
        Box::new(partnerships::reported::ResellerReports),
        Box::new(users::reported::UserReports),
        Box::new(activity_log::reported::ActivityReports(names.clone())),
    ]))
}

impl Portal {
    /// Creates the state for an open, migrated database. `mail` is the configured mail server.
    pub fn new(db: Db, secrets: Secrets, settings: Settings, mail: Option<MailServer>) -> Self {
        let names = Arc::new(CustomerNames::new(NAMES_MEMORY));
        Portal {
            reported: reported_lists(&names),
            state: AppState::new(db, secrets, settings, mail),
            uploads: Arc::default(),
            bulk_workers: Arc::default(),
            webhook_workers: WebhookWorkers::default(),
            connection_workers: Arc::default(),
            names,
            notice_streams: Arc::default(),
            api_document: Arc::default(),
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
