//! Where a partner's subscriptions are read from: its own index, and the indexes of partners that sell with it as the
//! reseller of record, each with the conditions that its rows must meet.

use crate::domain::PartnerId;
use crate::search::subscriptions::columns::Columns;
use crate::search::subscriptions::conditions::Conditions;
use std::sync::Arc;

/// An index and the conditions on its rows.
pub(super) struct Source {
    pub seller: PartnerId,
    pub index: Arc<Columns>,
    pub conditions: Conditions,
}
