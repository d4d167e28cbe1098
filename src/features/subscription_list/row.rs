//! What a row of the list says about its next date.

use crate::domain::NextEvent;
use crate::features::subscriptions::model::Subscription;
use crate::i18n::{Locale, Texts};
use chrono::NaiveDate;

/// The number of days before an end in which a row is flagged.
const FLAG_DAYS: i64 = 14;

/// The number of days before a renewal or an end in which a row says how many they are.
const SOON_DAYS: i64 = 30;

/// The next date as a row shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextDate {
    /// The date.
    pub day: NaiveDate,
    /// What happens then: `Ends 7 Dec 2026`.
    pub text: String,
    /// `in 9 days`.
    pub distance: Option<String>,
    /// The tone of the flag; `None` without one.
    pub flag: Option<&'static str>,
}

impl NextDate {
    /// Returns the next date of a subscription, if there is one and it is known.
    pub fn new(one: &Subscription, today: NaiveDate, texts: &Texts, locale: Locale) -> Option<Self> {
        let (event, day) = one.dates().next()?;
        let day = day?;
        let date = locale.date(day);
        let text = match event {
            NextEvent::Renewal => texts.renews_on_day(date),
            NextEvent::End => texts.ends_on_day(date),
            NextEvent::Cancellation => texts.cancelled_on_day(date),
            NextEvent::Deletion => texts.deleted_on_day(date),
        };
        let days = (day - today).num_days();
        let flag = match event {
            NextEvent::Cancellation | NextEvent::Deletion => Some("danger"),
            NextEvent::End if days <= FLAG_DAYS => Some("warning"),
            NextEvent::End | NextEvent::Renewal => None,
        };
        let is_near = days >= 0 && (flag.is_some() || days <= SOON_DAYS);
        let distance = is_near.then(|| texts.in_days(days.unsigned_abs()));
        Some(NextDate { day, text, flag: flag.filter(|_| distance.is_some()), distance })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::domain::{PartnerId, SubscriptionId, SubscriptionStatus};
    use crate::features::subscriptions::model::RenewalPlan;
    use chrono::Days;

    fn flag(status: SubscriptionStatus, auto_renew: bool, days: u64) -> Option<&'static str> {
        let today = NaiveDate::from_ymd_opt(2026, 11, 29).unwrap();
        let day = today.checked_add_days(Days::new(days));
        let is_suspended = status == SubscriptionStatus::Suspended;
        let one = Subscription {
            seller: PartnerId(1),
            id: SubscriptionId::random(),
            name: "Plan".into(),
            nickname: None,
            quantity: 1,
            status,
            reseller: None,
            offer_id: None,
            parent: None,
            billing_cycle: None,
            auto_renew,
            created_at: today.and_hms_opt(0, 0, 0).unwrap(),
            renews_on: day,
            cancels_on: None,
            suspended_at: None,
            suspended_with: None,
            deletes_on: day.filter(|_| is_suspended),
            support: None,
            at_renewal: RenewalPlan::default(),
            version: 1,
        };
        NextDate::new(&one, today, Locale::En.texts(), Locale::En).unwrap().flag
    }

    #[test]
    fn flags_only_deletions_and_near_ends() {
        use SubscriptionStatus::{Active, Suspended};
        assert_eq!(flag(Active, true, 1), None);
        assert_eq!(flag(Active, false, 14), Some("warning"));
        assert_eq!(flag(Active, false, 15), None);
        assert_eq!(flag(Suspended, true, 90), Some("danger"));
    }
}
