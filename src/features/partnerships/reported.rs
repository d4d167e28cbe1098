//! The list of indirect resellers, for reports.

use crate::domain::{ReportList, TextEnum};
use crate::error::Result;
use crate::features::partnerships::reseller_download::ResellerExport;
use crate::features::partnerships::reseller_filter::{Params, PartnershipStatus};
use crate::i18n::countries::country_name;
use crate::state::AppState;
use crate::web::parameters::parse_query;
use crate::web::reported_list::{FilterWords, ReportReader, ReportedList, WrittenTable, canonical_query};
use crate::web::table_export::write_table;
use std::fs::File;

/// The list.
#[derive(Debug, Clone, Copy)]
pub struct ResellerReports;

impl ReportedList for ResellerReports {
    fn list(&self) -> ReportList {
        ReportList::Resellers
    }

    fn parse(&self, query: &str) -> Result<String> {
        let params: Params = parse_query(query)?;
        params.filter()?;
        Ok(canonical_query(params.pairs()))
    }

    fn words(&self, query: &str, words: FilterWords<'_>) -> Vec<(String, String)> {
        let params: Params = parse_query(query).unwrap_or_default();
        let (locale, texts) = (words.locale, words.locale.texts());
        let status = PartnershipStatus::from_text(&params.status).ok().map(|status| match status {
            PartnershipStatus::Active => texts.partnership_active(),
            PartnershipStatus::Former => texts.partnership_former(),
        });
        let country = (!params.country.is_empty()).then(|| country_name(&params.country, locale).to_owned());
        words
            .text(texts.field_search(), &params.q)
            .with(texts.status(), status)
            .with(texts.country(), country)
            .days(&params.from, &params.to)
            .collect()
    }

    fn write(&self, portal: &AppState, reader: &ReportReader<'_>, out: &mut File) -> Result<WrittenTable> {
        let scope = reader.scope(self)?;
        let params: Params = parse_query(reader.query)?;
        let export = ResellerExport { scope, filter: params.filter()?, params };
        write_table(portal, &export, reader.file, out)
    }
}
