//! The list of referrals, for reports.

use crate::domain::ReportList;
use crate::error::Result;
use crate::features::referrals::download::ReferralExport;
use crate::features::referrals::filter::Params;
use crate::state::AppState;
use crate::web::parameters::parse_query;
use crate::web::reported_list::{FilterWords, ReportReader, ReportedList, WrittenTable, canonical_query};
use crate::web::table_export::write_table;
use std::fs::File;

/// The list.
#[derive(Debug, Clone, Copy)]
pub struct ReferralReports;

impl ReportedList for ReferralReports {
    fn list(&self) -> ReportList {
        ReportList::Referrals
    }

    fn parse(&self, query: &str) -> Result<String> {
        let params: Params = parse_query(query)?;
        params.filter()?;
        Ok(canonical_query(params.pairs()))
    }

    fn words(&self, query: &str, words: FilterWords<'_>) -> Vec<(String, String)> {
        let params: Params = parse_query(query).unwrap_or_default();
        let texts = words.locale.texts();
        let status = params.filter().ok().map(|filter| filter.status.label(texts));
        words
            .with(texts.status(), status)
            .text(texts.field_search(), &params.q)
            .partner(texts.referral_partner(), &params.partner, texts.referral_own())
            .text(texts.referral_created_by(), &params.by)
            .days(&params.from, &params.to)
            .collect()
    }

    fn write(&self, portal: &AppState, reader: &ReportReader<'_>, out: &mut File) -> Result<WrittenTable> {
        let scope = reader.scope(self)?;
        let params: Params = parse_query(reader.query)?;
        let export = ReferralExport { scope, filter: params.filter()?, params };
        write_table(portal, &export, reader.file, out)
    }
}
