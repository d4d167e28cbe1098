//! `GET /bulk/{bulk}.csv`: all rows of a bulk act with their outcomes. Each download is an entry in the log of sign-ins and
//! exports, and counts towards the user's hourly limit.

use crate::audit::Activity;
use crate::auth::Scope;
use crate::auth::scope::ExportCustomers;
use crate::csv::Column;
use crate::db::DbConnection;
use crate::domain::BulkActId;
use crate::error::Result;
use crate::features::bulk_acts::queries;
use crate::state::AppState;
use crate::table_file::{TableFile, TableWriter};
use crate::web::table_export;
use crate::web::table_export::{TableExport, list_entry};
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::io::Write;

/// Rows that are read together.
const ROWS: i64 = 2_000;

/// The query parameters.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    /// Language of the header and the values.
    pub lang: String,
}

/// Streams the file.
///
/// # Errors
/// [`crate::error::Error::NotFound`] for an act of another partner; more exports in an hour than the setting allows.
pub async fn download(
    request: HttpRequest,
    portal: Data<AppState>,
    scope: Scope<ExportCustomers>,
    path: Path<BulkActId>,
    params: Query<Params>,
) -> Result<HttpResponse> {
    let (id, asker) = (path.into_inner(), scope.clone());
    let act = portal.db.read(move |c| queries::find(&asker, id, c)).await?;
    let file = table_export::requested_file(&request, &portal, scope.actor(), &params.lang)?;
    let name = format!("{}-{}", act.row.act.as_str(), act.row.created_at.format("%Y-%m-%d"));
    let export = BulkExport { scope: scope.clone(), id, act: act.row.act.as_str() };
    table_export::send(&request, portal, scope, file, &name, export).await
}

/// The rows of an act.
struct BulkExport {
    scope: Scope<ExportCustomers>,
    id: BulkActId,
    act: &'static str,
}

impl TableExport for BulkExport {
    const NAME: &'static str = "bulk";

    type Rows = ();

    fn select(&self, c: &mut DbConnection) -> Result<((), u64)> {
        let counts = queries::find(&self.scope, self.id, c)?.row.counts;
        let all = counts.planned + counts.same + counts.blocked + counts.done();
        Ok(((), all.unsigned_abs()))
    }

    fn entry(&self, mut details: Map<String, Value>) -> Activity {
        details.insert("bulk_act".to_owned(), json!(self.act));
        list_entry("bulk_act", details)
    }

    fn write<W: Write + Send>(
        &self,
        c: &mut DbConnection,
        (): (),
        file: TableFile,
        out: W,
    ) -> Result<TableWriter<W>> {
        let (locale, texts) = (file.locale, file.locale.texts());
        let header = [
            Column::MicrosoftId.header(locale),
            Column::CompanyName.header(locale),
            Column::SubscriptionId.header(locale),
            Column::Subscription.header(locale),
            texts.bulk_result(),
            Column::Reason.header(locale),
            texts.bulk_value_before(),
            texts.bulk_value_after(),
        ];
        let mut writer = file.start(&texts.bulk_results(), &header, out)?;
        let mut last = -1;
        loop {
            let rows = queries::rows_after(&self.scope, self.id, last, ROWS, c)?;
            for row in &rows {
                let value = |value: &Option<_>| {
                    value
                        .as_ref()
                        .map(|value: &crate::features::bulk_acts::outcomes::RowValue| value.text(locale))
                };
                let reason = row.reason.as_ref().map(|reason| reason.text(locale)).unwrap_or_default();
                let id = row.subscription.as_ref().map(ToString::to_string).unwrap_or_default();
                let customer = if row.request.is_some() { String::new() } else { row.customer.to_string() };
                writer.word(&customer).text(&row.customer_name).word(&id);
                writer.text(row.details.subscription.as_deref().unwrap_or_default());
                writer.word(&row.outcome.label(texts)).text(&reason);
                writer.text(&value(&row.details.before).unwrap_or_default());
                writer.text(&value(&row.details.after).unwrap_or_default());
                writer.end_row()?;
            }
            match rows.last() {
                Some(row) if rows.len() as i64 == ROWS => last = row.position,
                _ => return Ok(writer),
            }
        }
    }
}
