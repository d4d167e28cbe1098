//! `GET /account-settings/tags.csv` and `.xlsx`: the tags of all customers; the import of tags reads the CSV file. Each export
//! is an entry in the log of sign-ins and exports. The number of exports per user and hour is limited.

use crate::audit::Activity;
use crate::auth::Scope;
use crate::auth::scope::ExportCustomers;
use crate::clock;
use crate::db::DbConnection;
use crate::error::Result;
use crate::features::tags::export::{count_tagged, write_tags};
use crate::state::AppState;
use crate::table_file::{TableFile, TableWriter};
use crate::web::table_export;
use crate::web::table_export::{TableExport, list_entry};
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::io::Write;

/// The query parameters.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    lang: String,
}

/// Streams the file. A `HEAD` request counts the rows, but is not logged and does not count as an export.
///
/// # Errors
/// An unknown language, more exports in an hour than the setting allows, or too many rows for a workbook.
pub async fn download(
    request: HttpRequest,
    portal: Data<AppState>,
    scope: Scope<ExportCustomers>,
    params: Query<Params>,
) -> Result<HttpResponse> {
    let file = table_export::requested_file(&request, &portal, scope.actor(), &params.lang)?;
    let name = format!("tags-{}", clock::now().format("%Y-%m-%d"));
    let export = TagExport { scope: scope.clone() };
    table_export::send(&request, portal, scope, file, &name, export).await
}

/// The tags of all customers.
struct TagExport {
    scope: Scope<ExportCustomers>,
}

impl TableExport for TagExport {
    const NAME: &'static str = "tags";

    type Rows = ();

    fn select(&self, c: &mut DbConnection) -> Result<((), u64)> {
        Ok(((), count_tagged(c, self.scope.partner())?))
    }

    fn entry(&self, details: Map<String, Value>) -> Activity {
        list_entry("customer", details)
    }

    fn write<W: Write + Send>(
        &self,
        c: &mut DbConnection,
        (): (),
        file: TableFile,
        out: W,
    ) -> Result<TableWriter<W>> {
        write_tags(c, self.scope.partner(), file, out)
    }
}
