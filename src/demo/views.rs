//! Saved views of the sample staff: three that an admin shares with colleagues, and one of the admin alone.

use crate::audit::{Action, Activity, ActorKind, Author, Tx};
use crate::auth::accounts::by_email;
use crate::db::schema::saved_views;
use crate::demo::activity::working_time;
use crate::demo::agenda::Agenda;
use crate::demo::channel::{PARTNERS, PEOPLE, SamplePerson};
use crate::demo::random::Random;
use crate::domain::{Partner, PartnerId, SavedList, TextEnum};
use crate::error::{Error, Result};
use crate::features::saved_views::parameters::ViewParameters;
use crate::text::fold;
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use serde_json::json;
use std::collections::HashMap;

const VIEWS: u64 = 83;

/// A view: its list, whether it is shared, its parameters, and its name in Korean, Chinese and English.
struct SampleView {
    list: SavedList,
    is_shared: bool,
    parameters: &'static [(&'static str, &'static str)],
    names: [&'static str; 3],
}

static SAMPLES: [SampleView; 4] = [
    SampleView {
        list: SavedList::Customers,
        is_shared: true,
        parameters: &[
            ("renews", "30"),
            ("columns", "domain,subscriptions,licenses,renewal,tags"),
            ("sort", "renewal"),
        ],
        names: ["30일 이내 갱신", "30 天內續約", "Renewing within 30 days"],
    },
    SampleView {
        list: SavedList::Customers,
        is_shared: true,
        parameters: &[
            ("subscriptions", "none"),
            ("columns", "domain,relationship,since"),
            ("sort", "-since"),
        ],
        names: ["구독 없음", "沒有訂閱", "No subscriptions"],
    },
    SampleView {
        list: SavedList::Customers,
        is_shared: false,
        parameters: &[("since", "this-year"), ("columns", "domain,since,licenses"), ("sort", "-since")],
        names: ["올해 신규 고객", "今年新客戶", "New this year"],
    },
    SampleView {
        list: SavedList::Subscriptions,
        is_shared: true,
        parameters: &[("renews", "90"), ("auto_renew", "off"), ("sort", "date")],
        names: ["곧 종료", "即將結束", "Ending soon"],
    },
];

/// Adds the views of partners that have a Global admin.
pub fn add_views(agenda: &mut Agenda<'_>, partners: &HashMap<&str, Partner>, now: NaiveDateTime) {
    for sample in PARTNERS {
        let is_admin =
            |one: &&SamplePerson| one.mpn_id == sample.mpn_id && one.roles.contains("global-admin");
        let Some(admin) = PEOPLE.iter().find(is_admin) else { continue };
        let (partner, language) = (partners[sample.mpn_id].id, language(sample.country));
        for (number, view) in SAMPLES.iter().enumerate() {
            let mut random = Random::new(VIEWS, number as u64);
            let at = working_time(now - TimeDelta::days(20 - number as i64), &mut random);
            let author =
                Author { kind: ActorKind::User, name: admin.name.to_owned(), ..Author::operator(partner) };
            agenda.add(at, author, move |tx| view.record(tx, partner, admin, view.names[language]));
        }
    }
}

fn language(country: &str) -> usize {
    match country {
        "KR" => 0,
        "TW" => 1,
        _ => 2,
    }
}

impl SampleView {
    fn record(
        &self,
        tx: &mut Tx<'_>,
        partner: PartnerId,
        owner: &SamplePerson,
        name: &str,
    ) -> Result<Vec<Activity>> {
        let owner = by_email(tx.c, owner.email)?.ok_or(Error::NotFound)?.user;
        let parameters =
            ViewParameters::new(self.parameters.iter().map(|(name, value)| (*name, (*value).to_owned())));
        let row = (
            (saved_views::partner_id.eq(partner), saved_views::user_id.eq(owner)),
            (saved_views::list.eq(self.list), saved_views::is_shared.eq(self.is_shared)),
            (saved_views::name.eq(name), saved_views::name_key.eq(fold(name))),
            saved_views::parameters.eq(parameters.to_json()),
        );
        diesel::insert_into(saved_views::table).values(row).execute(tx.c)?;
        let details = json!({ "name": name, "list": self.list.text(), "filter": parameters.query() });
        let shared = self.is_shared.then(|| Activity::new(Action::ShareView, "saved_view", details));
        Ok(shared.into_iter().collect())
    }
}
