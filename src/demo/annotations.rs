//! Tags, other names, notes and contacts of sample customers, written by the staff of each partner in the last weeks.

use crate::audit::{Action, Activity, ActorKind, Author, Tx};
use crate::auth::accounts::by_email;
use crate::db::schema::{customer_contacts, customers, notes};
use crate::demo::activity::working_time;
use crate::demo::agenda::Agenda;
use crate::demo::channel::{PARTNERS, PEOPLE, SamplePerson};
use crate::demo::holdings::{Holding, holdings};
use crate::demo::names::company::company;
use crate::demo::random::Random;
use crate::domain::{MicrosoftId, Partner, PartnerId};
use crate::error::Result;
use crate::features::customers::other_names::OtherNames;
use crate::features::tags::assignments::{self, Assignment};
use crate::features::tags::model::TagHue;
use crate::features::tags::names::join_names;
use crate::search::customers_changed;
use crate::text::fold;
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use serde_json::json;
use std::collections::HashMap;

const ANNOTATIONS: u64 = 79;

/// Number of customers of each partner that have annotations.
const CUSTOMERS: usize = 40;

/// What a customer in this language is called, noted and answered with: the tags, the notes, names and job titles.
struct Words {
    tags: [(&'static str, TagHue); 5],
    notes: [&'static str; 5],
    people: [(&'static str, &'static str); 3],
}

const KOREAN: Words = Words {
    tags: [
        ("의료", TagHue::Teal),
        ("제조", TagHue::Blue),
        ("주요 고객", TagHue::Plum),
        ("1분기 검토", TagHue::Rust),
        ("공공", TagHue::Olive),
    ],
    notes: [
        "갱신 예산은 매년 1월에 승인됩니다. 그 전에 E5 시범 사용을 제안할 것.",
        "종료 건은 대표님 결재 대기 중입니다.",
        "지점이 세 곳이라 라이선스를 지점별로 나눠 청구합니다.",
        "기술 문의는 전산실로, 계약 문의는 총무팀으로 연락하세요.",
        "12월에 사무실을 이전합니다.\n새 주소는 이전 후에 받기로 했습니다.",
    ],
    people: [("오세린", "전산팀장"), ("배준영", "총무팀"), ("문가은", "IT 담당")],
};

const TAIWANESE: Words = Words {
    tags: [
        ("製造業", TagHue::Blue),
        ("重點客戶", TagHue::Plum),
        ("第一季檢視", TagHue::Rust),
        ("學校", TagHue::Teal),
        ("政府", TagHue::Olive),
    ],
    notes: [
        "續約預算每年一月核准，請在此之前提出 E5 試用。",
        "合約由總務部簽署，技術問題請找資訊室。",
        "客戶希望帳單按分公司分開。",
        "十二月搬遷辦公室，搬遷後再提供新地址。",
        "下次拜訪：與資訊主管討論裝置管理。",
    ],
    people: [("林柏翰", "資訊主管"), ("陳思穎", "總務部"), ("周冠宇", "系統工程師")],
};

const OTHER: Words = Words {
    tags: [
        ("Healthcare", TagHue::Teal),
        ("Manufacturing", TagHue::Blue),
        ("Key account", TagHue::Plum),
        ("Q1 review", TagHue::Rust),
        ("Public sector", TagHue::Olive),
    ],
    notes: [
        "Renewal budget is approved every January. Ask for the E5 pilot before that.",
        "Invoices go to headquarters, technical questions to the branch.",
        "Waiting for the signature of the new managing director.",
        "They move to a new office in December.\nThe new address follows.",
        "Prefers calls in the morning.",
    ],
    people: [("Jonas Feld", "IT manager"), ("Clara Winter", "Office manager"), ("Priya Shah", "CIO")],
};

fn words(country: &str) -> &'static Words {
    match country {
        "KR" => &KOREAN,
        "TW" => &TAIWANESE,
        _ => &OTHER,
    }
}

/// Adds the annotations of partners that have staff.
pub fn add_annotations(
    agenda: &mut Agenda<'_>,
    partners: &HashMap<&str, Partner>,
    customers: u64,
    now: NaiveDateTime,
) {
    for sample in PARTNERS {
        let agent = |person: &&SamplePerson| person.mpn_id == sample.mpn_id && person.roles.contains("agent");
        let staff: Vec<&'static SamplePerson> = PEOPLE.iter().filter(agent).collect();
        if staff.is_empty() {
            continue;
        }
        let partner = partners[sample.mpn_id].id;
        let of_partner = holdings(customers.min(1_000)).filter(|holding| holding.mpn_id == sample.mpn_id);
        for holding in of_partner.take(CUSTOMERS) {
            annotate(agenda, partner, (&staff, words(sample.country)), &holding, now);
        }
    }
}

fn annotate(
    agenda: &mut Agenda<'_>,
    partner: PartnerId,
    (staff, words): (&[&'static SamplePerson], &'static Words),
    holding: &Holding,
    now: NaiveDateTime,
) {
    let place = holding.mpn_id.bytes().fold(ANNOTATIONS, |number, digit| number * 10 + u64::from(digit));
    let mut random = Random::new(place, holding.index);
    let customer = company(holding.index);
    let (id, name) = (customer.microsoft_id, holding.list_name.clone());
    let since = now - TimeDelta::days(holding.days_ago.min(28));
    let next = |agenda: &mut Agenda<'_>, random: &mut Random, change: Change| {
        let days = (now - since).num_days().max(1) as u64;
        let at = working_time(now - TimeDelta::days(random.below(days) as i64), random);
        let person = random.pick(staff);
        let author =
            Author { kind: ActorKind::User, name: person.name.to_owned(), ..Author::operator(partner) };
        let name = name.clone();
        agenda.add(at, author, move |tx| change.record(tx, partner, person, id, &name));
    };
    if random.chance(70) {
        let first = random.pick(&words.tags);
        let second = random.pick(&words.tags);
        let tags = if first.0 == second.0 { vec![first] } else { vec![first, second] };
        next(agenda, &mut random, Change::Tags(tags));
    }
    let brand = customer.domain.split('.').next().unwrap_or_default();
    let brand = brand.trim_end_matches(|c: char| c.is_ascii_digit());
    let mut other_names = OtherNames::default();
    if random.chance(35) && !fold(&name).contains(brand) {
        let mut letters = brand.chars();
        let brand: String =
            letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect();
        other_names.add_alias(&format!("{brand} Group"));
    }
    other_names.rename(&customer.name, &name);
    if other_names != OtherNames::default() {
        next(agenda, &mut random, Change::Names(other_names));
    }
    if random.chance(45) {
        next(agenda, &mut random, Change::Note(random_note(words, holding.index), true));
    }
    if random.chance(40) {
        next(agenda, &mut random, Change::Note(random_note(words, holding.index + 2), false));
    }
    if random.chance(35) {
        let (person, job) = random.pick(&words.people);
        let email = format!("it@{}", customer.domain);
        next(agenda, &mut random, Change::Contact { name: person, job, email });
    }
}

fn random_note(words: &Words, index: u64) -> &'static str {
    words.notes[(index % words.notes.len() as u64) as usize]
}

/// Something that staff wrote.
enum Change {
    Tags(Vec<(&'static str, TagHue)>),
    Names(OtherNames),
    /// A text, and whether it is pinned.
    Note(&'static str, bool),
    Contact {
        name: &'static str,
        job: &'static str,
        email: String,
    },
}

impl Change {
    fn record(
        self,
        tx: &mut Tx<'_>,
        partner: PartnerId,
        person: &SamplePerson,
        id: MicrosoftId,
        name: &str,
    ) -> Result<Vec<Activity>> {
        Ok(vec![match self {
            Change::Tags(tags) => {
                let known = assignments::by_key(tx.c, partner, tags.iter().map(|(tag, _)| fold(tag)))?;
                let mut ids = Vec::new();
                for (tag, hue) in &tags {
                    ids.push(match known.get(&fold(tag)) {
                        Some(id) => *id,
                        None => assignments::insert_tag(tx, partner, tag, *hue)?,
                    });
                }
                let assigned = Assignment { customer: id, add: ids, remove: Vec::new() };
                assignments::assign_all(tx, partner, &[assigned])?;
                changed(tx, partner, id)?;
                let after = join_names(tags.iter().map(|(tag, _)| *tag));
                Activity::customer_updated(id, name, json!({ "tags": "" }), json!({ "tags": after }))
            }
            Change::Names(names) => {
                let own = customers::partner_id.eq(partner).and(customers::microsoft_id.eq(id));
                let values = customers::other_names.eq(names.to_column());
                diesel::update(customers::table.filter(own)).set(values).execute(tx.c)?;
                changed(tx, partner, id)?;
                if names.aliases.is_empty() {
                    return Ok(Vec::new());
                }
                let after = json!({ "aliases": names.aliases.join("; ") });
                Activity::customer_updated(id, name, json!({ "aliases": "" }), after)
            }
            Change::Note(body, is_pinned) => {
                let row = (
                    (notes::partner_id.eq(partner), notes::microsoft_id.eq(id), notes::body.eq(body)),
                    notes::is_pinned.eq(is_pinned),
                    notes::created_by.eq(by_email(tx.c, person.email)?.map(|found| found.user)),
                    notes::created_name.eq(person.name),
                    notes::created_at.eq(tx.at),
                );
                diesel::insert_into(notes::table).values(row).execute(tx.c)?;
                Activity::for_customer(Action::AddNote, id, name, json!({ "note": body }))
            }
            Change::Contact { name: contact, job, email } => {
                let row = (
                    (customer_contacts::partner_id.eq(partner), customer_contacts::microsoft_id.eq(id)),
                    (customer_contacts::name.eq(contact), customer_contacts::email.eq(&email)),
                    (customer_contacts::phone.eq(""), customer_contacts::job_title.eq(job)),
                );
                diesel::insert_into(customer_contacts::table).values(row).execute(tx.c)?;
                let after = json!({ "name": contact, "email": email, "phone": "", "job_title": job });
                let details = json!({ "before": null, "after": after });
                Activity::for_customer(Action::AddContact, id, name, details)
            }
        }])
    }
}

fn changed(tx: &mut Tx<'_>, partner: PartnerId, id: MicrosoftId) -> Result<()> {
    customers_changed(tx.c, partner, &[id])
}
