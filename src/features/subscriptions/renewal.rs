//! What the pages say of the day that comes next in a subscription's life: renewal, end, cancellation, deletion.

use crate::domain::SubscriptionStatus;
use crate::features::subscriptions::model::Subscription;
use crate::i18n::Texts;
use chrono::NaiveDate;

/// A day that is so near is flagged.
const SOON: i64 = 30;

/// The day, and what is to be said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renewal {
    /// What the day is: `Renews`, `End date`, `Cancellation date`, `Deletion date`.
    pub label: String,
    /// The day, if there is one and it is known.
    pub day: Option<NaiveDate>,
    /// `in 9 days`, if that is soon.
    pub soon: Option<String>,
    /// What happens on it, if it is no renewal.
    pub note: Option<String>,
    /// In place of a day.
    pub blank: String,
}

/// What is to be said of this subscription.
pub fn renewal(texts: &Texts, one: &Subscription, today: NaiveDate) -> Renewal {
    let (label, day, note) = match one.status {
        SubscriptionStatus::Suspended => match (one.cancels_on, one.deletes_on) {
            (Some(cancels), deletes) if deletes.is_none_or(|day| cancels < day) => {
                (texts.cancellation_date(), Some(cancels), Some(texts.cancelled_on_this_day()))
            }
            (_, deletes) => (texts.deletion_date(), deletes, deletes.map(|_| texts.deleted_on_this_day())),
        },
        SubscriptionStatus::Active if one.cancels_on.is_some() => {
            (texts.cancellation_date(), one.cancels_on, Some(texts.cancelled_on_this_day()))
        }
        SubscriptionStatus::Active if !one.auto_renew => {
            (texts.end_date(), one.renews_on, one.renews_on.map(|_| texts.ends_on_this_day()))
        }
        SubscriptionStatus::Active | SubscriptionStatus::Pending => (texts.renews(), one.renews_on, None),
        SubscriptionStatus::Deleted | SubscriptionStatus::Expired | SubscriptionStatus::Disabled => {
            (texts.renews(), None, None)
        }
    };
    let blank = match one.status {
        SubscriptionStatus::Active | SubscriptionStatus::Suspended => texts.day_not_known(),
        SubscriptionStatus::Pending => texts.day_not_yet_known(),
        _ => texts.none(),
    };
    let days = day.map(|day| (day - today).num_days()).filter(|days| (0..=SOON).contains(days));
    Renewal { label, day, soon: days.map(|days| texts.in_days(days.unsigned_abs())), note, blank }
}
