//! `GET /referrals.csv` and `.xlsx`: the referrals of a tab that match the search and the filters. Each export is
//! logged and counts towards the user's hourly limit.

use crate::audit::Activity;
use crate::auth::Scope;
use crate::auth::scope::ExportCustomers;
use crate::clock;
use crate::db::DbConnection;
use crate::domain::PartnerId;
use crate::error::Result;
use crate::features::referrals::filter::{Filter, Params};
use crate::features::referrals::model::Referral;
use crate::features::referrals::queries::for_each_batch;
use crate::features::referrals::selection::Selection;
use crate::i18n::Texts;
use crate::i18n::time_zone::partner_zone;
use crate::state::AppState;
use crate::table_file::{TableFile, TableWriter};
use crate::web::table_export;
use crate::web::table_export::{TableExport, filter_details, list_entry};
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::io::Write;

/// Exports the referrals.
///
/// # Errors
/// A malformed query parameter, more exports in an hour than the setting allows, or too many rows for a workbook.
pub async fn download(
    request: HttpRequest,
    scope: Scope<ExportCustomers>,
    portal: Data<AppState>,
    params: Query<Params>,
) -> Result<HttpResponse> {
    let file = table_export::requested_file(&request, &portal, scope.actor(), &params.lang)?;
    let export = ReferralExport::new(&scope, params.into_inner())?;
    table_export::send(&request, portal, scope, file, &export.file_name(), export).await
}

/// The referrals that match a filter.
pub struct ReferralExport {
    /// The user who exports.
    pub scope: Scope<ExportCustomers>,
    pub(super) filter: Filter,
    pub(super) params: Params,
}

impl ReferralExport {
    /// Returns the referrals that match these parameters.
    ///
    /// # Errors
    /// [`crate::error::Error::BadInput`] for a malformed parameter.
    pub fn new(scope: &Scope<ExportCustomers>, params: Params) -> Result<Self> {
        Ok(ReferralExport { scope: scope.clone(), filter: params.filter()?, params })
    }

    /// Returns the name of the file without extension.
    pub fn file_name(&self) -> String {
        format!("referrals-{}-{}", self.filter.status.as_str(), clock::now().format("%Y-%m-%d"))
    }
}

impl TableExport for ReferralExport {
    const NAME: &'static str = "referrals";

    type Rows = Selection;

    fn select(&self, c: &mut DbConnection) -> Result<(Selection, u64)> {
        let selection =
            Selection::resolve(&self.scope, &self.filter, partner_zone(&self.scope.actor().partner), c)?;
        let counts = selection.counts(&self.scope, c)?;
        let count = counts.get(self.filter.status.as_str());
        Ok((selection, count))
    }

    fn entry(&self, details: Map<String, Value>) -> Activity {
        list_entry("referral", filter_details(details, self.params.pairs()))
    }

    fn write<W: Write + Send>(
        &self,
        c: &mut DbConnection,
        selection: Selection,
        file: TableFile,
        out: W,
    ) -> Result<TableWriter<W>> {
        let texts = file.locale.texts();
        let mut table = file.start(&texts.referrals(), &header(texts), out)?;
        let me = self.scope.partner();
        for_each_batch(&self.scope, &selection, c, &mut |referrals, names| {
            referrals.iter().try_for_each(|referral| {
                let lead = &referral.lead;
                table.word(&referral.id.to_string()).text(&lead.company_name).text(&lead.contact_name());
                table.text(&lead.email).text(&lead.phone).text(&lead.need).text(&lead.note);
                table.text(other(referral, me, names)).word(&referral.status.label(texts));
                table.text(&referral.created_name).moment(Some(referral.created_at));
                table.day(Some(referral.answer_until)).moment(Some(referral.changed_at));
                table.text(referral.reason.as_deref().unwrap_or_default()).end_row()
            })
        })?;
        Ok(table)
    }
}

fn header(texts: &Texts) -> [String; 14] {
    [
        texts.referral_id(),
        texts.company_name(),
        texts.referral_contact(),
        texts.address_email(),
        texts.address_phone(),
        texts.referral_need(),
        texts.referral_note(),
        texts.referral_partner(),
        texts.status(),
        texts.referral_created_by(),
        texts.referral_created(),
        texts.referral_until(),
        texts.last_change(),
        texts.reason(),
    ]
}

/// Returns the name of the other partner; empty for an own lead.
fn other<'n>(referral: &Referral, me: PartnerId, names: &'n HashMap<PartnerId, String>) -> &'n str {
    let partners = [Some(referral.partner), referral.referrer].into_iter().flatten();
    let other = partners.into_iter().find(|partner| *partner != me);
    other.and_then(|partner| names.get(&partner)).map_or("", String::as_str)
}
