//! What a subscription commits the customer to: the term, its end, and until when it can be canceled with a full refund.

use crate::domain::SubscriptionStatus;
use crate::features::subscriptions::model::Subscription;
use crate::i18n::time_zone::LocalTime;
use crate::web::shell::Shell;
use chrono::NaiveDateTime;

/// The commitment in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commitment {
    /// `1 year`; `None` if the billing cycle is not known.
    pub term: Option<String>,
    /// `until 7 Dec 2026`, or `ended 31 Oct 2026` while it is suspended.
    pub end: Option<String>,
    /// `Full refund until 7 Dec 2026, 10:00 (in 9 days)`, while the offer allows it.
    pub refund: Option<String>,
}

impl Commitment {
    /// Returns the commitment at the time `now`. `refunded_until` is the end of the refund period, if the offer has one.
    pub fn new(
        one: &Subscription,
        refunded_until: Option<NaiveDateTime>,
        now: LocalTime,
        shell: &Shell,
    ) -> Self {
        let texts = shell.texts;
        let is_active = one.status == SubscriptionStatus::Active;
        let refund = refunded_until.filter(|end| is_active && one.cancels_on.is_none() && now.at < *end);
        let end = one.renews_on.map(|day| {
            let date = shell.locale.date(day);
            if is_active || day > now.day() { texts.term_until(date) } else { texts.term_ended(date) }
        });
        let days_left = |end: NaiveDateTime| (now.day_of(end) - now.day()).num_days().unsigned_abs();
        Commitment {
            term: one.billing_cycle.map(|cycle| cycle.term_label(texts)),
            end,
            refund: refund.map(|end| texts.refund_until(shell.moment(end), texts.in_days(days_left(end)))),
        }
    }
}
