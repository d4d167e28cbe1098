//! The next date in a subscription's lifecycle, as the pages show it: renewal, end, cancellation or deletion.

use crate::domain::{NextEvent, SubscriptionStatus};
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
    let next = one.dates().next();
    let day = next.and_then(|(_, day)| day);
    let label = match next {
        _ if one.status == SubscriptionStatus::Suspended => texts.deletion_date(),
        Some((NextEvent::Cancellation, _)) => texts.cancellation_date(),
        Some((NextEvent::End, _)) => texts.end_date(),
        Some((NextEvent::Renewal | NextEvent::Deletion, _)) | None => texts.renews(),
    };
    let note = day.and(next).and_then(|(event, _)| match event {
        NextEvent::Renewal => None,
        NextEvent::End => Some(texts.ends_on_this_day()),
        NextEvent::Cancellation => Some(texts.cancelled_on_this_day()),
        NextEvent::Deletion => Some(texts.deleted_on_this_day()),
    });
    let blank = match one.status {
        SubscriptionStatus::Active | SubscriptionStatus::Suspended => texts.day_not_known(),
        SubscriptionStatus::Pending => texts.day_not_yet_known(),
        _ => texts.none(),
    };
    let days = day.map(|day| (day - today).num_days()).filter(|days| (0..=SOON_DAYS).contains(days));
    Renewal { label, day, soon: days.map(|days| texts.in_days(days.unsigned_abs())), note, blank }
}
