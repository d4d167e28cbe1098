//! `GET /indirect-resellers.csv` and `.xlsx`: the resellers that match the list's search and filters. Each export is logged
//! and counts towards the user's hourly limit.

use crate::audit::Activity;
use crate::auth::Scope;
use crate::auth::scope::ViewResellers;
use crate::clock;
use crate::db::DbConnection;
use crate::error::Result;
use crate::features::partnerships::queries;
use crate::features::partnerships::queries::PartnershipRow;
use crate::features::partnerships::reseller_filter::{Filter, Params};
use crate::i18n::Texts;
use crate::i18n::countries::country_name;
use crate::i18n::time_zone::partner_zone;
use crate::state::AppState;
use crate::table_file::{TableFile, TableWriter};
use crate::web::table_export;
use crate::web::table_export::{TableExport, filter_details, list_entry};
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::{Map, Value};
use std::io::Write;

/// Exports the resellers.
///
/// # Errors
/// A malformed query parameter, or more exports in an hour than the setting allows.
pub async fn download(
    request: HttpRequest,
    scope: Scope<ViewResellers>,
    portal: Data<AppState>,
    params: Query<Params>,
) -> Result<HttpResponse> {
    let file = table_export::requested_file(&request, &portal, scope.actor(), &params.lang)?;
    let export = ResellerExport::new(&scope, params.into_inner())?;
    table_export::send(&request, portal, scope, file, &export.file_name(), export).await
}

/// The resellers that match a filter.
pub struct ResellerExport {
    /// The user who exports.
    pub scope: Scope<ViewResellers>,
    pub(super) filter: Filter,
    pub(super) params: Params,
}

impl ResellerExport {
    /// Returns the resellers that match these parameters.
    ///
    /// # Errors
    /// [`crate::error::Error::BadInput`] for a malformed parameter.
    pub fn new(scope: &Scope<ViewResellers>, params: Params) -> Result<Self> {
        Ok(ResellerExport { scope: scope.clone(), filter: params.filter()?, params })
    }

    /// Returns the name of the file without extension.
    pub fn file_name(&self) -> String {
        format!("indirect-resellers-{}", clock::now().format("%Y-%m-%d"))
    }
}

impl TableExport for ResellerExport {
    const NAME: &'static str = "indirect-resellers";

    type Rows = Vec<PartnershipRow>;

    fn select(&self, c: &mut DbConnection) -> Result<(Vec<PartnershipRow>, u64)> {
        let mut resellers = queries::resellers(&self.scope, c)?;
        self.filter.apply(&mut resellers, partner_zone(&self.scope.actor().partner));
        let count = resellers.len() as u64;
        Ok((resellers, count))
    }

    fn entry(&self, details: Map<String, Value>) -> Activity {
        list_entry("partner_relationship", filter_details(details, self.params.pairs()))
    }

    fn write<W: Write + Send>(
        &self,
        _: &mut DbConnection,
        resellers: Vec<PartnershipRow>,
        file: TableFile,
        out: W,
    ) -> Result<TableWriter<W>> {
        let texts = file.locale.texts();
        let mut table = file.start(&texts.indirect_resellers(), &header(texts), out)?;
        for one in resellers {
            let is_active = one.ended_at.is_none();
            table.word(&one.mpn_id).text(&one.name).text(country_name(&one.country, file.locale));
            table.word(&if is_active { texts.partnership_active() } else { texts.partnership_former() });
            table.number(one.customers as i64).moment(Some(one.since)).moment(one.ended_at).end_row()?;
        }
        Ok(table)
    }
}

fn header(texts: &Texts) -> [String; 7] {
    [
        texts.mpn_id(),
        texts.company_name(),
        texts.country(),
        texts.status(),
        texts.customers(),
        texts.partnership_since(),
        texts.partnership_ended_on(),
    ]
}
