//! `GET /api/v1/exports/referrals`: the referrals that match the parameters of `/referrals`.

use crate::auth::Scope;
use crate::auth::scope::ExportCustomers;
use crate::db::DbConnection;
use crate::error::Result;
use crate::features::portal_api::exports::format::{ExportFormat, requested_format};
use crate::features::portal_api::exports::resource::ExportedReferral;
use crate::features::portal_api::parameters::page_parameters;
use crate::features::referrals::download;
use crate::features::referrals::download::ReferralExport;
use crate::features::referrals::filter::Params;
use crate::features::referrals::queries::for_each_batch;
use crate::features::referrals::selection::Selection;
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
    let export = ReferralExport::new(&scope, params.into_inner())?;
    json_lines::send(&request, portal, scope, &export.file_name(), export).await
}

impl LineExport for ReferralExport {
    fn write_lines<W: Write>(
        &self,
        c: &mut DbConnection,
        selection: Selection,
        out: &mut LineWriter<W>,
    ) -> Result<()> {
        let me = self.scope.partner();
        for_each_batch(&self.scope, &selection, c, &mut |referrals, names| {
            referrals.iter().try_for_each(|one| out.write_line(&ExportedReferral::new(one, me, names)))
        })
    }
}
