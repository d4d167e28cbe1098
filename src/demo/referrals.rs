//! Sample referrals of the last weeks in every state: those that the provider sent to resellers, and leads
//! that partners recorded.

use crate::audit::{ActorKind, Author};
use crate::clock;
use crate::demo::accounts::person;
use crate::demo::agenda::Agenda;
use crate::demo::channel::PEOPLE;
use crate::demo::names::company::{Company, company};
use crate::demo::random::Random;
use crate::demo::referrals::ReferralProgress::{Accepted, Declined, Expired, Lost, Waits, Won};
use crate::domain::{Partner, PartnerId, ReferralId};
use crate::error::{Error, Result};
use crate::features::referrals::change;
use crate::features::referrals::change::{NewReferral, ReferralAnswer};
use crate::features::referrals::model::{Lead, VALID_DAYS};
use chrono::{NaiveDateTime, TimeDelta};
use std::collections::HashMap;

const REFERRALS: u64 = 14;

/// First index of sample companies that are not customers of any partner.
const STRANGERS: u64 = 60_000_000;

/// The progress of a sample referral; the reasons were given by the person who answered.
pub(super) enum ReferralProgress {
    Waits,
    Accepted,
    Won,
    Lost(&'static str),
    Declined(&'static str),
    Expired,
}

/// Email address of the author, the reseller that received it and the person who answers there, the
/// company's country, its needs and a note, the age in days, the progress.
type Sample = (
    &'static str,
    Option<(&'static str, &'static str)>,
    &'static str,
    [&'static str; 2],
    i64,
    ReferralProgress,
);

const ARA: &str = "ara.kim@hangang.example";

const MEILING: &str = "meiling.chen@hangang.example";

const LUKAS: &str = "lukas.brandt@hangang.example";

const GRACE: &str = "grace.rivera@bluepine.example";

const SEAN: &str = "sean.oconnor@bluepine.example";

const MINJAE: &str = "minjae.choi@solbit.example";

const YATING: &str = "yating.huang@yushan.example";

const SOLBIT: Option<(&str, &str)> = Some(("5120448", "최민재"));

const YUSHAN: Option<(&str, &str)> = Some(("5120512", "黃雅婷"));

const ISAR: Option<(&str, &str)> = Some(("5120771", "Jürgen Weiß"));

const SAMPLES: &[Sample] = &[
    (
        ARA,
        SOLBIT,
        "KR",
        [
            "Microsoft 365 Business Premium 45명\n12월 중순부터 사용 희망",
            "박람회에서 만난 회사입니다. 먼저 전화해 주세요.",
        ],
        1,
        Waits,
    ),
    (MEILING, YUSHAN, "TW", ["Microsoft 365 E3 約 80 人，明年一月啟用", ""], 3, Waits),
    (
        LUKAS,
        ISAR,
        "DE",
        ["Twelve licences of Dynamics 365 Sales, from January", "They asked for a reseller nearby."],
        5,
        Waits,
    ),
    (LUKAS, None, "SE", ["Azure for a data warehouse, about 2 TB a month", ""], 2, Waits),
    (
        ARA,
        SOLBIT,
        "KR",
        ["메일 서버를 Exchange Online으로 이전, 사용자 120명", "연말 전에 견적이 필요하다고 합니다."],
        9,
        Accepted,
    ),
    (
        MEILING,
        YUSHAN,
        "TW",
        ["新設分公司，需要 25 個 Business Standard 授權", "總公司已經是我們的客戶。"],
        12,
        Accepted,
    ),
    (ARA, None, "KR", ["본사와 공장 두 곳에서 Teams 전화 사용", ""], 8, Accepted),
    (MINJAE, None, "KR", ["Azure Virtual Desktop 시범 사용 30명", "기존 고객이 소개했습니다."], 4, Accepted),
    (
        GRACE,
        None,
        "US",
        ["Moves its file server to SharePoint before the lease ends in March", ""],
        6,
        Accepted,
    ),
    (ARA, SOLBIT, "KR", ["Microsoft 365 E5 보안 구성, 60명", ""], 34, Won),
    (
        LUKAS,
        ISAR,
        "DE",
        ["Microsoft 365 E3 for about 60 people", "Existing contract ends in October."],
        41,
        Won,
    ),
    (YATING, None, "TW", ["Power BI Pro 15 個授權", ""], 28, Won),
    (MEILING, YUSHAN, "TW", ["把檔案伺服器搬到 SharePoint，40 人", ""], 37, Lost("客戶決定維持自有機房。")),
    (
        SEAN,
        None,
        "US",
        ["Backup for Microsoft 365, 200 mailboxes", ""],
        30,
        Lost("A competitor was cheaper for the first year."),
    ),
    (
        LUKAS,
        ISAR,
        "DE",
        ["Azure Stack for two plants", ""],
        19,
        Declined("No capacity for Azure Stack before spring."),
    ),
    (ARA, SOLBIT, "KR", ["교육용 라이선스 300명", ""], 23, Declined("교육기관은 저희 영업 범위가 아닙니다.")),
    (MEILING, YUSHAN, "TW", ["Dynamics 365 Business Central 評估", ""], 26, Expired),
    (LUKAS, None, "SE", ["Ten licences of Visio, maybe", ""], 47, Expired),
];

/// Adds the referrals.
pub fn add_referrals<'a>(agenda: &mut Agenda<'a>, partners: &'a HashMap<&str, Partner>) -> Result<()> {
    let partner = |mpn_id: &str| partners.get(mpn_id).ok_or(Error::NotFound);
    for (number, (maker, to, country, [need, note], days, fate)) in (0..).zip(SAMPLES) {
        let maker = PEOPLE.iter().find(|person| person.email == *maker).ok_or(Error::NotFound)?;
        let author = partner(maker.mpn_id)?;
        let reseller = to.map(|(mpn_id, _)| partner(mpn_id)).transpose()?;
        let mut random = Random::new(REFERRALS, number);
        let at = clock::now() - TimeDelta::days(*days) - TimeDelta::minutes(random.below(300) as i64);
        let new = NewReferral {
            id: ReferralId(random.uuid()),
            author: author.id,
            reseller: reseller.map(|one| one.id),
            lead: lead(&unrelated_company(country, number), &mut random, need, note),
            by: maker.name.to_owned(),
        };
        let id = new.id;
        agenda.add(at, staff(author.id, maker.name), move |tx| Ok(vec![change::create(tx, &new)?]));
        let who = (reseller.unwrap_or(author).id, to.map_or(maker.name, |(_, name)| name));
        advance_to(fate, agenda, who, id, at);
    }
    Ok(())
}

fn advance_to(
    fate: &ReferralProgress,
    agenda: &mut Agenda<'_>,
    (partner, by): (PartnerId, &'static str),
    id: ReferralId,
    made: NaiveDateTime,
) {
    let mut say = |answer: ReferralAnswer, at: NaiveDateTime| {
        agenda
            .add(at, staff(partner, by), move |tx| Ok(vec![change::answer(tx, (partner, by), id, &answer)?]));
    };
    let answered = made + TimeDelta::hours(21);
    match fate {
        Waits => {}
        Expired => {
            let over = made + TimeDelta::days(VALID_DAYS + 1);
            agenda.add(over, Author::system(partner), move |tx| change::expire(tx, partner));
        }
        Declined(reason) => say(ReferralAnswer::Decline((*reason).to_owned()), answered + TimeDelta::days(3)),
        Accepted | Won | Lost(_) => {
            say(ReferralAnswer::Accept, answered);
            let closed = answered + TimeDelta::days(16);
            match fate {
                Won => say(ReferralAnswer::Win, closed),
                Lost(reason) => say(ReferralAnswer::Lose((*reason).to_owned()), closed),
                _ => {}
            }
        }
    }
}

fn staff(partner: PartnerId, name: &str) -> Author {
    Author { kind: ActorKind::User, name: name.to_owned(), ..Author::operator(partner) }
}

/// Returns a company of this country that is not a customer of any partner.
fn unrelated_company(country: &str, number: u64) -> Company {
    let from = STRANGERS + number * 1_000;
    let found = (from..from + 1_000).map(company).find(|one| one.country == country);
    found.unwrap_or_else(|| company(from))
}

fn lead(to: &Company, random: &mut Random, need: &str, note: &str) -> Lead {
    let (last_name, first_name) = person(to.country, random);
    Lead {
        company_name: to.name.clone(),
        first_name: first_name.to_owned(),
        last_name: last_name.to_owned(),
        email: format!("office@{}", to.domain),
        phone: String::new(),
        need: need.to_owned(),
        note: note.to_owned(),
    }
}
