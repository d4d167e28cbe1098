//! A matching row, its place in the order of the list, and what is read from it.

use crate::domain::{MicrosoftId, PartnerId};
use crate::search::subscriptions::chunk::{NO_DAY, NO_RESELLER, traits};
use crate::search::subscriptions::query::{ExportedSubscription, SubscriptionKey};
use crate::search::subscriptions::sources::Source;
use chrono::NaiveDate;
use std::cmp::Ordering;
use uuid::Uuid;

/// A row of one of the sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit {
    /// What the list is sorted by, such that smaller values come first.
    pub order: u32,
    /// The number of the source.
    pub source: u16,
    /// The row, counted from the first one of the index.
    pub row: u32,
}

impl Hit {
    /// Compares two rows in the order of the list.
    pub fn compare(&self, other: &Hit, sources: &[Source]) -> Ordering {
        let by_key = || {
            if self.source == other.source {
                return self.row.cmp(&other.row);
            }
            let key = |hit: &Hit| sources[usize::from(hit.source)].index.key(hit.row as usize);
            key(self).cmp(&key(other)).then(self.source.cmp(&other.source))
        };
        self.order.cmp(&other.order).then_with(by_key)
    }

    /// Returns the key of the subscription.
    pub fn key(&self, sources: &[Source]) -> SubscriptionKey {
        let source = &sources[usize::from(self.source)];
        let (customer, id) = source.index.key(self.row as usize);
        let customer = MicrosoftId(Uuid::from_u128(customer));
        SubscriptionKey { seller: source.seller, customer, id: Uuid::from_u128(id) }
    }

    /// Returns the columns of the subscription.
    pub fn exported<'a>(&self, sources: &'a [Source]) -> ExportedSubscription<'a> {
        let index = &sources[usize::from(self.source)].index;
        let (chunk, row) = index.place(self.row as usize);
        let (bits, reseller, term) = (chunk.traits[row], chunk.resellers[row], chunk.terms[row]);
        ExportedSubscription {
            key: self.key(sources),
            name: &index.products.get(chunk.products[row]).name,
            quantity: chunk.quantities[row],
            status: traits::status_of(bits),
            reseller: (reseller != NO_RESELLER).then_some(PartnerId(reseller)),
            cycle: traits::cycle_of(bits),
            auto_renew: bits & traits::AUTO_RENEW != 0,
            term_ends: if term == NO_DAY { None } else { NaiveDate::from_num_days_from_ce_opt(term) },
        }
    }
}
