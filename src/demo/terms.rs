//! How sample subscriptions run: nicknames, billing, renewals, and since when one is suspended.
//! What they are is in [`super::subscriptions`]; from what here are numbers, [`super::seed`] makes days.

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
    /// Later: after so many hundredths of the time since then.
    Later(u64),
    /// So many hours ago.
    Lately(i64),
}

impl TermStart {
    /// When that was, for a customer of so many days; orders are made in the working hours of Seoul.
    pub fn moment(self, index: u64, customer_days: i64, now: NaiveDateTime) -> NaiveDateTime {
        let days = match self {
            TermStart::First => customer_days,
            TermStart::Later(percent) => customer_days * (100 - percent as i64) / 100,
            TermStart::Lately(hours) => return now - TimeDelta::hours(hours),
        };
        let morning = (now - TimeDelta::days(days)).date().and_time(NaiveTime::MIN);
        (morning + TimeDelta::minutes((index * 37 % 540) as i64)).min(now)
    }

    /// An add-on is bought for what runs already.
    fn for_add_on(self) -> Self {
        match self {
            TermStart::First => TermStart::Later(40),
            TermStart::Later(percent) => TermStart::Later(percent + (100 - percent) / 2),
            TermStart::Lately(hours) => TermStart::Lately(hours / 2),
        }
    }
}

/// How one subscription runs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// When it began.
    pub begun: TermStart,
    /// What the partners call it besides.
    pub nickname: Option<&'static str>,
    /// How often it is billed; an imported one may not say.
    pub billing_cycle: Option<BillingCycle>,
    /// Whether it renews by itself.
    pub auto_renew: bool,
    /// Whether it was cancelled when nothing was refunded any more, and ends on the day of its renewal.
    pub cancelled: bool,
    /// Whether the reseller of record is the designated support contact.
    pub reseller_supports: bool,
    /// A suspended one: since so many days; none if another portal did it.
    pub suspended_for: Option<i64>,
}

/// The terms of the subscription in this place of a customer's.
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
        reseller_supports: random.chance(20),
        suspended_for,
    }
}

/// An add-on runs as its parent does, from the day on which it was bought for it.
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
        ..add_on
    }
}

/// What can be cancelled is often so new that its price is refunded; what is being set up was ordered just now.
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
