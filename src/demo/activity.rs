//! Two months of activity of sample partners with staff: what happened to their customers, sign-ins and exports.

use crate::audit::{Action, Activity, ActorKind, Author};
use crate::auth::accounts::{by_email, note_sign_in};
use crate::db::Db;
use crate::demo::agenda::Agenda;
use crate::demo::channel::{PARTNERS, PEOPLE, PROVIDER, SamplePerson};
use crate::demo::customer_history::customer_history;
use crate::demo::holdings::{Holding, holdings};
use crate::demo::random::Random;
use crate::domain::Partner;
use crate::error::{Error, Result};
use chrono::{NaiveDateTime, NaiveTime, TimeDelta};
use serde_json::json;
use std::collections::HashMap;

const ACTIVITY: u64 = 77;

/// Number of days of activity.
pub(super) const DAYS: u64 = 60;

/// Maximum number of customers of each partner that the entries are about.
const CUSTOMERS: usize = 150;

/// Adds the activity of partners that have some of the first `customers` customers.
pub fn add_activity(
    agenda: &mut Agenda<'_>,
    db: &Db,
    partners: &HashMap<&str, Partner>,
    customers: u64,
    now: NaiveDateTime,
) -> Result<()> {
    let first = customers.min(1_000);
    let mut held: HashMap<&str, Vec<Holding>> = HashMap::new();
    for holding in holdings(first).filter(|holding| holding.index < first) {
        let of_partner = held.entry(holding.mpn_id).or_default();
        if of_partner.len() < CUSTOMERS {
            of_partner.push(holding);
        }
    }
    for sample in PARTNERS {
        let partner = &partners[sample.mpn_id];
        let people = || PEOPLE.iter().filter(|person| person.mpn_id == sample.mpn_id);
        for person in people() {
            add_sign_ins(agenda, &author(db, partner, person)?, now);
        }
        let agents: Vec<Author> = people()
            .filter(|person| has_all_rights(person))
            .map(|person| author(db, partner, person))
            .collect::<Result<_>>()?;
        let (Some(held), false) = (held.get(sample.mpn_id), agents.is_empty()) else { continue };
        let mut random = Random::new(ACTIVITY, partner.id.0 as u64);
        for holding in held {
            for (at, activity) in customer_history(holding, sample.kind, now) {
                // `accounts.rs` stores the first person as the one who did these.
                let is_by_first =
                    matches!(activity.action, Action::CreateAgreement | Action::CreateCustomerPermission);
                let people = if is_by_first { &agents[..1] } else { &agents };
                agenda.note(at, at_a_desk(&mut random, people), activity);
            }
        }
        if sample.mpn_id == PROVIDER {
            for week in 0..DAYS / 7 {
                let at = working_time(now - TimeDelta::days(week as i64 * 7 + 1), &mut random);
                let details =
                    json!({ "file": "customers.csv", "rows": customers, "search": "", "reseller": null });
                let export = Activity::new(Action::Export, "customer", details);
                agenda.note(at, at_a_desk(&mut random, &agents), export);
            }
        }
    }
    Ok(())
}

/// Adds the sign-ins of a person: most mornings, sometimes after a wrong password, and today.
fn add_sign_ins(agenda: &mut Agenda<'_>, person: &Author, now: NaiveDateTime) {
    let Some(user) = person.user else { return };
    let mut random = Random::new(ACTIVITY + 1, user.0 as u64);
    let today = now - TimeDelta::minutes(20 + random.below(90) as i64);
    let mornings: Vec<NaiveDateTime> = (1..DAYS)
        .filter_map(|ago| {
            let begins = (now - TimeDelta::days(ago as i64)).date().and_time(NaiveTime::MIN);
            random.chance(40).then(|| begins + TimeDelta::minutes(random.below(90) as i64))
        })
        .collect();
    for at in mornings.into_iter().chain([today]) {
        let author = at_a_desk(&mut random, std::slice::from_ref(person));
        if random.chance(6) {
            let refused = Activity::new(Action::RefusedSignIn, "partner_user", json!({}));
            agenda.note(at - TimeDelta::minutes(1), author.clone(), refused);
        }
        agenda.add(at, author, move |tx| {
            note_sign_in(tx, user)?;
            Ok(vec![Activity::new(Action::SignIn, "partner_user", json!({}))])
        });
    }
}

/// Returns a time on the day of `day`, in working hours in Seoul.
pub(super) fn working_time(day: NaiveDateTime, random: &mut Random) -> NaiveDateTime {
    day.date().and_time(NaiveTime::MIN) + TimeDelta::seconds(random.below(10 * 3_600) as i64)
}

/// Whether the person has permission for everything in [`customer_history`].
fn has_all_rights(person: &SamplePerson) -> bool {
    ["global-admin", "admin-agent"].iter().any(|role| person.roles.contains(role))
}

fn author(db: &Db, partner: &Partner, person: &SamplePerson) -> Result<Author> {
    let found = db.read_now(|c| by_email(c, person.email))?;
    let found = found.ok_or_else(|| Error::internal("a sample person is missing"))?;
    let (request_id, address) = (String::new(), String::new());
    let (partner, user) = (Some(partner.id), Some(found.user));
    Ok(Author { kind: ActorKind::User, partner, user, name: found.name, request_id, program: None, address })
}

/// Returns one of these people, with an address in the office.
fn at_a_desk(random: &mut Random, people: &[Author]) -> Author {
    let author = &people[random.below(people.len() as u64) as usize];
    let address = format!("203.0.113.{}", 20 + random.below(12));
    Author { request_id: random.uuid().to_string(), address, ..author.clone() }
}
