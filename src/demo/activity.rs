//! Two months of activity in the logs of sample partners with staff: actions of users, the portal and
//! customers. The entries are written by the activity log itself, with times in the past.

use crate::audit::{ActivityLog, ActorKind, Author};
use crate::auth::accounts::by_email;
use crate::clock;
use crate::db::Db;
use crate::demo::channel::{PARTNERS, PEOPLE, SamplePerson};
use crate::demo::holdings::{Holding, holdings};
use crate::demo::random::Random;
use crate::demo::sample_actions::{SampleAction, random_action};
use crate::domain::{Partner, UserId};
use crate::error::{Error, Result};
use chrono::{NaiveDateTime, TimeDelta};
use std::collections::HashMap;

const ACTIVITY: u64 = 77;

/// Number of days of activity.
pub(super) const DAYS: u64 = 60;

/// Maximum number of customers of each partner that the entries are about.
const CUSTOMERS: usize = 150;

/// Writes the activity of partners that have some of the first `customers` customers.
pub fn add_activity(
    db: &Db,
    log: &ActivityLog,
    partners: &HashMap<&str, Partner>,
    customers: u64,
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
        let staff: Vec<&SamplePerson> =
            PEOPLE.iter().filter(|person| person.mpn_id == sample.mpn_id && has_all_rights(person)).collect();
        let (Some(partner), Some(held)) = (partners.get(sample.mpn_id), held.get(sample.mpn_id)) else {
            continue;
        };
        if !staff.is_empty() {
            let authors: Vec<Author> =
                staff.iter().map(|person| author(db, partner, person)).collect::<Result<_>>()?;
            add_partner_activity(log, partner, &authors, held)?;
        }
    }
    Ok(())
}

fn add_partner_activity(
    log: &ActivityLog,
    partner: &Partner,
    staff: &[Author],
    held: &[Holding],
) -> Result<()> {
    let midnight = clock::now().date().and_time(chrono::NaiveTime::MIN);
    let busy = staff.len() as u64 * 2;
    for day in 0..DAYS {
        let mut random = Random::new(ACTIVITY + partner.id.0 as u64, day);
        let begins = midnight - TimeDelta::days((DAYS - day) as i64);
        let count = 1 + random.below(busy);
        let mut times: Vec<NaiveDateTime> =
            (0..count).map(|_| begins + TimeDelta::seconds(random.below(10 * 3_600) as i64)).collect();
        times.sort_unstable();
        for at in times {
            let SampleAction { by, activity } = random_action(&mut random, held);
            let author = match by {
                ActorKind::User => random_author(&mut random, staff),
                ActorKind::Customer => Author::customer(partner.id, ""),
                _ => Author::system(partner.id),
            };
            log.record_at(|| at, &author, |_| Ok(((), vec![activity])))?;
        }
    }
    Ok(())
}

/// Whether the person has permission for all actions of [`random_action`].
fn has_all_rights(person: &SamplePerson) -> bool {
    ["global-admin", "admin-agent", "sales-agent"].iter().any(|role| person.roles.contains(role))
}

fn author(db: &Db, partner: &Partner, person: &SamplePerson) -> Result<Author> {
    let found = db.read_now(|c| by_email(c, person.email))?;
    let found = found.ok_or_else(|| Error::internal("a sample person is missing"))?;
    let (request_id, address) = (String::new(), String::new());
    let (partner, user) = (Some(partner.id), Some(UserId(found.user)));
    Ok(Author { kind: ActorKind::User, partner, user, name: found.name, request_id, address })
}

fn random_author(random: &mut Random, staff: &[Author]) -> Author {
    let author = &staff[random.below(staff.len() as u64) as usize];
    let address = format!("203.0.113.{}", 20 + random.below(12));
    Author { request_id: random.uuid().to_string(), address, ..author.clone() }
}
