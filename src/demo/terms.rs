//! How sample subscriptions run: nicknames, billing, renewals, and since when one is suspended.
//! What they are is in [`super::licences`]; from what here are numbers, [`super::fill`] makes days.

use super::names::company;
use super::random::Random;
use crate::offers::model::BillingCycle;
use crate::subscriptions::model::SubscriptionStatus;

const TERMS: u64 = 6;

/// What a base product's add-on is called.
const ADD_ONS: &[(&str, &str)] = &[
    ("Office 365 E3", "Microsoft 365 Audio Conferencing"),
    ("Microsoft 365 E3", "Microsoft Defender for Office 365 (Plan 2)"),
    ("Microsoft 365 E5", "Microsoft Teams Domestic Calling Plan"),
    ("Microsoft 365 Business Premium", "Microsoft 365 Business Voice"),
    ("Dynamics 365 Sales, Enterprise", "Dynamics 365 Customer Insights Attach"),
    ("Exchange Online (Plan 1)", "Exchange Online Archiving"),
    ("Project Plan 3", "Power BI Premium per user add-on"),
];

const KOREAN: &[&str] = &["본사", "영업팀", "부산 지점", "연구소", "계약직"];
const TAIWANESE: &[&str] = &["總公司", "台北辦公室", "業務部", "高雄廠", "約聘人員"];
const OTHER: &[&str] = &["Head office", "Sales team", "Werk Süd", "Contractors", "Field service"];

/// How one subscription runs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// What the partners call it besides.
    pub nickname: Option<&'static str>,
    /// How often it is billed; an imported one may not say.
    pub billing_cycle: Option<BillingCycle>,
    /// Whether it renews by itself.
    pub auto_renew: bool,
    /// A suspended one: since so many days; none if another portal did it.
    pub suspended_for: Option<i64>,
}

/// The terms of the subscription in this place of a customer's.
pub fn terms(index: u64, place: usize, name: &str, status: SubscriptionStatus) -> Terms {
    let mut random = Random::new(TERMS, index * 8 + place as u64);
    let nicknames = match company(index).country {
        "KR" => KOREAN,
        "TW" => TAIWANESE,
        _ => OTHER,
    };
    let nickname = random.chance(12).then(|| random.pick(nicknames));
    let cycle =
        random.weigh(&[(Some(BillingCycle::Monthly), 45), (Some(BillingCycle::Annual), 45), (None, 10)]);
    let by_use = name == "Azure plan";
    let auto_renew = !random.chance(12);
    let suspended = status == SubscriptionStatus::Suspended && !random.chance(10);
    Terms {
        nickname,
        billing_cycle: if by_use { Some(BillingCycle::None) } else { cycle },
        auto_renew,
        suspended_for: suspended.then(|| 1 + random.below(80) as i64),
    }
}

/// The add-on that stands in for a customer's second subscription, if its first product has one.
pub fn add_on(index: u64, parent: &str) -> Option<&'static str> {
    let (_, add_on) = ADD_ONS.iter().find(|(base, _)| *base == parent)?;
    Random::new(TERMS, index).chance(60).then_some(*add_on)
}
