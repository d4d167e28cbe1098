//! The list of subscriptions, for reports.

use crate::domain::ReportList;
use crate::error::Result;
use crate::features::subscription_list::chips::filter_labels;
use crate::features::subscription_list::download::SubscriptionListExport;
use crate::features::subscription_list::filter::Params;
use crate::features::subscription_list::saved::VIEWED;
use crate::state::AppState;
use crate::web::parameters::{PartnerParameter, parse_query};
use crate::web::reported_list::{FilterWords, ReportReader, ReportedList, WrittenTable};
use crate::web::table_export::write_table;
use actix_web::web::Data;
use std::fs::File;

/// The list.
#[derive(Debug, Clone, Copy)]
pub struct SubscriptionReports;

impl ReportedList for SubscriptionReports {
    fn list(&self) -> ReportList {
        ReportList::Subscriptions
    }

    fn parse(&self, query: &str) -> Result<String> {
        Ok((VIEWED.parse)(query)?.query())
    }

    fn words(&self, query: &str, mut words: FilterWords<'_>) -> Vec<(String, String)> {
        let params: Params = parse_query(query).unwrap_or_default();
        let Ok(filter) = params.filter() else { return Vec::new() };
        let reseller = match &filter.reseller {
            Some(PartnerParameter::MpnId(mpn_id)) => Some(words.name(mpn_id)),
            Some(PartnerParameter::NoPartner) => Some(words.locale.texts().none()),
            None => None,
        };
        for label in filter_labels(words.locale, &filter, reseller) {
            words = words.with(label.label, label.value);
        }
        words.collect()
    }

    fn write(&self, portal: &AppState, reader: &ReportReader<'_>, out: &mut File) -> Result<WrittenTable> {
        let scope = reader.scope(self)?;
        let params: Params = parse_query(reader.query)?;
        let export = SubscriptionListExport {
            portal: Data::new(portal.clone()),
            scope,
            filter: params.filter()?,
            selected: None,
        };
        write_table(portal, &export, reader.file, out)
    }
}
