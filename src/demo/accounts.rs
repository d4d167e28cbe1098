//! Bill-to addresses and agreements of the sample customers. Streets and cities exist, so that maps find
//! them; house numbers, people and email addresses are made up.

use crate::audit::Tx;
use crate::clock;
use crate::demo::channel::PEOPLE;
use crate::demo::holdings::{AGREEMENT, Holding, NOT_AGREED};
use crate::demo::names::company::Company;
use crate::demo::random::Random;
use crate::demo::subscriptions::{SampleSubscription, bought};
use crate::domain::{Partner, PartnerKind, SubscriptionStatus};
use crate::error::Result;
use crate::features::agreements::queries::{Acceptance, store};
use crate::features::bill_to::address::bill_to::BillTo;
use crate::features::bill_to::queries::add as add_bill_to;
use crate::features::customer_account::permissions;
use chrono::{NaiveDate, TimeDelta};

const BILL_TO: u64 = 5;

const PERMISSION: u64 = 14;

/// Percentage of customers with Azure that may buy reservations.
const MAY_PURCHASE: u64 = 30;

/// Country, postal code, state, city, street; `{}` is the house number.
type Place = (&'static str, &'static str, &'static str, &'static str, &'static str);

#[rustfmt::skip]
const PLACES: &[Place] = &[
    ("KR", "04524", "서울특별시", "중구", "세종대로 {}"), ("KR", "06236", "서울특별시", "강남구", "테헤란로 {}"),
    ("KR", "13494", "경기도", "성남시 분당구", "판교역로 {}"), ("KR", "48058", "부산광역시", "해운대구", "센텀중앙로 {}"),
    ("KR", "34126", "대전광역시", "유성구", "대학로 {}"), ("KR", "30151", "세종특별자치시", "", "한누리대로 {}"),
    ("TW", "110", "台北市", "信義區", "信義路五段{}號"), ("TW", "114", "台北市", "內湖區", "瑞光路{}號"),
    ("TW", "300", "新竹市", "東區", "光復路二段{}號"), ("TW", "407", "台中市", "西屯區", "台灣大道三段{}號"),
    ("TW", "806", "高雄市", "前鎮區", "成功二路{}號"),
    ("DE", "10117", "", "Berlin", "Friedrichstraße {}"), ("DE", "80331", "", "München", "Sendlinger Straße {}"),
    ("DE", "20095", "", "Hamburg", "Mönckebergstraße {}"),
    ("US", "98052", "WA", "Redmond", "{} Redmond Way"), ("US", "78701", "TX", "Austin", "{} Congress Avenue"),
    ("SE", "111 22", "", "Stockholm", "Vasagatan {}"), ("FR", "75009", "", "Paris", "{} rue La Fayette"),
    ("GB", "EC2M 4YE", "", "London", "{} Bishopsgate"), ("PL", "00-001", "", "Warszawa", "ulica Marszałkowska {}"),
    ("VN", "", "", "Thành phố Hồ Chí Minh", "{} Lê Lợi"),
];

const KOREAN: &[(&str, &str)] =
    &[("오", "세훈"), ("윤", "미정"), ("강", "태우"), ("조", "은비"), ("임", "도현"), ("한", "소라")];

const TAIWANESE: &[(&str, &str)] =
    &[("林", "怡君"), ("陳", "俊宏"), ("黃", "淑芬"), ("張", "家豪"), ("王", "雅雯"), ("吳", "承恩")];

const OTHERS: &[(&str, &str)] =
    &[("Keller", "Jana"), ("Berg", "Oskar"), ("Moreau", "Élise"), ("Hughes", "Tom"), ("Wagner", "Ute")];

/// Number of customers per list with this data; in a large demo, later customers have none.
const MAX_CUSTOMERS: u64 = 5_000;

/// Writes the bill-to address, permission and agreement of a customer. Indirect resellers do not attest agreements.
pub fn insert_account_data(
    tx: &mut Tx<'_>,
    partner: &Partner,
    holding: &Holding,
    company: &Company,
) -> Result<()> {
    if holding.index >= MAX_CUSTOMERS {
        return Ok(());
    }
    let id = company.microsoft_id;
    if let Some(bill_to) = bill_to(company, &holding.list_name, holding.index) {
        add_bill_to(tx, partner.id, id, &bill_to)?;
    }
    let attested_by = PEOPLE.iter().find(|person| person.mpn_id == partner.mpn_id);
    let since = clock::now() - TimeDelta::days(holding.days_ago);
    let sells = partner.kind != PartnerKind::IndirectReseller;
    if let Some(by) = attested_by.filter(|_| sells && may_purchase(holding)) {
        permissions::insert(tx, partner.id, id, by.name, since)?;
    }
    match (acceptance(company, since.date(), holding.index), attested_by) {
        (Some(acceptance), Some(by)) if sells => {
            let imported_at = std::mem::replace(&mut tx.at, since);
            store(tx, partner.id, id, &acceptance, by.name)?;
            tx.at = imported_at;
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Whether the customer may buy reservations: some of the customers with Azure.
pub(super) fn may_purchase(holding: &Holding) -> bool {
    let is_azure = |one: &SampleSubscription| {
        one.name == "Azure plan" && one.status == SubscriptionStatus::Active && one.offer.is_some()
    };
    bought(holding).iter().any(is_azure) && Random::new(PERMISSION, holding.index).chance(MAY_PURCHASE)
}

/// Returns the bill-to address of a customer in a partner's list; `None` for a third of them, as after an import.
pub fn bill_to(company: &Company, list_name: &str, index: u64) -> Option<BillTo> {
    let mut random = Random::new(BILL_TO, index);
    let places: Vec<Place> = PLACES.iter().filter(|place| place.0 == company.country).copied().collect();
    if places.is_empty() || random.chance(33) {
        return None;
    }
    let (country, code, state, city, street) = random.pick(&places);
    let (last_name, first_name) = person(country, &mut random);
    let house = 1 + random.below(180);
    Some(BillTo {
        company_name: list_name.to_owned(),
        first_name: first_name.to_owned(),
        last_name: last_name.to_owned(),
        email: format!("billing@{}", company.domain),
        phone: phone(country, &mut random),
        country: country.to_owned(),
        address_line1: street.replace("{}", &house.to_string()),
        address_line2: String::new(),
        city: city.to_owned(),
        state: state.to_owned(),
        postal_code: code.to_owned(),
        registration_number: String::new(),
    })
}

/// Returns the acceptance of the agreement; `None` for a fifth of the customers.
pub fn acceptance(company: &Company, agreed_on: NaiveDate, index: u64) -> Option<Acceptance> {
    let mut random = Random::new(AGREEMENT, index);
    if random.chance(NOT_AGREED) {
        return None;
    }
    let (last_name, first_name) = person(company.country, &mut random);
    Some(Acceptance {
        first_name: first_name.to_owned(),
        last_name: last_name.to_owned(),
        email: format!("contact@{}", company.domain),
        phone: String::new(),
        agreed_on,
    })
}

pub(super) fn person(country: &str, random: &mut Random) -> (&'static str, &'static str) {
    match country {
        "KR" => random.pick(KOREAN),
        "TW" => random.pick(TAIWANESE),
        _ => random.pick(OTHERS),
    }
}

/// Returns a number from a range that is reserved for fictional use; empty for countries without such a range.
fn phone(country: &str, random: &mut Random) -> String {
    let digits = random.below(100);
    match country {
        "US" => format!("+1 425-555-01{digits:02}"),
        "KR" => format!("+82 2-555-01{digits:02}"),
        "TW" => format!("+886 2-5550-01{digits:02}"),
        _ => String::new(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::demo::names::company::company;
    use crate::features::bill_to::address::form::AddressForm;
    use crate::i18n::Locale;

    #[test]
    fn sample_addresses_follow_the_rules_of_their_countries() {
        let mut seen = 0;
        for index in 0..500 {
            let company = company(index);
            let Some(sample) = bill_to(&company, "Name", index) else { continue };
            let read = BillTo::parse(&AddressForm::from(sample.clone()), Locale::En);
            assert_eq!(read.as_ref(), Ok(&sample), "{index}");
            seen += 1;
        }
        assert!(seen > 150, "{seen}");
    }
}
