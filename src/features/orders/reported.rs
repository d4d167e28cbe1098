//! The list of orders, for reports.

use crate::domain::{OrderStatus, ReportList, TextEnum};
use crate::error::Result;
use crate::features::orders::download::OrderExport;
use crate::features::orders::filter::Params;
use crate::state::AppState;
use crate::web::parameters::parse_query;
use crate::web::reported_list::{FilterWords, ReportReader, ReportedList, WrittenTable, canonical_query};
use crate::web::table_export::write_table;
use actix_web::web::Data;
use std::fs::File;

/// The list.
#[derive(Debug, Clone, Copy)]
pub struct OrderReports;

impl ReportedList for OrderReports {
    fn list(&self) -> ReportList {
        ReportList::Orders
    }

    fn parse(&self, query: &str) -> Result<String> {
        let params: Params = parse_query(query)?;
        params.filter()?;
        Ok(canonical_query(params.pairs()))
    }

    fn words(&self, query: &str, words: FilterWords<'_>) -> Vec<(String, String)> {
        let params: Params = parse_query(query).unwrap_or_default();
        let texts = words.locale.texts();
        let status = OrderStatus::from_text(&params.status).ok().map(|status| status.label(texts));
        words
            .text(texts.field_search(), &params.q)
            .with(texts.status(), status)
            .partner(texts.reseller(), &params.reseller, texts.none())
            .partner(texts.order_provider(), &params.provider, texts.none())
            .text(texts.order_made_by(), &params.by)
            .days(&params.from, &params.to)
            .collect()
    }

    fn write(&self, portal: &AppState, reader: &ReportReader<'_>, out: &mut File) -> Result<WrittenTable> {
        let scope = reader.scope(self)?;
        let params: Params = parse_query(reader.query)?;
        let export =
            OrderExport { portal: Data::new(portal.clone()), scope, filter: params.filter()?, params };
        write_table(portal, &export, reader.file, out)
    }
}
