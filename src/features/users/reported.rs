//! The list of users, for reports.

use crate::domain::{ReportList, Role, TextEnum};
use crate::error::Result;
use crate::features::users::colleague::State;
use crate::features::users::download::UserExport;
use crate::features::users::list::Params;
use crate::state::AppState;
use crate::web::parameters::parse_query;
use crate::web::reported_list::{FilterWords, ReportReader, ReportedList, WrittenTable, canonical_query};
use crate::web::table_export::write_table;
use std::fs::File;

/// The list.
#[derive(Debug, Clone, Copy)]
pub struct UserReports;

impl ReportedList for UserReports {
    fn list(&self) -> ReportList {
        ReportList::Users
    }

    fn parse(&self, query: &str) -> Result<String> {
        let params: Params = parse_query(query)?;
        params.filter()?;
        Ok(canonical_query(params.pairs()))
    }

    fn words(&self, query: &str, words: FilterWords<'_>) -> Vec<(String, String)> {
        let params: Params = parse_query(query).unwrap_or_default();
        let texts = words.locale.texts();
        let role = params.role.parse::<Role>().ok().map(|role| role.label(texts));
        let state = State::from_text(&params.state).ok().map(|state| state.label(texts));
        words
            .text(texts.field_search(), &params.q)
            .with(texts.user_role(), role)
            .with(texts.user_state(), state)
            .collect()
    }

    fn write(&self, portal: &AppState, reader: &ReportReader<'_>, out: &mut File) -> Result<WrittenTable> {
        let scope = reader.scope(self)?;
        let params: Params = parse_query(reader.query)?;
        let export = UserExport { scope, filter: params.filter()?, params };
        write_table(portal, &export, reader.file, out)
    }
}
