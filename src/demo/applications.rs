//! An application of each sample partner with a Global admin. Its secret is random and is not shown.

use crate::audit::{ActorKind, Author};
use crate::auth::api_applications::store;
use crate::auth::api_applications::store::NewApplication;
use crate::demo::agenda::Agenda;
use crate::demo::channel::{PARTNERS, PEOPLE, SamplePerson};
use crate::domain::{AccessLevel, AgentRole, ApiAccess, ApiArea, Partner, Roles};
use chrono::{NaiveDateTime, TimeDelta};
use std::collections::HashMap;

/// Adds the applications of partners that have a Global admin.
pub fn add_applications(agenda: &mut Agenda<'_>, partners: &HashMap<&str, Partner>, now: NaiveDateTime) {
    for sample in PARTNERS {
        let is_admin =
            |one: &&SamplePerson| one.mpn_id == sample.mpn_id && one.roles.contains("global-admin");
        let Some(admin) = PEOPLE.iter().find(is_admin) else { continue };
        let partner = partners[sample.mpn_id].id;
        let author =
            Author { kind: ActorKind::User, name: admin.name.to_owned(), ..Author::operator(partner) };
        let access = ApiAccess::everywhere(AccessLevel::Read).with(ApiArea::Orders, AccessLevel::Write);
        let roles = Roles { admin: None, agent: Some(AgentRole::SalesAgent) };
        let name = match sample.country {
            "KR" => "회계 시스템",
            "TW" => "會計系統",
            _ => "Accounting system",
        };
        agenda.add(now - TimeDelta::days(15), author, move |tx| {
            let new = NewApplication { name: name.to_owned(), roles, access, days: 180 };
            let registered = store::register(tx, partner, &new)?;
            Ok(registered.map(|(_, entry)| entry).into_iter().collect())
        });
    }
}
