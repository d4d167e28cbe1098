//! The partners of the sample channel and their staff, as tables. Their customers are in [`super::holdings`].

use crate::domain::PartnerKind::{Direct, IndirectProvider, IndirectReseller};
use crate::domain::{Cloud, PartnerKind};

/// MPN ID of the indirect provider.
pub const PROVIDER: &str = "4820137";

/// MPN ID of the direct partner.
pub const DIRECT_PARTNER: &str = "5130906";

/// MPN ID of the indirect reseller whose customers have names that programs often fail on.
pub const EDGE_CASES: &str = "5123011";

/// A partner of the sample channel.
#[derive(Debug, Clone, Copy)]
pub struct SamplePartner {
    /// The MPN ID.
    pub mpn_id: &'static str,
    /// The type of partner.
    pub kind: PartnerKind,
    /// The cloud in which it works.
    pub cloud: Cloud,
    /// The name.
    pub name: &'static str,
    /// The primary domain name.
    pub domain: &'static str,
    /// ISO 3166 country, two capital letters.
    pub country: &'static str,
}

/// A member of a sample partner's staff.
#[derive(Debug, Clone, Copy)]
pub struct SamplePerson {
    /// MPN ID of the partner.
    pub mpn_id: &'static str,
    /// Email address for sign-in.
    pub email: &'static str,
    /// Full name.
    pub name: &'static str,
    /// The roles in the format of [`Roles::parse`](crate::domain::Roles::parse); empty for none.
    pub roles: &'static str,
}

/// The provider, its thirteen resellers, and the direct partner.
pub const PARTNERS: &[SamplePartner] = &[
    partner(PROVIDER, IndirectProvider, "한강 디스트리뷰션", "hangang.example", "KR"),
    partner("5120448", IndirectReseller, "솔빛 클라우드", "solbit.example", "KR"),
    partner("5120512", IndirectReseller, "玉山資訊", "yushan.example", "TW"),
    partner("5120771", IndirectReseller, "Isar Systemhaus GmbH", "isar.example", "DE"),
    partner("5121034", IndirectReseller, "누리온 시스템즈", "nurion.example", "KR"),
    partner("5121190", IndirectReseller, "새벽정보기술", "saebyeok.example", "KR"),
    partner("5121355", IndirectReseller, "가람네트웍스", "garamnet.example", "KR"),
    partner("5121602", IndirectReseller, "港都雲端科技", "gangdu.example", "TW"),
    partner("5121847", IndirectReseller, "晨曦軟體", "chenxi.example", "TW"),
    partner("5122013", IndirectReseller, "竹塹系統整合", "zhuqian.example", "TW"),
    partner("5122280", IndirectReseller, "Nordlicht IT AB", "nordlicht.example", "SE"),
    partner("5122519", IndirectReseller, "Alster Datendienste KG", "alster.example", "DE"),
    partner("5122764", IndirectReseller, "Công ty Mây Việt", "mayviet.example", "VN"),
    partner(EDGE_CASES, IndirectReseller, "Test names", "testnames.example", "US"),
    partner(DIRECT_PARTNER, Direct, "Bluepine Cloud Inc.", "bluepine.example", "US"),
];

/// The staff. The provider has at least one person in every role and one without roles.
pub const PEOPLE: &[SamplePerson] = &[
    person(PROVIDER, "ara.kim@hangang.example", "김아라", "global-admin,admin-agent"),
    person(PROVIDER, "junho.lee@hangang.example", "이준호", "billing-admin"),
    person(PROVIDER, "haeun.jung@hangang.example", "정하은", "user-management-admin,sales-agent"),
    person(PROVIDER, "meiling.chen@hangang.example", "陳美玲", "admin-agent"),
    person(PROVIDER, "lukas.brandt@hangang.example", "Lukas Brandt", "sales-agent"),
    person(PROVIDER, "seoyeon.park@hangang.example", "박서연", "helpdesk-agent"),
    person(PROVIDER, "dohyun.yun@hangang.example", "윤도현", ""),
    person("5120448", "jiwoo.seo@solbit.example", "서지우", "global-admin,admin-agent"),
    person("5120448", "minjae.choi@solbit.example", "최민재", "sales-agent"),
    person("5120448", "yuna.han@solbit.example", "한유나", "billing-admin,helpdesk-agent"),
    person("5120512", "chihming.lin@yushan.example", "林志明", "global-admin,admin-agent"),
    person("5120512", "yating.huang@yushan.example", "黃雅婷", "sales-agent"),
    person("5120771", "anna.huber@isar.example", "Anna Huber", "global-admin,admin-agent"),
    person("5120771", "juergen.weiss@isar.example", "Jürgen Weiß", "sales-agent"),
    person(EDGE_CASES, "tess.case@testnames.example", "Tess Case", "global-admin,admin-agent"),
    person(DIRECT_PARTNER, "grace.rivera@bluepine.example", "Grace Rivera", "global-admin,admin-agent"),
    person(DIRECT_PARTNER, "sean.oconnor@bluepine.example", "Seán O’Connor", "sales-agent"),
];

/// Returns the provider's resellers, in the order of the index [`super::subscriptions::SampleSubscription::reseller`].
pub fn resellers() -> impl Iterator<Item = &'static SamplePartner> {
    PARTNERS.iter().filter(|partner| partner.kind == IndirectReseller)
}

/// Returns the partner of the person with this email address.
pub fn employer(email: &str) -> Option<&'static SamplePartner> {
    let person = PEOPLE.iter().find(|person| person.email == email)?;
    PARTNERS.iter().find(|partner| partner.mpn_id == person.mpn_id)
}

const fn partner(
    mpn_id: &'static str,
    kind: PartnerKind,
    name: &'static str,
    domain: &'static str,
    country: &'static str,
) -> SamplePartner {
    SamplePartner { mpn_id, kind, cloud: Cloud::Global, name, domain, country }
}

const fn person(
    mpn_id: &'static str,
    email: &'static str,
    name: &'static str,
    roles: &'static str,
) -> SamplePerson {
    SamplePerson { mpn_id, email, name, roles }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::domain::{Role, Roles};
    use std::collections::HashSet;

    #[test]
    fn provider_has_a_user_in_each_role_and_one_without_roles() {
        let staff = || PEOPLE.iter().filter(|person| person.mpn_id == PROVIDER);
        let held: Vec<Role> = staff().flat_map(|person| Roles::parse(person.roles).unwrap().iter()).collect();
        assert!(Role::ALL.iter().all(|role| held.contains(role)), "{held:?}");
        assert!(staff().any(|person| person.roles.is_empty()));
    }

    #[test]
    fn users_belong_to_the_partner_of_their_mail_domain() {
        for person in PEOPLE {
            let employer = PARTNERS.iter().find(|partner| partner.mpn_id == person.mpn_id).unwrap();
            assert!(person.email.ends_with(&format!("@{}", employer.domain)), "{}", person.email);
            assert!(Roles::parse(person.roles).is_ok(), "{}", person.roles);
        }
    }

    #[test]
    fn numbers_and_addresses_are_unique() {
        let numbers: HashSet<_> = PARTNERS.iter().map(|partner| partner.mpn_id).collect();
        let emails: HashSet<_> = PEOPLE.iter().map(|person| person.email).collect();
        assert_eq!((numbers.len(), emails.len()), (PARTNERS.len(), PEOPLE.len()));
        assert_eq!(resellers().count(), 13);
    }
}
