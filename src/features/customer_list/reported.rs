//! The customer list, for reports.

use crate::domain::ReportList;
use crate::error::Result;
use crate::features::customer_list::download::CustomerExport;
use crate::features::customer_list::filter::Params;
use crate::features::customer_list::filter_words::filter_words;
use crate::features::customer_list::saved::VIEWED;
use crate::state::AppState;
use crate::web::parameters::parse_query;
use crate::web::reported_list::{FilterWords, ReportReader, ReportedList, WrittenTable, parameters};
use crate::web::table_export::write_table;
use actix_web::web::Data;
use std::fs::File;

/// The list.
#[derive(Debug, Clone, Copy)]
pub struct CustomerReports;

impl ReportedList for CustomerReports {
    fn list(&self) -> ReportList {
        ReportList::Customers
    }

    fn parse(&self, query: &str) -> Result<String> {
        Ok((VIEWED.parse)(query)?.query())
    }

    fn words(&self, query: &str, mut words: FilterWords<'_>) -> Vec<(String, String)> {
        let (locale, texts) = (words.locale, words.locale.texts());
        for (name, value) in parameters(query) {
            words = match (name.as_str(), filter_words(&name, &value, locale)) {
                ("q", _) => words.text(texts.field_search(), &value),
                (_, Some((label, value))) => words.with(label, Some(value)),
                ("reseller", None) => words.partner(texts.field_reseller(), &value, texts.reseller_none()),
                (_, None) => words,
            };
        }
        words.collect()
    }

    fn write(&self, portal: &AppState, reader: &ReportReader<'_>, out: &mut File) -> Result<WrittenTable> {
        let scope = reader.scope(self)?;
        let params: Params = parse_query(reader.query)?;
        let export = CustomerExport {
            portal: Data::new(portal.clone()),
            scope,
            filter: params.filter()?,
            selected: None,
        };
        write_table(portal, &export, reader.file, out)
    }
}
