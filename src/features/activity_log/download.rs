//! `GET /activity.csv` and `.xlsx`: all entries that match the page's filters, times in UTC. Like each export, it is
//! rate-limited per hour and is an entry in the log of sign-ins and exports.

use crate::audit::Activity;
use crate::auth::Scope;
use crate::auth::scope::ViewActivity;
use crate::clock;
use crate::db::DbConnection;
use crate::error::{Error, Result};
use crate::features::activity_log::customer_names::CustomerNames;
use crate::features::activity_log::export::{Layout, file_name, write_activity};
use crate::features::activity_log::filter::{Filter, Params};
use crate::features::activity_log::handlers::check_permission;
use crate::features::activity_log::period::today;
use crate::features::activity_log::read::queries::count_all;
use crate::features::activity_log::read::selection::Selection;
use crate::state::AppState;
use crate::table_file::{TableFile, TableWriter};
use crate::web::table_export::{TableExport, list_entry};
use crate::web::{request, table_export};
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use chrono_tz::Tz;
use serde_json::{Map, Value, json};
use std::io::Write;

/// Streams the file. A `HEAD` request counts the rows, but is not logged and does not count as an export.
///
/// # Errors
/// A malformed query parameter, more exports in an hour than the setting allows, or too many rows for a workbook.
pub async fn download(
    request: HttpRequest,
    (portal, names): (Data<AppState>, Data<CustomerNames>),
    scope: Scope<ViewActivity>,
    params: Query<Params>,
) -> Result<HttpResponse> {
    let export = LogExport::new(&portal, &names, &scope, &params)?;
    let file = table_export::requested_file(&request, &portal, scope.actor(), &params.lang)?;
    // Files of the log have times in UTC, so that those of several readers can be compared.
    let (name, file) = (file_name(&export.filter), TableFile { zone: Tz::UTC, ..file });
    table_export::send(&request, portal, scope, file, &name, export).await
}

/// The entries that match a filter.
pub struct LogExport {
    pub(super) portal: Data<AppState>,
    pub(super) names: Data<CustomerNames>,
    /// The user who exports.
    pub scope: Scope<ViewActivity>,
    /// The filter.
    pub filter: Filter,
    /// The time zone of the filter's days.
    pub(super) zone: Tz,
    pub(super) action: String,
    pub(super) detailed: bool,
}

impl LogExport {
    /// Returns the entries that match these parameters.
    ///
    /// # Errors
    /// [`Error::BadInput`] for a malformed parameter; [`Error::Forbidden`] for entries that the user may not see.
    pub fn new(
        portal: &Data<AppState>,
        names: &Data<CustomerNames>,
        scope: &Scope<ViewActivity>,
        params: &Params,
    ) -> Result<Self> {
        let zone = request::clock(scope.actor()).zone();
        let filter = params.filter(today(clock::now(), zone))?;
        check_permission(scope, &filter)?;
        let detailed = match params.detailed.as_str() {
            "" | "0" => false,
            "1" => true,
            other => return Err(Error::bad_input("detailed", other)),
        };
        Ok(LogExport {
            portal: portal.clone(),
            names: names.clone(),
            scope: scope.clone(),
            filter,
            zone,
            action: params.action.clone(),
            detailed,
        })
    }
}

impl TableExport for LogExport {
    const NAME: &'static str = "activity";

    type Rows = Selection;

    fn select(&self, c: &mut DbConnection) -> Result<(Selection, u64)> {
        let (partner, lists) = (self.scope.partner(), &self.portal.lists);
        let selection = Selection::resolve(&self.filter, self.zone, partner, lists, &self.names, c)?;
        let rows = count_all(c, partner, &selection)?;
        Ok((selection, rows))
    }

    fn entry(&self, mut details: Map<String, Value>) -> Activity {
        let period = self.filter.period;
        details.insert("from".to_owned(), json!(period.from.to_string()));
        details.insert("to".to_owned(), json!(period.to.to_string()));
        details.insert("search".to_owned(), json!(self.filter.q));
        details.insert("action".to_owned(), json!(self.action));
        details.insert("detailed".to_owned(), json!(self.detailed));
        list_entry("activity", details)
    }

    fn write<W: Write + Send>(
        &self,
        c: &mut DbConnection,
        selection: Selection,
        file: TableFile,
        out: W,
    ) -> Result<TableWriter<W>> {
        let layout = Layout { file, detailed: self.detailed };
        write_activity(c, self.scope.partner(), &selection, layout, out)
    }
}
