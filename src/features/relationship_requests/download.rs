//! `GET /relationship-requests.csv` and `.xlsx`: the requests of a tab that match the search and the filters. Each export is
//! logged and counts towards the user's hourly limit.

use crate::audit::Activity;
use crate::auth::Scope;
use crate::auth::scope::ExportCustomers;
use crate::clock;
use crate::db::DbConnection;
use crate::domain::PartnerId;
use crate::error::Result;
use crate::features::relationship_requests::filter::{Filter, Params};
use crate::features::relationship_requests::labels;
use crate::features::relationship_requests::model::RelationshipRequest;
use crate::features::relationship_requests::queries::for_each_batch;
use crate::features::relationship_requests::selection::Selection;
use crate::i18n::Texts;
use crate::i18n::time_zone::partner_zone;
use crate::state::AppState;
use crate::table_file::{TableFile, TableWriter};
use crate::web::table_export;
use crate::web::table_export::{TableExport, filter_details, list_entry};
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::io::Write;

/// Exports the requests.
///
/// # Errors
/// A malformed query parameter, more exports in an hour than the setting allows, or too many rows for a workbook.
pub async fn download(
    request: HttpRequest,
    scope: Scope<ExportCustomers>,
    portal: Data<AppState>,
    params: Query<Params>,
) -> Result<HttpResponse> {
    let file = table_export::requested_file(&request, &portal, scope.actor(), &params.lang)?;
    let export = RequestExport::new(&scope, params.into_inner())?;
    table_export::send(&request, portal, scope, file, &export.file_name(), export).await
}

/// The requests that match a filter.
pub struct RequestExport {
    /// The user who exports.
    pub scope: Scope<ExportCustomers>,
    pub(super) filter: Filter,
    pub(super) params: Params,
}

impl RequestExport {
    /// Returns the requests that match these parameters.
    ///
    /// # Errors
    /// [`crate::error::Error::BadInput`] for a malformed parameter.
    pub fn new(scope: &Scope<ExportCustomers>, params: Params) -> Result<Self> {
        Ok(RequestExport { scope: scope.clone(), filter: params.filter()?, params })
    }

    /// Returns the name of the file without extension.
    pub fn file_name(&self) -> String {
        format!("relationship-requests-{}-{}", self.filter.tab.as_str(), clock::now().format("%Y-%m-%d"))
    }
}

impl TableExport for RequestExport {
    const NAME: &'static str = "relationship-requests";

    type Rows = Selection;

    fn select(&self, c: &mut DbConnection) -> Result<(Selection, u64)> {
        let selection =
            Selection::resolve(&self.scope, &self.filter, partner_zone(&self.scope.actor().partner), c)?;
        let counts = selection.counts(&self.scope, c)?;
        let count = counts.get(self.filter.tab.as_str());
        Ok((selection, count))
    }

    fn entry(&self, details: Map<String, Value>) -> Activity {
        list_entry("relationship_request", filter_details(details, self.params.pairs()))
    }

    fn write<W: Write + Send>(
        &self,
        c: &mut DbConnection,
        selection: Selection,
        file: TableFile,
        out: W,
    ) -> Result<TableWriter<W>> {
        let texts = file.locale.texts();
        let mut table = file.start(&texts.relationship_requests(), &header(texts), out)?;
        let me = self.scope.partner();
        for_each_batch(&self.scope, &selection, c, &mut |requests, names| {
            requests.iter().try_for_each(|request| {
                let customer = request.microsoft_id.map(|id| id.to_string()).unwrap_or_default();
                table.word(&request.id.to_string()).text(request.company_name.as_deref().unwrap_or_default());
                table.text(request.domain.as_deref().unwrap_or_default()).word(&customer);
                table.text(&request.recipient).word(&request.kind.label(texts));
                table.text(other(request, me, names)).word(&labels::state(request, texts).1);
                table.text(&request.created_name).moment(Some(request.created_at));
                table.moment(Some(request.changed_at)).day(Some(request.valid_until));
                table.text(request.decline_reason.as_deref().unwrap_or_default()).end_row()
            })
        })?;
        Ok(table)
    }
}

fn header(texts: &Texts) -> [String; 13] {
    [
        texts.request_id(),
        texts.company_name(),
        texts.primary_domain_name(),
        texts.microsoft_id(),
        texts.request_to(),
        texts.asks_for(),
        texts.referral_partner(),
        texts.status(),
        texts.request_made_by(),
        texts.request_made_on(),
        texts.last_change(),
        texts.valid_until(),
        texts.reason(),
    ]
}

/// Returns the name of the other partner; empty without one.
fn other<'n>(request: &RelationshipRequest, me: PartnerId, names: &'n HashMap<PartnerId, String>) -> &'n str {
    let other = request.partners().find(|partner| *partner != me);
    other.and_then(|partner| names.get(&partner)).map_or("", String::as_str)
}
