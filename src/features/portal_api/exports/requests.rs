//! `GET /api/v1/exports/relationshiprequests`: the requests that match the parameters of `/relationship-requests`.

use crate::auth::Scope;
use crate::auth::scope::ExportCustomers;
use crate::db::DbConnection;
use crate::error::Result;
use crate::features::portal_api::exports::format::{ExportFormat, requested_format};
use crate::features::portal_api::exports::resource::ExportedRequest;
use crate::features::portal_api::parameters::page_parameters;
use crate::features::relationship_requests::download;
use crate::features::relationship_requests::download::RequestExport;
use crate::features::relationship_requests::filter::Params;
use crate::features::relationship_requests::queries::for_each_batch;
use crate::features::relationship_requests::selection::Selection;
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
    scope: Scope<ExportCustomers>,
    given: Query<Vec<(String, String)>>,
) -> Result<HttpResponse> {
    let format = requested_format(&request, &given)?;
    let params = page_parameters::<Params>(&request)?;
    if format == ExportFormat::Csv {
        return download::download(request, scope, portal, params).await;
    }
    let export = RequestExport::new(&scope, params.into_inner())?;
    json_lines::send(&request, portal, scope, &export.file_name(), export).await
}

impl LineExport for RequestExport {
    fn write_lines<W: Write>(
        &self,
        c: &mut DbConnection,
        selection: Selection,
        out: &mut LineWriter<W>,
    ) -> Result<()> {
        let me = self.scope.partner();
        for_each_batch(&self.scope, &selection, c, &mut |requests, names| {
            requests.iter().try_for_each(|one| out.write_line(&ExportedRequest::new(one, me, names)))
        })
    }
}
