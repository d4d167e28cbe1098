//! `GET /api/v1/exports/subscriptions`: the subscriptions that match the parameters of `/subscriptions`, with their customers.
//! Without `sort`, a CSV file is in the order of the list, and lines are in the order of the database, from which they are read.

use crate::auth::Scope;
use crate::auth::scope::ExportSubscriptions;
use crate::db::DbConnection;
use crate::error::{Error, Result};
use crate::features::portal_api::exports::format::{ExportFormat, requested_format};
use crate::features::portal_api::parameters::{explain, page_parameters};
use crate::features::portal_api::subscriptions::queries::SubscriptionReader;
use crate::features::subscription_list::download;
use crate::features::subscription_list::download::{SubscriptionListExport, file_name};
use crate::features::subscription_list::filter::Params;
use crate::search::subscriptions::{FoundSubscriptions, SubscriptionKey};
use crate::state::AppState;
use crate::web::json_lines::{LineExport, LineWriter};
use crate::web::parameters::SelectedParam;
use crate::web::{api_fault, json_lines};
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use std::io::Write;

/// Subscriptions that are read together.
const BATCH_SIZE: usize = 500;

/// Streams the subscriptions.
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
    let (params, rows) = (page_parameters::<Params>(&request)?, page_parameters::<SelectedParam>(&request)?);
    let locale = api_fault::locale(&request);
    let sent = match format {
        ExportFormat::Csv => download::download(request, portal, scope, (params, rows)).await,
        ExportFormat::Lines => {
            match SubscriptionListExport::open(&request, &portal, &scope, (&params, &rows)).await {
                Ok(export) => json_lines::send(&request, portal, scope, &file_name(), export).await,
                Err(error) => Err(error),
            }
        }
    };
    sent.map_err(|error| explain(error, |_| locale.texts().api_fault_parameter()))
}

impl LineExport for SubscriptionListExport {
    fn write_lines<W: Write>(
        &self,
        c: &mut DbConnection,
        found: FoundSubscriptions,
        out: &mut LineWriter<W>,
    ) -> Result<()> {
        let found = if self.is_sorted() { found } else { found.by_customer() };
        let mut reader = SubscriptionReader::default();
        for first in (0..found.len()).step_by(BATCH_SIZE) {
            let keys: Vec<SubscriptionKey> =
                found.rows(first..first + BATCH_SIZE).map(|one| one.key).collect();
            let lines = reader.read(&self.scope, &keys, c)?;
            if lines.len() != keys.len() {
                return Err(Error::internal("a subscription of the index is not in the database"));
            }
            lines.iter().try_for_each(|line| out.write_line(line))?;
        }
        Ok(())
    }
}
