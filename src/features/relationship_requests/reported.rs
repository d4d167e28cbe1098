//! The list of relationship requests, for reports.

use crate::domain::ReportList;
use crate::error::Result;
use crate::features::relationship_requests::download::RequestExport;
use crate::features::relationship_requests::filter::Params;
use crate::state::AppState;
use crate::web::parameters::parse_query;
use crate::web::reported_list::{FilterWords, ReportReader, ReportedList, WrittenTable, canonical_query};
use crate::web::table_export::write_table;
use std::fs::File;

/// The list.
#[derive(Debug, Clone, Copy)]
pub struct RequestReports;

impl ReportedList for RequestReports {
    fn list(&self) -> ReportList {
        ReportList::Requests
    }

    fn parse(&self, query: &str) -> Result<String> {
        let params: Params = parse_query(query)?;
        params.filter()?;
        Ok(canonical_query(params.pairs()))
    }

    fn words(&self, query: &str, words: FilterWords<'_>) -> Vec<(String, String)> {
        let params: Params = parse_query(query).unwrap_or_default();
        let texts = words.locale.texts();
        let filter = params.filter().ok();
        let tab = filter.as_ref().map(|filter| filter.tab.label(texts));
        let only = filter.as_ref().and_then(|filter| filter.only).map(|only| only.label(texts));
        let sent = filter.as_ref().and_then(|filter| filter.sent).map(|sent| sent.label(texts));
        let kind = filter.and_then(|filter| filter.kind).map(|kind| kind.label(texts));
        words
            .with(texts.status(), tab)
            .text(texts.field_search(), &params.q)
            .with(texts.asks_for(), kind)
            .with(texts.requests_only(), only)
            .with(texts.request_sent(), sent)
            .partner(texts.referral_partner(), &params.partner, texts.none())
            .text(texts.request_made_by(), &params.by)
            .days(&params.from, &params.to)
            .collect()
    }

    fn write(&self, portal: &AppState, reader: &ReportReader<'_>, out: &mut File) -> Result<WrittenTable> {
        let scope = reader.scope(self)?;
        let params: Params = parse_query(reader.query)?;
        let export = RequestExport { scope, filter: params.filter()?, params };
        write_table(portal, &export, reader.file, out)
    }
}
