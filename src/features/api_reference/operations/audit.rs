//! The activity log as audit records.

use crate::features::api_reference::operation::{ApiGroup, ApiOperation, get};
use crate::features::api_reference::parameters::{paging, text};
use crate::features::rest_api::audit::resource::AuditRecord;
use serde_json::Value;

const GROUP: ApiGroup = ApiGroup {
    name: "Audit records",
    about: "The changes in the activity log. Reading them is logged as an export, once a day for each token.",
};

/// Returns the operations.
pub fn group() -> (ApiGroup, Vec<ApiOperation>) {
    let list = |path, id, summary| {
        get(path, id, summary).reads(parameters()).pages::<AuditRecord>("The records, the newest first.")
    };
    let operations = vec![
        list("/v1/auditrecords", "listAuditRecords", "List audit records"),
        list(
            "/auditactivity/v1/auditrecords",
            "listAuditActivity",
            "List audit records at the older address",
        ),
        get("/auditactivity/v1/auditrecords/{record}", "getAuditRecord", "Get an audit record")
            .answers::<AuditRecord>(200, "The record."),
    ];
    (GROUP, operations)
}

fn parameters() -> Vec<Value> {
    let start = "The first moment, in UTC: a day, such as `2026-11-01`, or a time, such as `2026-11-01T08:00:00Z`. Nothing: 30 \
                 days before the last one.";
    let end = "The last moment. A day includes all of it. Nothing: now.";
    let filters = ["CompanyName", "CustomerId", "ResourceType"];
    [text("startDate", start), text("endDate", end)].into_iter().chain(paging(&filters, &[])).collect()
}
