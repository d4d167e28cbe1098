//! `GET /api/v1/exports/activity`: the entries that match the parameters of `/activity`, the newest first.

use crate::auth::Scope;
use crate::auth::scope::ViewActivity;
use crate::db::DbConnection;
use crate::error::Result;
use crate::features::activity_log::customer_names::CustomerNames;
use crate::features::activity_log::download;
use crate::features::activity_log::download::LogExport;
use crate::features::activity_log::export::file_name;
use crate::features::activity_log::filter::Params;
use crate::features::activity_log::read::queries::{Direction, addresses, read};
use crate::features::activity_log::read::selection::Selection;
use crate::features::portal_api::activity::queries::with_previous;
use crate::features::portal_api::activity::resource::ActivityEntry;
use crate::features::portal_api::exports::format::{ExportFormat, requested_format};
use crate::features::portal_api::parameters::{explain, page_parameters};
use crate::state::AppState;
use crate::web::json_lines::{LineExport, LineWriter};
use crate::web::{api_fault, json_lines};
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use std::io::Write;

/// Entries that are read together.
const BATCH_SIZE: i64 = 1_000;

/// Streams the entries.
///
/// # Errors
/// A malformed parameter, or more exports in an hour than the setting allows.
pub async fn stream(
    request: HttpRequest,
    (portal, names): (Data<AppState>, Data<CustomerNames>),
    scope: Scope<ViewActivity>,
    given: Query<Vec<(String, String)>>,
) -> Result<HttpResponse> {
    let format = requested_format(&request, &given)?;
    let params = page_parameters::<Params>(&request)?;
    let locale = api_fault::locale(&request);
    let sent = match format {
        ExportFormat::Csv => download::download(request, (portal, names), scope, params).await,
        ExportFormat::Lines => match LogExport::new(&portal, &names, &scope, &params) {
            Ok(export) => {
                let name = file_name(&export.filter);
                json_lines::send(&request, portal, scope, &name, export).await
            }
            Err(error) => Err(error),
        },
    };
    sent.map_err(|error| explain(error, |_| locale.texts().api_fault_parameter()))
}

impl LineExport for LogExport {
    fn write_lines<W: Write>(
        &self,
        c: &mut DbConnection,
        selection: Selection,
        out: &mut LineWriter<W>,
    ) -> Result<()> {
        let partner = self.scope.partner();
        let emails = addresses(c, partner)?;
        let mut from = None;
        loop {
            let rows = read(c, partner, &selection, from, Direction::Older, BATCH_SIZE)?;
            let Some((last, _)) = rows.last() else { return Ok(()) };
            from = Some((last.at, last.seq));
            for chained in with_previous(&self.scope, rows, c)? {
                let email = chained.entry.actor_id.and_then(|id| emails.get(&id));
                out.write_line(&ActivityEntry::new(chained, email))?;
            }
        }
    }
}
