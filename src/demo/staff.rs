//! The data for the User management and organization pages of the sample channel: last sign-ins, a
//! deactivated user, a new user, and organization profiles.

use crate::audit::{ActivityLog, ActorKind, Author};
use crate::auth::accounts as users;
use crate::auth::accounts::NewUser;
use crate::clock;
use crate::db::Db;
use crate::demo::agenda::Agenda;
use crate::demo::channel::{PARTNERS, PEOPLE, PROVIDER, SamplePartner, SamplePerson};
use crate::domain::{Partner, PartnerId, Roles};
use crate::error::{Error, Result};
use crate::features::organization::model::{BusinessProfile, Organization};
use crate::features::organization::queries as organizations;
use crate::features::users::colleague::Colleague;
use crate::features::users::queries as staff;
use chrono::{NaiveDateTime, TimeDelta};
use std::collections::HashMap;

/// A former and a new user of the provider. The demo does not print them with its sign-ins.
const FORMER: (&str, &str, &str) = ("minseok.oh@hangang.example", "오민석", "sales-agent");

/// The provider's Global admin also operates the server.
const OPERATOR: &str = "ara.kim@hangang.example";

const NEWCOMER: (&str, &str, &str) = ("harin.song@hangang.example", "송하린", "helpdesk-agent");

/// Returns the partners that have a Global admin, each with its id and with this admin as the author of entries.
pub fn with_admin(
    partners: &HashMap<&str, Partner>,
) -> impl Iterator<Item = (&'static SamplePartner, PartnerId, Author)> {
    PARTNERS.iter().filter_map(move |sample| {
        let is_admin =
            |one: &&SamplePerson| one.mpn_id == sample.mpn_id && one.roles.contains("global-admin");
        let admin = PEOPLE.iter().find(is_admin)?;
        let partner = partners[sample.mpn_id].id;
        let author =
            Author { kind: ActorKind::User, name: admin.name.to_owned(), ..Author::operator(partner) };
        Some((sample, partner, author))
    })
}

/// Writes everything except the new user. `at` returns the time of the setup.
pub fn seed(
    db: &Db,
    log: &ActivityLog,
    partners: &HashMap<&str, Partner>,
    password_hash: &str,
    at: impl Fn() -> NaiveDateTime + Copy,
) -> Result<()> {
    let provider = &partners[PROVIDER];
    let former = person(provider, FORMER, password_hash, false)?;
    let author = Author::operator(provider.id);
    log.record_at(at, &author, |tx| Ok(((), vec![users::add(tx, &former)?])))?;
    signed_in(db, log, provider, FORMER.0, TimeDelta::days(61))?;
    let former = add_leaver(db, &former)?;
    log.record_at(at, &author, |tx| Ok(((), vec![staff::deactivate(tx, &former)?])))?;
    let operator = db.read_now(|c| users::by_email(c, OPERATOR))?;
    let operator = operator.ok_or_else(|| Error::internal("the sample channel has no operator"))?.user;
    log.record_at(at, &author, |tx| {
        Ok(((), users::set_operator(tx, operator, true)?.into_iter().collect()))
    })?;
    for sample in PARTNERS {
        let partner = &partners[sample.mpn_id];
        let organization = organization(sample);
        log.record_at(at, &Author::operator(partner.id), |tx| {
            Ok(((), organizations::save(tx, partner.id, &organization, None)?))
        })?;
    }
    Ok(())
}

/// Adds the new user, who was added a few minutes ago.
pub fn welcome(agenda: &mut Agenda<'_>, provider: &Partner, password_hash: &str) -> Result<()> {
    let newcomer = person(provider, NEWCOMER, password_hash, true)?;
    let at = clock::now() - TimeDelta::minutes(4);
    agenda.add(at, Author::operator(provider.id), move |tx| Ok(vec![users::add(tx, &newcomer)?]));
    Ok(())
}

fn person(
    partner: &Partner,
    (email, name, roles): (&str, &str, &str),
    password_hash: &str,
    must_change_password: bool,
) -> Result<NewUser> {
    Ok(NewUser {
        partner: partner.id,
        email: email.to_owned(),
        name: name.to_owned(),
        roles: Roles::parse(roles).map_err(Error::internal)?,
        password_hash: password_hash.to_owned(),
        must_change_password,
    })
}

fn signed_in(db: &Db, log: &ActivityLog, partner: &Partner, email: &str, ago: TimeDelta) -> Result<()> {
    let person = db.read_now(|c| users::by_email(c, email))?.ok_or(Error::NotFound)?;
    let then = || clock::now() - ago;
    log.record_at(then, &Author::operator(partner.id), |tx| {
        Ok((users::note_sign_in(tx, person.user)?, vec![]))
    })
}

fn add_leaver(db: &Db, added: &NewUser) -> Result<Colleague> {
    let person = db.read_now(|c| users::by_email(c, &added.email))?.ok_or(Error::NotFound)?;
    Ok(Colleague {
        id: person.user,
        email: person.email,
        name: person.name,
        roles: added.roles,
        active: true,
        must_change_password: false,
        last_sign_in_at: None,
        second_factor_since: None,
        created_at: clock::now(),
        is_operator: false,
        version: 1,
    })
}

/// Returns address, contact and business profile in the language of the country.
fn organization(sample: &SamplePartner) -> Organization {
    let (city, street, code, tax_id, phone, about, industries, languages) = match sample.country {
        "KR" => (
            "서울특별시",
            "중구 세종대로 110",
            "04524",
            "120-81-00000",
            "+82 2-555-0142",
            "클라우드 도입부터 운영까지 함께합니다.",
            "제조, 유통, 공공",
            "한국어, English",
        ),
        "TW" => (
            "臺北市",
            "信義區信義路五段 7 號",
            "110",
            "12345678",
            "+886 2 5550 0142",
            "協助中小企業導入與管理雲端服務。",
            "製造、零售、教育",
            "繁體中文、English",
        ),
        "DE" => (
            "München",
            "Beispielstraße 12",
            "80331",
            "DE000000000",
            "+49 89 5550142",
            "Cloud für den Mittelstand, vom ersten Postfach bis zum Rechenzentrum.",
            "Maschinenbau, Handel",
            "Deutsch, English",
        ),
        "SE" => (
            "Göteborg",
            "Vasagatan 12",
            "411 24",
            "SE000000000001",
            "+46 8 465 004 04",
            "Molntjänster för växande företag i Norden.",
            "Handel, transport",
            "Svenska, English",
        ),
        "VN" => (
            "Thành phố Hồ Chí Minh",
            "12 Lê Lợi",
            "700000",
            "0300000000",
            "+84 28 3822 0142",
            "Dịch vụ đám mây cho doanh nghiệp vừa và nhỏ.",
            "Sản xuất, bán lẻ",
            "Tiếng Việt, English",
        ),
        _ => (
            "Springfield",
            "100 Example Street",
            "12345",
            "00-0000000",
            "+1 425 555 0142",
            "Cloud services for growing companies, with people who answer the telephone.",
            "Retail, health, logistics",
            "English",
        ),
    };
    Organization {
        report_attachments: false,
        legal_name: sample.name.to_owned(),
        address_line1: street.to_owned(),
        city: city.to_owned(),
        postal_code: code.to_owned(),
        tax_id: tax_id.to_owned(),
        contact_name: contact(sample).to_owned(),
        contact_email: format!("office@{}", sample.domain),
        contact_phone: phone.to_owned(),
        business: BusinessProfile {
            about: about.to_owned(),
            industries: industries.to_owned(),
            languages: languages.to_owned(),
            web_page: format!("https://www.{}", sample.domain),
            privacy_notice: privacy_notice(sample),
            support_email: format!("support@{}", sample.domain),
            support_phone: phone.to_owned(),
        },
        ..Organization::default()
    }
}

/// Returns the address of a partner's privacy notice.
pub(super) fn privacy_notice(sample: &SamplePartner) -> String {
    format!("https://www.{}/privacy", sample.domain)
}

fn contact(sample: &SamplePartner) -> &'static str {
    PEOPLE.iter().find(|person| person.mpn_id == sample.mpn_id).map_or("", |person| person.name)
}
