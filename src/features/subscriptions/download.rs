//! `GET /customers/{id}/subscriptions.csv` and `.xlsx`: the subscriptions of the page, in five columns
//! (docs/reference/csv.md). Each export is logged and counts towards the user's hourly limit.

use crate::audit::{Action, Activity};
use crate::auth::Scope;
use crate::auth::scope::ExportSubscriptions;
use crate::clock;
use crate::db::DbConnection;
use crate::domain::MicrosoftId;
use crate::error::Result;
use crate::features::customers::lookup::customer;
use crate::features::subscriptions::export::{ExportScope, write_subscriptions};
use crate::features::subscriptions::queries;
use crate::state::AppState;
use crate::table_file::{TableFile, TableWriter};
use crate::web::table_export;
use crate::web::table_export::TableExport;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::io::Write;

/// The query parameters.
#[derive(Debug, Default, Deserialize)]
pub struct Params {
    #[serde(default)]
    lang: String,
}

/// Exports the subscriptions of a customer.
///
/// # Errors
/// If the URL is invalid or the user has reached the hourly limit.
pub async fn download(
    request: HttpRequest,
    scope: Scope<ExportSubscriptions>,
    portal: Data<AppState>,
    path: Path<MicrosoftId>,
    params: Query<Params>,
) -> Result<HttpResponse> {
    let (id, asker) = (path.into_inner(), scope.clone());
    let file = table_export::requested_file(&request, &portal, scope.actor(), &params.lang)?;
    let customer = portal.db.read(move |c| customer(&asker, id, c)).await?;
    let name = format!("subscriptions-{}-{}", customer.domain, clock::now().format("%Y-%m-%d"));
    let export = CustomerSubscriptions { scope: scope.clone(), id, list_name: customer.list_name };
    table_export::send(&request, portal, scope, file, &name, export).await
}

/// The subscriptions of a customer.
struct CustomerSubscriptions {
    scope: Scope<ExportSubscriptions>,
    id: MicrosoftId,
    list_name: String,
}

impl TableExport for CustomerSubscriptions {
    const NAME: &'static str = "subscriptions";

    type Rows = ();

    fn select(&self, c: &mut DbConnection) -> Result<((), u64)> {
        Ok(((), queries::visible(&self.scope, self.id, c)?.len() as u64))
    }

    fn entry(&self, details: Map<String, Value>) -> Activity {
        Activity::for_customer(Action::Export, self.id, &self.list_name, Value::Object(details))
    }

    fn write<W: Write + Send>(
        &self,
        c: &mut DbConnection,
        (): (),
        file: TableFile,
        out: W,
    ) -> Result<TableWriter<W>> {
        write_subscriptions(c, self.scope.partner(), ExportScope::Customer(self.id), file, out)
    }
}
