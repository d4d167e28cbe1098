//! The terms of sample subscriptions: nickname, billing, renewal and suspension. The subscriptions are in
//! [`super::subscriptions`]; [`super::seed`] converts numbers of days to dates.

use crate::demo::names::company::company;
use crate::demo::offers::OfferTerms;
use crate::demo::random::Random;
use crate::domain::{BillingCycle, SubscriptionStatus};
use chrono::{NaiveDateTime, NaiveTime, TimeDelta};

const TERMS: u64 = 6;

const KOREAN: &[&str] = &["본사", "영업팀", "부산 지점", "연구소", "계약직"];

const TAIWANESE: &[&str] = &["總公司", "台北辦公室", "業務部", "高雄廠", "約聘人員"];

const OTHER: &[&str] = &["Head office", "Sales team", "Werk Süd", "Contractors", "Field service"];

/// When a subscription began.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum TermStart {
    /// With the first order, on the day on which the company became a customer.
    #[default]
    First,
    /// After this percentage of the time since then.
    Later(u64),
    /// This number of hours ago.
    Lately(i64),
}

impl TermStart {
    /// Returns the start, for a company that became a customer `customer_days` ago. Orders are placed
    /// during working hours in Seoul.
    pub fn moment(self, index: u64, customer_days: i64, now: NaiveDateTime) -> NaiveDateTime {
        let days = match self {
            TermStart::First => customer_days,
            TermStart::Later(percent) => customer_days * (100 - percent as i64) / 100,
            TermStart::Lately(hours) => return now - TimeDelta::hours(hours),
        };
        let morning = (now - TimeDelta::days(days)).date().and_time(NaiveTime::MIN);
        (morning + TimeDelta::minutes((index * 37 % 540) as i64)).min(now)
    }

    /// Returns a later start for an add-on, because its parent must exist before.
    fn for_add_on(self) -> Self {
        match self {
            TermStart::First => TermStart::Later(40),
            TermStart::Later(percent) => TermStart::Later(percent + (100 - percent) / 2),
            TermStart::Lately(hours) => TermStart::Lately(hours / 2),
        }
    }
}

/// The terms of one subscription.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// The start of the subscription.
    pub begun: TermStart,
    /// The nickname, if it has one.
    pub nickname: Option<&'static str>,
    /// How often it is billed; may be unknown for imported subscriptions.
    pub billing_cycle: Option<BillingCycle>,
    /// Whether auto-renewal is on.
    pub auto_renew: bool,
    /// Whether it was cancelled after the refund period and ends on the renewal date.
    pub cancelled: bool,
    /// Whether the reseller of record is the designated support contact.
    pub reseller_supports: bool,
    /// Number of days since the suspension; `None` if it is not suspended, or another portal suspended it.
    pub suspended_for: Option<i64>,
    /// Whether a change is planned for its renewal.
    pub plans_change: bool,
}

/// Returns the terms of the subscription at this position in a customer's list.
pub fn terms(
    index: u64,
    place: usize,
    name: &str,
    offer: Option<OfferTerms>,
    status: SubscriptionStatus,
) -> Terms {
    let mut random = Random::new(TERMS, index * 8 + place as u64);
    let nicknames = match company(index).country {
        "KR" => KOREAN,
        "TW" => TAIWANESE,
        _ => OTHER,
    };
    let nickname = random.chance(12).then(|| random.pick(nicknames));
    let cycle = random.pick_weighted(&[
        (Some(BillingCycle::Monthly), 45),
        (Some(BillingCycle::Annual), 45),
        (None, 10),
    ]);
    let by_use = name == "Azure plan";
    let auto_renew = !random.chance(12);
    let suspended = status == SubscriptionStatus::Suspended && !random.chance(10);
    let suspended_for = suspended.then(|| 1 + random.below(80) as i64);
    let begun = choose_start(place, offer, status, &mut random);
    let can_wait = status == SubscriptionStatus::Active && !matches!(begun, TermStart::Lately(_));
    let cancelled = can_wait && offer.is_some_and(|offer| offer.cancellable) && random.chance(15);
    let reseller_supports = random.chance(20);
    Terms {
        begun,
        nickname,
        billing_cycle: match offer {
            Some(offer) => Some(offer.cycle),
            None if by_use => Some(BillingCycle::None),
            None => cycle,
        },
        auto_renew: auto_renew || cancelled,
        cancelled,
        reseller_supports,
        suspended_for,
        plans_change: can_wait && auto_renew && !cancelled && random.chance(6),
    }
}

/// Returns the terms of an add-on, which follow its parent's except for a later start.
pub fn with_parent(add_on: Terms, parent: &Terms) -> Terms {
    let suspended_for =
        if parent.suspended_for.is_some() { parent.suspended_for } else { add_on.suspended_for };
    let Terms { billing_cycle, auto_renew, .. } = *parent;
    Terms {
        begun: parent.begun.for_add_on(),
        billing_cycle,
        auto_renew,
        suspended_for,
        cancelled: false,
        plans_change: false,
        ..add_on
    }
}

/// Chooses the start. A cancellable subscription is often new enough for a refund; one that is being set up
/// was ordered just now.
fn choose_start(
    place: usize,
    offer: Option<OfferTerms>,
    status: SubscriptionStatus,
    random: &mut Random,
) -> TermStart {
    let new = offer.filter(|offer| offer.cancellable && random.chance(40));
    match (new.map(|offer| offer.cycle), status) {
        (_, SubscriptionStatus::Pending) => TermStart::Lately(random.below(6) as i64),
        (Some(BillingCycle::Monthly), SubscriptionStatus::Active) => {
            TermStart::Lately(1 + random.below(18) as i64)
        }
        (Some(_), SubscriptionStatus::Active) => TermStart::Lately(24 + random.below(11 * 24) as i64),
        _ if place == 0 || random.chance(40) => TermStart::First,
        _ => TermStart::Later(10 + random.below(80)),
    }
}
