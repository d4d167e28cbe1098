//! The activity log, for reports. Without days, a report has the entries of the last 30 days before each run.

use crate::audit::Action;
use crate::audit::action::Resource;
use crate::auth::Actor;
use crate::clock;
use crate::domain::{Permission, ReportList, TextEnum};
use crate::error::Result;
use crate::features::activity_log::customer_names::CustomerNames;
use crate::features::activity_log::download::LogExport;
use crate::features::activity_log::filter::{Filter, Params};
use crate::features::activity_log::handlers::check_permission;
use crate::features::activity_log::period::today;
use crate::state::AppState;
use crate::table_file::TableFile;
use crate::web::parameters::parse_query;
use crate::web::reported_list::{FilterWords, ReportReader, ReportedList, WrittenTable, canonical_query};
use crate::web::request;
use crate::web::table_export::write_table;
use actix_web::web::Data;
use chrono_tz::Tz;
use std::fs::File;
use std::sync::Arc;

/// The log, and the customer names by which it is searched.
pub struct ActivityReports(pub Arc<CustomerNames>);

impl ReportedList for ActivityReports {
    fn list(&self) -> ReportList {
        ReportList::Activity
    }

    fn parse(&self, query: &str) -> Result<String> {
        let params: Params = parse_query(query)?;
        filter(&params, Tz::UTC)?;
        // Changes are shown without the parameter, too.
        let is_given = |(name, value): &(&str, &str)| (*name, *value) != ("kind", "change");
        Ok(canonical_query(params.pairs().into_iter().filter(is_given)))
    }

    fn words(&self, query: &str, words: FilterWords<'_>) -> Vec<(String, String)> {
        let params: Params = parse_query(query).unwrap_or_default();
        let texts = words.locale.texts();
        let is_access = filter(&params, Tz::UTC).is_ok_and(|filter| !filter.kind.is_change());
        let action = Action::from_text(&params.action).ok().map(|action| action.label(texts));
        let resource = Resource::from_text(&params.resource).ok().map(|resource| resource.label(texts));
        let user = match params.user.as_str() {
            "operator" => texts.actor_operator(),
            "system" => texts.actor_system(),
            "customer" => texts.actor_customer(),
            id => words.name(id),
        };
        let recent = params.from.is_empty() && params.to.is_empty();
        words
            .with(texts.log_kind(), is_access.then(|| texts.log_accesses()))
            .with(texts.log_period(), recent.then(|| texts.log_month()))
            .days(&params.from, &params.to)
            .text(texts.resource_customer(), &params.q)
            .with(texts.field_action(), action)
            .with(texts.field_user(), Some(user))
            .with(texts.resource_label(), resource)
            .collect()
    }

    fn is_allowed(&self, actor: &Actor, query: &str) -> bool {
        let params: Params = parse_query(query).unwrap_or_default();
        let is_change = filter(&params, Tz::UTC).is_ok_and(|filter| filter.kind.is_change());
        actor.may(Permission::ViewActivity) && (is_change || actor.may(Permission::ViewAccessActivity))
    }

    fn write(&self, portal: &AppState, reader: &ReportReader<'_>, out: &mut File) -> Result<WrittenTable> {
        let scope = reader.scope(self)?;
        let params: Params = parse_query(reader.query)?;
        let zone = request::time_zone(reader.actor);
        let filter = filter(&params, zone)?;
        check_permission(&scope, &filter)?;
        let export = LogExport {
            portal: Data::new(portal.clone()),
            names: Data::from(self.0.clone()),
            scope,
            filter,
            zone,
            action: params.action,
            detailed: false,
        };
        // As in a download, times are in UTC.
        write_table(portal, &export, TableFile { zone: Tz::UTC, ..reader.file }, out)
    }
}

fn filter(params: &Params, zone: Tz) -> Result<Filter> {
    params.filter(today(clock::now(), zone))
}
