//! An application of each sample partner with a Global admin. Its secret is random and is not shown.

use crate::auth::api_applications::store;
use crate::auth::api_applications::store::NewApplication;
use crate::demo::agenda::Agenda;
use crate::demo::staff::with_admin;
use crate::domain::{AccessLevel, AgentRole, ApiAccess, ApiArea, Partner, Roles};
use chrono::{NaiveDateTime, TimeDelta};
use std::collections::HashMap;

/// Adds the applications of partners that have a Global admin.
pub fn add_applications(agenda: &mut Agenda<'_>, partners: &HashMap<&str, Partner>, now: NaiveDateTime) {
    for (sample, partner, author) in with_admin(partners) {
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
