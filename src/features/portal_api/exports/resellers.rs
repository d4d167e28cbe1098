//! `GET /api/v1/exports/indirectresellers`: the resellers that match the parameters of `/indirect-resellers`.

use crate::auth::Scope;
use crate::auth::scope::ViewResellers;
use crate::db::DbConnection;
use crate::error::Result;
use crate::features::partnerships::queries::PartnershipRow;
use crate::features::partnerships::reseller_download;
use crate::features::partnerships::reseller_download::ResellerExport;
use crate::features::partnerships::reseller_filter::Params;
use crate::features::portal_api::exports::format::{ExportFormat, requested_format};
use crate::features::portal_api::exports::resource::ExportedReseller;
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
    scope: Scope<ViewResellers>,
    given: Query<Vec<(String, String)>>,
) -> Result<HttpResponse> {
    let format = requested_format(&request, &given)?;
    let params = page_parameters::<Params>(&request)?;
    if format == ExportFormat::Csv {
        return reseller_download::download(request, scope, portal, params).await;
    }
    let export = ResellerExport::new(&scope, params.into_inner())?;
    json_lines::send(&request, portal, scope, &export.file_name(), export).await
}

impl LineExport for ResellerExport {
    fn write_lines<W: Write>(
        &self,
        _: &mut DbConnection,
        resellers: Vec<PartnershipRow>,
        out: &mut LineWriter<W>,
    ) -> Result<()> {
        resellers.into_iter().try_for_each(|one| out.write_line(&ExportedReseller::from(one)))
    }
}
