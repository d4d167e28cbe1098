//! `GET /v1/auditrecords` and `/auditactivity/v1/auditrecords…`: the activity log. Reading it is an export, which is logged once
//! a day for each token.

use crate::auth::Scope;
use crate::auth::scope::ViewActivity;
use crate::clock;
use crate::error::{Error, Result};
use crate::features::activity_log::customer_names::CustomerNames;
use crate::features::rest_api::audit::moments::period;
use crate::features::rest_api::audit::queries;
use crate::features::rest_api::audit::resource::AuditRecord;
use crate::features::rest_api::export_entry::record_reading;
use crate::features::rest_api::paging::{ListQuery, PagedList};
use crate::features::rest_api::partner_guid::partner_guid;
use crate::features::rest_api::resource::ok;
use crate::state::AppState;
use crate::urls;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;
use uuid::Uuid;

/// The query parameters of the list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AuditQuery {
    /// The first moment; 30 days ago, if it is empty.
    #[serde(rename = "startDate")]
    pub start_date: String,
    /// The last moment.
    #[serde(rename = "endDate")]
    pub end_date: String,
    /// Size, filter and place.
    #[serde(flatten)]
    pub list: ListQuery,
}

/// The list of records.
pub async fn index(
    request: HttpRequest,
    scope: Scope<ViewActivity>,
    portal: Data<AppState>,
    names: Data<CustomerNames>,
    query: Query<AuditQuery>,
) -> Result<HttpResponse> {
    let list = PagedList { name: "audit", partner: scope.partner(), address: urls::api_audit_records() };
    let mut page = query.list.page(&request, &portal.secrets, &list)?;
    if !page.is_continued {
        let period = period(&query.start_date, &query.end_date, clock::now())?;
        let millis = |at: chrono::NaiveDateTime| at.and_utc().timestamp_millis();
        page.ask.period = Some((millis(period.start), millis(period.end)));
    }
    record_reading(&request, &portal, &scope, "activity.json").await?;
    let (asker, lists, names, ask) =
        (scope.clone(), portal.lists.clone(), names.into_inner(), page.ask.clone());
    let found = portal.db.read(move |c| queries::page(&asker, (&lists, &names), &ask, c)).await?;
    let partner = partner_guid(&scope.actor().partner.mpn_id);
    let items = found.entries.into_iter().map(|entry| AuditRecord::new(entry, partner, &found.emails));
    let items: Vec<AuditRecord> = items.collect();
    Ok(ok(&page.collection(items, found.neighbors, &portal.secrets, &list)?))
}

/// One record: `GET /auditactivity/v1/auditrecords/{record}`.
pub async fn show(
    request: HttpRequest,
    scope: Scope<ViewActivity>,
    portal: Data<AppState>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let partner = partner_guid(&scope.actor().partner.mpn_id);
    let seq = path.split_once('_').and_then(|(owner, seq)| {
        let is_own = Uuid::try_parse(owner).is_ok_and(|owner| owner == partner);
        seq.parse::<i64>().ok().filter(|_| is_own)
    });
    let seq = seq.ok_or(Error::NotFound)?;
    let asker = scope.clone();
    let (entry, emails) = portal.db.read(move |c| queries::one(&asker, seq, c)).await?;
    record_reading(&request, &portal, &scope, "activity.json").await?;
    Ok(ok(&AuditRecord::new(entry, partner, &emails)))
}
