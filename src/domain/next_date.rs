//! The next date in the life of a subscription: renewal, end, cancellation or deletion.

use crate::domain::SubscriptionStatus;
use crate::domain::text_enum::text_enum;
use chrono::NaiveDate;

/// What happens to a subscription on its next date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextEvent {
    /// A new term begins.
    Renewal,
    /// The term ends, and the subscription is suspended.
    End,
    /// A scheduled cancellation deletes it.
    Cancellation,
    /// The retention period of a suspended subscription ends, and it is deleted.
    Deletion,
}

/// What a list is filtered by: whether the subscription goes on after its next date. A scheduled cancellation deletes too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ComingEvent {
    /// A new term begins.
    Renewal,
    /// The term ends, and the subscription is suspended.
    End,
    /// The subscription is deleted.
    Deletion,
}

text_enum!(ComingEvent, "next event", { Renewal = "renewal", End = "end", Deletion = "deletion" });

impl NextEvent {
    /// Returns what it means for the subscription.
    pub const fn coming(self) -> ComingEvent {
        match self {
            NextEvent::Renewal => ComingEvent::Renewal,
            NextEvent::End => ComingEvent::End,
            NextEvent::Cancellation | NextEvent::Deletion => ComingEvent::Deletion,
        }
    }
}

/// The dates that a subscription has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SubscriptionDates {
    /// The status.
    pub status: SubscriptionStatus,
    /// Whether a new term begins when the current one ends.
    pub auto_renew: bool,
    /// The date on which the term ends, if known.
    pub renews_on: Option<NaiveDate>,
    /// The date of a scheduled cancellation.
    pub cancels_on: Option<NaiveDate>,
    /// The deletion date, if it is suspended.
    pub deletes_on: Option<NaiveDate>,
}

impl SubscriptionDates {
    /// Returns what happens next, and when; the date is `None` if it is not known. Returns `None` for a subscription to
    /// which nothing happens any more.
    pub fn next(&self) -> Option<(NextEvent, Option<NaiveDate>)> {
        match self.status {
            SubscriptionStatus::Suspended => Some(match (self.cancels_on, self.deletes_on) {
                (Some(cancels), deletes) if deletes.is_none_or(|day| cancels < day) => {
                    (NextEvent::Cancellation, Some(cancels))
                }
                (_, deletes) => (NextEvent::Deletion, deletes),
            }),
            SubscriptionStatus::Active if self.cancels_on.is_some() => {
                Some((NextEvent::Cancellation, self.cancels_on))
            }
            SubscriptionStatus::Active if !self.auto_renew => Some((NextEvent::End, self.renews_on)),
            SubscriptionStatus::Active | SubscriptionStatus::Pending => {
                Some((NextEvent::Renewal, self.renews_on))
            }
            SubscriptionStatus::Deleted | SubscriptionStatus::Expired | SubscriptionStatus::Disabled => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_earlier_of_cancellation_and_deletion_comes_first() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 12, day);
        let dates = |cancels_on, deletes_on| SubscriptionDates {
            status: SubscriptionStatus::Suspended,
            auto_renew: true,
            renews_on: cancels_on,
            cancels_on,
            deletes_on,
        };
        assert_eq!(dates(day(3), day(4)).next(), Some((NextEvent::Cancellation, day(3))));
        assert_eq!(dates(day(4), day(4)).next(), Some((NextEvent::Deletion, day(4))));
        assert_eq!(dates(day(3), None).next(), Some((NextEvent::Cancellation, day(3))));
        assert_eq!(dates(None, None).next(), Some((NextEvent::Deletion, None)));
    }
}
