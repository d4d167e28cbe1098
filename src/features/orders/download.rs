//! `GET /orders.csv` and `.xlsx`: the orders that match the list's search and filters, one row each. Each export is logged
//! and counts towards the user's hourly limit.

use crate::audit::Activity;
use crate::auth::Scope;
use crate::auth::scope::ExportSubscriptions;
use crate::clock;
use crate::db::DbConnection;
use crate::domain::PartnerKind;
use crate::error::Result;
use crate::features::orders::filter::{Filter, Params};
use crate::features::orders::model::{Order, OrderLine};
use crate::features::orders::queries::for_each_batch;
use crate::features::orders::selection::Selection;
use crate::i18n::Texts;
use crate::i18n::time_zone::partner_zone;
use crate::state::AppState;
use crate::table_file::{TableFile, TableWriter};
use crate::web::table_export;
use crate::web::table_export::{TableExport, filter_details, list_entry};
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::{Map, Value};
use std::io::Write;

/// Exports the orders.
///
/// # Errors
/// A malformed query parameter, more exports in an hour than the setting allows, or too many rows for a workbook.
pub async fn download(
    request: HttpRequest,
    scope: Scope<ExportSubscriptions>,
    portal: Data<AppState>,
    params: Query<Params>,
) -> Result<HttpResponse> {
    let file = table_export::requested_file(&request, &portal, scope.actor(), &params.lang)?;
    let export = OrderExport::new(&portal, &scope, params.into_inner())?;
    table_export::send(&request, portal, scope, file, &export.file_name(), export).await
}

/// The orders that match a filter.
pub struct OrderExport {
    pub(super) portal: Data<AppState>,
    /// The user who exports.
    pub scope: Scope<ExportSubscriptions>,
    pub(super) filter: Filter,
    pub(super) params: Params,
}

impl OrderExport {
    /// Returns the orders that match these parameters.
    ///
    /// # Errors
    /// [`crate::error::Error::BadInput`] for a malformed parameter.
    pub fn new(portal: &Data<AppState>, scope: &Scope<ExportSubscriptions>, params: Params) -> Result<Self> {
        Ok(OrderExport { portal: portal.clone(), scope: scope.clone(), filter: params.filter()?, params })
    }

    /// Returns the name of the file without extension.
    pub fn file_name(&self) -> String {
        format!("orders-{}", clock::now().format("%Y-%m-%d"))
    }

    fn is_reseller(&self) -> bool {
        self.scope.actor().partner.kind == PartnerKind::IndirectReseller
    }

    fn header(&self, texts: &Texts) -> Vec<String> {
        let other = if self.is_reseller() { texts.order_provider() } else { texts.reseller() };
        vec![
            texts.order_id(),
            texts.microsoft_id(),
            texts.company_name(),
            texts.order_lines(),
            texts.quantity(),
            texts.status(),
            other,
            texts.order_made(),
            texts.order_made_by(),
            texts.order_answered_on(),
            texts.order_answered_by(),
            texts.reason(),
        ]
    }
}

impl TableExport for OrderExport {
    const NAME: &'static str = "orders";

    type Rows = Selection;

    fn select(&self, c: &mut DbConnection) -> Result<(Selection, u64)> {
        let zone = partner_zone(&self.scope.actor().partner);
        let selection = Selection::resolve(&self.scope, &self.filter, zone, &self.portal.lists, c)?;
        let count = selection.count(&self.scope, c)?;
        Ok((selection, count))
    }

    fn entry(&self, details: Map<String, Value>) -> Activity {
        list_entry("order", filter_details(details, self.params.pairs()))
    }

    fn write<W: Write + Send>(
        &self,
        c: &mut DbConnection,
        selection: Selection,
        file: TableFile,
        out: W,
    ) -> Result<TableWriter<W>> {
        let texts = file.locale.texts();
        let mut table = file.start(&texts.orders(), &self.header(texts), out)?;
        for_each_batch(&self.scope, &selection, c, &mut |orders| {
            orders.iter().try_for_each(|order| {
                let other = match self.is_reseller() {
                    true => Some(order.seller_mpn_id.as_str()),
                    false => order.reseller_mpn_id.as_deref(),
                };
                table
                    .word(&order.id.to_string())
                    .word(&order.customer.to_string())
                    .text(&order.customer_name);
                table.text(&lines(order, texts)).number(quantity(order)).word(&order.status.label(texts));
                table.word(other.unwrap_or_default()).moment(Some(order.made_at)).text(&order.made_by);
                table.moment(order.decided_at).text(order.decided_by.as_deref().unwrap_or_default());
                table.text(order.decline_reason.as_deref().unwrap_or_default()).end_row()
            })
        })?;
        Ok(table)
    }
}

/// Returns the offers of an order with their quantities, each on a line.
fn lines(order: &Order, texts: &Texts) -> String {
    let line = |line: &OrderLine| texts.order_line_cell(&line.offer_name, line.quantity.to_string());
    order.lines.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn quantity(order: &Order) -> i64 {
    order.lines.iter().map(|line| i64::from(line.quantity)).sum()
}
