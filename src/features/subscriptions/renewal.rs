//! The next date in a subscription's lifecycle, as the pages show it: renewal, end, cancellation or deletion.

use crate::domain::SubscriptionStatus;
use crate::features::subscriptions::model::Subscription;
use crate::i18n::Texts;
use chrono::NaiveDate;

/// The number of days for which a date counts as soon.
const SOON_DAYS: i64 = 30;

/// The date and its texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renewal {
    /// The label: `Renewal date`, `End date`, `Cancellation date`, or for a suspended one always `Deletion date`.
    pub label: String,
    /// The date, if there is one and it is known.
    pub day: Option<NaiveDate>,
    /// `in 9 days`, if the date is soon.
    pub soon: Option<String>,
    /// What happens on that date, if it is not a renewal.
    pub note: Option<String>,
    /// The text shown if there is no date.
    pub blank: String,
}

/// Returns the next date of this subscription.
pub fn renewal(texts: &Texts, one: &Subscription, today: NaiveDate) -> Renewal {
    let (label, day, note) = match one.status {
        SubscriptionStatus::Suspended => {
            let note = match (one.cancels_on, one.deletes_on) {
                (Some(cancels), deletes) if deletes.is_none_or(|day| cancels < day) => {
                    Some((cancels, texts.cancelled_on_this_day()))
                }
                (_, deletes) => deletes.map(|day| (day, texts.deleted_on_this_day())),
            };
            let (day, note) = note.unzip();
            (texts.deletion_date(), day, note)
        }
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
    let days = day.map(|day| (day - today).num_days()).filter(|days| (0..=SOON_DAYS).contains(days));
    Renewal { label, day, soon: days.map(|days| texts.in_days(days.unsigned_abs())), note, blank }
}
