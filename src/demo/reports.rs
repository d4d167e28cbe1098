//! Reports of the sample staff: an admin has two lists sent regularly, and each was sent once.

use crate::audit::{Action, Activity, ActorKind, Author, Tx};
use crate::auth::accounts::by_email;
use crate::db::schema::{report_recipients, report_runs, reports};
use crate::demo::agenda::Agenda;
use crate::demo::channel::{PARTNERS, PEOPLE, SamplePerson};
use crate::domain::{Partner, PartnerId, ReportId, ReportList, ReportRunState, ReportSchedule, TextEnum};
use crate::error::{Error, Result};
use crate::features::reports::model::list_resource;
use crate::features::reports::occurrences::ReportTimes;
use crate::features::saved_views::parameters::ViewParameters;
use crate::i18n::time_zone::partner_zone;
use crate::table_file::TableFormat;
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use serde_json::json;
use std::collections::HashMap;

/// A report: what it sends, when, its number of rows, and its name in Korean, Chinese and English.
struct SampleReport {
    list: ReportList,
    parameters: &'static [(&'static str, &'static str)],
    schedule: ReportSchedule,
    format: TableFormat,
    rows: i64,
    names: [&'static str; 3],
}

static SAMPLES: [SampleReport; 2] = [
    SampleReport {
        list: ReportList::Subscriptions,
        parameters: &[("auto_renew", "off"), ("renews", "90")],
        schedule: ReportSchedule::Weekly,
        format: TableFormat::Xlsx,
        rows: 41,
        names: ["곧 종료되는 구독", "即將結束的訂閱", "Subscriptions that end soon"],
    },
    SampleReport {
        list: ReportList::Customers,
        parameters: &[("since", "this-year")],
        schedule: ReportSchedule::Monthly,
        format: TableFormat::Csv,
        rows: 118,
        names: ["올해 신규 고객", "今年新客戶", "New customers this year"],
    },
];

/// Adds the reports of partners that have a Global admin.
pub fn add_reports(agenda: &mut Agenda<'_>, partners: &HashMap<&str, Partner>, now: NaiveDateTime) {
    for sample in PARTNERS {
        let is_admin =
            |one: &&SamplePerson| one.mpn_id == sample.mpn_id && one.roles.contains("global-admin");
        let Some(admin) = PEOPLE.iter().find(is_admin) else { continue };
        let (partner, language) = (&partners[sample.mpn_id], language(sample.country));
        for report in &SAMPLES {
            let author =
                Author { kind: ActorKind::User, name: admin.name.to_owned(), ..Author::operator(partner.id) };
            let times =
                ReportTimes { schedule: report.schedule, minute: 8 * 60, zone: partner_zone(partner) };
            let Some((last, next)) = times.newest(now).zip(times.next(now)) else { continue };
            let (name, id, day) = (report.names[language], partner.id, last.day.to_string());
            let (of_day, created_at) = (day.clone(), last.at - TimeDelta::hours(20));
            agenda.add(created_at, author.clone(), move |tx| {
                report.create(tx, id, admin, name, (next.at, &of_day))
            });
            agenda.add(last.at, author, move |tx| report.send(tx, id, name, &day));
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

impl SampleReport {
    fn create(
        &self,
        tx: &mut Tx<'_>,
        partner: PartnerId,
        owner: &SamplePerson,
        name: &str,
        (next_at, last_day): (NaiveDateTime, &str),
    ) -> Result<Vec<Activity>> {
        let owner = by_email(tx.c, owner.email)?.ok_or(Error::NotFound)?.user;
        let parameters =
            ViewParameters::new(self.parameters.iter().map(|(name, value)| (*name, (*value).to_owned())));
        let row = (
            (reports::partner_id.eq(partner), reports::user_id.eq(owner), reports::list.eq(self.list)),
            (reports::parameters.eq(parameters.to_json()), reports::name.eq(name)),
            (reports::format.eq(self.format), reports::schedule.eq(self.schedule)),
            (reports::minute.eq(8 * 60), reports::created_at.eq(tx.at)),
            (reports::next_at.eq(next_at), reports::last_day.eq(last_day)),
        );
        diesel::insert_into(reports::table).values(row).execute(tx.c)?;
        let id = self.find(tx, partner, name)?;
        let recipient = (
            report_recipients::report_id.eq(id),
            report_recipients::user_id.eq(owner),
            report_recipients::partner_id.eq(partner),
        );
        diesel::insert_into(report_recipients::table).values(recipient).execute(tx.c)?;
        let details = json!({
            "name": name, "list": self.list.text(), "filter": parameters.query(), "schedule": self.schedule.text(),
            "time": "08:00", "format": self.format.as_str(), "only_if_rows": false, "recipients": 1,
        });
        Ok(vec![Activity::new(Action::CreateReport, "report", details)])
    }

    fn find(&self, tx: &mut Tx<'_>, partner: PartnerId, name: &str) -> Result<ReportId> {
        let row = reports::table.filter(reports::partner_id.eq(partner).and(reports::name.eq(name)));
        Ok(row.select(reports::id).first(tx.c)?)
    }

    /// Records the run of a day; its file is no longer stored.
    fn send(&self, tx: &mut Tx<'_>, partner: PartnerId, name: &str, day: &str) -> Result<Vec<Activity>> {
        let id = self.find(tx, partner, name)?;
        let row = (
            (report_runs::report_id.eq(id), report_runs::partner_id.eq(partner)),
            (report_runs::period.eq(day), report_runs::state.eq(ReportRunState::Done)),
            (report_runs::due_at.eq(tx.at), report_runs::finished_at.eq(Some(tx.at))),
            (report_runs::row_count.eq(Some(self.rows)), report_runs::letters.eq(1)),
        );
        diesel::insert_into(report_runs::table).values(row).execute(tx.c)?;
        let file = format!("{}.{}", self.list.as_str(), self.format.as_str());
        let details = json!({ "file": file, "rows": self.rows, "report": name });
        Ok(vec![Activity::new(Action::Export, list_resource(self.list), details)])
    }
}
