//! `GET /api/v1/exports/orders`: the orders that match the parameters of `/orders`.

use crate::auth::Scope;
use crate::auth::scope::ExportSubscriptions;
use crate::db::DbConnection;
use crate::error::Result;
use crate::features::orders::download;
use crate::features::orders::download::OrderExport;
use crate::features::orders::filter::Params;
use crate::features::orders::queries::for_each_batch;
use crate::features::orders::selection::Selection;
use crate::features::portal_api::exports::format::{ExportFormat, requested_format};
use crate::features::portal_api::exports::resource::ExportedOrder;
use crate::features::portal_api::parameters::page_parameters;
use crate::state::AppState;
use crate::web::json_lines;
use crate::web::json_lines::{LineExport, LineWriter};
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use std::io::Write;

/// Streams the list.
///
/// # Errors
/// A malformed parameter, or more exports in an hour than the setting allows.
pub async fn stream(
    request: HttpRequest,
    portal: Data<AppState>,
    scope: Scope<ExportSubscriptions>,
    given: Query<Vec<(String, String)>>,
) -> Result<HttpResponse> {
    let format = requested_format(&request, &given)?;
    let params = page_parameters::<Params>(&request)?;
    if format == ExportFormat::Csv {
        return download::download(request, scope, portal, params).await;
    }
    let export = OrderExport::new(&portal, &scope, params.into_inner())?;
    json_lines::send(&request, portal, scope, &export.file_name(), export).await
}

impl LineExport for OrderExport {
    fn write_lines<W: Write>(
        &self,
        c: &mut DbConnection,
        selection: Selection,
        out: &mut LineWriter<W>,
    ) -> Result<()> {
        for_each_batch(&self.scope, &selection, c, &mut |orders| {
            orders.iter().try_for_each(|order| out.write_line(&ExportedOrder::from(order)))
        })
    }
}
